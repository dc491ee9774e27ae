"""The parts of N-Quads-encoded terms: what kind of term it is, and a literal's text, language and datatype."""

from ipgraph.rdf.interchange import to_rdflib
from ipgraph.rdf.terms import RDF, XSD

STRING = f"<{XSD}string>"
LANG_STRING = f"<{RDF}langString>"


def is_iri(term: str) -> bool:
    """Tell whether a term is an IRI."""
    return term.startswith("<")


def is_blank(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")


def is_literal(term: str) -> bool:
    """Tell whether a term is a literal."""
    return term.startswith('"')


def text_of(term: str) -> str:
    r"""Return the text of an IRI or a literal, without escapes; of a blank node its label.

    >>> text_of('"a \\"b\\""@en')
    'a "b"'
    """
    if "\\" in term:
        return str(to_rdflib(term))
    if is_literal(term):
        return term[1 : term.rindex('"')]
    return term[1:-1] if is_iri(term) else term[2:]


def datatype_of(literal: str) -> str:
    """Return the datatype of a literal as a term.

    >>> datatype_of('"专利"@zh')
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>'
    """
    suffix = _suffix(literal)
    if not suffix:
        return STRING
    return LANG_STRING if suffix.startswith("@") else suffix[2:]


def language_of(term: str) -> str:
    """Return a literal's language tag in lower case, or nothing where it has none.

    >>> language_of('"专利"@zh-Hans')
    'zh-hans'
    """
    suffix = _suffix(term) if is_literal(term) else ""
    return suffix[1:].lower() if suffix.startswith("@") else ""


def _suffix(literal: str) -> str:
    return literal[literal.rindex('"') + 1 :]
