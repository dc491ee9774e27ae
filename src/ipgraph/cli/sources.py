"""Where the settings in force come from: the command line, the environment, the file `.env`, or their defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, SettingsConfigDict

from ipgraph.errors import ServiceError
from ipgraph.settings import Settings

ENV_FILE = Path(".env")
COMMAND_LINE = "command line"
ENVIRONMENT = "environment"
DEFAULT = "default"
_PREFIX = "IPGRAPH_"


class _SettingsOfAll(Settings):
    """The settings, read from a file in which variables of other programs may stand, too."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore")


@dataclass(frozen=True, slots=True)
class SettingsInForce:
    """The settings, and for each the name of the place that it was taken from."""

    settings: Settings
    sources: Mapping[str, str]


def load_settings(given: Mapping[str, object]) -> SettingsInForce:
    """Return the settings that follow from what the command line gives, the environment, and `.env` in this folder.

    Raises:
        ServiceError: a setting has a value that is not allowed, or there is no setting of that name.

    """
    file = DotEnvSettingsSource(_SettingsOfAll).env_vars
    # From the weakest to the strongest.
    named = {ENV_FILE.name: _names(file), ENVIRONMENT: _names(os.environ), COMMAND_LINE: set(given)}
    sources = dict.fromkeys(Settings.model_fields, DEFAULT)
    for place, names in named.items():
        _require_known(names, place)
        sources.update(dict.fromkeys(names, place))
    try:
        settings = _SettingsOfAll(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = [(str(fault["loc"][0]), fault["msg"]) for fault in error.errors()]
        text = "; ".join(f"{_variable(name)} ({sources[name]}): {message}" for name, message in faults)
        raise ServiceError(text) from error
    return SettingsInForce(settings, sources)


def _names(variables: Mapping[str, object]) -> set[str]:
    """Return the names of the settings that some variables are meant to give."""
    upper = (name.upper() for name in variables)
    return {name.removeprefix(_PREFIX).lower() for name in upper if name.startswith(_PREFIX)}


def _variable(name: str) -> str:
    return f"{_PREFIX}{name.upper()}"


def _require_known(names: set[str], place: str) -> None:
    """Refuse names of no setting: one that is misspelt would be a limit that is not there.

    Raises:
        ServiceError: there is such a name.

    """
    for name in sorted(names - Settings.model_fields.keys()):
        near = get_close_matches(name, Settings.model_fields, n=1)
        hint = f"did you mean {_variable(near[0])}?" if near else "'ipgraph settings' lists all"
        raise ServiceError(f"{_variable(name)} ({place}): there is no such setting; {hint}")
