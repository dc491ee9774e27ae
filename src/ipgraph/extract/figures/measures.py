"""The name of what a number counts, put together from the words round it and from the figure before it."""

import re
from typing import NamedTuple

from ipgraph.extract.figures.words import FigureWords

_YEAR_WORDS = (
    r"(?:截至|截止|自|到)?(?:19|20)\d{2}年(?:度|(?:\d{1,2}月)?(?:\d{1,2}日)?)?"
    r"(?:年?[底末初]|上半年|下半年|全年|以来|期间|起|前)?"
)
# What leads to a measure and is no part of its name: 其中, 截至2024年底, 累计, 全年共.
_LEADING = re.compile(
    rf"^(?:{_YEAR_WORDS}|其中|此外|同时|另外|截至目前|目前|至今|今年|去年|上年|全年|年内|以来|上半年|累计|总?共|合计|已|先后|约|近|并|还|又|了|即|据统计|据悉|仅"
    r"|[一二三四五六]是|分别|均|以及|[，、：:\s])+"
)
# 中国发明专利授权, but 中国申请人, 中国企业.
_COUNTRY = re.compile("^(?:中国|我国)(?=[^，]{4})(?!申请人|企业|法院|公民|权利人|知识产权|籍|的)")
_PLACES = re.compile("^(?:国家|地区|成员国|省|市|县|城市)")
_JOINT_END = re.compile("(?:[、和与及]|以及)$")
_DANGLING = re.compile("[在对为向从于给以]$")
# 复审请求为, 合作伙伴达到, 提高到: what stands between a measure and its number.
_COPULA = re.compile(
    r"(?:提高|提升|上升|增长|增加|扩大|扩展|增|升|下降|降低|减少|降|压减|压缩|缩短|恢复|回升)(?:至|到)(?:了)?(?:约|近|超)?$"
    r"|(?:分别)?(?:总?共|累计|已|合计|达到了?|达|超过|突破|超|逾|(?<![行作认成])为|有|约|近|仅|了|：|:|不足|在)+$"
)
_PREPOSITION = re.compile("^(?:对|将|就|为|向|把|在|以|从|由|面向|针对|围绕|对于)$|^(?:就|将|把)(?=.)")
_CHANGE = re.compile(
    r"(?P<how>(?:同比|环比|年均|较?上年|[较比][^，。]{1,9}?)?(?:分别|均|约|净|实际|大幅)*"
    r"(?P<which>增长率?|增幅|上升|提高|提升|增加|增|升|下降|减少|降低|回落|下滑|降幅|降|减|翻)(?:为|了|约|近|超|超过|达|达到)*)$"
)
# What each of these verbs holds: most words before a number have none.
_MAY_CHANGE = re.compile("[增上提升下减降回翻压缩]")
_CHANGE_END = re.compile("(?:分别|均|约|净|为|了|近|超过?|达到?)+$")
_SHARE_END = re.compile("(?:的|分别|约|近|超过?|达到?|为|了)+$")
_FALL = re.compile("下降|减少|降低|回落|下滑|降|减")
_SHARE = re.compile(r"(?P<how>占(?:比|[^，。占]{0,40}?的?(?:比例|比重)?)?(?:分别)?(?:为|了|约|近|超|超过|达|达到)*)$")
# A body of its own, by its form: 全省法院, 各级知识产权局, 杭州海关; not 依法向司法机关, 联合公安机关.
_HEADS = "法院|检察院|检察机关|公安机关|部门|系统|海关|机构|机关|法庭|市场监管局|知识产权局|公安局"
_ACTOR = re.compile(
    rf"(?P<actor>(?:全[国省市区县]|各[级地省市区县]|地方|我[省市区])[^，、的与和依]{{0,10}}?(?:{_HEADS})|人民(?:法院|检察院)"
    r"|(?!依法|建议|联合|会同|协助|由|向)[^，、的与和向依]{2,5}(?:海关|知识产权局|市场监管局|公安局|知识产权法院|(?:中级|高级)?人民法院))"
)
_ENUMERATED = re.compile(r"、[^，。]*等")
# What leads to a number whose noun follows it, and from the number to its noun.
_LEAD_END = re.compile("(?:了|过|达|达到|共|约|近|超过?|的|已|累计)+$")
_AFTER_NUMBER = re.compile("^(?:左右|以上|的|了)+")
_BRACKETED = re.compile("（[^（）]*）")
_NO_NAME = re.compile(r"[“”\s（）□]")
_RATES = frozenset({"%", "‰", "倍", "个百分点"})
_LONG = 40
_FAR_BEFORE = 12


class Measure(NamedTuple):
    """The name of a measure: the verb that it begins with and the noun that it counts.

    `actor` is who did it, where the text names a body of its own before the verb: 全省法院新收…, 杭州海关扣留….
    """

    verb: str
    noun: str
    actor: str = ""

    @property
    def name(self) -> str:
        """Return the whole name."""
        return self.verb + self.noun


class Change(NamedTuple):
    """The words of a rate: of change, with its sign, or of a share; `own` is the measure named before them."""

    own: str
    words: str
    sign: int


def strip_leading(words: str) -> str:
    """Return the words before a number without year, adverbs and the country at their beginning."""
    return _cut(_COUNTRY, _cut(_LEADING, words))


def _cut(opening: re.Pattern[str], words: str) -> str:
    """Return the words without what the pattern matches at their beginning."""
    match = opening.match(words)
    return words if match is None else words[match.end() :]


def read_change(before: str, unit: str) -> Change | None:
    """Return how the words before a number call it a change or a share, or `None` if they do not."""
    may_change = _MAY_CHANGE.search(before) is not None
    if (
        may_change
        and (match := _CHANGE.search(before)) is not None
        and (unit in _RATES or match["how"][:1] in "同环较比")
    ):
        which = match["which"]
        words = _CHANGE_END.sub("", match["how"]).replace("分别", "")
        return Change(before[: match.start()], words, -1 if _FALL.match(which) else 1)
    if unit == "%" and "占" in before and (match := _SHARE.search(before)) is not None:
        words = _SHARE_END.sub("", match["how"])
        return Change(before[: match.start()], "占比" if words == "占" else words, 1)
    return None


def name_before(before: str, words: FigureWords) -> Measure:
    """Return the measure that the words before a number name: 新收专利案件, 复审请求."""
    core = _COPULA.sub("", strip_leading(before).rstrip("，、 "))
    core = _tidy(_cut(_LEADING, core))
    return split_verb(words.sum_before_verb.sub("", core), words)


def name_around(before: str, after: str, words: FigureWords) -> Measure:
    """Return the measure whose noun follows the number: 举办6场培训, 对460件案件适用惩罚性赔偿."""
    noun = _tidy(_cut(_AFTER_NUMBER, after))
    if len(noun) > _LONG // 2:
        noun = _ENUMERATED.sub("等", noun)
    lead = _shorten_lead(_lead_of(before), noun, words)
    if lead.endswith("对"):
        lead, noun = "", lead + noun
    verb = words.verb_start.match(lead)
    cut = verb.end() if verb else 0
    return Measure(lead[:cut], lead[cut:].removeprefix("了") + noun[:_LONG])


def _lead_of(before: str) -> str:
    """Return the words before a number whose noun follows it, without what only leads to the number."""
    lead = _LEAD_END.sub("", strip_leading(before).rstrip("，、 "))
    return _cut(_PREPOSITION, lead)


def _shorten_lead(lead: str, noun: str, words: FigureWords) -> str:
    """Return of the words before a number what belongs to the measure's name: the verb, if there is much of it."""
    verb = words.verb_start.match(lead)
    if lead.endswith("等"):
        if _PLACES.match(noun):
            return re.sub("^.*(?:、|以及|和)", "", lead)
        verbs = list(words.verb_start.finditer(re.sub("、.*", "", lead)))
        return verbs[-1][0] if verbs else ""
    if _JOINT_END.search(lead):
        return verb[0] if verb else ""
    if _DANGLING.search(lead) and len(lead) > 1 and not lead.startswith("完成"):
        return ""
    if len(lead) > _FAR_BEFORE:
        ending = words.verb_end.search(lead)
        lead = ending[0] if ending else re.sub("^.*[、，]", "", lead)
    return _tidy(lead) if len(lead) <= 2 * _FAR_BEFORE else verb[0] if verb else ""


def name_places(before: str, noun: str) -> Measure:
    """Return the measure of a count of places whose unit is their noun: 南非、埃及等非洲6国 counts 非洲国家."""
    lead = re.sub("^.*等", "", strip_leading(before))
    return Measure("", _tidy(re.sub("^.*[、，]", "", lead))[-_FAR_BEFORE:] + noun)


def split_verb(core: str, words: FigureWords) -> Measure:
    """Return a measure's words as the body that acts, the verb and the noun, where they begin with these."""
    acting = _ACTOR.match(core)
    if acting is not None and words.verb_start.match(core, acting.end("actor")):
        actor = acting["actor"]
        rest = split_verb(core[len(actor) :], words)
        return Measure(rest.verb, rest.noun, actor)
    verb = words.verb_start.match(core)
    # 审查周期, 登记量: a verb and one character more is a noun.
    if verb is None or 0 < len(core) - verb.end() < 2 or core[verb.end() :].startswith(("的", "量", "率", "周期")):
        return Measure("", core)
    return Measure(core[: verb.end()], core[verb.end() :].removeprefix("了"))


def _tidy(words: str) -> str:
    """Return a name without bracketed additions, quotation marks and blanks."""
    words = _NO_NAME.sub("", _BRACKETED.sub("", words) if "（" in words else words)
    return words.strip("，、：；。的")
