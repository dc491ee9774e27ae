"""Media types as HTTP writes them: the type of a body (Content-Type), the ranges that a client takes (Accept).

Source: RFC 9110, sections 5.6, 8.3.1 and 12.5.1. Blanks around `=` are let pass, for some clients write them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
# "text/turtle" and "*/*" begin a media type; "turtle" and "text / turtle" do not.
_NAME = re.compile(rf"[ \t]*({_TOKEN})/({_TOKEN})[ \t]*")
# '; charset="utf-8"' is a parameter and ';' an empty one; "; charset" without a value is neither.
_PARAMETER = re.compile(rf";[ \t]*(?:({_TOKEN})[ \t]*=[ \t]*({_TOKEN}|{_QUOTED}))?[ \t]*")
# A comma separates entries; in 'text/csv;x="a,b"' it stands in quotes and does not. A quote that is never closed goes
# to the end: were it tried again at each mark, a header of 60 kB would take seconds.
_ENTRY = re.compile(r'(?:[^,"]+|"(?:[^"\\]+|\\.)*"?)+')
# "0.8" and ".8" and "1.000" are weights; "high", "1e-1" and "nan" are not.
_WEIGHT = re.compile(r"[0-9]?(?:\.[0-9]*)?")
# "gzip;q=0.5" is an entry, "gzip;level=9" is none.
_WEIGHED = re.compile(rf"[ \t]*({_TOKEN})[ \t]*(?:;[ \t]*[qQ]=({_TOKEN})[ \t]*)?")
# Above this many ranges a header is no list of wishes but work for the server.
_MAX_RANGES: Final = 100


@dataclass(frozen=True, slots=True)
class MediaType:
    """The type of a body: `name` as `type/subtype` in lower case; parameters by name in lower case."""

    name: str
    parameters: Mapping[str, str]

    @property
    def charset(self) -> str | None:
        """The charset in lower case; `None` where none is named."""
        charset = self.parameters.get("charset")
        return None if charset is None else charset.strip().lower()

    @property
    def is_utf8(self) -> bool:
        """Whether a body of this type is read as UTF-8: unless it says otherwise."""
        return self.charset in (None, "utf-8", "utf8")


@lru_cache(maxsize=128)
def parse_media_type(value: str) -> MediaType | None:
    """Return what a Content-Type header says, or `None` where it is no media type or names a parameter twice.

    >>> parse_media_type('Text/CSV; Charset="UTF-8"')
    MediaType(name='text/csv', parameters={'charset': 'UTF-8'})
    """
    name = _NAME.match(value)
    if name is None:
        return None
    parameters: dict[str, str] = {}
    place = name.end()
    while place < len(value):
        parameter = _PARAMETER.match(value, place)
        if parameter is None:
            return None
        key, written = parameter.groups()
        if key is not None:
            if key.lower() in parameters:
                return None
            parameters[key.lower()] = _unquote(written)
        place = parameter.end()
    return MediaType(f"{name[1]}/{name[2]}".lower(), parameters)


def _unquote(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written[1:-1]) if written.startswith('"') else written


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of an Accept header; `subtype` or both parts may be `*`."""

    type: str
    subtype: str
    quality: float
    parameters: frozenset[tuple[str, str]] = frozenset()

    def specificity(self, media_type: str) -> int:
        """Return how exactly this range names `media_type`: 3 exactly, 2 by type, 1 as anything, 0 not at all."""
        main, _, sub = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != main:
            return 0
        return 3 if self.subtype == sub else 2 if self.subtype == "*" else 0


def parse_accept(values: Iterable[str]) -> tuple[MediaRange, ...]:
    """Return the media ranges of all Accept lines of a request, in order; entries that cannot be read are left out.

    Repeated header lines count as one list (section 5.2).
    """
    return _parse_ranges(",".join(values))


@lru_cache(maxsize=128)
def _parse_ranges(value: str) -> tuple[MediaRange, ...]:
    entries = (_parse_range(entry.group()) for entry in islice(_ENTRY.finditer(value), _MAX_RANGES))
    return tuple(entry for entry in entries if entry is not None)


def _parse_range(entry: str) -> MediaRange | None:
    media_type = parse_media_type(entry)
    if media_type is None:
        return None
    main, _, sub = media_type.name.partition("/")
    quality = _parse_weight(media_type.parameters.get("q", "1"))
    if quality is None or (main == "*" and sub != "*"):
        return None
    parameters = frozenset((name, text.lower()) for name, text in media_type.parameters.items() if name != "q")
    return MediaRange(main, sub, quality, parameters)


def parse_weights(value: str) -> dict[str, float]:
    """Return what a header such as Accept-Encoding lists, by name with its weight, but for what cannot be read.

    >>> parse_weights("gzip, br;q=0.5, *;q=0")
    {'gzip': 1.0, 'br': 0.5, '*': 0.0}
    """
    entries = (_WEIGHED.fullmatch(entry) for entry in value.split(",", _MAX_RANGES)[:_MAX_RANGES])
    weighed = ((entry[1].lower(), _parse_weight(entry[2] or "1")) for entry in entries if entry is not None)
    return {name: weight for name, weight in weighed if weight is not None}


def _parse_weight(text: str) -> float | None:
    if not _WEIGHT.fullmatch(text) or text in ("", "."):
        return None
    weight = float(text)
    return weight if weight <= 1 else None
