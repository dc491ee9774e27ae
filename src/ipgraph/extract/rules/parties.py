"""Which countries and blocs are parties of a mechanism or agreement, by its name."""

import re
from collections.abc import Iterator

from ipgraph.extract.context import SentenceContext
from ipgraph.extract.rule import SentenceRule
from ipgraph.model.acts import Candidate, Property, PropertyStatement

# 深化中英版权合作, 金砖国家知识产权合作: cooperation at large, by FACTS no mechanism with parties.
_GENERAL = re.compile(r"^(?:金砖国家[\u4e00-\u9fff]*|中[\u4e00-\u9fff]{1,2}(?:知识产权|版权|著作权|商标|专利))合作$")
# 在金砖国家合作框架下: a setting, no mechanism of its own.
_CONTEXT = re.compile("(?:框架|机制)?(?:下|内)|项下")


def _propose(sentence: SentenceContext) -> Iterator[Candidate]:
    text, end = sentence.document.text, sentence.span.end
    for listed in sentence.listed:
        name = listed.named.entity.name
        if _GENERAL.search(name) or (name.endswith("合作") and _CONTEXT.match(text, listed.mention.end, end)):
            continue
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
