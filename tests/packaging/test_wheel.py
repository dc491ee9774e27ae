"""The wheel, installed into a clean environment outside the checkout, does the main job with what it carries."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

PARTS = ["src", "api", "data", "ontology", "shapes", "LICENSES"]
FILES = ["pyproject.toml", "README.md", "LICENSE"]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what a command printed; it sees none of the settings and paths of the tests' own environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "IPGRAPH_"))}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel, built from a copy of the checkout in which a store has been built."""
    copy = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(repository / part, copy / part, ignore=ignored, dirs_exist_ok=True)
    for name in FILES:
        shutil.copy(repository / name, copy / name)
    store = copy / "data" / "build"
    store.mkdir(exist_ok=True)
    (store / "left-behind.nq").write_text("", encoding="utf-8")
    done = run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."], copy)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clean environment that holds the wheel; its dependencies are read from the tests' environment.

    The path file that leads there does not carry over that environment's own path files, so an editable install of
    the checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    done = run([sys.executable, "-m", "venv", "--without-pip", str(folder)], wheel.parent)
    assert done.returncode == 0, done.stderr
    python = str(folder / "bin" / "python")
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    done = run([sys.executable, "-m", "pip", "--python", python, *install], wheel.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    (site_packages,) = folder.glob("lib/python*/site-packages")
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "dependencies.pth").write_text("\n".join(sorted(dependencies)), encoding="utf-8")
    return folder


def test_the_wheel_carries_the_resources_and_no_store(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    carried = [name.removeprefix("ipgraph/_resources/") for name in names if name.startswith("ipgraph/_resources/")]
    for start in ["data/corpus/", "data/authority/", "ontology/", "shapes/"]:
        assert any(name.startswith(start) for name in carried), start
    assert not [name for name in names if "left-behind" in name or "data/build" in name]
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "data/", "src/"))]


def test_the_wheel_carries_both_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSES/CC-BY-4.0.txt")]


def test_the_corpus_in_the_wheel_is_byte_for_byte_the_source(wheel: Path, repository: Path) -> None:
    texts = sorted((repository / "data" / "corpus").glob("*.txt"))
    assert len(texts) >= 5
    with zipfile.ZipFile(wheel) as archive:
        for text in texts:
            assert archive.read(f"ipgraph/_resources/data/corpus/{text.name}") == text.read_bytes()


def test_code_and_resources_come_from_the_installed_wheel(environment: Path, tmp_path: Path) -> None:
    program = (
        "import ipgraph, ipgraph_api, ipgraph.resources as resources\n"
        "for place in [ipgraph.__file__, ipgraph_api.__file__, resources.resource_root()]: print(place)\n"
    )
    done = run([str(environment / "bin" / "python"), "-c", program], tmp_path)
    assert done.returncode == 0, done.stderr
    places = done.stdout.splitlines()
    assert len(places) == 3
    assert all(Path(place).is_relative_to(environment) for place in places), places


def test_the_installed_command_builds_the_packaged_corpus_and_prints_facts(environment: Path, tmp_path: Path) -> None:
    command = str(environment / "bin" / "ipgraph")
    store = str(tmp_path / "store")
    built = run([command, "build", "--store", store], tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    facts = run([command, "facts", "--store", store, "--format", "jsonl"], tmp_path)
    assert facts.returncode == 0, facts.stderr
    rows = [json.loads(line) for line in facts.stdout.splitlines()]
    (resources,) = environment.glob("lib/python*/site-packages/ipgraph/_resources")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (resources / "data" / "corpus").glob("*.txt")}
    assert {row["doc"] for row in rows} == set(texts)
    assert all(row["quote"] for row in rows)
