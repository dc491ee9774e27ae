"""Events that a sentence speaks of as held, without saying who holds them before it names them.

第七次中日韩领导人会议在东京举行; 由甲主办、乙承办的外交会议在北京召开; 会议在布鲁塞尔召开，商务部牵头，国家版权局参加.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipgraph.extract.lists import Item, ListReader
from ipgraph.extract.mentions import AgencyMentions
from ipgraph.extract.names import Named, Namer
from ipgraph.model.acts import Entity
from ipgraph.model.span import CleanSpan

# …在江苏苏州成功举行, 以视频方式召开, 等活动成功举办, 试点正式启动.
_HELD = re.compile(
    r"(?P<how>(?:于[^，。；]{2,12}?|在[^，。；在]{2,14}?|以[^，。；以]{2,10}?(?:方式|形式)|今天|今日|昨日|日前|近日|\d{1,2}日|成功|顺利|圆满|正式|隆重|如期|同期|同步|线上)*)"
    r"(?P<verb>举行|召开|举办|开幕|启动)(?=[，。；！：]|$)"
)
_CLAUSE_START = "，。；：！\n\t"
# 由世界知识产权组织主办、国家版权局和北京市人民政府共同承办的…
_HOSTED_BY = re.compile(r"^(?:[^，。；]{0,12}?)由(?P<hosts>[^，。；]{2,100}?)(?:联合|共同)?(?:主办|举办|承办|组织)的")
# …，商务部牵头，国家知识产权局、海关总署参加; …，国家知识产权局代表团出席
_ATTENDED = re.compile(
    r"，(?:由)?(?P<who>[^，。；]{2,80}?)(?:等[^，。；]{0,8})?(?:派员|派团|率团|代表团|组团|派代表|代表|有关负责人|负责人)*"
    r"(?P<verb>参加|出席|参会|牵头)(?:会议|活动|了会议|本次会议)?(?=[，。；]|$)"
)
# What governs a list of its own: 参加…会议开幕 is not this.
_ACTIVE = re.compile(r"(?:参加|参与|出席|举办|主办|承办|召开|举行|推动|推进|支持)(?!的)")


class Convened(NamedTuple):
    """An event that was held; `mention` is its name and `span` runs to the verb.

    `attending` are those of whom the sentence says that they took part, with their role; `hosts` those who held it.
    Both are empty where it names nobody.
    """

    named: Named
    mention: CleanSpan
    span: CleanSpan
    attending: tuple[tuple[Entity, str, int], ...]
    hosts: tuple[Entity, ...]


def find_convened(
    text: str, span: CleanSpan, lists: ListReader, namer: Namer, mentions: AgencyMentions
) -> Iterator[Convened]:
    """Yield the events that the sentence `text[span]` speaks of as held."""
    for held in _HELD.finditer(text, span.start, span.end):
        start = max(text.rfind(mark, span.start, held.start()) for mark in _CLAUSE_START) + 1
        start = max(start, span.start)
        hosted = _HOSTED_BY.match(text[start : held.start()])
        hosts: tuple[Entity, ...] = ()
        if hosted is not None:
            within = mentions.within(start + hosted.start("hosts"), start + hosted.end("hosts"))
            hosts = tuple(mention.entity for mention in within)
            start += hosted.end()
        if _ACTIVE.search(text, start, held.start()):
            continue
        attending = tuple(_attending(text, held.end(), span.end, mentions))
        end = attending[-1][2] if attending else held.end()
        for item in lists.read(text, start, held.start()):
            named = _name(namer, item, text[span.start : span.end], held["verb"])
            if named is not None:
                mention = CleanSpan(item.start, item.end)
                yield Convened(named, mention, CleanSpan(item.start, end), attending, hosts)


def _name(namer: Namer, item: Item, near: str, verb: str) -> Named | None:
    """Return the event that an item names; what starts is one only where parties head its name (中智…试点启动)."""
    named = namer.name(item, near)
    return None if named is None or (verb == "启动" and not named.headed) else named


def _attending(text: str, position: int, end: int, mentions: AgencyMentions) -> Iterator[tuple[Entity, str, int]]:
    """Yield who took part by the clauses right behind the verb, with the role and the clause's end."""
    while (match := _ATTENDED.match(text, position, end)) is not None:
        role = "lead" if match["verb"] == "牵头" else "participant"
        for mention in mentions.within(match.start("who"), match.end("who")):
            if not mention.abroad:
                yield mention.entity, role, match.end()
        position = match.end()
