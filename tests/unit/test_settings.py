"""The settings: read from four places, the stronger before the weaker, and nothing misspelt passed over."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from ipgraph.cli import main
from ipgraph.cli.options import read_settings
from ipgraph.cli.sources import load_settings
from ipgraph.errors import ServiceError
from ipgraph.settings import Settings


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, for the file is looked for in it."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def env_file(tmp_path: Path) -> Callable[[str], None]:
    def write(text: str) -> None:
        (tmp_path / ".env").write_text(text, encoding="utf-8")

    return write


def test_each_place_wins_over_the_weaker_ones(env_file: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    env_file("IPGRAPH_PORT=1\nIPGRAPH_WORKERS=1\nIPGRAPH_QUEUE_SIZE=1\n")
    monkeypatch.setenv("IPGRAPH_WORKERS", "2")
    monkeypatch.setenv("IPGRAPH_QUEUE_SIZE", "2")
    loaded = load_settings({"queue_size": 3})

    chosen = {
        name: (getattr(loaded.settings, name), loaded.sources[name]) for name in ("port", "workers", "queue_size")
    }
    assert chosen == {"port": (1, ".env"), "workers": (2, "environment"), "queue_size": (3, "command line")}
    assert loaded.sources["timeout_s"] == "default"


def test_an_option_of_its_own_wins_over_set() -> None:
    assert read_settings("here", ["store=there", "workers=7"], workers=None).store == Path("here")
    assert read_settings(None, ["store=there", "workers=7"], workers=None).workers == 7


def test_the_file_may_hold_what_other_programs_need(env_file: Callable[[str], None]) -> None:
    env_file("COMPOSE_PROJECT_NAME=x\nIPGRAPH_WORKERS=5\n")

    assert read_settings(None).workers == 5


@pytest.mark.parametrize("place", [".env", "environment", "command line"])
def test_a_misspelt_setting_is_refused_with_the_right_spelling(
    place: str, env_file: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assignments = []
    match place:
        case ".env":
            env_file("IPGRAPH_TIMOUT_S=3\n")
        case "environment":
            monkeypatch.setenv("IPGRAPH_TIMOUT_S", "3")
        case _:
            assignments = ["timout_s=3"]

    with pytest.raises(ServiceError) as refusal:
        read_settings(None, assignments)
    assert str(refusal.value) == (
        f"IPGRAPH_TIMOUT_S ({place}): there is no such setting; did you mean IPGRAPH_TIMEOUT_S?"
    )


def test_a_value_that_is_not_allowed_is_refused_with_its_place(env_file: Callable[[str], None]) -> None:
    env_file("IPGRAPH_WORKERS=none\n")

    with pytest.raises(ServiceError, match=r"IPGRAPH_WORKERS \(\.env\): Input should be a valid integer"):
        read_settings(None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_limit", "often"),
        ("rate_limit", "0/minute"),
        ("trusted_proxies", "my-proxy"),
        ("public_url", "ipgraph.example"),
        ("public_url", "https://ipgraph.example/"),
        ("log_format", "xml"),
    ],
)
def test_what_cannot_mean_anything_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_limit", "600/minute"),
        ("trusted_proxies", "127.0.0.1,10.0.0.0/8,::1"),
        ("trusted_proxies", "*"),
        ("public_url", "https://ipgraph.example"),
        ("public_url", "http://127.0.0.1:8000/graph/v1"),
    ],
)
def test_what_is_documented_is_taken(name: str, value: str) -> None:
    assert getattr(Settings(**{name: value}), name) == value  # type: ignore[arg-type]


def test_set_without_a_value_is_refused() -> None:
    with pytest.raises(ServiceError, match="--set workers: is not NAME=VALUE"):
        read_settings(None, ["workers"])


def test_the_command_prints_each_setting_with_its_place(
    env_file: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    env_file("IPGRAPH_WORKERS=5\n")
    printed = []
    for options in ([], ["--changed", "--set", "rate_limit=5/second"]):
        monkeypatch.setattr(sys, "argv", ["ipgraph", "settings", *options])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 0
        printed.append(capfd.readouterr().out.splitlines())

    assert [line.partition("\t")[0] for line in printed[0]] == list(Settings.model_fields)
    assert printed[1] == ["workers\t5\t.env", "rate_limit\t5/second\tcommand line"]
