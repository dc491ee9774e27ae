"""RDF terms as N-Quads-encoded strings, in one canonical spelling, so that equal terms are equal strings.

Source: RDF 1.1 N-Quads, and the canonical form of RDF Dataset Canonicalization (RDFC-1.0), section 5.
"""

import datetime
import re
from decimal import Decimal
from typing import Final

IPG: Final = "https://w3id.org/ipgraph/ontology#"
DCTERMS: Final = "http://purl.org/dc/terms/"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

# "https:" begins an absolute IRI; "id/agency/cnipa" does not, and N-Quads knows no base that would complete it.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
# "en" and "zh-Hant" are tags; "zh_CN" is not (RDF 1.1 wants BCP 47, which joins with hyphens).
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# A quotation mark or a line break must be escaped inside a literal; "（2014年）" needs nothing and is passed as it is.
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
# A space, "<", a bracket, a lone "%" may not stand in an IRI; "知识" and "%20" may. Most characters beyond the first
# plane may, too; all of them are encoded, since their gaps are not worth listing here.
# Source: RFC 3987, section 2.2.
_NOT_IN_IRI = re.compile(
    r"[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]|%(?![0-9A-Fa-f]{2})"
)
# "https://www.gov.cn/a" is one address; "https://www.gov.cn/a and b" and "http://:x" are not.
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-.]+(?::[0-9]+)?(?:[/?#]\S*)?")

_SHORT_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


# A statement in a named graph: subject, predicate, object and graph, each an N-Quads-encoded term (`<iri>`,
# `"text"@zh`). A plain tuple: a document has tens of thousands of them, and a named one takes five times as long.
Quad = tuple[str, str, str, str]


def iri(value: str) -> str:
    """Return the term of an absolute IRI; characters that no IRI may hold are percent-encoded, Chinese ones stay.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'

    Raises:
        ValueError: `value` has no scheme.

    """
    if not _SCHEME.match(value):
        raise ValueError(f"not an absolute IRI: {value!r}; it must begin with a scheme such as 'https:'")
    path, mark, fragment = value.partition("#")
    return f"<{_NOT_IN_IRI.sub(_percent_encoded, path)}{mark}{_NOT_IN_IRI.sub(_percent_encoded, fragment)}>"


def ipg(local_name: str) -> str:
    """Return the term of a class or property of ipgraph's ontology, for example `ipg("agent")`."""
    return f"<{IPG}{local_name}>"


def literal(text: str, lang: str | None = None, datatype: str | None = None) -> str:
    """Return the term of a literal: a plain string, or one with a language tag, or one with a datatype's IRI.

    >>> literal("专利法", lang="zh")
    '"专利法"@zh'

    Raises:
        ValueError: both `lang` and `datatype` are given, or `lang` is not a BCP 47 tag.

    """
    body = _NEEDS_ESCAPE.sub(_escaped, text) if _NEEDS_ESCAPE.search(text) else text
    if lang is not None:
        if datatype is not None or not _LANGUAGE_TAG.fullmatch(lang):
            raise ValueError(f"language {lang!r} with datatype {datatype!r}: allowed is one of them, as a BCP 47 tag")
        return f'"{body}"@{lang.lower()}'
    if datatype is None or datatype == f"{XSD}string":
        return f'"{body}"'
    return f'"{body}"^^{iri(datatype)}'


def iri_or_literal(text: str) -> str:
    """Return the term of one web address as an IRI, of anything else as a plain string."""
    return iri(text) if _WEB_ADDRESS.fullmatch(text) else literal(text)


def integer(value: int) -> str:
    """Return the term of an `xsd:integer` in canonical form."""
    return f'"{value:d}"^^<{XSD}integer>'


def non_negative_integer(value: int) -> str:
    """Return the term of an `xsd:nonNegativeInteger`, the type of text positions.

    Raises:
        ValueError: `value` is negative.

    """
    if value < 0:
        raise ValueError(f"not a text position: {value}; allowed are 0 and above")
    return f'"{value:d}"^^<{XSD}nonNegativeInteger>'


def boolean(value: bool) -> str:
    """Return the term of an `xsd:boolean`."""
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


def decimal(value: Decimal) -> str:
    """Return the term of an `xsd:decimal` with no exponent and no needless zeros.

    >>> decimal(Decimal("45.20E4"))
    '"452000"^^<http://www.w3.org/2001/XMLSchema#decimal>'

    Raises:
        ValueError: `value` is not finite.

    """
    if not value.is_finite():
        raise ValueError(f"not an xsd:decimal: {value}; allowed are finite numbers")
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f'"{"0" if digits == "-0" else digits}"^^<{XSD}decimal>'


def date(value: datetime.date) -> str:
    """Return the term of an `xsd:date` without a time zone."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


def nquads_line(quad: Quad) -> str:
    """Return the quad as one line of N-Quads, with its line break."""
    return "{} {} {} {} .\n".format(*quad)


def split_nquads(line: str) -> Quad:
    """Return the terms of one line of canonical N-Quads; the graph is empty where the line names none.

    >>> split_nquads('<a:s> <a:p> "a <b> c" .')
    ('<a:s>', '<a:p>', '"a <b> c"', '')
    """
    subject, predicate, rest = line.rstrip().removesuffix(" .").split(" ", 2)
    value, _, graph = rest.rpartition(" ")
    # The last word of a literal holds its closing quotation mark, that of a triple a bracket.
    if value and graph[0] in "<_" and '"' not in graph:
        return subject, predicate, value, graph
    return subject, predicate, rest, ""


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT_ESCAPES.get(char) or f"\\u{ord(char):04X}"


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "surrogatepass"))
