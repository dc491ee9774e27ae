"""The lists of mechanisms, events and agreements in a sentence, each with the verb that governs it."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ipgraph.extract.clauses import is_quoted
from ipgraph.extract.lists import ORDINAL, Item, ListReader, split_parts
from ipgraph.extract.names import Named, Namer
from ipgraph.extract.parties import PartyPrefix, PartyReader
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.forms import Forms
from ipgraph.lexicon.matcher import Matcher
from ipgraph.model.acts import EntityKind
from ipgraph.model.span import CleanSpan

# Where the object of a verb ends: at a comma or stop, or where the sentence goes on with what came of it.
_OBJECT_END = re.compile(
    r"[，。；：！？\n\t]|取得(?!的)|上(?=设立|设置|开展|举办)|达成|圆满|成功(?=[举召])|并就|并(?=[\u4e00-\u9fff]{2}(?:了|关于|中国))"
)
_MARK_OR_END = re.compile(rf"[“《（”》）]|{_OBJECT_END.pattern}")
# A clause after a comma goes on with a list only if no verb stands in it.
_OTHER_VERB = re.compile(
    r"就|与|向|对|将|并|为|以|把|推动|促进|宣介|介绍|展示|提高|进行|取得|充分|努力|通过|围绕|支持|探索|建立|完善|强化|提升|"
    r"发挥|形成|切实|进一步|接待|邀请|宣传|翻译|分析|汇聚|增进|巩固|学习|覆盖|加快|鼓励|指导|组织|开展|全面|积极|继续|实现"
)
_ADVERBS = re.compile(
    r"(?:积极|主动|派员|牵头|深度|(?<![权易关警生作])组织|联合|共同|合作|成功|继续|持续|稳步|统筹|深入|大力|一起|顺利|全力|配合|有关政府部门|分别|正式|更好)+$"
)
# 在美国国际消费类电子产品展览会等国外重要展会上设立…: who sets up a stand takes part.
# 组织2场海外知识产权保护论坛: 组织 governs an event only where it is counted.
# 开展开源知识产权系列培训: 开展 governs an event only where it is a course; 开展培训 in general is none.
_COURSE = r"开展(?=[^，。；]{2,30}?(?:研修班|培训班|系列培训))"
_AT_A_FAIR = r"在(?=[^，。；在]{4,50}?(?:展览会|博览会|交易会|展会)[^，。；]{0,20}?(?:上(?:设立|设置|开展|举办)|设立))"
_COUNTED = r"组织(?=了?\d+(?:场|期|次))"
# 会议通过《…行动计划》 adopts; 通过…平台 does not.
_ADOPTED = r"(?<=[会决议])通过(?=《)"
# 就知识产权刑事保护议题召开座谈会: a meeting that has no name but its topic.
_TOPIC = re.compile(r"就(?P<topic>[^，。；就]{4,24}?)(?:议题|问题|主题)$")
# 与柬埔寨文化艺术部签署…, 与东盟、英国等国家和地区签署…: the partners stand before the verb.
_PARTNERS = re.compile(
    r"(?:与|和|同)(?P<partners>[^，。；与]{1,80}?)(?:等国家和地区|等国家?|等)?(?:在[^，。；在]{2,8}?)?(?:分别|正式|共同|联合)*$"
)
_COMPOSING = frozenset({"签署", "签订", "续签", "启动", "磋商"})
_LONGEST_ADVERBS = 24
_MEETING_ALONE = re.compile(r"^(?:了|过)*(?:座谈会|研讨会|交流会|会议|培训班|专题会议|论坛)$")


class Listed(NamedTuple):
    """A named thing in a list, with the verb that governs the list (`""` where none does).

    `span` runs from the verb, with its adverbs, to the end of the thing's name; `mention` is the thing alone.
    """

    named: Named
    verb: str
    verb_start: int
    span: CleanSpan
    mention: CleanSpan


class ThingFinder:
    """Finds the listed things of a sentence by the form of their names."""

    def __init__(self, authority: Authority, parties: PartyReader, forms: Forms, as_of: date | None) -> None:
        """Find by the head nouns and verbs of `forms`, and name by `authority` as of a date."""
        heads = forms.merged_heads("event", "mechanism", "negotiation", "agreement")
        self.namer = Namer(authority, parties, heads, as_of)
        self._meeting = frozenset(forms.triggers["participation"].roles)
        self._head_words = tuple(heads.classes)
        self._places: tuple[str, array[int]] | None = None
        self.lists = ListReader(heads, self.namer.parties.length)
        verbs = {verb for kind in ("participation", "standing", "agreement") for verb in forms.triggers[kind].roles}
        alternatives = "|".join(sorted(verbs, key=lambda verb: (-len(verb), verb)))
        # 参加商务部举办的…, 参加…发布会: 举办的 and 发布会 belong to what is listed.
        # 磋商知识产权保护合作文件 has an object; 知识产权议题磋商 is a noun.
        self._verb = re.compile(
            rf"(?:{alternatives})(?!的|(?<=发布)会|(?<=加入)[^，。；、]{{2,20}}周年)|{_COUNTED}|{_ADOPTED}|{_COURSE}|{_AT_A_FAIR}|磋商(?=[\u4e00-\u9fff《]{{4,}})"
        )

    def find(self, text: str, span: CleanSpan) -> Iterator[Listed]:
        """Yield the things that the sentence `text[span]` lists, in text order."""
        if not self._holds_head(text, span.start, span.end):
            return
        verbs = self._read_verbs(text, span)
        scan = _Scan(text, span, {start for start, _, _ in verbs}, self.lists)
        taken = span.start
        antecedent: PartyPrefix | None = None
        for verb_start, start, verb in self._starts(text, span, verbs):
            if start < taken and not verb:
                continue
            if not self._holds_head(text, start, span.end):
                break
            end = scan.list_end(start)
            taken = max(taken, end)
            if not self._holds_head(text, start, end):
                continue
            for item, named in self._read_list(scan, (verb_start, start, end), verb, antecedent):
                antecedent = named.prefix or antecedent
                begin = _begin(text, span, verb_start) if verb else item.start
                yield Listed(named, verb, verb_start, CleanSpan(begin, item.end), CleanSpan(item.start, item.end))

    def _holds_head(self, text: str, start: int, end: int) -> bool:
        """Tell whether a head noun stands in `text[start:end]`; every listed thing ends with one."""
        if self._places is None or self._places[0] is not text:
            self._places = (text, array("q", (match.start for match in _head_matcher(self._head_words).find(text))))
        places = self._places[1]
        index = bisect_left(places, start)
        return index < len(places) and places[index] < end

    def _read_list(
        self, scan: "_Scan", place: tuple[int, int, int], verb: str, antecedent: PartyPrefix | None
    ) -> Iterator[tuple[Item, Named]]:
        verb_start, start, end = place
        near = scan.text[scan.span.start : scan.span.end]
        before = scan.text[scan.span.start : verb_start]
        partners = self._partners(before) if verb in _COMPOSING else ()
        for item in self.lists.read(scan.text, start, end):
            topic = _TOPIC.search(_bare_clause(before)) if _MEETING_ALONE.match(item.text) else None
            text = topic["topic"] + item.text.lstrip("了过") if topic else item.text
            named = self.namer.name(item._replace(text=text), near, antecedent)
            if named is None:
                continue
            alone = not named.headed and not any(party for party in named.parties)
            if not partners or not alone or named.entity.kind is EntityKind.EVENT:
                yield item, named
            elif "《" not in item.text:
                yield from ((item, self.namer.compose(partner, named)) for partner in partners)
            else:
                parties = dict.fromkeys(party for partner in partners for party in partner.parties)
                yield item, named._replace(parties=tuple(parties))

    def _partners(self, before: str) -> tuple[PartyPrefix, ...]:
        """Return the parties with whom something is signed, one for each agreement."""
        match = _PARTNERS.search(before)
        if match is None:
            return ()
        parts = split_parts(match["partners"], 0, len(match["partners"]))
        partners = (self.namer.parties.partner(part.text) for part in parts)
        return tuple(partner for partner in partners if partner is not None)

    def _read_verbs(self, text: str, span: CleanSpan) -> list[tuple[int, int, str]]:
        """Return the verbs outside quotation marks as (start, end, verb); of two in a row the meeting verb counts."""
        verbs: list[tuple[int, int, str]] = []
        for match in self._verb.finditer(text, span.start, span.end):
            if is_quoted(text, span.start, match.start()) or self.namer.parties.ends_before(
                text, span.start, match.start()
            ):
                continue
            if verbs and verbs[-1][1] == match.start():
                start, _, first = verbs.pop()
                verbs.append((start, match.end(), first if first in self._meeting else match[0]))
            else:
                verbs.append((match.start(), match.end(), match[0]))
            start, end, verb = verbs[-1]
            verbs[-1] = (start, end + (text[end : end + 1] in ("了", "过")), verb)
        return verbs

    def _starts(self, text: str, span: CleanSpan, verbs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Return where lists may begin: after a verb, and where a name with parties begins."""
        governed = {end for _, end, _ in verbs}
        heads = self.namer.parties.start.finditer(text, span.start, span.end)
        begins = [_front_of_name(text, span.start, match.start()) for match in heads if match.start() not in governed]
        bare = [(begin, begin, "") for begin in begins]
        return sorted([*verbs, *bare], key=lambda place: place[1])


@lru_cache(maxsize=2)
def _head_matcher(heads: tuple[str, ...]) -> Matcher[None]:
    return Matcher((head, None) for head in heads)


@dataclass(frozen=True, slots=True)
class _Scan:
    """One sentence and the places of its verbs."""

    text: str
    span: CleanSpan
    verbs: set[int]
    lists: ListReader

    def list_end(self, start: int) -> int:
        """Return where the list that begins at `start` ends: before the next verb or at the clause's end.

        It goes on over a comma while each further clause is nothing but names.
        """
        end = self._clause_end(start)
        while end < self.span.end and self.text[end] == "，":
            following = self._clause_end(end + 1)
            verbs = any(end < verb < following for verb in self.verbs)
            if verbs or _OTHER_VERB.search(self.text, end + 1, following) or not self._names_only(end + 1, following):
                break
            end = following
        return end

    def _clause_end(self, start: int) -> int:
        depth = 0
        limit = min((verb for verb in self.verbs if verb > start), default=self.span.end)
        for match in _MARK_OR_END.finditer(self.text, start, self.span.end):
            if match.start() >= limit:
                break
            if match[0] in "“《（":
                depth += 1
            elif match[0] in "”》）":
                depth -= 1
            elif depth <= 0:
                return match.start()
        return limit

    def _names_only(self, start: int, end: int) -> bool:
        parts = (self.lists.trim(part.text.split("等")[0]) for part in split_parts(self.text, start, end))
        return any(self.lists.heads.find_head(part) for part in parts)


def _front_of_name(text: str, start: int, position: int) -> int:
    """Return where a name begins whose ordinal or opening mark stands before its parties: 第九次中日韩领导人会议."""
    if position > start and text[position - 1] in "《“":
        return position - 1
    ordinal = re.search(rf"(?:{ORDINAL.pattern})$", text[start:position])
    return start + ordinal.start() if ordinal else position


def _begin(text: str, span: CleanSpan, verb_start: int) -> int:
    """Return where the verb begins with the adverbs before it."""
    adverbs = _ADVERBS.search(text, max(span.start, verb_start - _LONGEST_ADVERBS), verb_start)
    return adverbs.start() if adverbs else verb_start


def _bare_clause(before: str) -> str:
    return _ADVERBS.sub("", before)
