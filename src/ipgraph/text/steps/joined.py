"""Finds where paragraphs begin in a line that was joined from many: by the spaces left, and by fixed forms."""

import re

from ipgraph.text.steps.charsets import HAN, HAN_NUMERALS

_TITLE_NOUN = "(?:计划|方案|要点|意见|通知|办法|规定|纲要|规划|报告|状况|决定|细则|条例)"
# What the text after a title begins with.
_PREAMBLE = "(?:为(?:了|贯彻|落实|深入|全面|进一步|加强|推动|推进|做好)|根据《|按照《)"
# A title at the head of a line: `…实施推进计划 为贯彻落实…`, or without the space.
_LEADING_TITLE = re.compile(rf"[^ ，。；：\n][^，。；：\n]{{5,58}}?{_TITLE_NOUN} *(?={_PREAMBLE})")

# Where a paragraph begins: the patterns, by a sign that each of their matches holds. Few lines hold one of the rarer.
_BREAKS = {
    " ": (
        # `。 全国人大…`, `…修改。（国家知识产权局负责） 上述…`: a space after the end of a sentence, or of its bracket.
        re.compile(r"(?:。|。[”’]|。（[^（）\n]{1,400}）) +(?=[^ \n])"),
        # `国务院办公厅 2017年5月16日 （此件…`: a date between spaces.
        re.compile(rf"(?<=[{HAN}]) +(?=\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?: |$))"),
        re.compile(r"月\d{1,2}日 +(?=[^ \n])"),
        # `2017年全国…工作要点 2017年，`: a title between spaces.
        re.compile(rf"(?<= )[^ ，。；：\n]{{8,60}}{_TITLE_NOUN} +(?=[^ \n])"),
        # `2014年…合作状况 中国政府…`: the same at the head of the line, `^` for the region that is searched.
        re.compile(rf"^[^ ，。；：\n]{{8,60}}{_TITLE_NOUN} +(?=[^ \n])"),
        # Rows of a table: `主要成果 1\t…`.
        re.compile(r"(?<=[^\t ]) +(?=(?:\d{1,3}|序号)\t|\t\t|续表 )"),
    ),
    "〔": (
        # `的通知国办发〔2017〕46号`, `〔2017〕46号各省`, `各省、…机构：《2017年`: a document's head without spaces.
        re.compile(rf"(?<=通知|意见|方案|办法|要点|计划|规定) *(?=(?!的)[{HAN}]{{2,8}}〔\d{{4}}〕\d{{1,5}}号 *各)"),
        re.compile(r"〔\d{4}〕\d{1,5}号 *(?=各[^。：\n]{2,300}：)"),
        re.compile(r"〔\d{4}〕\d{1,5}号 *各[^。：\n]{2,300}： *(?=[^ \n])"),
    ),
    "日": (
        # `。国务院办公厅2017年5月16日（此件公开发布）2017年`: the issuer, the date and the remark that close it.
        re.compile(rf"。(?=[{HAN}]{{3,40}} ?\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?:（|\d|$))"),
        re.compile(rf"(?<=。)[{HAN}]{{3,40}} ?(?=\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?:（|\d|$))"),
        re.compile(rf"(?<=。)[{HAN}]{{3,40}} ?\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?=[（\d])"),
        re.compile(r"\d{4}年\d{1,2}月\d{1,2}日 ?（此件[^（）\n]{2,12}） *(?=[^ \n])"),
    ),
    "年，": (
        # … and the title after it: `工作要点2017年，全国`.
        re.compile(rf"(?<=[） ])[^ ，。；：（）\n]{{8,60}}?{_TITLE_NOUN} *(?=\d{{4}}年，)"),
    ),
    "）": (
        # What a plan says of all its tasks, after the bracket of the last one: `负责）上述各项任务分工中`.
        re.compile(r"(?<=）) *(?=(?:上述|以上)(?:各项|任务))"),
    ),
    "#": (
        # A Markdown heading, and the space after its text: `## 一、保护成效 2024年`, `### 专栏 2 典型案例 张某`.
        re.compile(r"(?=#)(?<!#)(?=#{1,6} |##)"),
        re.compile(r"#{1,6} (?:[^ \n#，。；]{0,48}? ?[\d.]{1,4} ){0,3}[^ \n#，。；]{2,48} +(?=[^ \n])"),
    ),
}
# At the head and at the end of a document, before its first sentence and after its last, a space between Chinese
# characters parts two lines: `工作要点的通知 国务院办公厅`; not `知识产权和 制售`. Elsewhere it may be a page break's.
_HEAD_BREAK = re.compile(rf"(?<=[{HAN}》）])(?<![{HAN_NUMERALS}和与及的或同]) +(?=[{HAN}《（])")
_OPEN_TITLE = re.compile(r"《[^》\n]{0,80}$")


def find_joined_paragraphs(text: str, start: int, end: int) -> set[int]:
    """Return the places inside the line `start:end` at which a joined paragraph begins, but none within a title."""
    places = {
        match.end()
        for sign, patterns in _BREAKS.items()
        if text.find(sign, start, end) >= 0
        for pattern in patterns
        for match in pattern.finditer(text, start, end)
    }
    first, last = text.find("。", start, end), text.rfind("。", start, end)
    for head_start, head_end in ((start, first if first >= 0 else end), (max(last, start), end)):
        places.update(match.end() for match in _HEAD_BREAK.finditer(text, head_start, head_end))
    return {place for place in places if not _OPEN_TITLE.search(text, max(start, place - 82), place)}


def find_title_end(text: str, start: int, end: int) -> int | None:
    """Return where the text begins that runs on after the title at the head of the line; `None` if none does."""
    title = _LEADING_TITLE.match(text, start, end)
    return None if title is None else title.end()
