"""The repository's own promises: a lock file that can be trusted, licences, versions that agree, a clear setup."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ipgraph

LOCKS = ["requirements-build.lock", "requirements.lock", "requirements-runtime.lock"]
PROMISED_TARGETS = ["setup", "serve", "build", "test", "check", "bench", "golden", "lock", "clean", "help"]


@dataclass(frozen=True)
class Pin:
    """One entry of a lock file."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    def applies(self) -> bool:
        """Tell whether this interpreter and platform would install it."""
        return self.marker is None or self.marker.evaluate()


def parse_lock(text: str) -> list[Pin]:
    """Return the entries of a lock file."""
    logical = re.sub(r"\\\n", " ", text)
    lines = [line for line in logical.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [parse_pin(line) for line in lines]


def parse_pin(line: str) -> Pin:
    """Return the entry that one logical line holds."""
    declared, *hashes = re.split(r"\s+--hash=", line.strip())
    requirement = Requirement(declared)
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", f"not pinned: {line}"
    return Pin(canonicalize_name(requirement.name), specifier.version, requirement.marker, tuple(hashes))


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_of_a_lock_file_has_a_sha256(repository: Path, name: str) -> None:
    pins = parse_lock((repository / name).read_text(encoding="utf-8"))
    assert pins
    for pin in pins:
        assert pin.hashes, pin.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in pin.hashes), pin.name


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_address_and_no_index(repository: Path, name: str) -> None:
    text = (repository / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--\S*index\S*|--find-links|--trusted-host)\b", text, re.MULTILINE)


def declared_requirements(project: dict[str, Any]) -> list[Requirement]:
    """Return all that pyproject.toml asks for: to run, to develop, to build."""
    table = project["project"]
    texts = [*table["dependencies"], *table["optional-dependencies"]["dev"]]
    texts += [*project["build-system"]["requires"], *project["dependency-groups"]["build"]]
    return [Requirement(text) for text in texts]


def test_the_lock_file_satisfies_what_pyproject_asks_for(repository: Path, project: dict[str, Any]) -> None:
    pins = parse_lock((repository / "requirements.lock").read_text(encoding="utf-8"))
    locked = {pin.name: pin.version for pin in pins if pin.applies()}
    requirements = declared_requirements(project)
    assert len(requirements) > 20
    for requirement in requirements:
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not locked; run make lock"
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}; run make lock"


def test_the_lock_files_agree(repository: Path) -> None:
    build, everything, runtime = (
        {(pin.name, pin.version) for pin in parse_lock((repository / name).read_text(encoding="utf-8"))}
        for name in LOCKS
    )
    assert build <= everything
    assert runtime <= everything


def test_the_lock_file_of_the_image_has_what_the_program_needs(repository: Path, project: dict[str, Any]) -> None:
    text = (repository / "requirements-runtime.lock").read_text(encoding="utf-8")
    locked = {pin.name for pin in parse_lock(text) if pin.applies()}
    needed = {canonicalize_name(Requirement(text).name) for text in project["project"]["dependencies"]}
    assert needed <= locked
    assert not locked & {"pytest", "mypy", "schemathesis"}


def test_the_version_is_the_same_everywhere(repository: Path, project: dict[str, Any]) -> None:
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert newest is not None
    assert project["project"]["version"] == ipgraph.__version__ == newest.group(1)


def test_the_licence_texts_are_whole(repository: Path) -> None:
    apache = (repository / "LICENSE").read_text(encoding="utf-8")
    attribution = (repository / "LICENSES" / "CC-BY-4.0.txt").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in apache
    assert "END OF TERMS AND CONDITIONS" in apache
    assert attribution.startswith("Creative Commons Attribution 4.0 International")
    assert "Section 8 – Interpretation." in attribution


def test_every_licensed_folder_is_named(repository: Path) -> None:
    scope = (repository / "LICENSES" / "README.md").read_text(encoding="utf-8")
    folders = [path.name for path in (repository / "data").iterdir() if path.is_dir() and path.name != "build"]
    assert folders
    for folder in [*(f"data/{name}" for name in folders), "ontology", "shapes", "src", "api"]:
        assert f"`{folder}/" in scope, folder


def test_make_help_lists_the_promised_targets(repository: Path) -> None:
    done = run_make(repository, "help")
    assert done.returncode == 0
    listed = re.findall(r"^  make (\w+)", done.stdout, re.MULTILINE)
    assert set(PROMISED_TARGETS) <= set(listed)


def test_setup_says_which_python_it_needs(repository: Path, tmp_path: Path) -> None:
    done = run_make(repository, "setup", f"VENV={tmp_path / 'venv'}", "PYTHON=/nowhere/python3")
    assert done.returncode == 2
    assert "ipgraph needs Python 3.11 or newer; '/nowhere/python3'" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_setup_says_what_to_install_where_python_cannot_make_environments(repository: Path, tmp_path: Path) -> None:
    crippled = tmp_path / "python3"
    crippled.write_text(
        f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n', encoding="utf-8"
    )
    crippled.chmod(0o755)
    done = run_make(repository, "setup", f"VENV={tmp_path / 'venv'}", f"PYTHON={crippled}")
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr


def test_the_ci_script_can_be_run(repository: Path) -> None:
    script = repository / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


def run_make(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what a fresh make printed, free of the settings of a make that runs the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE") and key != "MFLAGS"}
    command = ["make", "--no-print-directory", "-C", str(repository), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def imported_names(folder: Path) -> set[str]:
    """Return the top-level names of all that the modules under a folder import, also inside functions."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
                names.add(node.module.partition(".")[0])
    return names


def test_what_the_program_imports_is_declared(repository: Path, project: dict[str, Any]) -> None:
    imported = imported_names(repository / "src") | imported_names(repository / "api")
    declared = {canonicalize_name(Requirement(text).name) for text in project["project"]["dependencies"]}
    distributions = packages_distributions()
    foreign = imported - sys.stdlib_module_names - {"ipgraph", "ipgraph_api"}
    assert len(foreign) > 10
    for name in sorted(foreign):
        providers = {canonicalize_name(provider) for provider in distributions[name]}
        assert providers & declared, f"{name} is imported; declare one of {sorted(providers)} in pyproject.toml"
