"""Who is made responsible for a task: the brackets that close it, read into agencies and roles.

Source: FACTS, `assigned_to`. 牵头 makes a lead and the others of that bracket participants; 分别负责 and 按职责分工负责
without a lead make each responsible; where the document says that the first of several leads, it does.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ipgraph.extract.tables import Row
from ipgraph.model.acts import Entity, EntityKind
from ipgraph.model.span import CleanSpan

# 上述…由多个部门负责的，列第一位的部门为牵头部门，其他为参与部门
FIRST_LEADS = re.compile(
    r"(?:列第?一位?的?|排第一位?的?|排在?首位的?|列在?首位的?|第一个)(?:部门|单位)?[^。]{0,6}(?:为|是)?牵头"
)
_LABEL = re.compile(
    r"(?P<lead>牵头(?:部门|单位)?)[:：]|(?P<participant>(?:配合|参加|参与|协办|协同)(?:部门|单位)?)[:：]"
    r"|(?P<responsible>(?:负责|责任|主要责任|承办|实施)(?:部门|单位)?(?:分工)?)[:：]"
)
# What stands after the names: 等部门按职责分工分别负责, 牵头负责, 配合.
_VERB = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位|地方|地区)*)?(?:[，]?按照?(?:各自)?职责(?:分工)?(?:和管辖范围)?)?(?:共同|分别|联合|具体|统筹|组织)*"
    r"(?P<verb>牵头(?:负责|组织实施|组织|落实|推进)?|负责(?:落实|实施|推进)?|配合(?:落实)?|参加|参与|落实|承担|分工负责|协同推进)$"
)
_JOINED = re.compile(r"^(?P<lead>.+?)(?:牵头，?)?会同(?P<others>.+)$")
_DATE_CLAUSE = re.compile(r"^(?:\d{4}年|[一二三四]季度|长期|持续|年底|每年|适时|分年度|\d{1,2}月).{0,14}$")
_ET_CETERA = re.compile(r"等(?:有关|相关)?(?:部门|单位|部门和单位|地方)?$")
# Bodies by form: a name that ends as names of bodies end. 各地区, 联席会议成员单位, 中国残联, 各省（区、市）人民政府.
_BODY = re.compile(
    r"^[\u4e00-\u9fffA-Za-z（）、]{2,40}?(?:部|委|局|署|院|会|办|厅|组|室|社|行|处|所|司|校|台|联|中心|集团|公司|总队|法院|海关|机关|机构|单位|部门|政府|地区|"
    r"地方|省|市|区|县|省份|企业|高校|团体)$"
)
_OPEN, _CLOSE = "（(", "）)"


class Duty(NamedTuple):
    """A body that a bracket names, where it stands, and its role: `lead`, `participant` or `responsible`."""

    agency: Entity
    span: CleanSpan
    role: str


class _Named(NamedTuple):
    text: str
    start: int
    role: str


def parse_duties(
    text: str, words: CleanSpan, resolve: Callable[[str], Entity | None], first_leads: bool, role: str = ""
) -> tuple[Duty, ...]:
    """Return the bodies that the words of a bracket or table cell make responsible; none if they assign no duty.

    Args:
        text: the cleaned text.
        words: the range of the words, without the bracket's marks.
        resolve: gives the agency that bears a name, or `None`; an unknown body is taken by its form.
        first_leads: whether the document says that the first of several leads.
        role: the role that a table's column gives (`lead`, `participant`, `responsible`); "" for a bracket.
    """
    named = [one if one.role else one._replace(role=role) for one in _clauses(text, words.start, words.end)]
    duties = [
        Duty(agency, CleanSpan(start, end), one.role) for one in named for agency, start, end in _bodies(one, resolve)
    ]
    if not duties or (not any(one.role for one in named) and not all(_is_known(duty) for duty in duties)):
        return ()
    return tuple(_with_roles(duties, first_leads))


# Columns that name bearers, by the role that they give.
_COLUMNS = (
    (re.compile(r"牵头"), "lead"),
    (re.compile(r"配合|参加|参与|协办"), "participant"),
    (re.compile(r"(?:指导|责任|负责|主管|承担|实施|主办|落实)(?:单位|部门)|^(?:单位|部门)$"), "responsible"),
)


def read_row_duties(text: str, row: Row, resolve: Callable[[str], Entity | None]) -> Iterator[Duty]:
    """Yield the bodies that a row of a table of tasks makes responsible, by the columns that name bearers."""
    for cell in row.cells:
        role = next((role for pattern, role in _COLUMNS if pattern.search(cell.column)), None)
        if role is not None:
            yield from parse_duties(text, cell.span, resolve, False, role)


def _is_known(duty: Duty) -> bool:
    return duty.agency.slug is not None


def _with_roles(duties: list[Duty], first_leads: bool) -> list[Duty]:
    """Settle the roles that the words left open, by the bracket as a whole."""
    led = any(duty.role == "lead" for duty in duties)
    several = len(duties) > 1
    settled = []
    for index, duty in enumerate(duties):
        role = duty.role
        if role not in ("lead", "participant"):
            if led:
                role = "participant"
            elif first_leads and several:
                role = "lead" if index == 0 else "participant"
            else:
                role = "responsible"
        settled.append(Duty(duty.agency, duty.span, role))
    return settled


def _clauses(text: str, start: int, end: int) -> list[_Named]:
    """Return the runs of names of a bracket, each with the role that its own words give it ("" where none)."""
    found: list[_Named] = []
    waiting: list[_Named] = []
    label_role = ""
    for clause_start, clause_end in _split(text, start, end, "，；。,;"):
        clause = text[clause_start:clause_end]
        if clause.startswith("由"):
            clause_start, clause = clause_start + 1, clause[1:]
        label = _LABEL.match(clause)
        if label is not None:
            label_role = label.lastgroup or ""
            clause_start += label.end()
            clause = clause[label.end() :]
        if not clause.strip() or _DATE_CLAUSE.match(clause):
            continue
        verb = _VERB.search(clause)
        names = clause[: verb.start()] if verb else clause
        role = _role_of(verb["verb"]) if verb else label_role
        if not names:
            found += [_Named(one.text, one.start, role) for one in waiting]
            waiting = []
            continue
        joined = _JOINED.match(names)
        if joined is not None:
            found.append(_Named(joined["lead"], clause_start, "lead"))
            found.append(_Named(joined["others"], clause_start + joined.start("others"), "participant"))
        elif role:
            found += [_Named(one.text, one.start, role) for one in waiting]
            waiting = []
            found.append(_Named(names, clause_start, role))
        else:
            waiting.append(_Named(names, clause_start, ""))
    return sorted([*found, *waiting], key=lambda one: one.start)


def _role_of(verb: str) -> str:
    if verb.startswith("牵头"):
        return "lead"
    return "participant" if verb.startswith(("配合", "参加", "参与")) else "responsible"


def _bodies(named: _Named, resolve: Callable[[str], Entity | None]) -> list[tuple[Entity, int, int]]:
    """Return the bodies of a run of names with their ranges; what is no body by name or form is left out."""
    bodies = []
    for start, end in _split(named.text, 0, len(named.text), "、"):
        start += len(named.text[start:end]) - len(named.text[start:end].lstrip())
        name = _ET_CETERA.sub("", named.text[start:end].rstrip())
        for part_start, part in _halves(name, resolve):
            body = resolve(part) or _by_form(part)
            if body is not None:
                begin = named.start + start + part_start
                bodies.append((body, begin, begin + len(part)))
    return bodies


def _halves(name: str, resolve: Callable[[str], Entity | None]) -> list[tuple[int, str]]:
    """Return a name, or the two that 和 or 与 joins in it (国家卫生计生委和食品药品监管总局)."""
    if resolve(name) is None:
        for match in re.finditer("[和与及]", name):
            left, right = name[: match.start()], name[match.end() :]
            if resolve(left) is not None and (resolve(right) is not None or _by_form(right) is not None):
                return [(0, left), (match.end(), right)]
    return [(0, name)]


def _by_form(name: str) -> Entity | None:
    if len(name) < 3 or not _BODY.match(name):
        return None
    local = re.match(r"各|地方|[\u4e00-\u9fff]{1,7}(?:省|市|县|自治区)", name)
    collective = name.endswith(("单位", "部门", "地区", "机关", "机构", "政府", "省份", "企业", "高校"))
    return Entity(
        EntityKind.AGENCY, name, cls="AgencyGroup" if collective else "LocalAgency" if local else "NationalAgency"
    )


def _split(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    """Return the ranges between `marks` that stand outside inner brackets."""
    ranges, depth, piece = [], 0, start
    for index in range(start, end):
        char = text[index]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
        elif depth == 0 and char in marks:
            ranges.append((piece, index))
            piece = index + 1
    ranges.append((piece, end))
    return [(first, last) for first, last in ranges if text[first:last].strip()]
