"""Where a document tells single cases: the boxes, lists and sections of typical cases, each case with its sentences."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipgraph.extract.mentions import AgencyMention, AgencyMentions
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.document import Block, BlockKind
from ipgraph.model.span import CleanSpan

# 专栏1 知识产权民事审判典型案例, 十大案件, 案例一; not 发布典型案例。…, which is a sentence.
_SECTION = re.compile(
    r"(?:典型|参考|指导性?|经典|示范)案例|十大[^，。]{0,16}案[件例]|案例(?:选|汇编|摘编|[一二三四五六七八九十\d])|以案(?:释法|说法)"
)
_LONGEST_HEADING = 60
# 案例一：, 案例1 , 【案例3】, （二）, 3.: what stands before a case's title.
_NUMBER = re.compile(
    r"(?:#{1,6}\s*|【?(?:典型)?案例\s*[一二三四五六七八九十\d]{1,3}\s*】?[：:、.．\s]*|（[一二三四五六七八九十\d]{1,3}）|"
    r"[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|第[一二三四五六七八九十]{1,3}[，、]?)*\s*"
)
# 纠纷案, 侵犯著作权案; 方案, 备案, 大案, 要案 and 草案 name no case.
_END = "(?<![备方草答档提议教个大要文立办])案"
_TITLE = re.compile(rf"(?P<name>[^，。；！？\n]{{4,70}}?{_END})(?:（[^（）]{{2,40}}）)?[。：:]?\s*$")
# …公安机关…破获郑某彬等人生产销售假冒品牌手机案，: a story without a title.
_TOLD = re.compile(
    rf"(?:破获|侦破|查处|查获|查办|侦办|审理|审结|办理|处理|判决)(?:了|的|一起|首例|全国首例)*(?P<name>[^，。；！？\n]{{6,60}}?{_END})(?=[，。；])"
)
# 苏州市知识产权局处理“…”专利侵权纠纷案: who handled the case stands before its name.
_HANDLED = re.compile("(?:联合|依法|成功|会同|审理|办理|侦办|查处|查办|查获|破获|侦破|处理|审结|裁决|的|起诉|一起)+")
_AND = re.compile("[、和与]|联合|会同")
# Who or what a case is about: a withheld name, a quoted mark, a company, a quarrel. 知识产权案 names none.
_PARTICULAR = re.compile("某|“|公司|等人|诉|[甲乙丙丁]|×|\\*|厂|店|个体|集团|有限|[0-9]+[·.]")
# 基本案情, 裁判结果: headings inside a case. 典型意义 begins the comment on it.
_LEVEL = "【?(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）)?"
_INSIDE = re.compile(
    f"{_LEVEL}(?:基本案情|案情|简要案情|案件|裁判|审理|处理|处罚|判决|办理|办案|诉讼|履职|关键词|要旨|争议)[\u4e00-\u9fff]{{0,6}}】?$"
    f"|【(?!典型|专家|点评|评析|指导|社会|启示)[^】]{{2,10}}】"
)
_COMMENT = re.compile(f"{_LEVEL}(?:典型意义|专家点评|点评|评析|指导意义|案例评析|社会意义|法官说法|启示)")
# 做深做实知识产权行政检察。2024年…: a paragraph with a head of its own belongs to the report again.
# 一审法院驳回请求。… has none.
_RUN_IN = re.compile(
    "(?:加[强大快]|强化|充分|依法|做[深好强优]|积极|深[化入]|推[进动]|健全|完善|持续|不断|提[升高]|优化|严[格厉]|坚持|着力|聚焦|扎实|全面|"
    "创新|构建|建立|开展|打造|发挥|服务|落实|统筹|切实|大力)[^，。；：“”]{2,22}。(?=.)"
)
_RIGHTS = (
    ("trademark", re.compile("商标|假冒[^，。；]{0,6}?(?:品牌|名牌)|冒牌|注册标识")),
    ("copyright", re.compile("著作权|版权|盗版|侵权复制品|盗录|影视作品")),
    ("patent", re.compile("专利|外观设计|实用新型")),
    ("plant-variety", re.compile("植物新品种|品种权|套牌种子|侵权种子")),
    ("trade-secret", re.compile("商业秘密|技术秘密|经营秘密")),
    ("geographical-indication", re.compile("地理标志")),
    ("layout-design", re.compile("布图设计")),
)
_MARKS = re.compile(r"[“”《》〈〉‘’「」『』\s]")
_MOST_SENTENCES = 60


class CaseText(NamedTuple):
    """A case with the place of its name, the sentences that tell it, and who its title says handled it."""

    entity: Entity
    name: CleanSpan
    sentences: tuple[CleanSpan, ...]
    handlers: tuple[AgencyMention, ...] = ()

    @property
    def span(self) -> CleanSpan:
        """Return the range from its first to its last sentence."""
        return CleanSpan(self.sentences[0].start, self.sentences[-1].end)


def find_cases(text: str, title: str, blocks: Sequence[Block], mentions: AgencyMentions) -> Iterator[CaseText]:
    """Yield the cases that a document tells, in text order; outside of sections of cases none is looked for."""
    if "案例" not in text and "十大" not in text and "以案" not in text:
        return
    for case in _read_cases(text, _SECTION.search(title) is not None, blocks, mentions):
        if any(find_rights(text, sentence.start, sentence.end) for sentence in case.sentences):
            yield case


def _read_cases(text: str, always: bool, blocks: Sequence[Block], mentions: AgencyMentions) -> Iterator[CaseText]:
    """Yield the cases of a document, whatever they are about; `always` says that it tells nothing but cases."""
    active, titled, commented = always, False, False
    current: list[CaseText] = []
    for block in blocks:
        line = text[block.span.start : block.span.end]
        if block.kind is BlockKind.TABLE_ROW or not block.sentences:
            continue
        if not active and ("案" not in line or len(line) > _LONGEST_HEADING):
            continue
        heading = block.kind is BlockKind.HEADING or _announces(line)
        inside, comment = _INSIDE.match(line) is not None, _COMMENT.match(line) is not None
        title = _read_title(text, block, mentions) if (active or heading) and not inside else None
        found = title or (_read_story(text, block) if active and not (inside or titled) else None)
        if found is not None:
            yield from current
            current, active, titled, commented = [found], True, title is not None, False
        elif (heading or _RUN_IN.match(line)) and not inside and not comment:
            yield from current
            current, active, titled = [], always or _announces(line), False
        else:
            commented = comment or (commented and not inside)
            if current and not commented and len(current[0].sentences) < _MOST_SENTENCES:
                current = [current[0]._replace(sentences=(*current[0].sentences, *block.sentences))]
    yield from current


def find_rights(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the rights that `text[start:end]` speaks of as (notation, start, end of the word), in text order."""
    found = []
    for notation, pattern in _RIGHTS:
        match = pattern.search(text, start, end)
        if match is not None:
            found.append((notation, match.start(), match.end()))
    return sorted(found, key=lambda right: right[1])


def _announces(line: str) -> bool:
    """Tell whether a line is the heading of cases, or of one."""
    return len(line) <= _LONGEST_HEADING and "。" not in line and _SECTION.search(line) is not None


def _read_title(text: str, block: Block, mentions: AgencyMentions) -> CaseText | None:
    """Return the case whose title a block begins with, with that block's sentences, or `None`."""
    first = block.sentences[0]
    number = _NUMBER.match(text, first.start, first.end)
    start = number.end() if number else first.start
    titled = _TITLE.match(text, start, first.end)
    if titled is None:
        return None
    handlers, begin = _read_handlers(text, start, mentions)
    return _case(text, CleanSpan(begin, titled.end("name")), block, tuple(handlers))


def _read_story(text: str, block: Block) -> CaseText | None:
    """Return the case that a block tells without a title: …公安机关…破获郑某彬等人生产销售假冒品牌手机案，…."""
    told = _TOLD.search(text, block.sentences[0].start, block.sentences[0].end)
    return None if told is None else _case(text, CleanSpan(told.start("name"), told.end("name")), block, ())


def _case(text: str, name: CleanSpan, block: Block, handlers: tuple[AgencyMention, ...]) -> CaseText | None:
    """Return the case of that name, or `None` where the name tells of nobody and nothing in particular."""
    if not _PARTICULAR.search(text, name.start, name.end):
        return None
    entity = Entity(EntityKind.CASE, _MARKS.sub("", text[name.start : name.end]), cls="Case")
    return CaseText(entity, name, block.sentences, handlers)


def _read_handlers(text: str, start: int, mentions: AgencyMentions) -> tuple[list[AgencyMention], int]:
    """Return who a title says handled the case, and where the case's own name begins."""
    handlers: list[AgencyMention] = []
    position = start
    while (mention := mentions.starting_at(position)) is not None:
        joiner = _AND.match(text, mention.span.end)
        handled = _HANDLED.match(text, mention.span.end)
        if handled is None and joiner is None:
            break
        handlers.append(mention)
        position = handled.end() if handled is not None else joiner.end() if joiner else position
        if handled is not None and mentions.starting_at(position) is None:
            return handlers, position
    return [], start
