"""Tables whose cells came out one below the other."""

from ipgraph.model.document import SourceText
from ipgraph.model.span import CleanSpan
from ipgraph.text.align import apply_edits
from ipgraph.text.clean import clean
from ipgraph.text.steps.cells import find_cells

TABLE = "附件\n序号\n工作任务\n牵头单位\n1\n推动修法\n司法部\n2\n开展培训\n商务部\n注：以上任务长期坚持。\n"


def joined(text: str) -> str:
    return apply_edits(text, find_cells(text))[0]


def test_the_cells_of_a_row_stand_side_by_side() -> None:
    assert joined(TABLE).splitlines() == [
        "附件",
        "序号\t工作任务\t牵头单位",
        "1\t推动修法\t司法部",
        "2\t开展培训\t商务部",
        "注：以上任务长期坚持。",
    ]


def test_a_row_that_lacks_a_cell_is_left_as_it_is() -> None:
    lacking = TABLE.replace("推动修法\n", "")
    assert "1\n司法部\n2\t开展培训\t商务部" in joined(lacking)


def test_what_is_no_table_is_left_alone() -> None:
    for text in (
        "序号\n1\n2\n",
        "序号一\n任务\n单位\n1\n",
        "序号\n这是一句话。\n任务\n1\n甲\n乙\n",
        TABLE.replace("序号", "其他"),
    ):
        assert find_cells(text) == []


def test_a_cell_is_found_again_in_the_source() -> None:
    source = SourceText("table", TABLE, "0" * 64, "utf-8")
    cleaned = clean(source)
    assert "2\t开展培训\t商务部" in cleaned.text
    start = cleaned.text.index("开展培训\t商务部")
    assert cleaned.quote(CleanSpan(start, start + len("开展培训\t商务部"))) == "开展培训\n商务部"
