"""The container: its files are sound and name what exists. Whether an engine builds it is not tested here."""

import re
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from ipgraph.settings import Settings

VARIABLES = {f"IPGRAPH_{name.upper()}" for name in Settings.model_fields}


@pytest.fixture(scope="module")
def compose(repository: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((repository / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_hadolint_finds_nothing_in_the_dockerfile(repository: Path) -> None:
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    done = subprocess.run([linter, repository / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_compose_file_follows_the_specification(repository: Path) -> None:
    parsed = PyCompose.from_yaml((repository / "compose.yaml").read_text(encoding="utf-8"))
    parsed.validate()

    assert sorted(parsed.service_names()) == ["build", "serve"]


def test_only_settings_that_exist_are_set(repository: Path, compose: dict[str, Any]) -> None:
    in_image = set(re.findall(r"^ +(IPGRAPH_[A-Z_]+)=", (repository / "Dockerfile").read_text(), re.MULTILINE))
    in_compose = {name for service in compose["services"].values() for name in service.get("environment", {})}

    assert len(in_image) == 4
    assert in_image <= VARIABLES
    assert in_compose <= VARIABLES


def test_no_service_may_write_to_its_image_or_gain_rights(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_grace_of_the_container_is_longer_than_that_of_the_service(compose: dict[str, Any]) -> None:
    serve = compose["services"]["serve"]

    assert int(serve["stop_grace_period"].rstrip("s")) > int(serve["environment"]["IPGRAPH_SHUTDOWN_GRACE_S"])


def test_the_image_gets_all_that_the_wheel_is_made_of(repository: Path) -> None:
    lines = (repository / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    build = project["tool"]["hatch"]["build"]["targets"]
    needed = {path.strip("/").partition("/")[0] for kind in ("wheel", "sdist") for path in build[kind]["include"]}
    copied = re.findall(r"^COPY (requirements\S+) (requirements\S+) ", (repository / "Dockerfile").read_text(), re.M)

    assert lines[1] == "*"
    assert needed <= sent
    assert set(copied[0]) <= sent
    assert all((repository / path).exists() for path in sent)


def test_the_health_check_is_a_program(repository: Path) -> None:
    found = re.search(r'CMD \["python", "-c", "(.+)"\]', (repository / "Dockerfile").read_text())

    assert found is not None
    compile(found[1].replace('\\"', '"'), "HEALTHCHECK", "exec")
