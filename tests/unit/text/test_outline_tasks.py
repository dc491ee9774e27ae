"""A task is one block with its bracket, however its number, its heading and its bracket are set."""

import pytest

from ipgraph.model.document import BlockKind, SourceText
from ipgraph.text.clean import clean
from ipgraph.text.outline import parse_outline

TASK = "加强网络交易治理"
TEXT = "开展专项行动，查处一批案件。"
BRACKET = "（公安部、海关总署负责）"


def tasks_of(text: str) -> list[tuple[str | None, str]]:
    """Return the id and the bracket of each block of a task."""
    cleaned = clean(
        SourceText("plan", f"一、总体任务\n{text}\n（二）别的事项。（商务部负责）\n", "0" * 64, "utf-8")
    ).text
    blocks = parse_outline(cleaned).blocks
    return [
        (block.task_id, cleaned[block.bracket.start : block.bracket.end])
        for block in blocks
        if block.kind is BlockKind.TASK and block.bracket is not None
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"（一）{TASK}。{TEXT}{BRACKET}",
        f"（一）{TASK}。{TEXT}\n{BRACKET}",
        f"（一）\n{TASK}。{TEXT}{BRACKET}",
        f"（一）{TASK}\n{TEXT}{BRACKET}",
        f"（一）{TASK}\n{TEXT}\n{BRACKET}",
        f"（一）{TASK}\n- 3 -\n{TEXT}{BRACKET}",
    ],
    ids=["one line", "bracket apart", "number apart", "heading apart", "all apart", "page break"],
)
def test_a_task_has_its_bracket(text: str) -> None:
    assert tasks_of(text) == [("1", BRACKET), ("2", "（商务部负责）")]


def test_a_heading_above_a_paragraph_without_duties_stays_one() -> None:
    assert tasks_of(f"（一）{TASK}\n{TEXT}（以下简称行动）\n") == [("2", "（商务部负责）")]
