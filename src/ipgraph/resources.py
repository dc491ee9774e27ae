"""Where the ontology, the shapes and the data that ship with ipgraph lie, and when what was read of them is stale."""

from pathlib import Path

# The name, the time of the last change and the size of each file of a folder.
FileStates = tuple[tuple[str, int, int], ...]

_PACKAGED = Path(__file__).parent / "_resources"
_CHECKOUT = Path(__file__).parents[2]


def resource_root() -> Path:
    """Return the folder that holds `ontology/`, `shapes/` and `data/`: inside an installed wheel, or the checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def data_path(*parts: str) -> Path:
    """Return a path under `data/`, for example `data_path("authority", "agencies.yaml")`."""
    return resource_root().joinpath("data", *parts)


def ontology_path(*parts: str) -> Path:
    """Return a path under `ontology/`."""
    return resource_root().joinpath("ontology", *parts)


def shapes_path(*parts: str) -> Path:
    """Return a path under `shapes/`."""
    return resource_root().joinpath("shapes", *parts)


def file_states(folder: Path) -> FileStates:
    """Return how the files of a folder stand: what was read from them holds as long as this is the same."""
    files = sorted(file for file in folder.glob("*") if file.is_file())
    return tuple((file.name, state.st_mtime_ns, state.st_size) for file in files for state in (file.stat(),))
