"""`ipgraph settings`: what is in force, and where it comes from."""

from typing import Annotated

import typer

from ipgraph.cli.options import SetOption, to_overrides
from ipgraph.cli.output import text_output
from ipgraph.cli.sources import load_settings
from ipgraph.settings import Settings

_HIDDEN = "***"


def settings(
    changed: Annotated[
        bool, typer.Option("--changed", help="Leave out what has its default.", show_default=False)
    ] = False,
    assignments: SetOption = None,
) -> None:
    r"""Print every setting: its name, its value, and whether it comes from the command line, environment, .env file.

    Secrets are not shown.

    \b
    Examples:
      ipgraph settings
      ipgraph settings --changed
    """
    loaded = load_settings(to_overrides(assignments))
    with text_output() as output:
        for name, source in loaded.sources.items():
            if not (changed and source == "default"):
                output.write(f"{name}\t{_shown(loaded.settings, name)}\t{source}\n")


def _shown(values: Settings, name: str) -> str:
    """Return a setting's value as text; of a secret only whether it is there."""
    value = getattr(values, name)
    if not Settings.model_fields[name].repr:
        return _HIDDEN if value else ""
    return "" if value is None else str(value)
