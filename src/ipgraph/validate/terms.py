"""The terms of the Shapes Constraint Language."""

from typing import Final

SH: Final = "http://www.w3.org/ns/shacl#"


def sh(local_name: str) -> str:
    """Return the term of a class or property of SHACL, for example `sh("minCount")`."""
    return f"<{SH}{local_name}>"
