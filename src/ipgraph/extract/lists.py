"""Lists as Chinese writes them, taken apart: items that share a head, a number or a closing 等….

参加中国-美国、中国-瑞士等知识产权工作组会议 names two meetings; 举办知识产权、标准与反垄断法国际研讨会 names one.
What tells them apart is form alone: which parts end with a head noun, and which are bare parties of a mechanism.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from ipgraph.lexicon.forms import Heads

_JOINING, _STOPS = ("和", "与", "及", "以及"), ("，", "；")
# 合作, 培训 end a name only where the name does not go on: 地理标志合作与保护谅解备忘录.
_WEAK_HEAD = re.compile(r"(?:合作|培训|对话|交流|活动)$")
# 《区域全面经济伙伴关系协定》（RCEP）知识产权章节: the title is the name.
_TITLED = re.compile(
    r"[^《》]*《(?P<title>[^《》]+)》(?=（|知识产权|框架|问题|相关|有关|的|所|中|项下|生效|修订|落实|实施|谈判|进行|开展)"
)
_OPEN, _CLOSE = "“《（〈『「[", "”》）〉』」]"
# Between items: 、 ， 以及 及 和 与 暨; not 及其, 及时; the 和 of 共和国 and the 与 of 与会 separate nothing.
_SEPARATOR = re.compile(
    r"[、，；]|以及|(?<![埃涉普危波遍])及(?!其|时|早|相关权|邻接权|有关权)|(?<!共)和(?![谐平解睦]|地区)|与(?!会|时|贸易有关)"
)
_BREAK = re.compile(rf"[{re.escape(_OPEN + _CLOSE)}]|{_SEPARATOR.pattern}")
ORDINAL = re.compile(r"第[\d一二三四五六七八九十百]+(?:次|届|轮|场|期)|首[次届轮]")
# 等, and what all the listed things are: 等一系列政府间知识产权工作组会议; 平等, 同等, 等级 are other words.
_ET_CETERA = re.compile(r"(?<![平同上中高均])等(?![级待候同])")
# What may stand between 等 and the shared name without belonging to it.
_CLASS_WORDS = re.compile(
    r"^(?:一系列|系列|多双边|双边|多边|政府间|各类|各|重要|重大|有关|相关|国际|方面的?|专项的?(?=版权))+"
)
# What may follow a head noun without belonging to the name: 谈判工作, 会议机制, 磋商进程, （EAPVVPF）, 培训班4期.
_AFTER_HEAD = re.compile(
    r"(?:(?<=[会班坛动训])[近约共]?\d+余?(?:场次|场|期|次)|（[^（）]*）|[”’》]|下|的?(?:筹备|落实|后续|相关|有关)?(?:工作|进程|机制|任务|水平|力度|成效|进展|问题)|(?<=》)框架|的)+$"
)
# The characters with which all of these end: most names end with none of them.
_LAST_AFTER_HEAD = frozenset("场次期）”’》下作程制务平度效展题架的")
# A name with parties may be followed by more of the sentence: 中美科技合作联委会对…进行讨论, 中欧试点项目进入第二阶段.
_GOES_ON = r"对|就|将|在|于|以(?!及)|上|中(?!心)|外|期间|进入|启动|以来|问题|相关|有关|的"
# 深化与经贸相关的中美、中欧等…合作: what the listed things concern.
_RELATED = re.compile(r"与?[\u4e00-\u9fff]{2,6}(?:相关|有关)的(?=中)")
_AREA = re.compile(r"(?:自贸区|自贸协定|自由贸易区|自由贸易协定)(?:\d\.\d版)?$")
# 有关地理标志、商业秘密等方面研讨会: a meeting on each matter.
_MATTERS = re.compile(r"等(?:方面|领域|主题|议题|内容)|(?:方面|领域|主题|内容)")
# What a meeting was about: 中美商贸联委会有关知识产权议题的讨论, 中英经济财金对话项下知识产权议题的磋商.
_TOPIC = re.compile(
    r"(?:项下|有关|关于|相关|中)的?[^、，项下]{0,8}?议题的?(?:磋商|讨论|谈判|应对|交流|工作)*$"
    r"|(?:知识产权|版权|商标|专利|地理标志)(?:相关)?议题的?(?:磋商|讨论|应对|交流|工作)*$|项下.*$|后续工作$"
)


# Meetings of the same bodies' leaders and users, which only the first of them names.
_LEADER = re.compile("(?:局长|部长|署长|院长|主席|专家|用户)")
_OF_SAME = re.compile(rf"{_LEADER.pattern}[\u4e00-\u9fff]{{0,6}}(?:会|会议|会晤|会谈|磋商)(?:等[\u4e00-\u9fff]*)?")


class Part(NamedTuple):
    """A piece of a list between two separators, in offsets of the text that holds the list."""

    text: str
    start: int
    end: int
    separator: str = ""


class Item(NamedTuple):
    """One listed thing: `text` is its name put together with what it shares.

    `start:end` runs from the item's own words to the end of the head that it shares; `ordinals` are as printed;
    `class_words` say what all the listed things are (《甲条约》《乙条约》等国际条约的磋商).
    """

    text: str
    start: int
    end: int
    ordinals: tuple[str, ...] = ()
    class_words: str = ""


@dataclass(frozen=True, slots=True)
class ListReader:
    """Takes lists apart into items.

    `heads` are the nouns with which a listed thing may end. `party_length` gives the number of characters at the start
    of a text that name parties (中美, 中国-瑞士, RCEP), or 0. `trimmed` remembers what was trimmed before.
    """

    heads: Heads
    party_length: Callable[[str], int]
    trimmed: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def trim(self, text: str) -> str:
        """Return a listed thing's words up to its head, without what follows (工作, 机制, 对知识产权议题进行讨论)."""
        if text not in self.trimmed:
            self.trimmed[text] = self._trim(text)
        return self.trimmed[text]

    def _trim(self, text: str) -> str:
        trimmed = trim(text)
        title = _TITLED.match(trimmed) if "》" in trimmed else None
        if title is not None and self.heads.find_head(title["title"]):
            return title[0].rstrip("》")
        if self.heads.find_head(trimmed) or not self.party_length(_unnumbered(trimmed)):
            return trimmed
        cut = self.heads.before(_GOES_ON).search(trimmed)
        return trimmed[: cut.end()] if cut else trimmed

    def read(self, text: str, start: int, end: int) -> list[Item]:
        """Return the things that the list `text[start:end]` names; what ends with no head is no item."""
        items: list[Item] = []
        pending: list[Part] = []
        closed = ""
        related = _RELATED.match(text, start, end)
        parts = split_parts(text, related.end() if related else start, end)
        for part, following in zip_longest(parts, parts[1:]):
            part = self._continue(part, items)
            if closed and part.separator in _JOINING and not self._begins_name(part.text):
                closed += part.separator + part.text
                continue
            et_cetera = _find_et_cetera(part.text)
            if et_cetera is not None:
                items += self._close(text, pending, part, et_cetera)
                pending, closed = [], part.text[et_cetera.end() :] or " "
            elif self._has_head(part.text) and not self._goes_on(part, following):
                items += self._share(text, pending, part)
                pending = []
            else:
                pending.append(part)
        return [item._replace(class_words=trim(closed).strip()) for item in items] if closed else items

    def _continue(self, part: Part, items: list[Item]) -> Part:
        """Return a part with what it shares with the item before it: 中日韩知识产权局局长会和用户交流会."""
        if part.separator not in _JOINING or not items or not _OF_SAME.fullmatch(part.text):
            return part
        shared = _LEADER.search(items[-1].text)
        if shared is None or not self.party_length(items[-1].text):
            return part
        return part._replace(text=items[-1].text[: shared.start()] + part.text)

    def _begins_name(self, text: str) -> bool:
        return text[:1] in _OPEN or self.party_length(_unnumbered(text)) > 0

    def _goes_on(self, part: Part, following: Part | None) -> bool:
        """Tell whether a part that ends with a weak head is only the first half of a name (合作与保护谅解备忘录)."""
        if following is None or following.separator not in "和与" or not _WEAK_HEAD.search(part.text):
            return False
        return not self._begins_name(following.text)

    def _has_head(self, text: str) -> bool:
        return self.heads.find_head(self.trim(text)) is not None

    def _is_bare(self, text: str) -> bool:
        """Tell whether a part is nothing but parties, or the trade area between them (中日韩自贸区、…等谈判)."""
        return 0 < len(text) - len(area[0] if (area := _AREA.search(text)) else "") == self.party_length(text)

    def _close(self, text: str, pending: list[Part], part: Part, place: re.Match[str]) -> list[Item]:
        """Return the items of a list that ends with 等 and perhaps the class of what was listed."""
        before = Part(part.text[: place.start()], part.start, part.start + place.start(), part.separator)
        if self._has_head(before.text):
            return self._share(text, pending, before)
        shared = _CLASS_WORDS.sub("", trim(part.text[place.end() :]))
        head = self.heads.find_head(shared)
        if head is None:
            return []
        parts = [candidate for candidate in (*pending, before) if candidate.text]
        if _MATTERS.match(part.text, place.end()):
            shared = head
        elif not any(self.party_length(_unnumbered(candidate.text)) for candidate in parts) and len(parts) > 2:
            # 植物新品种权申请、变更、转让等办事指南: one thing, about several matters.
            return [Item(text[parts[0].start : part.start + place.end()] + shared, parts[0].start, part.end)]
        elif not all(self._is_bare(_unnumbered(candidate.text)) for candidate in parts):
            shared = head
            parts = parts[-1:]
        return [Item(_unnumbered(one.text) + shared, one.start, part.end, _numbers(one.text)) for one in parts]

    def _share(self, text: str, pending: list[Part], final: Part) -> list[Item]:
        """Return the item that ends with a head, and before it those that share the head."""
        name, numbers = _unnumbered(self.trim(final.text)), _numbers(final.text)
        if pending and ORDINAL.match(final.text) and _ends_with_ordinal(pending[-1].text):
            start = self._start_of_name(pending[:-1], pending[-1])
            name = _unnumbered(text[start : pending[-1].end]) + name
        shared: list[Item] = []
        for part in reversed(pending):
            item = self._sharing_item(part, final, name)
            if item is None:
                break
            shared.insert(0, item)
        start = final.start
        if not shared:
            start = self._start_of_name(pending, final)
            if start < final.start:
                whole = self.trim(text[start : final.end])
                name, numbers = _unnumbered(whole), _numbers(whole)
        return [*shared, Item(name, start, final.end, numbers)]

    def _start_of_name(self, pending: list[Part], final: Part) -> int:
        """Return where a name begins that holds separators itself (知识产权、标准与反垄断法国际研讨会).

        It holds no comma, and begins at the latest where parties or a quoted name stand.
        """
        following = final
        for part in reversed(pending):
            if following.separator in _STOPS or self._begins_name(following.text):
                break
            following = part
        return following.start

    def _sharing_item(self, part: Part, final: Part, name: str) -> Item | None:
        """Return what `part` names together with the head of `final`, or `None` if it shares nothing."""
        own, numbers = _unnumbered(part.text), _numbers(part.text)
        party = self.party_length(name)
        if self._is_bare(own):
            return Item(own + name[party:], part.start, final.end, numbers)
        if _ends_with_ordinal(part.text) and ORDINAL.match(final.text):
            return Item(name, part.start, final.end, numbers)
        if party and self.party_length(own):
            head = self.heads.find_head(name)
            return Item(own + (head or ""), part.start, final.end, numbers)
        return None


def split_parts(text: str, start: int, end: int) -> list[Part]:
    """Return the parts of `text[start:end]` between separators that stand outside quotation marks and brackets."""
    parts, depth, part_start, separator = [], 0, start, ""
    for match in _BREAK.finditer(text, start, end):
        mark = match[0]
        if mark and mark in _CLOSE:
            depth = max(0, depth - 1)
        elif mark and mark in _OPEN:
            if depth == 0 and match.start() > part_start and text[match.start() - 1] in "》”":
                parts.append(Part(text[part_start : match.start()], part_start, match.start(), separator))
                separator, part_start = "", match.start()
            depth += 1
        elif depth == 0 and match.end() > part_start:
            parts.append(Part(text[part_start : match.start()], part_start, match.start(), separator))
            separator, part_start = mark, match.end()
    parts.append(Part(text[part_start:end], part_start, end, separator))
    return [part for part in parts if part.text.strip()]


def trim(text: str) -> str:
    """Return a listed thing's words without what follows its head: its topic, 工作, 机制, closing marks."""
    cut, tail = text[:-40], text[-40:]
    while match := (tail[-1:] in _LAST_AFTER_HEAD and _AFTER_HEAD.search(tail)) or (
        ("议题" in tail or "项下" in tail or "后续" in tail) and _TOPIC.search(tail)
    ):
        tail = tail[: match.start()]
    return cut + tail


def _find_et_cetera(text: str) -> re.Match[str] | None:
    """Return the last 等 that stands outside quotation marks and brackets, or `None`."""
    found = None
    if "等" not in text:
        return None
    for match in _ET_CETERA.finditer(text):
        before = text[: match.start()]
        if all(before.count(opening) <= before.count(closing) for opening, closing in zip(_OPEN, _CLOSE, strict=True)):
            found = match
    return found


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(match[0] for match in ORDINAL.finditer(text))


def _unnumbered(text: str) -> str:
    return ORDINAL.sub("", text) if "第" in text or "首" in text else text


def _ends_with_ordinal(text: str) -> bool:
    return any(match.end() == len(text) for match in ORDINAL.finditer(text))
