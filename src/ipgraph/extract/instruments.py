"""Laws, rules, standards and policy documents that a text names, in title marks or by the form of their names."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ipgraph.extract.lists import Item, ListReader
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.forms import Forms
from ipgraph.model.acts import Entity, EntityKind

# 《国务院关于修改〈中华人民共和国专利法实施细则〉的决定》: title marks may hold inner ones.
TITLE = re.compile(
    r"《(?P<title>[^《》]{2,90})》(?P<version>（(?![《“]?(?:以下|简称|下称)|[^（）]*(?:令|公告|文|第)[^（）]*号）)[^（）]{2,20}）)?"
)
_MARKS = re.compile(r"[“”《》〈〉‘’「」『』\s]")
# （试行）, （第九批）, （修订草案征求意见稿）, （2021—2035年）: belongs to the name, not to its form.
_TRAILING = re.compile(r"(?:（[^（）]*）|\d{4})+$")
# 陕西省知识产权保护和促进条例, 合肥市…条例: a regulation of a place.
_LOCAL = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|县|经济特区)")
# 植物新品种保护条例（修订草案）: without title marks the version belongs to the name only where it is a draft.
_DRAFT_VERSION = re.compile(r"（[^（）]*(?:草案|征求意见稿|送审稿)[^（）]*）")
_FRONT = re.compile(
    r"^(?:了|好|实施(?!方案|细则|意见|办法|计划|条例|规则|规划)|新的|一批|系列|配套的?|相关|有关|部分|适时|全国性|新版|符合[^，。]{2,30}的|特定领域的(?=$))+"
)
# 典型经验做法, 行政执法, 司法解释 as such, 并定期更新…名录: no names of instruments.
_NO_NAME = re.compile(
    r"[做方执立司用看说手书语]法$|^(?:并|及|或)|^(?:司法解释|法律法规|规范性文件|部门规章|地方性法规)$"
)
# 地理标志产品质量要求 五常大米, …测试指南 落羽杉属: a part of a series of standards ends with what it is about.
# 推进使用正版软件工作部际联席会议制度: 制度 names an instrument only in title marks.
_SERIES = re.compile(r"(?:质量要求|测试指南|技术规范|技术规程|通用规则)[\u4e00-\u9fff]{2,8}$|制度$")
_BATCH = re.compile(r"^(?P<batch>第[一二三四五六七八九十\d]+批)(?P<name>.+)$")
_AMENDS_INSIDE = re.compile(r"关于修[改订]〈(?P<law>[^〈〉]+)〉")
_MIN_NAME, _MAX_NAME = 4, 80


class Instrument(NamedTuple):
    """An instrument that stands at `start:end` of the text; `titled` says whether in title marks.

    `amended` is the law that a decision to amend names inside its title. `existed` is whether the authority knows that
    it had been promulgated by the document's date; `None` where it knows nothing of it.
    """

    entity: Entity
    start: int
    end: int
    titled: bool
    amended: Entity | None = None
    existed: bool | None = None


class InstrumentFinder:
    """Finds instruments and gives them their canonical names."""

    def __init__(self, authority: Authority, forms: Forms, as_of: date | None) -> None:
        """Find by the head nouns of `forms`, and name by `authority` as of a date."""
        self._authority = authority
        self._heads = forms.heads["instrument"]
        self._agreements = forms.heads["agreement"]
        self._as_of = as_of
        self._lists = ListReader(self._heads, lambda _: 0)

    def titles(self, text: str, start: int, end: int) -> list[Instrument]:
        """Return the instruments in title marks in `text[start:end]`; books, reports and treaties are none."""
        found = []
        for match in TITLE.finditer(text, start, end):
            version = match["version"] or ""
            name = clean_name(match["title"] + version)
            standard = text.startswith(("国家标准", "行业标准"), match.end()) or text.endswith("标准", 0, match.start())
            if self._is_instrument(name) or standard:
                found.append(self._instrument(name, match.start(), match.end(), match["title"]))
        return found

    def bare(self, text: str, start: int, end: int) -> Iterator[Instrument]:
        """Yield the instruments without title marks that the list `text[start:end]` names."""
        for item in self._lists.read(text, start, end):
            version = _DRAFT_VERSION.search(text, item.start, item.end)
            name = self._bare_name(item) + (clean_name(version[0]) if version else "")
            if _NO_NAME.search(name):
                continue
            if _MIN_NAME <= len(name) <= _MAX_NAME or self._known(name) is not None:
                yield self._instrument(name, item.start, item.end, None)

    def entity(self, name: str) -> Entity:
        """Return the instrument of that name, canonical where the authority knows it."""
        known = self._known(name)
        return known if known is not None else Entity(EntityKind.INSTRUMENT, name, cls=self._class(name))

    def _bare_name(self, item: Item) -> str:
        name = _FRONT.sub("", clean_name(item.text))
        batch = _BATCH.match(name)
        return f"{batch['name']}（{batch['batch']}）" if batch else name

    def _instrument(self, name: str, start: int, end: int, title: str | None) -> Instrument:
        inside = _AMENDS_INSIDE.search(title) if title else None
        amended = self.entity(clean_name(inside["law"])) if inside else None
        entry = self._authority.resolve(name, None, frozenset({EntityKind.INSTRUMENT}))
        existed = None
        if entry is not None and entry.valid_from is not None and self._as_of is not None:
            existed = entry.valid_from <= self._as_of
        return Instrument(self.entity(name), start, end, title is not None, amended, existed)

    def _known(self, name: str) -> Entity | None:
        entry = self._authority.resolve(name, None, frozenset({EntityKind.INSTRUMENT}))
        return entry.entity() if entry else None

    def _is_instrument(self, name: str) -> bool:
        stem = _TRAILING.sub("", name)
        if self._heads.find_class(stem) is None:
            return _SERIES.search(stem) is not None
        return self._agreements.find_class(stem) is None or stem.endswith("会议纪要")

    def _class(self, name: str) -> str:
        stem = _TRAILING.sub("", name)
        cls = self._heads.find_class(stem) or "NormativeDocument"
        return "LocalRegulation" if cls == "AdministrativeRegulation" and _LOCAL.match(name) else cls


def clean_name(name: str) -> str:
    """Return a name without quotation marks, title marks and white space."""
    return _MARKS.sub("", name)
