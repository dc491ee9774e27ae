"""The parties that stand at the head of a name: 中美, 中日韩, 中瑞（士）, 中国—尼加拉瓜, 金砖国家, RCEP."""

import re
from functools import cache, cached_property
from typing import NamedTuple

from ipgraph.lexicon.authority import Authority, Entry
from ipgraph.model.acts import EntityKind

# A one-character country is none where it begins another word: 中法院 is (诉讼)中 + 法院, 中新增 is 中 + 新增.
# Matches 中美知识产权工作组; not 其中美国, 审理中法律适用, 工作中新设.
_OTHER_WORDS = {
    "法": "院律官规定令治案条人",
    "新": "增设建型品兴的一闻时",
    "日": "本常期前后益",
    "以": "及来上下色为",
    "意": "大见识义",
    "西": "部班医方药非",
    "欧": "洲盟元",
    "加": "拿快强大工以",
    "土": "地耳",
    "古": "代巴",
    "智": "能库利",
    "印": "度发刷",
    "越": "南来",
    "老": "挝年师字",
    "德": "国",
    "巴": "西基",
    "阿": "根尔联",
    "瑞": "典士",
    "澳": "大门",
    "南": "非部方",
    "泰": "国",
    "俄": "罗",
    "柬": "埔",
}
# 中文 is the Chinese language, 中东 a region.
_NO_COUNTRY = frozenset("中文东")
# 知识产权五局（IP5）, 商标五局, 外观设计五局: the offices of China, the US, the EU, Japan and Korea. Source: FACTS.
_FIVE_OFFICES = re.compile(
    r"(?:中美欧日韩)?(?P<matter>知识产权|商标|外观设计)?五局(?:（[A-Z]{2}5）)?|(?P<latin>IP5|TM5|ID5)"
)
_FIVE = ("CN", "US", "EU", "JP", "KR")
# “一带一路”沿线国家和地区, “一带一路”: an initiative, no party, but the head of a name like one.
_INITIATIVE = re.compile(r"“?一带一路”?(?:(?:沿线|共建)?国家(?:和地区)?)?")
_GLOSSED = re.compile(r"（[^（）]*）")
_UPGRADE = re.compile("（升级）")
# 欧亚专利局, 欧盟知识产权局, 东盟秘书处: a bloc's body, not the bloc.
_BODY_OF = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}?)?(?:专利局|知识产权局|工业产权局|商标局|委员会|秘书处|法院|银行|海关|反欺诈办公室)"
)
_DASH = "-—－–"
_FULL_JOINT = re.compile(rf"中国(?:[{_DASH}与]|[\u4e00-\u9fff]{{2,10}}?[局部署]与)")
_GLOSS = re.compile(r"（([\u4e00-\u9fff]{1,3})）")


class PartyPrefix(NamedTuple):
    """The parties at the start of a name: how many characters they take, their canonical form, and who they are.

    A party is `None` where its one-character form may mean several countries and nothing near it settles which.
    """

    length: int
    canonical: str
    parties: tuple[Entry | None, ...]


class PartyReader:
    """Reads the parties at the start of a name."""

    def __init__(self, authority: Authority) -> None:
        """Index the jurisdictions and international bodies of `authority`."""
        self._authority = authority
        self._lengths: dict[str, int] = {}
        jurisdictions = authority.entries(EntityKind.JURISDICTION)
        self._china = authority.get(EntityKind.JURISDICTION, "CN")
        self._names = {name.text: entry for entry in jurisdictions for name in entry.names}
        self._abbreviations = {char for entry in jurisdictions for char in entry.abbr} - _NO_COUNTRY

    @cached_property
    def jurisdiction(self) -> re.Pattern[str]:
        """Return a pattern that matches any Han name of a jurisdiction, the longest first."""
        names = sorted((name for name in self._names if not name.isascii()), key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, names)))

    @cached_property
    def start(self) -> re.Pattern[str]:
        """Return a pattern that matches where a name with China as a party may begin."""
        characters = "".join(sorted(self._abbreviations))
        return re.compile(
            rf"(?<![其之国])中(?:国(?:[{_DASH}]|(?:[\u4e00-\u9fff]{{2,10}}?[局部署])?与(?={self.jurisdiction.pattern}))|[{characters}])|金砖国家|{_FIVE_OFFICES.pattern}"
        )

    def ends_before(self, text: str, start: int, position: int) -> bool:
        """Tell whether parties end right before `position`: in 中欧加强…交流会 the verb belongs to the name."""
        return self._short_parties.search(text, max(start, position - 6), position) is not None

    @cached_property
    def _short_parties(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![其之国])中[{''.join(sorted(self._abbreviations))}]{{1,4}}$")

    @cached_property
    def _bloc(self) -> re.Pattern[str]:
        blocs = [name for name, entry in self._names.items() if entry.level == "bloc" and not name.isascii()]
        bodies = [
            name.text
            for kind in (EntityKind.AGENCY, EntityKind.MECHANISM)
            for entry in self._authority.entries(kind)
            if entry.cls in ("InternationalOrganization", "Negotiation", "MultilateralMechanism")
            for name in entry.names
            if not name.text.endswith(("会议", "组", "谈判", "合作"))
        ]
        names = sorted({*blocs, *bodies}, key=lambda name: (-len(name), name))
        return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:（[A-Za-z0-9]+）)?")

    def length(self, text: str) -> int:
        """Return the number of characters at the start of `text` that name parties or an international body, or 0."""
        if text not in self._lengths:
            prefix = self.read(text)
            bloc = self._bloc.match(text) if prefix is None else None
            self._lengths[text] = prefix.length if prefix else bloc.end() if bloc else 0
        return self._lengths[text]

    def read(self, text: str, near: str = "") -> PartyPrefix | None:
        """Return the parties at the start of `text`, or `None` if it begins with none.

        Args:
            text: a name.
            near: the text around it, which settles what an ambiguous form means (阿 beside 阿尔及利亚).

        """
        if len(text) < 2:
            return None
        if five := _FIVE_OFFICES.match(text):
            canonical = five["latin"] or f"中美欧日韩{five['matter'] or ''}五局"
            return PartyPrefix(
                five.end(), canonical, tuple(self._authority.get(EntityKind.JURISDICTION, code) for code in _FIVE)
            )
        if initiative := _INITIATIVE.match(text):
            return PartyPrefix(initiative.end(), "一带一路", ())
        if text.startswith("中国") and (joint := _FULL_JOINT.match(text)):
            return self._read_full(text, joint.end(), bodies=joint.end() > len("中国与"))
        if text[0] == "中" and text[1] in self._abbreviations:
            return self._read_short(text, near)
        bloc = self.jurisdiction.match(text)
        if bloc is not None and self._names[bloc[0]].level == "bloc" and not _BODY_OF.match(text, bloc.end()):
            return PartyPrefix(bloc.end(), bloc[0], (self._names[bloc[0]],))
        return None

    def partner(self, text: str) -> PartyPrefix | None:
        """Return the parties of an agreement that China signs with the body or country `text`, or `None`.

        A foreign body stands for its country (美国专利商标局); one of several countries stands for itself.
        """
        body = self._authority.resolve(_GLOSSED.sub("", text), None, frozenset({EntityKind.AGENCY}))
        if body is not None and body.cls == "InternationalOrganization":
            return PartyPrefix(0, f"中国与{body.label_zh}", (self._china, body))
        match = self.jurisdiction.match(text)
        if match is None:
            return None
        country = self._names[match[0]]
        if country.id.startswith("CN-"):
            return None
        if body is not None and country.level == "bloc":
            return PartyPrefix(0, f"中国与{body.label_zh}", (self._china, country))
        return PartyPrefix(0, self.short_name(country), (self._china, country))

    def short_name(self, country: Entry) -> str:
        """Return the head of the name of a mechanism between China and `country`: 中美, or 中国—尼加拉瓜.

        The short form is used where it can mean nothing else.
        """
        for character in country.abbr:
            meanings = self._authority.country_by_abbr(character)
            if meanings[0] is country and (len(meanings) == 1 or country.abbr_default):
                return f"中{character}"
        return f"中国—{country.label_zh}"

    def country(self, name: str) -> Entry | None:
        """Return the jurisdiction of that name, or `None`."""
        return self._names.get(name)

    def by_character(self, character: str) -> Entry | None:
        """Return the jurisdiction that a one-character form means by itself (美、英、法等国家), or `None`."""
        return self._by_character(character, "") if character in self._abbreviations else None

    def _read_full(self, text: str, start: int, *, bodies: bool) -> PartyPrefix | None:
        """Return 中国—瑞士, 中国与马来西亚, or with `bodies` 中国国家知识产权局与智利国家工业产权局."""
        match = self.jurisdiction.match(text, start)
        if match is None:
            return None
        country = self._names[match[0]]
        end = match.end()
        if bodies and country.level != "bloc" and (body := _BODY_OF.match(text, end)) is not None:
            end = body.end()
        upgrade = _UPGRADE.match(text, end)
        return PartyPrefix(upgrade.end() if upgrade else end, self.short_name(country), (self._china, country))

    def _read_short(self, text: str, near: str) -> PartyPrefix | None:
        end = 1
        while end < min(len(text), 7) and text[end] in self._abbreviations:
            if text[end + 1 : end + 2] and text[end + 1] in _OTHER_WORDS.get(text[end], "国"):
                break
            end += 1
        if end == 1:
            return None
        characters = text[1:end]
        gloss = _GLOSS.match(text, end)
        countries: list[Entry | None] = [self._by_character(char, near) for char in characters]
        if gloss is not None and (country := self._names.get(characters[-1] + gloss[1])):
            countries[-1], end = country, gloss.end()
        return PartyPrefix(end, f"中{characters}", (self._china, *countries))

    def _by_character(self, character: str, near: str) -> Entry | None:
        candidates = self._authority.country_by_abbr(character)
        named = [entry for entry in candidates if any(name in near for name in _han_names(entry))]
        if len(named) == 1:
            return named[0]
        return candidates[0] if candidates and (len(candidates) == 1 or candidates[0].abbr_default) else None


@cache
def _han_names(entry: Entry) -> tuple[str, ...]:
    return tuple(name.text for name in entry.names if len(name.text) > 1 and not name.text.isascii())
