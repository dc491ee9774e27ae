"""Canonical names for what a text names: mechanisms, negotiations, events and agreements, recognised by their form.

Source: FACTS, "Names": Simplified, without quotation marks, years and ordinals; a meeting of a standing body is that
body; a bilateral mechanism is 中X and what it is; the negotiation of a trade agreement is X自贸区谈判.
"""

import re
from datetime import date
from typing import NamedTuple

from ipgraph.extract.lists import Item, trim
from ipgraph.extract.parties import PartyPrefix, PartyReader
from ipgraph.lexicon.authority import Authority, Entry
from ipgraph.lexicon.forms import Heads
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.text.numerals import parse_ordinal

AGREEMENT_CLASSES = frozenset(
    {"Agreement", "Memorandum", "Protocol", "Treaty", "TradeAgreement", "JointStatement", "WorkPlan"}
)
_MARKS = re.compile(r"[“”《》〈〉‘’「」『』\s]")
# （WTO）, （IP Key）: a Latin short form that repeats the name before it; （西）, （升级） are none.
_LATIN_GLOSS = re.compile(r"（[A-Za-z0-9\s&.-]+）")
_LATIN_HEAD = re.compile(r"[A-Z]{3,10}(?=[\u4e00-\u9fff])")
_YEAR = re.compile(r"^(?P<year>(?:19|20)\d\d)年?(?:度)?(?!\s*[-—－–])")
_COUNT = re.compile(
    r"^(?:\d+|[两几多数]|[一二三四五六七八九十]+)(?:余|多)?(?:场|期|次|个|届|轮|项|批|份|部|件)(?:次)?的?"
)
_LEADING = re.compile(
    r"^(?:在[^，。；的]{2,12}(?:举行|召开|举办)的|了|过|好|有关|相关(?!权)|等|一系列|系列|政府间|年度(?=[\u4e00-\u9fff]*(?:会|论坛))|赴[\u4e00-\u9fff]{1,2}(?=中)|更新版|新版|新的|其他)+"
)
_PAIRWISE = re.compile(r"^(?:多双边|双边|多边)")
# 商务部组织的“…”, 协会主办的“…”: who holds the event stands before it.
_HOSTED = re.compile(
    r"^(?P<host>[\u4e00-\u9fff（）A-Za-z]{2,40}?)(?:牵头|联合)?(?:组织|举办|主办|召开|承办)的(?:赴[\u4e00-\u9fff]{1,2}(?=[“中]))?"
)
# 世界知识产权组织框架下计划和预算委员会
_FRAMEWORK = re.compile(r"^(?P<body>[\u4e00-\u9fff]{2,14})框架下的?")
# 中韩自贸区知识产权章节谈判, 中国-秘鲁自贸协定知识产权章节谈判, 中国-澳大利亚知识产权章节文本谈判
_TRADE_TALKS = re.compile(
    r"^(?P<subject>.*?)(?:自贸区|自贸协定|自由贸易区|自由贸易协定)?(?:\d\.\d版)?(?:协议|协定)?(?:（升级）)?的?"
    r"(?:知识产权|版权|地理标志)?(?:章节|议题)?(?:文本)?的?谈判$"
)
_TRADE_WORDS = re.compile(r"自贸|自由贸易|章节|全面经济伙伴关系|RCEP")
_TALKS = re.compile(r"等?的?(?:谈判磋商|谈判|磋商)$")
# A meeting of a standing body is the body: 工作组会议, 专家组会议, 联委会会议, 工作组会谈, 理事会会议.
_STANDING = re.compile(r"(?P<body>工作组|专家组|联委会|联合委员会|分委会|理事会)(?:年度)?(?:会议|会谈|例会|磋商)$")
_MEETINGS = ("会议", "会谈", "例会", "磋商")
_AFTER_PARTIES = re.compile(r"^(?:等|之间的?|两国|双边(?=[^合])|政府间|关于|有关|经贸领域|的|系列)+")
# 农业和食品地理标志合作的议定书: no 的 before the head noun.
_OF_HEAD = re.compile(r"的(?=[\u4e00-\u9fff]{2,4}$)")
# 两国种业合作谅解备忘录: the parties are those of the mechanism named before.
_ANAPHOR = re.compile(r"^(?:两国|双方|两国间的?)")
# 中国国家知识产权局与欧亚专利局双边合作谅解备忘录: the parties are those of the bodies.
_BETWEEN_BODIES = re.compile(
    r"^(?:中国|中华人民共和国)(?:(?:[\u4e00-\u9fff]{2,12}?[局部署院会])?政?府?)(?:与|和)(?P<partner>[\u4e00-\u9fff].+)$"
)
# 中美合作项目: no project in particular. 知识产权条款的研究和起草以及…: no name.
_NO_NAME = re.compile(
    r"^(?:中[\u4e00-\u9fff]{1,4}|中国—[\u4e00-\u9fff]{2,6})(?:双边)?(?:合作|交流)?项目$|以及|^(?:双边|多边)?(?:局长|部长|工作|专家)?(?:会谈|会晤|会见)$"
)
_CLASS_KINDS = {
    "Event": EntityKind.EVENT,
    "Negotiation": EntityKind.MECHANISM,
    "BilateralMechanism": EntityKind.MECHANISM,
    "MultilateralMechanism": EntityKind.MECHANISM,
}
_MECHANISMS = frozenset({EntityKind.MECHANISM})
_MIN_NAME = 4


class Named(NamedTuple):
    """A thing under its canonical name, with what its mention says of it: parties, year, ordinal, who holds it.

    `headed` says that parties, a bloc or an international body stand at the head of the name; `talks` that the
    mention is of the negotiation of what `entity` names; `class_words` are what the list says of all its things;
    `titled` that the name stands in title marks.
    """

    entity: Entity
    prefix: PartyPrefix | None = None
    parties: tuple[Entry | None, ...] = ()
    year: int | None = None
    ordinal: int | None = None
    host: str | None = None
    headed: bool = False
    talks: bool = False
    class_words: str = ""
    titled: bool = False


class Namer:
    """Gives listed things their canonical names."""

    def __init__(self, authority: Authority, parties: PartyReader, heads: Heads, as_of: date | None) -> None:
        """Name things by `authority` as of a date, and by the head nouns `heads` where it knows none."""
        self.parties = parties
        self._authority = authority
        self._heads = heads
        self._as_of = as_of
        self._known: dict[str, Entry | None] = {}

    def name(self, item: Item, near: str, antecedent: PartyPrefix | None = None) -> Named | None:
        """Return what `item` names, or `None` if nothing that can be named is left of it.

        Args:
            item: a listed thing.
            near: the sentence around it, which settles ambiguous one-character countries.
            antecedent: the parties of the mechanism named before, which 两国 takes up.

        """
        titled = item.text.startswith("《")
        text, host = _strip_host(item.text)
        text = trim(_LATIN_GLOSS.sub("", _MARKS.sub("", text)))
        framework = _FRAMEWORK.match(text) if "框架下" in text else None
        if framework is not None:
            text = framework["body"] + text[framework.end() :]
        text, year = (text, None) if titled else self._strip_front(text)
        prefix = self.parties.read(text, near)
        if prefix is None and antecedent is not None and (anaphor := _ANAPHOR.match(text)):
            text, prefix = antecedent.canonical + text[anaphor.end() :], antecedent
        elif prefix is not None:
            text = prefix.canonical + _AFTER_PARTIES.sub("", text[prefix.length :])
        headed = prefix is not None or self.parties.length(text) > 0
        ordinal = _ordinal(item.ordinals[0]) if item.ordinals else None
        talks = _TALKS.search(item.class_words) is not None
        said = Named(_NOTHING, prefix, (), year, ordinal, host, headed, talks, item.class_words, titled)
        return self._settle(text, said, near)

    def known(self, name: str) -> Entity | None:
        """Return the mechanism that bears exactly `name`, or `None` if no authority file knows one."""
        entry = self._mechanism(name)
        return entry.entity(self._as_of) if entry else None

    def compose(self, partner: PartyPrefix, named: Named) -> Named:
        """Return an untitled agreement under the name of its parties: 与柬埔寨…签署…备忘录 is 中柬…备忘录."""
        entity = self._entity(partner.canonical + _AFTER_PARTIES.sub("", named.entity.name), partner)
        return named._replace(entity=entity, prefix=partner, parties=partner.parties, headed=True)

    def _strip_front(self, text: str) -> tuple[str, int | None]:
        """Return the text without counts, class words and a leading year, and the year.

        An agreement's name keeps the year before what it is (2019年合作工作计划), not the one before its parties.
        """
        year, before = None, None
        agreement = self._heads.find_class(text) in AGREEMENT_CLASSES
        while before != text:
            before = text
            text = _COUNT.sub("", _LEADING.sub("", text))
            match = _YEAR.match(text)
            if match is not None and (not agreement or self.parties.length(text[match.end() :])):
                text, year = text[match.end() :], int(match["year"])
        return (text if agreement else _PAIRWISE.sub("", text)), year

    def _settle(self, text: str, said: Named, near: str) -> Named | None:
        """Return the thing that `text`, freed from its parties' variants, names."""
        trade = _trade_talks(text)
        treaty = self._treaty(trade)
        text = _STANDING.sub(r"\g<body>", treaty) if treaty.endswith(_MEETINGS) else treaty
        known = self._mechanism(text)
        if known is None:
            text = self._written_out(text) if said.titled else _OF_HEAD.sub("", self._written_out(text))
            known = self._mechanism(text)
        if len(text) < _MIN_NAME or _NO_NAME.search(text):
            return None
        entity = known.entity(self._as_of) if known else self._entity(text, said.prefix)
        parties = self._parties_of(text, said.prefix, known, near)
        headed = said.headed or known is not None
        talks = (said.talks and entity.cls != "Negotiation") or treaty != trade
        return said._replace(entity=entity, parties=parties, headed=headed, talks=talks)

    def _parties_of(
        self, text: str, prefix: PartyPrefix | None, known: Entry | None, near: str
    ) -> tuple[Entry | None, ...]:
        if prefix is not None:
            return prefix.parties
        if known is not None:
            return tuple(self._authority.get(EntityKind.JURISDICTION, code) for code in known.parties)
        if pair := _BETWEEN_BODIES.match(text):
            partner = self.parties.partner(pair["partner"])
            if partner is not None:
                return partner.parties
        inside = self.parties.start.search(text)
        within = self.parties.read(text[inside.start() :], near) if inside else None
        return within.parties if within else ()

    def _mechanism(self, name: str) -> Entry | None:
        if name not in self._known:
            self._known[name] = self._authority.resolve(name, self._as_of, _MECHANISMS)
        return self._known[name]

    def _treaty(self, text: str) -> str:
        """Return the treaty whose negotiation `text` names (中欧地理标志合作协定谈判), or the text as it is."""
        stem = _TALKS.sub("", text) if text.endswith(("谈判", "磋商")) else text
        return stem if stem != text and self._heads.find_class(stem) in AGREEMENT_CLASSES else text

    def _written_out(self, text: str) -> str:
        """Return the name with a Latin short form at its head written out: WIPO会议 is 世界知识产权组织会议."""
        latin = _LATIN_HEAD.match(text)
        if latin is None:
            return text
        body = self._authority.resolve(latin[0], self._as_of, frozenset({EntityKind.AGENCY}))
        return body.label_zh + text[latin.end() :] if body else text

    def _entity(self, name: str, prefix: PartyPrefix | None) -> Entity:
        cls = self._heads.find_class(name) or "Event"
        if cls == "Mechanism":
            cls = "BilateralMechanism" if prefix and len(prefix.parties) == 2 else "MultilateralMechanism"
        return Entity(_CLASS_KINDS.get(cls, EntityKind.AGREEMENT), name, cls=cls)


_NOTHING = Entity(EntityKind.EVENT, "")


def _ordinal(words: str) -> int | None:
    """Return the number of 第25届, or `None` where the words are no number (第十百次, 第0届)."""
    try:
        return parse_ordinal(words)
    except ValueError:
        return None


def _strip_host(text: str) -> tuple[str, str | None]:
    match = _HOSTED.match(text) if "的" in text else None
    return (text[match.end() :], match["host"]) if match else (text, None)


def _trade_talks(text: str) -> str:
    """Return the canonical name of a trade negotiation, or the text as it is."""
    match = _TRADE_TALKS.match(text) if text.endswith("谈判") else None
    if match is None or not match["subject"] or not _TRADE_WORDS.search(text):
        return text
    if "全面经济伙伴关系" in text or "RCEP" in text:
        return "区域全面经济伙伴关系谈判"
    return f"{match['subject']}自贸区谈判"
