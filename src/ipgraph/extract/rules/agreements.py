"""Who signs, renews, negotiates or carries out which agreement."""

from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Act, ActKind, Candidate, EntityKind


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    roles = sentence.document.forms.triggers["agreement"].roles
    for listed in sentence.listed:
        named = listed.named
        if named.entity.kind is not EntityKind.AGREEMENT or not listed.verb:
            continue
        kind = "negotiates" if named.talks or listed.verb == "磋商" else roles.get(listed.verb)
        if kind is None:
            continue
        for agent in sentence.agents_at(listed.verb_start):
            act = Act(
                ActKind.AGREEMENT_ACT,
                agent,
                named.entity,
                kind,
                named.year or sentence.year,
                None,
                sentence.modality,
                sentence.task_id,
            )
            yield Candidate(act, listed.span, "agreements.listed")


RULES = (SentenceRule("agreements.listed", "agreements that are signed, renewed, negotiated or carried out", _propose),)
