"""Authority files of a few lines, for tests of what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.authority import Authority

Refusal = Callable[..., str]


@pytest.fixture
def institutions_refusal(tmp_path: Path) -> Refusal:
    """Return what is said of an agencies file and a file of changes, without the folder in which they lie."""

    def refuse(agencies: str, changes: str = "[]\n") -> str:
        files = {"agencies": agencies, "changes": changes}
        for name in ("jurisdictions", "mechanisms", "campaigns", "instruments"):
            files[name] = "[]\n"
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        try:
            Authority.load(tmp_path)
        except VocabularyError as error:
            return str(error).replace(f"{tmp_path}/", "")
        return "accepted"

    return refuse
