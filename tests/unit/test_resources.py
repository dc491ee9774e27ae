"""What ships with ipgraph is read once, and again where it has changed."""

import shutil
from pathlib import Path

from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import EntityKind
from ipgraph.resources import data_path, file_states
from ipgraph.validate import load_shapes


def test_what_has_not_changed_is_read_once() -> None:
    assert Authority.load() is Authority.load()
    assert load_shapes() is load_shapes()


def test_what_has_changed_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "authority"
    shutil.copytree(data_path("authority"), folder)
    before = Authority.load(folder)
    file = folder / "campaigns.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: longteng", "id: dragon"), encoding="utf-8")

    after = Authority.load(folder)

    assert before.get(EntityKind.CAMPAIGN, "longteng")
    assert after.get(EntityKind.CAMPAIGN, "dragon")


def test_a_folder_that_is_missing_has_no_files(tmp_path: Path) -> None:
    assert file_states(tmp_path / "none") == ()
