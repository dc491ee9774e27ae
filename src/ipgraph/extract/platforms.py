"""Named platforms and information systems in a sentence, recognised by the form of their names.

A platform is named where a reader could tell which one is meant: 国家企业信用信息公示系统, “智南针”网, WIPO Lex数据库.
Words for a kind (电商平台, 各类信息服务平台, 一批专题数据库) and systems of people (全国公安系统) name none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ipgraph.extract.mentions import AgencyMentions
from ipgraph.lexicon.forms import Heads
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.span import CleanSpan

_LONGEST, _SHORTEST = 44, 6
_TOPIC = "知识产权|专利|商标|版权|著作权|植物新品种|品种权|地理标志|商业秘密|布图设计|软件正版化|侵权假冒"
# 国家…, 全国…, 江苏省…, 跨区域…: what a name may begin with beside its topic or an agency.
_FIRM = (
    r"国家|全国|中国|国际|国内外|海外|世界|人民法院|跨[区地部]|国防|林草|种业|粤港澳|长三角|京津冀|"
    r"[\u4e00-\u9fff]{2,3}[省市](?!场)"
)
_START = re.compile(f"(?:{_FIRM}|{_TOPIC})")
# What stands before a name: a verb, a preposition, a separator, the front of the clause. 各类, 14个, 自主可控 are none.
_BEFORE = re.compile(
    "(?:^|[，。；：、！？（）《》\\s“”]|建[成立设]|[创搭构新筹组]建|完善|优化|升级|改造|健全|充实|丰富|开[发通]|打造|研发|上线|启[用动]|"
    "推[出进广动行]|运[行营]|主办|应用|使用|利用|依托|通过|借助|发挥|用好|入驻|接入|纳入|融入|加[快强]|形成|实现|统筹|做好|"
    "拥有|管理的|主办的|建[设立]的|运营的|开[发通]的|整合至|归集至|推送至|对接|(?<!国内)[与和及]|[在将把向对由经从以至到了])$"
)
# 信息公示系统, 移动执法查询系统, 远程教育平台: what it does, directly before its head noun.
_FUNCTION = re.compile(
    "(?:信息|服务|查询|申请|提交|诉讼|调解|运营|教育|培训|交易|公示|共享|资源|监测|执法|检索|审批|审查|办公|援助|预警|转化|登记|备案|"
    "存证|认证|数据|导航|质押|维权|举报|投诉|办案|取证|监管|管理|采集|追溯|智能|报送|协查|研判|认定|智能化|数字化)化?$"
)
# 合作平台, 展示平台, 研发平台: no information system, however it is named; nor 电商平台, 直播平台.
_GENERAL = re.compile(
    "(?:电商|电子商务|直播|视频|社交|网络|互联网|第三方|合作|交流|开放|展示|创新|发展|研发|对话|孵化|产业|众创|工作|公共信息)$"
)
# 知识产权交易平台, 版权运营平台: a right and what is done with it tell no one from another.
_MARKET = re.compile(f"(?:{_TOPIC})(?:运营)?(?:交易|运营|服务|信息)(?:服务)?")
# 教育系统, 海关系统: the people of a field; 操作系统, 生态系统: no system of anybody's.
_NO_SYSTEM = re.compile("(?:生态|操作|知识产权|公安|检察|法院|教育|商务|海关|司法|市场监管|市场监督管理)$")
# 各地方…网站, 等多款…APP, 部门…系统, 10个…数据库: several, or none in particular.
_SEVERAL = re.compile(r"[各等该其此]|多[个款家]|一批|\d+[个款家]|相关|有关|部门|搭建|建立|创建|[，。；：、《》“”\\t]")
_NOT_AFTER = re.compile(
    r"(?:体系|经济|企业|型|化|(?<=平台)上(?!线)|内|方|责任|经营者|治理|公司|络|店|购|点|盘|信|址|页|民|约|格|红|警|安|行动|专项|\d)"
)
_PEOPLE = re.compile("^(?:全国|各级|全[省市])")
_PEOPLE_FUNCTION = re.compile(
    "(?:信息|公示|查询|共享|监测|服务|申请|审批|备案|追溯|采集|检索|办公|数据|登记|报送|协查|研判)$"
)
_GLOSS = re.compile(r"（[A-Za-z][A-Za-z0-9 .&-]*）$")
# “互联网+监管”系统, “一网通办”平台, “总对总”系统: a slogan; 互联网 and 服务网 end in 网 without naming a site.
_SLOGAN = re.compile(r"\+|、|^[一双多两三四五全总][^”]{0,5}$|^互联网")
_QUOTED_SITE = re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z·]{2,14}网)(?<![联张务系电]网)$")
# 国家海外知识产权信息服务平台“智南针网”: one platform, under the name that is quoted.
_NAMED_AFTER = re.compile("“[^“”]{2,14}网”")
_QUOTES = re.compile(
    r"(?P<first>“[^“”《》]{2,24}”)(?P<more>(?:[、和与及]?“[^“”《》]{2,24}”)*)(?P<middle>(?!等)[\u4e00-\u9fff]{0,8}?)$"
)
_QUOTED = re.compile("“([^“”]+)”")
# 各地方分中心及海外分中心工作网站: what is joined to a kind is a kind.
_EACH = re.compile("各[^，。；]{0,12}[与和及]$")
_NEAR = 16
# …执法系统和备案系统: the second shares what stands before the last word of the first.
_SHARING = re.compile(r"(?:[、和与及]|以及)(?P<own>[\u4e00-\u9fff]{2})")
_SITE = re.compile(r"(?:中国|国家|全国)[\u4e00-\u9fff]{2,16}$")


class NamedPlatform(NamedTuple):
    """A platform with the clean range of its mention."""

    entity: Entity
    span: CleanSpan


def find_platforms(text: str, span: CleanSpan, mentions: AgencyMentions, heads: Heads) -> Iterator[NamedPlatform]:
    """Yield the platforms that the sentence `text[span]` names, in text order."""
    taken = span.start
    first: NamedPlatform | None = None
    for match in _heads(heads).finditer(text, span.start, span.end):
        start, end, head = match.start(), match.end(), match[0]
        if start < taken or _NOT_AFTER.match(text, end) or _in_title(text, span.start, start):
            continue
        if _NAMED_AFTER.match(text, end):
            continue
        found = list(_names(text, max(span.start, taken, start - _LONGEST), start, head, mentions))
        if not found and first is not None:
            found = _sharing(text, first, start, head)
        first = None
        for name, begin in found:
            closed = end + text.startswith("”", end)
            first = NamedPlatform(Entity(EntityKind.PLATFORM, name, cls="Platform"), CleanSpan(begin, closed))
            yield first
            taken = end


def _names(text: str, low: int, start: int, head: str, mentions: AgencyMentions) -> Iterator[tuple[str, int]]:
    """Yield the names that end with the head noun at `start`, each with its place."""
    if text.startswith("”", start + len(head)):
        yield from _quoted_site(text, low, start + len(head))
        return
    gloss = _GLOSS.search(text, low, start)
    piece_end = gloss.start() if gloss else start
    quotes = _QUOTES.search(text, low, piece_end)
    if quotes is not None:
        prefix = _prefix(text, low, quotes.start(), mentions)
        words = _QUOTED.findall(quotes["first"] + quotes["more"])
        if prefix or not any(map(_SLOGAN.search, words)):
            begin = quotes.start() - len(prefix)
            yield from ((f"{prefix}{word}{quotes['middle']}{head}", begin) for word in words)
    elif (place := _start(text, low, piece_end, mentions)) is not None:
        name = text[place:piece_end]
        owned = mentions.starting_at(place)
        if _is_name(name, head, owned is not None and owned.span.end == piece_end):
            yield name + head, place


def _start(text: str, low: int, end: int, mentions: AgencyMentions) -> int | None:
    """Return where the name begins that ends at `end`: the last firm beginning behind a verb or a separator."""
    starts = [match.start() for match in _START.finditer(text, low, end)]
    starts += [mention.span.start for mention in mentions.beginning_in(low, end)]
    before = ((place, text[max(low, place - _NEAR) : place]) for place in starts)
    allowed = [place for place, words in before if _BEFORE.search(words) and not _EACH.search(words)]
    return max(allowed, default=None)


def _is_name(name: str, head: str, owned: bool) -> bool:
    """Tell whether words before a head noun name one platform; `owned`: they are the name of an agency."""
    if owned:
        return head == "网站"
    if len(name) < _SHORTEST - 2 or _SEVERAL.search(name) or (head == "平台" and _GENERAL.search(name)):
        return False
    if head == "网":
        return _SITE.match(name) is not None and not name.endswith(("联", "张", "务", "系", "电"))
    if head == "系统" and _PEOPLE.match(name):
        return _PEOPLE_FUNCTION.search(name) is not None
    if head == "系统":
        return not _NO_SYSTEM.search(name) and _FUNCTION.search(name) is not None
    if head == "平台":
        return _FUNCTION.search(name) is not None and not _MARKET.fullmatch(name)
    return not head.startswith(("小", "客", "A")) or _FUNCTION.search(name) is not None


def _prefix(text: str, low: int, quote: int, mentions: AgencyMentions) -> str:
    """Return what belongs to a quoted name before its quotation mark (质检12365“执法管理”系统), or ''."""
    match = re.search(r"(?P<body>[\u4e00-\u9fff]{2,12})?(?P<number>\d{3,6})$", text[low:quote])
    if match is not None and match["number"]:
        begin = max(low, quote - len(match["number"]) - 2)
        return text[begin:quote]
    place = _start(text, low, quote, mentions)
    words = text[place:quote] if place is not None else ""
    return words if words in ("国家", "全国", "中国") else ""


def _quoted_site(text: str, low: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the site whose quoted name ends with 网 at `end`: “智南针网”."""
    opening = text.rfind("“", low, end)
    site = _QUOTED_SITE.fullmatch(text, opening + 1, end) if opening >= 0 else None
    if site is not None and not _NOT_AFTER.match(text, end + 1):
        yield site["name"], opening


def _sharing(text: str, first: NamedPlatform, start: int, head: str) -> list[tuple[str, int]]:
    """Return the name that shares its front with the one before: 知识产权海关保护执法系统和备案系统."""
    name = first.entity.name
    match = _SHARING.fullmatch(text, first.span.end, start)
    if match is None or not name.endswith(head):
        return []
    return [(name[: -len(head) - len(match["own"])] + match["own"] + head, first.span.start)]


def _in_title(text: str, start: int, place: int) -> bool:
    return text.count("《", start, place) > text.count("》", start, place)


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


def _heads(heads: Heads) -> re.Pattern[str]:
    return _pattern(tuple(heads.classes))
