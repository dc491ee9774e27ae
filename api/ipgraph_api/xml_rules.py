"""What the engine writes as XML against the rules of XML: characters and names for which it has no form.

The engine passes all characters of a literal on. XML 1.0 has no place for most control characters (section 2.2), not
even escaped, and reads a carriage return as a line feed (section 2.11) unless it is written `&#xD;`. RDF/XML has no
place for a predicate whose IRI does not end in a name.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Final

from ipgraph.store.answers import QueryAnswer

XML_TYPES: Final = frozenset({"application/sparql-results+xml", "application/rdf+xml"})
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
# U+FFFE and U+FFFF, in UTF-8.
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
# What the engine writes for a predicate such as <urn:b/1>: a prefix and no name; "<" in a literal is written "&lt;".
_NO_NAMES = re.compile(rb"<(?:oxprefix|rdf):[ />]|<xmlns:")
_CARRIAGE_RETURN = b"&#xD;"
# The longest of the marks, less one: so much of a piece is looked at again with the next one.
_OVERLAP = 9


class NotXml(Exception):
    """An answer cannot be written as XML; the message says why."""


async def require_xml(answer: QueryAnswer) -> int:
    """Return the size of an XML answer in bytes, as `xml_chunks` gives it.

    Raises:
        NotXml: it holds what XML has no place for.

    """
    size, tail = 0, b""
    for chunk in answer.chunks():
        if len(chunk.translate(None, _CONTROLS)) != len(chunk):
            code = next(byte for byte in chunk if byte in _CONTROLS)
            raise NotXml(f"a literal holds the character U+{code:04X}")
        seen = tail + chunk
        if any(mark in seen for mark in _NO_CHARACTERS):
            raise NotXml("a literal holds U+FFFE or U+FFFF, which are no characters")
        if _NO_NAMES.search(seen):
            raise NotXml("the IRI of a predicate does not end in a name")
        size += len(chunk) + chunk.count(b"\r") * (len(_CARRIAGE_RETURN) - 1)
        tail = seen[-_OVERLAP:]
        # A long answer is looked at beside others' requests.
        await asyncio.sleep(0)
    return size


def xml_chunks(answer: QueryAnswer) -> Iterator[bytes]:
    """Yield an XML answer in pieces, its carriage returns written so that readers keep them."""
    for chunk in answer.chunks():
        yield chunk.replace(b"\r", _CARRIAGE_RETURN)
