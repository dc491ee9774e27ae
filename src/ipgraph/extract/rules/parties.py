"""Which countries and blocs are parties of a mechanism or agreement, by its name."""

from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Candidate, Property, PropertyStatement


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    for listed in sentence.listed:
        for party in listed.named.parties:
            if party is not None:
                statement = PropertyStatement(
                    listed.named.entity, Property.HAS_PARTY, party.entity(sentence.document.as_of)
                )
                yield Candidate(statement, listed.mention, "parties.named")


_HEADS = ("event", "mechanism", "negotiation", "agreement")
RULES = (
    SentenceRule(
        "parties.named", "the parties that the name of a mechanism or agreement holds", _propose, head_kinds=_HEADS
    ),
)
