"""Where the ontology, the shapes and the data that ship with ipgraph lie."""

from pathlib import Path

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
