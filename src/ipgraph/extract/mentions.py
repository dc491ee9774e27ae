"""Agencies that a text mentions, found in one pass over every name that the authority knows."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ipgraph.extract.local import LocalBodyFinder
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.entry import NameKind
from ipgraph.lexicon.matcher import Matcher
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.span import CleanSpan

# 公安部 in 公安部门, 商务部 in 商务部长, 农业部 in 农业部分: the name goes on as another word.
_GOES_ON = {
    "部": "门队分署级长类",
    "局": "势面部限",
    "院": "校系长士",
    "会": "员",
    "委": "员托",
    "行": "政",
    "办": "发函字理结",
}
# 苏州市知识产权局, 英国版权局: a bare short name after a place belongs to that place.
_PLACE_END = "省市区县州国韩日欧美盟洲英法俄德港澳台京津沪渝"
_AGENCIES = frozenset({EntityKind.AGENCY})
_JOINT = re.compile(r"([^（）]+)（([^（）]+)）")
_ABROAD = frozenset({"ForeignAgency", "InternationalOrganization"})


class AgencyMention(NamedTuple):
    """An agency named at `span`, as of the document's date; `abroad` says whether it is foreign or international."""

    span: CleanSpan
    entity: Entity
    abroad: bool = False


class AgencyMentions:
    """All agency mentions of a text, in text order."""

    def __init__(self, mentions: Iterable[AgencyMention]) -> None:
        """Index `mentions` by their place."""
        self._mentions = sorted(mentions, key=lambda mention: mention.span)
        self._starts = [mention.span.start for mention in self._mentions]

    def within(self, start: int, end: int) -> list[AgencyMention]:
        """Return the mentions that lie wholly in `start:end`."""
        return [mention for mention in self.beginning_in(start, end) if mention.span.end <= end]

    def beginning_in(self, start: int, end: int) -> list[AgencyMention]:
        """Return the mentions that begin in `start:end`, wherever they end."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether a mention shares a character with `start:end`."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._mentions[index].span.end > start

    def starting_at(self, position: int) -> AgencyMention | None:
        """Return the mention that begins at `position`, or `None`."""
        index = bisect_left(self._starts, position)
        if index < len(self._starts) and self._starts[index] == position:
            return self._mentions[index]
        return None


class AgencyFinder:
    """Finds agencies by every name that an authority gives them."""

    def __init__(self, authority: Authority) -> None:
        """Build the automaton over the names of the agencies of `authority`."""
        self.authority = authority
        self._resolved: dict[tuple[str, date | None], Entity | None] = {}
        self._short = {
            name.text
            for entry in authority.entries(EntityKind.AGENCY)
            for name in entry.names
            if name.kind is NameKind.SHORT
        }
        self._matcher = Matcher((form, form) for form in authority.surface_forms(EntityKind.AGENCY))
        self._local = LocalBodyFinder(authority)
        countries = (
            name.text
            for entry in authority.entries(EntityKind.JURISDICTION)
            if not entry.id.startswith("CN")
            for name in entry.names
        )
        self._abroad = tuple(sorted(name for name in countries if len(name) > 1 and not name.isascii()))

    def find(self, text: str, as_of: date | None, place: str | None = None) -> AgencyMentions:
        """Return the agencies that `text` mentions, each as the body that bore the name as of a date.

        Args:
            text: a cleaned text, or a line of one.
            as_of: the day as of which its names are meant.
            place: the province whose bodies the text calls 省知识产权局 and the like.

        """
        bearers: dict[str, tuple[tuple[Entity, bool], ...]] = {}
        mentions = [
            AgencyMention(span, self.resolve(entity.name, as_of) or entity)
            for span, entity in self._local.find(text, place)
        ]
        taken = AgencyMentions(mentions)
        for match in self._matcher.find(text):
            form = match.value
            if not self._stands_alone(text, match.start, match.end, form) or taken.overlap(match.start, match.end):
                continue
            if form not in bearers:
                bearers[form] = tuple(self._bearers(form, as_of))
            span = CleanSpan(match.start, match.end)
            mentions += [AgencyMention(span, entity, abroad) for entity, abroad in bearers[form]]
        return AgencyMentions(mentions)

    def find_place(self, words: str) -> str | None:
        """Return the province that a title or an issuer's name speaks of, or `None`."""
        return self._local.find_place(words)

    def _stands_alone(self, text: str, start: int, end: int, form: str) -> bool:
        """Tell whether the name at `start:end` is a name of its own and not a piece of another word or name."""
        if text[end : end + 1] and text[end] in _GOES_ON.get(text[end - 1], "") and not text.startswith("部署", end):
            return False
        if not start or text[start - 1] not in _PLACE_END:
            return True
        # 法国农业部, 韩国文化部: a name of ours that follows a country is that country's body.
        return form not in self._short and not text.endswith(self._abroad, max(0, start - 8), start)

    def _bearers(self, form: str, as_of: date | None) -> Iterator[tuple[Entity, bool]]:
        """Yield the body that bears a name; of a joint name such as 中央宣传部（国家版权局） both bodies."""
        joint = _JOINT.fullmatch(form)
        for name in joint.groups() if joint else (form,):
            entry = self.authority.resolve(name, as_of, _AGENCIES)
            if entry is not None:
                yield entry.entity(as_of), entry.cls in _ABROAD or not (entry.jurisdiction or "CN").startswith("CN")

    def resolve(self, name: str, as_of: date | None) -> Entity | None:
        """Return the agency that bears exactly `name` as of a date, or `None`."""
        key = (name, as_of)
        if key not in self._resolved:
            entry = self.authority.resolve(name, as_of, _AGENCIES)
            self._resolved[key] = entry.entity(as_of) if entry else None
        return self._resolved[key]
