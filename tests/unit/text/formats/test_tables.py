"""How cells become lines."""

from ipgraph.text.formats.tables import Cell, table_lines


def cells(*texts: str) -> list[Cell]:
    return [Cell([text] if text else []) for text in texts]


def test_an_empty_cell_keeps_its_column() -> None:
    assert table_lines([cells("一", "", "三"), cells("", "二", "")]) == ["一\t\t三", "\t二\t"]


def test_a_cell_over_two_columns_leaves_the_second_empty() -> None:
    assert table_lines([[Cell(["甲"], columns=2), *cells("乙")], cells("1", "2", "3")]) == ["甲\t\t乙", "1\t2\t3"]


def test_a_cell_over_rows_and_columns_stands_in_each_row() -> None:
    rows = [[*cells("1"), Cell(["甲"], columns=2, rows=2), *cells("x")], cells("2", "y"), cells("3", "a", "b", "z")]
    assert table_lines(rows) == ["1\t甲\t\tx", "2\t甲\t\ty", "3\ta\tb\tz"]


def test_a_blank_row_and_a_row_of_nothing_but_what_hangs_down_are_left_out() -> None:
    rows = [[Cell(["甲"], rows=3), *cells("1")], cells(""), [], cells("乙", "2")]
    assert table_lines(rows) == ["甲\t1", "乙\t2"]


def test_the_lines_and_tabs_of_a_cell_become_blanks() -> None:
    assert table_lines([[Cell(["司法部、", "公\t安部"]), *cells("2")]]) == ["司法部、 公 安部\t2"]


def test_a_table_of_one_column_gives_plain_lines() -> None:
    assert table_lines([[Cell(["专栏1", "正文"])], cells("后")]) == ["专栏1", "正文", "后"]


def test_a_row_of_one_cell_from_edge_to_edge_is_a_plain_line() -> None:
    assert table_lines([[Cell(["标题"], columns=2)], cells("1", "2")]) == ["标题", "1\t2"]


def test_what_is_repeated_stays_in_proportion_to_the_cells() -> None:
    rows = [[Cell(["字" * 1000], columns=50, rows=9999), *cells("1")], *(cells("2") for _ in range(500))]
    assert sum(map(len, table_lines(rows))) < 200 * 501
