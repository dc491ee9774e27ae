"""What a document says of itself: who issued it, under which number, on which day."""

from collections.abc import Iterator

from ipgraph.extract.document import DocumentContext
from ipgraph.extract.rule import DocumentRule
from ipgraph.model.acts import Candidate, Property, PropertyStatement


def _propose_issuers(document: DocumentContext) -> Iterator[Candidate]:
    for mention in document.header.issuers:
        statement = PropertyStatement(document.document, Property.ISSUED_BY, mention.entity)
        yield Candidate(statement, mention.span, "header.issuer")


def _propose_number(document: DocumentContext) -> Iterator[Candidate]:
    if document.header.number is not None:
        number, span = document.header.number
        statement = PropertyStatement(document.document, Property.DOCUMENT_NUMBER, number)
        yield Candidate(statement, span, "header.number")


def _propose_date(document: DocumentContext) -> Iterator[Candidate]:
    if document.header.issued_on is not None:
        day, span = document.header.issued_on
        statement = PropertyStatement(document.document, Property.ISSUED_ON, day)
        yield Candidate(statement, span, "header.date")


RULES = (
    DocumentRule("header.issuer", "an agency that stands alone in the front matter or the sign-off", _propose_issuers),
    DocumentRule("header.number", "a document number that stands alone in the front matter", _propose_number),
    DocumentRule("header.date", "a date that stands alone in the front matter or the sign-off", _propose_date),
)
