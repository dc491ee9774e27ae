"""The stored queries that ship with ipgraph: `.rq` files under `data/queries`."""

from ipgraph.errors import QueryError
from ipgraph.resources import data_path


def read_query(name: str) -> str:
    """Return the text of a stored query, for example `read_query("facts")`.

    Raises:
        QueryError: there is none of that name.

    """
    path = data_path("queries", f"{name}.rq")
    if not path.is_file():
        known = ", ".join(sorted(entry.stem for entry in path.parent.glob("*.rq")))
        raise QueryError(f"no stored query '{name}'; there are {known}")
    return path.read_text(encoding="utf-8")
