"""The canonical form of a dataset, made with bounded memory."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.store import canonical

LINES = st.lists(st.binary(min_size=1, max_size=4).map(lambda data: data.replace(b"\n", b"") + b"\n"), max_size=60)


@given(LINES)
def test_lines_are_sorted_and_each_stands_once(lines: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as name:
        folder = Path(name)
        # Small runs, so that the merge from disk is what is tested.
        patch.setattr(canonical, "_LINES_A_RUN", 7)
        digest, count = canonical.write_canonical(lines, folder / "dump")
        again, _ = canonical.write_canonical(reversed(lines), folder / "again")
        assert (folder / "dump").read_bytes() == b"".join(sorted(set(lines)))
        assert count == len(set(lines))
        assert digest == again
        assert sorted(path.name for path in folder.iterdir()) == ["again", "dump"]
