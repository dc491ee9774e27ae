"""Canonical names of the campaigns that a list names, by the authority or by their form.

Source: FACTS, "Campaigns": named 行动, 专项整治, 专项工作, titled 活动; no programmes, pilots, projects, checks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ipgraph.extract.instruments import clean_name
from ipgraph.extract.lists import Part, split_parts
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.forms import Forms
from ipgraph.model.acts import Entity, EntityKind

# “昆仑2023”, “剑网行动”: the quoted name, its year aside.
_QUOTED = re.compile(r"“(?P<name>[^“”]{2,24})”")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?")
_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十\d]+|首)(?:届|次)")
# What stands before a campaign's own name: 以消费品为重点的, 春、秋两季, 2017.
_FRONT = re.compile(
    r"^(?:了|好|以[^，“]{2,14}为(?:重点|主题|主线)的|一系列|系列|多轮|[春夏秋冬](?:、[春夏秋冬])*[两二四]?季|年度|等|的|"
    r"(?:19|20)\d{2}年?)+"
)
# 相关行业和领域税收专项整治 names none in particular; nor do 联合执法行动, 专项行动, 集中行动.
_INDEFINITE = re.compile(r"(?:相关|有关|各类|各项|这[一项些]|上述|前述)")
_NO_NAME = re.compile(
    r"^(?:系列|重大|国际|跨国|跨境|联合|执法|统一|集中|打击|专项|整治|治理|行业|领域|重点|和|、|此次|该|本次|多次|一批)*$"
)
_NOT_A_CAMPAIGN = re.compile(r"(?:计划|方案|工程|试点|抽查|项目|指南)$")
# “风暴”、“盘古”等国际执法行动, “利箭”国际联合执法行动: operations with others keep their bare name.
_JOINT = re.compile(r"等?(?:系列)?(?:国际|跨国|跨境)?(?:联合)?(?:执法)?行动")
# 打击输往非洲、阿拉伯国家等地区侵权假冒商品专项行动: what a campaign is against may be a list itself.
_AGAINST = re.compile(r"(?:以[^，“]{2,14}为重点的)?(?:严厉)?(?:打击|整治|治理|查处)")
_ACTIVITY = re.compile(r"(?:专项|系列|主题)?(?:工作|活动)")
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class NamedCampaign:
    """A campaign under its canonical name; `end` is where its mention ends, `ordinal` 1 for 首届 and 首次."""

    entity: Entity
    end: int
    ordinal: int | None = None


class CampaignReader:
    """Reads the campaigns that a list names."""

    def __init__(self, authority: Authority, forms: Forms, as_of: date | None) -> None:
        """Name campaigns by `authority` as of a date, and by the head nouns of `forms` where it knows none."""
        self._authority = authority
        self._heads = forms.heads["campaign"]
        self._as_of = as_of
        self._after_quotes = re.compile(rf"[^，。]{{0,16}}?(?:{self._heads.anywhere.pattern})(?!方案|计划|指南|要点)")

    def read(self, text: str, start: int, end: int) -> Iterator[NamedCampaign]:
        """Yield the campaigns that `text[start:end]` lists."""
        waiting: list[tuple[str, int]] = []
        pending: Part | None = None
        for part in split_parts(text, start, end):
            quoted, words = _QUOTED.search(part.text), part.text
            if quoted is not None and not part.text[quoted.end() :]:
                name = self._quoted(part.text, quoted)
                if name is None:
                    waiting.append((_YEAR.sub("", quoted["name"]), part.end))
                    continue
            elif quoted is not None:
                name = self._quoted(part.text, quoted)
                if name is not None and _JOINT.match(part.text, quoted.end()):
                    yield from (self._named(f"{core}行动", place) for core, place in waiting)
            else:
                words = part.text.split("等")[0]
                against = pending is not None and _AGAINST.match(text, pending.start) is not None
                if against and self._heads.find_head(part.text):
                    words = part.text
                elif not self._heads.find_head(words):
                    pending = pending if against else part
                    continue
                joined = against or (pending is not None and part.separator in "和与及")
                name = text[pending.start : part.start] + words if joined and pending is not None else words
            pending, waiting = None, []
            name = _FRONT.sub("", name) if name and not _INDEFINITE.match(name) else None
            if name and len(name) <= _MAX_NAME and not self._is_generic(name):
                yield self._named(name, part.start + len(words))

    def _named(self, name: str, end: int) -> NamedCampaign:
        ordinal = _ORDINAL.search(name)
        name = clean_name(_ORDINAL.sub("", name))
        known = self._known(name)
        entity = known._replace(name=name) if known else Entity(EntityKind.CAMPAIGN, name, cls="CampaignSeries")
        return NamedCampaign(entity, end, 1 if ordinal and ordinal[0].startswith("首") else None)

    def _known(self, name: str) -> Entity | None:
        entry = self._authority.resolve(name, self._as_of, frozenset({EntityKind.CAMPAIGN}))
        return entry.entity() if entry else None

    def _quoted(self, part: str, quoted: re.Match[str]) -> str | None:
        """Return the name of the campaign that a part with a quoted name gives, or `None` if it gives none."""
        core = _YEAR.sub("", quoted["name"])
        dated = core != quoted["name"]
        after, before = part[quoted.end() :], part[: quoted.start()]
        known = self._known(core)
        own = self._heads.find_head(core) is not None
        head = self._after_quotes.match(after.split("等")[0])
        announced = self._heads.find_head(before) is not None
        listed = re.match(rf"等[^，。]{{0,6}}?(?:{self._heads.anywhere.pattern})", after) is not None
        joint = _JOINT.match(after) is not None
        if known is not None and core in known.name and (head or listed or announced or own or not after):
            return known.name
        if own or core.endswith(("活动", "工作")):
            return core
        if joint or listed or announced or (dated and not after):
            return f"{core}行动"
        if head is not None:
            return core + ("行动" if dated else head[0])
        return core + after if _ACTIVITY.fullmatch(after) else None

    def _is_generic(self, name: str) -> bool:
        return (
            _NO_NAME.match(name.removesuffix(self._heads.find_head(name) or "")) is not None
            or _NOT_A_CAMPAIGN.search(name) is not None
        )
