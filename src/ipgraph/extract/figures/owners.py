"""Whose a figure is: the agency of its clause, what its table row is about, or China."""

import re

from ipgraph.extract.context import CHINA, SentenceContext
from ipgraph.model.acts import Entity, EntityKind

# What may stand before the agency with which a clause begins.
_BEFORE_AGENT = re.compile(
    r"(?:(?:截至|截止)?(?:19|20)\d{2}年(?:\d{1,2}月)?(?:年?底|末|初|以来|全年|上半年)?|其中|同时|此外|另外|今年|去年|全年|由|[，\s])*"
)
_JOINER = re.compile("[、和与及]|以及")
# A clause that begins with a system of its own, which no authority file knows: 全国仲裁机构, 各地法院.
_COLLECTIVE = re.compile("(?:全国|各地|各级|中国|我国|各省)")
_WHOLE = re.compile("全|各|地方")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?\s*")
_QUOTED = re.compile("“([^“”]{2,24})”")
_MAX_ROW_NAME = 40


def agent_end(sentence: SentenceContext, position: int) -> int:
    """Return where the agencies end with which a clause begins at `position` (of the text), or `position` itself."""
    text, mentions = sentence.document.text, sentence.document.mentions
    before = _BEFORE_AGENT.match(text, position, sentence.span.end)
    at = before.end() if before else position
    end = position
    while (mention := mentions.starting_at(at)) is not None and mention.span.end <= sentence.span.end:
        end = mention.span.end
        joiner = _JOINER.match(text, end)
        if joiner is None:
            break
        at = joiner.end()
    return end


def find_owner(sentence: SentenceContext, start: int, actor: str = "") -> Entity:
    """Return whose figure it is.

    Args:
        sentence: the sentence.
        start: where the figure's words begin (in the text).
        actor: the body that these words name before their verb, which no authority file knows; "" for none.

    """
    text, mentions = sentence.document.text, sentence.document.mentions
    before = _BEFORE_AGENT.match(text, start, sentence.span.end)
    at = before.end() if before else start
    cell = text.rfind("\t", sentence.span.start, at) + 1
    mention = mentions.starting_at(at) or (mentions.starting_at(cell) if cell else None)
    if mention is not None:
        return mention.entity
    if actor:
        return Entity(EntityKind.AGENCY, actor, cls="AgencyGroup" if _WHOLE.match(actor) else "Agency")
    if cell:
        return _row_subject(sentence) or CHINA
    if _COLLECTIVE.match(text, at):
        return CHINA
    agents = sentence.carried
    for place, named in sentence.subjects:
        if place <= start:
            agents = tuple(one.entity for one in named)
    if not agents and len(sentence.duties) == 1:
        return sentence.duties[0].agency
    return agents[0] if agents else CHINA


def _row_subject(sentence: SentenceContext) -> Entity | None:
    """Return the campaign that a table row is about: the first of its cells that names one."""
    heads = sentence.document.forms.heads["campaign"]
    for cell in sentence.text.split("\t"):
        name = re.sub(r"\s", "", cell)
        if not 4 <= len(name) <= _MAX_ROW_NAME:
            continue
        quoted = _QUOTED.search(name)
        if heads.find_head(name) or (quoted is not None and heads.find_head(name[: quoted.start()])):
            return _campaign(sentence, name, quoted)
    return None


def _campaign(sentence: SentenceContext, name: str, quoted: re.Match[str] | None) -> Entity:
    core = _YEAR.sub("", quoted[1] if quoted else name)
    known = sentence.document.agencies.authority.resolve(
        core, sentence.document.as_of, frozenset({EntityKind.CAMPAIGN})
    )
    if known is not None:
        return known.entity()
    bare = _YEAR.sub("", name)
    if quoted is not None:
        after = re.split("”", bare)[-1]
        bare = core + (after or "行动") if not sentence.document.forms.heads["campaign"].find_head(core) else core
    return Entity(EntityKind.CAMPAIGN, bare, cls="CampaignSeries")
