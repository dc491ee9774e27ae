"""The service's log, the server's own lines included: one line a record on standard error, as text or as JSON."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ipgraph.settings import Settings
from ipgraph_api.request_record import current_record

# Under this name a record carries the members of its line beyond the message.
FIELDS = "fields"


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """Return the members that a record was given with `extra={FIELDS: …}`."""
    found: Mapping[str, Any] = getattr(record, FIELDS, {})
    return found


class JsonFormatter(logging.Formatter):
    """A record as one JSON object: time (UTC), level, logger, message, the request's id, its fields, its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(current_record.get())
        line.update(fields_of(record))
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


class TextFormatter(logging.Formatter):
    """A record as a line for people: time, level, message, its fields as name=value."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line without its traceback; what a client chose cannot end it."""
        fields = {**fields_of(record), **current_record.get()}
        return " ".join([super().formatMessage(record), *(f"{name}={_shown(fields[name])}" for name in fields)])


def _shown(value: object) -> str:
    """Return a value so that it ends neither its line nor its quotes."""
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return json.dumps(value)


def to_log_config(settings: Settings) -> dict[str, Any]:
    """Return the configuration of the log, in the form of `logging.config.dictConfig`."""
    formatter = JsonFormatter if settings.log_format == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {name: {"level": settings.log_level.upper()} for name in ("ipgraph", "ipgraph_api", "uvicorn")},
    }
