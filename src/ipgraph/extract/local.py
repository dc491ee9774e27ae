"""Bodies of provinces, cities and counties, which no list holds all of: found by the form of their names.

A provincial text calls its own bodies 省知识产权局 and 省法院; the place that its title or its issuers name completes
them. A whole system keeps its own name: 全省公安机关.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipgraph.lexicon.authority import Authority
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.span import CleanSpan

_HAN = "[\u4e00-\u9fff]"
# What a local body is, after its place: 省委宣传部, 市人大常委会, 县人民政府办公室, 省高级人民法院, 省市场监管局.
_COURTS = "(?:高级|中级)?人民法院|法院|人民检察院|检察院|检察机关|公安机关"
_BODY = (
    r"(?:委(?:宣传部|网信办|政法委|组织部|统战部|办公厅|办公室|编办)"
    r"|(?:第[一二三四五六七八九十]{1,3}届)?(?:人大常委会|人民代表大会(?:常务委员会)?)"
    rf"|(?:人民)?政府(?:办公厅|办公室|新闻办公室)?|{_COURTS}|贸促会|科协|工商联|总工会|律师协会"
    rf"|(?!市(?!场)|[县场]|委员){_HAN}{{2,14}}?(?:(?<![部公当结布大全])局|厅|委员会|(?<=[革科工商农健])委|领导小组(?:办公室)?"
    r"|联席会议(?:办公室)?|知识产权法院|知识产权法庭|(?:管理|监管|执法|主管)部门|保护中心|维权中心)"
    r")(?![长势面限员]|部(?!署))"
)
_MARKED = re.compile(rf"(?:[省市县]|自治[区州])(?P<body>{_BODY})|区(?P<court>{_COURTS}|人民政府)")
# 南京海关, 黄埔海关: named by a city without its mark, where a clause or a listed name begins.
_CUSTOMS = re.compile(r"海关(?![总执法知])")
_NO_CITY = re.compile(
    r"[与向对和同]|全国|各地|地方|我国|中国|香港|澳门|台湾|综合|依法|联合|协助|强化|加强|世界|学习|拓展"
)
_PORT = re.compile(rf"^.*(?:^|[，。；：、\s（）和与及由同])(?P<city>(?!{_NO_CITY.pattern}){_HAN}{{2,4}})$", re.DOTALL)
_ABROAD = re.compile("国|日本|俄罗斯|意大利")
# What stands before a mark: the name of a city or county, or nothing but a boundary and 全, 我.
_TOWN = re.compile(rf"^.*(?:^|[，。；：、\s（）\d和与及由同向经在于对日月省市区])(?P<name>{_HAN}{{2,4}})$", re.DOTALL)
_BARE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[和与及由同合向])(?P<whole>[全我])?$")
_NO_TOWN = re.compile(r"^(?:[各全上本该两多]|直辖|县级|地级|副省级|计划单列)|[各个些城地]$")
_WHOLE = re.compile("(?:法院|检察院|检察机关|公安机关|部门)$")
_SESSION = re.compile("第[一二三四五六七八九十]{1,3}届")
_LONGEST = 9
_LONGEST_PORT = 6
# What the bodies of a province are called in full, and how an assembly's standing committee is called here.
_FULL = {
    "法院": "高级人民法院",
    "检察院": "人民检察院",
    "政府": "人民政府",
    "市场监管局": "市场监督管理局",
}
_ASSEMBLY = ("人民代表大会常务委员会", "人大常委会")


class LocalBody(NamedTuple):
    """A local body that a text names at `span`."""

    span: CleanSpan
    entity: Entity


class LocalBodyFinder:
    """Finds local bodies by form."""

    def __init__(self, authority: Authority) -> None:
        """Know the provinces of `authority`."""
        entries = [entry for entry in authority.entries(EntityKind.JURISDICTION) if entry.id.startswith("CN-")]
        self._provinces = {name.text: entry.label_zh for entry in entries for name in entry.names}
        names = sorted(self._provinces, key=lambda name: (-len(name), name))
        self._province = re.compile("|".join(map(re.escape, names)))

    def find_place(self, text: str) -> str | None:
        """Return the province that a title or an issuer's name speaks of first, or `None`."""
        match = self._province.search(text)
        return self._provinces[match[0]] if match else None

    def find(self, text: str, place: str | None) -> Iterator[LocalBody]:
        """Yield the local bodies that `text` names; `place` is the province that it speaks of as 省, if it does."""
        for match in _MARKED.finditer(text):
            body = match["body"] or match["court"]
            found = self._place_before(text, match.start(0), match.end() - len(body), place)
            if found is not None:
                start, name = found
                if not name.startswith("全") or _WHOLE.search(body):
                    yield _body(start, match.end(), name, body)
        for match in _CUSTOMS.finditer(text):
            port = _PORT.match(text[max(0, match.start() - _LONGEST_PORT) : match.start()])
            if port is not None and not _ABROAD.search(port["city"]):
                yield _body(match.start() - len(port["city"]), match.end(), "", port["city"] + match[0])

    def _place_before(self, text: str, mark: int, end: int, place: str | None) -> tuple[int, str] | None:
        """Return where the place begins whose mark (省, 市) is `text[mark:end]`, and its name; `None` if it is none."""
        first = max(0, mark - _LONGEST)
        before, sign = text[first:mark], text[mark:end]
        for length in range(len(before), 0, -1):
            known = self._provinces.get(before[-length:] + sign)
            if known is not None:
                return mark - length, known
        bare = _BARE.search(before)
        if bare is not None and sign != "区":
            own = place if place is not None and place.endswith(sign) else sign
            return (mark - 1, "全" + sign if bare["whole"] == "全" else own) if bare["whole"] else (mark, own)
        town = _TOWN.match(before)
        if town is None or _NO_TOWN.search(town["name"]):
            return None
        start = first + town.start("name")
        province = next(
            (size for size in range(min(7, start), 1, -1) if text[start - size : start] in self._provinces), 0
        )
        return start - province, text[start - province : end]


def _body(start: int, end: int, place: str, body: str) -> LocalBody:
    whole = place.startswith("全") or body.endswith("部门")
    body = _SESSION.sub("", body).replace(*_ASSEMBLY)
    provincial = len(place) > 1 and place.endswith(("省", "自治区")) and not whole
    name = place + (_FULL.get(body, body) if provincial else body)
    entity = Entity(EntityKind.AGENCY, name, cls="AgencyGroup" if whole else "LocalAgency")
    return LocalBody(CleanSpan(start, end), entity)
