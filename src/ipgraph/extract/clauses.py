"""What stands where in a sentence: who acts in each clause, the year that is in force there, what is quoted."""

import re
from collections.abc import Iterator

from ipgraph.extract.mentions import AgencyMention, AgencyMentions
from ipgraph.model.span import CleanSpan

# Where a clause may begin with its subject, and what may stand before the subject.
_CLAUSE_START = re.compile(r"[，。；：！？]|[一二三四五六七八九]是")
_FARTHEST = 24
_BEFORE_SUBJECT = re.compile(
    r"(?:(?:\d{4}年(?:以来|底|初)?|其中|同时|此外|今年|去年|近年来|全年|由|第?[一二三四五六七八九十]{1,3}届(?=全国人))[，]?)*"
)
# Not 2021—2035年, nor 2013年以来.
_CLAUSE_YEAR = re.compile(
    r"(?:(?<=[。，；：！？\n])|(?<=是)|(?<![\s\S]))(?:截至|截止到?|到|于|在|自|从|早在)?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?!以来|[—\-－~至到])|去年|上年(?!同))"
)
# 商务部组织的活动, 公安部关于…: an agency that is only part of what follows is no subject.
_NO_SUBJECT = re.compile(r"(?:等\d*个?(?:部门|单位|有关部门)*)?(?:的|关于|组织的|举办的|印发的|发布的|主办的|之间|驻)")
# 中央宣传部（国家版权局）
_JOINT = re.compile(r"（[^（）]{2,12}）")
_COORDINATION = re.compile(r"[、和与及]|以及|（国家版权局）")


def is_quoted(text: str, start: int, position: int) -> bool:
    """Tell whether `position` lies inside quotation or title marks that a sentence, which begins at `start`, opens."""
    before = text[start:position]
    return before.count("《") > before.count("》") or before.count("“") > before.count("”")


def find_years(text: str, span: CleanSpan, document_year: int | None) -> Iterator[tuple[int, int]]:
    """Yield the years with which clauses begin: 2013年，…; 截至2014年底，…; 去年，…; not the years of a range."""
    for match in _CLAUSE_YEAR.finditer(text, span.start, span.end):
        if match["year"]:
            yield match.end("year"), int(match["year"])
        elif document_year is not None:
            yield match.end(), document_year - 1


def find_subjects(
    text: str, span: CleanSpan, mentions: AgencyMentions
) -> Iterator[tuple[int, tuple[AgencyMention, ...]]]:
    """Yield the agencies with which a clause begins, with the end of their names.

    A body abroad is a partner (国家版权局与世界知识产权组织联合举办…), never the subject in force.
    """
    if not mentions.beginning_in(span.start, span.end):
        return
    starts = [span.start, *(match.end() for match in _CLAUSE_START.finditer(text, span.start, span.end))]
    for start in starts:
        if not mentions.beginning_in(start, start + _FARTHEST):
            continue
        group: list[AgencyMention] = []
        before = _BEFORE_SUBJECT.match(text, start, span.end)
        position = before.end() if before else start
        while (mention := mentions.starting_at(position)) is not None and mention.span.end <= span.end:
            if mention.abroad:
                break
            group.append(mention)
            position = mention.span.end
            joint = _JOINT.match(text, position)
            position = joint.end() if joint else position
            joiner = _COORDINATION.match(text, position)
            if joiner is None:
                break
            position = joiner.end()
        if group and not _NO_SUBJECT.match(text, group[-1].span.end):
            yield group[-1].span.end, tuple(group)
