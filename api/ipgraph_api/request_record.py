"""What is known of the request that is being answered: its id, and what its log lines say besides."""

import re
import secrets
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from types import MappingProxyType

REQUEST_ID = "request_id"
QUERY_ID = "query_id"
ROUTE = "route"
HEADER = b"x-request-id"
# It goes into logs and into a header: nothing that could end a line or a quoted string.
_HARMLESS = re.compile(rb"[A-Za-z0-9._:/+=@-]{1,128}\Z")

_OUTSIDE: Mapping[str, str] = MappingProxyType({})
# Every line that is logged while a request is answered shows these members.
current_record: ContextVar[Mapping[str, str]] = ContextVar("current_record", default=_OUTSIDE)


def get_request_id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the id that the headers give, or a new one of 16 hexadecimal digits."""
    for name, value in headers:
        if name == HEADER and _HARMLESS.match(value):
            return value.decode("ascii")
    return secrets.token_hex(8)


def note(name: str, value: str) -> None:
    """Put a member into the log lines of the request that is being answered; outside of one nothing happens."""
    record = current_record.get()
    if isinstance(record, dict):
        record[name] = value
