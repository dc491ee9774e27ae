"""What is read of an HTML page, and what is not."""

from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from ipgraph.errors import SourceError
from ipgraph.text.formats import extract_text
from ipgraph.text.load import read_source

PAGE = Path("page.html")


def text(body: str) -> str:
    return extract_text(PAGE, f"<html><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>各省、\n   自治区：<p>现通知<b>如</b>下", "各省、 自治区：\n现通知如下\n"),
        ("一<br>二<div>三</div>四", "一\n二\n三\n四\n"),
        ("<h1>关于<br>印发的通知</h1><h2>一、总体要求</h2>", "关于\n# 印发的通知\n## 一、总体要求\n"),
        ("<h2>（一）加强保护。推动修订条例。</h2>", "（一）加强保护。推动修订条例。\n"),
        ("<ol start=3><li>甲<li>乙<li value=9>丙</ol><ul><li>丁</ul>", "3. 甲\n4. 乙\n9. 丙\n丁\n"),
        ("<pre>一\n二</pre>", "一\n二\n"),
        ("<p>&emsp;&#x4e00;&nbsp;&lt;二&gt;", "\u2003一\xa0<二>\n"),
        ("<ruby>龙<rp>(</rp><rt>lóng</rt><rp>)</rp></ruby>腾", "龙腾\n"),
    ],
)
def test_blocks_become_lines(body: str, expected: str) -> None:
    assert text(body) == expected


@pytest.mark.parametrize(
    "beside",
    [
        "<nav>首页</nav>",
        "<script>var a = '<p>正文</p>'</script>",
        "<style>p { color: red }</style>",
        "<noscript>请启用脚本</noscript>",
        "<div style='color:red; DISPLAY : none'>藏</div>",
        "<p hidden>藏</p>",
        "<header>网站名称</header>",
        "<footer>版权所有</footer>",
        "<div role=navigation>首页</div>",
        "<del>旧文</del>",
        "<form><select><option>选项</select><button>提交</button></form>",
        "<p><a href=a>首页</a> &gt; <a href=b>政策</a> &gt; <a href=c>正文</a></p>",
        "<ul><li><a href=a>相关一</a><li><a href=b>相关二</a><li><a href=c>相关三</a></ul>",
        "<!-- 注 -->",
    ],
)
def test_what_surrounds_the_document_is_dropped(beside: str) -> None:
    assert text(f"<p>前</p>{beside}<p>后</p>") == "前\n后\n"


def test_links_in_a_sentence_and_a_few_alone_stay() -> None:
    body = "<p>见<a href=a>《条例》</a>。<p><a href=b>附件1</a><p><a href=c>附件2</a>"
    assert text(body) == "见《条例》。\n附件1\n附件2\n"


def test_a_title_in_the_pages_header_stays() -> None:
    assert text("<header>网站<h1>通知</h1></header><p>正文") == "# 通知\n正文\n"


def test_an_articles_own_header_and_footer_stay() -> None:
    assert text("<article><header>通知</header><p>正文<footer>（公安部负责）</footer></article>").count("\n") == 3


def test_of_a_page_with_a_main_part_only_that_is_read() -> None:
    assert text("<p>侧栏<main><p>正文</main><p>栏目") == "正文\n"
    assert text("<p>侧栏<main></main>") == "侧栏\n"


def test_table_rows_are_lines_with_tabs() -> None:
    body = "<table><caption>表1 分工</caption><tr><th colspan=3>重点任务</th></tr><tr><th>序号<th>任务<th>单位</tr>"
    body += "<tr><td>1<td>修订<td rowspan=2>司法部<p>公安部</td></tr><tr><td>2<td>开展</tr></table>后"
    assert text(body) == "表1 分工\n重点任务\n序号\t任务\t单位\n1\t修订\t司法部 公安部\n2\t开展\t司法部 公安部\n后\n"


def test_a_table_that_only_lays_out_gives_its_cells_lines() -> None:
    inner = "<table><tr><td>序号<td>任务</table>"
    assert text(f"<table><tr><td>栏目<td><h1>通知</h1><p>正文{inner}</table>") == "栏目\n# 通知\n正文\n序号\t任务\n"


@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gb18030"), ("big5", "big5"), ("utf-8", "utf-8-sig")])
def test_a_page_is_decoded_as_it_declares(tmp_path: Path, charset: str, codec: str) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(f"<meta charset='{charset}'><script>{'x' * 70_000}</script><p>中文通知</p>".encode(codec))
    assert read_source(path).text == "中文通知\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body><img src=scan.png></body></html>", "the HTML page has no text"),
        (b"<html><body>&nbsp;\xe2\x80\x94</body></html>", "the HTML page has no text"),
        (b"<html><head><title>x</title></head></html>", "the HTML page has no text"),
        (b"\0\1\2\3" * 100, "is binary"),
        (b"<p>" + b"\xff\xfe\x81\x20" * 200, "no known encoding"),
        (b" " * (16 * 1024 * 1024) + b"<p>x", "allowed are up to 16,777,216"),
        (b" \n", "the file is empty"),
    ],
)
def test_a_page_without_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "bad.html"
    path.write_bytes(data)
    with pytest.raises(SourceError) as refusal:
        read_source(path)
    assert str(refusal.value).startswith(f"{path}: ")
    assert reason in str(refusal.value)
    assert "allowed are" in str(refusal.value)


@pytest.mark.timing
@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "文",
        "<header>" * 50_000 + "<h1>文",
        "<table><tr><td>" * 50_000 + "文",
        "<table><tr><td rowspan=9999 colspan=999>文" + "字" * 999 + "<tr><td>文" * 50_000,
        "".join(f"<b a={number}>" for number in range(2_000)) + "<p>文" * 20_000,
        "<a href='" * 100_000 + "'>文",
        "<!--" * 100_000 + "--><p>文",
    ],
)
def test_pages_made_to_exhaust_are_read_in_linear_time(page: str) -> None:
    start = perf_counter()
    with suppress(SourceError):
        assert len(extract_text(PAGE, page.encode())) < 20 * len(page)
    assert perf_counter() - start < 10
