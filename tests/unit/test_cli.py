"""The commands: what they print, where, and with which exit code."""

import asyncio
import csv
import io
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ipgraph.cli.serve import listen
from ipgraph.resources import data_path
from ipgraph.store.embedded import open_release
from ipgraph.store.lock import hold

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@dataclass(frozen=True)
class Run:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(cli: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., Run]:
    def execute(*arguments: object) -> Run:
        done = cli(*arguments)
        return Run(done.returncode, done.stdout, done.stderr)

    return execute


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(
        "国务院办公厅关于印发工作要点的通知\n国办发〔2019〕1号\n一、加强保护。(公安部负责)\n", encoding="utf-8"
    )
    return path


def _query_file(folder: Path, text: str) -> Path:
    path = folder / "question.rq"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command", ["build", "validate", "ask", "query", "facts", "explain", "evaluate", "dump", "diff", "serve"]
)
def test_every_command_teaches_by_example_and_takes_a_store(run: Callable[..., Run], command: str) -> None:
    result = run(command, "--help")
    assert result.code == 0
    assert "Example" in result.out
    assert f"  ipgraph {command}" in result.out
    assert "--store" in result.out
    assert "Exit codes: 0" in result.out


def test_the_version_is_printed(run: Callable[..., Run]) -> None:
    assert run("--version").out.startswith("ipgraph 0.")


def test_build_prints_each_document_and_the_release(run: Callable[..., Run], notice: Path, tmp_path: Path) -> None:
    result = run("build", notice, "--store", tmp_path / "store")
    release = open_release(tmp_path / "store")
    assert result.code == 0
    assert result.out.splitlines()[0].startswith("notice: ")
    assert result.out.splitlines()[-1].startswith(f"release {release.id} in ")


def test_build_says_what_was_not_published_and_exits_1(run: Callable[..., Run], notice: Path, tmp_path: Path) -> None:
    result = run("build", notice, tmp_path / "missing.txt", "--store", tmp_path / "store")
    assert result.code == 1
    assert f"{tmp_path}/missing.txt: no such file or folder" in result.err
    assert "1 of 2 documents were not published" in result.err
    assert open_release(tmp_path / "store").documents == ("notice",)


def test_build_of_nothing_keeps_the_served_release(run: Callable[..., Run], notice: Path, tmp_path: Path) -> None:
    run("build", notice, "--store", tmp_path / "store")
    result = run("build", tmp_path / "missing.txt", "--store", tmp_path / "store")
    assert (result.code, "nothing was published" in result.err) == (1, True)
    assert open_release(tmp_path / "store").documents == ("notice",)


def test_a_held_store_is_named_with_its_holder(run: Callable[..., Run], notice: Path, tmp_path: Path) -> None:
    with hold(tmp_path / "store"):
        result = run("build", notice, "--store", tmp_path / "store")
    assert result.code == 2
    assert result.err.startswith(f"ipgraph: {tmp_path}/store: another build or write holds this store (process ")
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("facts",), ("dump",), ("validate",), ("serve", "--port", "0"), ("explain", "x", "1"), ("query", "-")],
)
def test_without_a_release_commands_say_to_build_first(
    run: Callable[..., Run], tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ASK { }")))
    result = run(*arguments, "--store", tmp_path / "none")
    assert result.code == 2
    assert result.err == f"ipgraph: {tmp_path}/none: holds no release; run 'ipgraph build' first, or give its --store\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "--format", "yaml"), "'yaml' is not one of"),
        (("facts", "--format", "xml"), "'xml' is not one of"),
        (("serve", "--port", "70000"), "less than or equal to 65535"),
        (("explain", "x", "-5"), "-5"),
        (("evaluate", "--gold", "/nowhere"), "does not exist"),
        (("biuld",), "biuld"),
    ],
)
def test_an_unknown_value_is_refused_with_what_is_allowed(
    run: Callable[..., Run], arguments: tuple[str, ...], message: str
) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert message in result.err


def test_a_wrong_setting_is_one_line(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPGRAPH_WORKERS", "many")
    result = run("dump")
    assert result.code == 2
    assert result.err.startswith("ipgraph: IPGRAPH_WORKERS (environment): Input should be a valid integer")


def test_a_fault_in_the_program_is_one_line_and_code_3(
    run: Callable[..., Run], corpus_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.copyfileobj", lambda *_: 1 / 0)
    result = run("dump", "--store", corpus_store)
    assert (result.code, result.err) == (
        3,
        "ipgraph: a fault in ipgraph itself: ZeroDivisionError: division by zero\n",
    )


def test_query_answers_in_each_format(run: Callable[..., Run], corpus_store: Path, tmp_path: Path) -> None:
    file = _query_file(tmp_path, COUNT)
    size = str(open_release(corpus_store).info["quads"])
    answers = {
        each: run("query", file, "--format", each, "--store", corpus_store).out for each in ("table", "json", "csv")
    }
    assert size in answers["table"]
    assert json.loads(answers["json"])["results"]["bindings"][0]["n"]["value"] == size
    assert answers["csv"] == f"n\r\n{size}\r\n"


def test_query_prints_graphs_in_turtle_and_yes_or_no(
    run: Callable[..., Run], corpus_store: Path, tmp_path: Path
) -> None:
    graph = run("query", _query_file(tmp_path, "CONSTRUCT { <a:a> <a:b> 1 } { }"), "--store", corpus_store)
    yes = run("query", _query_file(tmp_path, "ASK { ?s ?p ?o }"), "--store", corpus_store)
    assert (graph.out, yes.out) == ("<a:a> <a:b> 1 .\n", "yes\n")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n ?s ?p }", "ipgraph: line 2, column "),
        ("SELECT * { ?s ipg:agent ?o }", "declare the prefix 'ipg:'"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "INSERT is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_line(
    run: Callable[..., Run], corpus_store: Path, tmp_path: Path, query: str, message: str
) -> None:
    result = run("query", _query_file(tmp_path, query), "--store", corpus_store)
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert message in result.err


def test_a_query_past_its_deadline_is_stopped(run: Callable[..., Run], corpus_store: Path, tmp_path: Path) -> None:
    file = _query_file(tmp_path, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    result = run("query", file, "--timeout", "0.3", "--store", corpus_store)
    assert (result.code, result.err) == (2, "ipgraph: the query was stopped at its deadline of 0.3 s\n")


@pytest.mark.parametrize(("content", "message"), [(None, "cannot be read"), (b"\xff\xfe\xfa", "is not UTF-8")])
def test_a_query_file_that_cannot_be_read_is_refused(
    run: Callable[..., Run], corpus_store: Path, tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "q.rq").write_bytes(content)
    result = run("query", tmp_path / "q.rq", "--store", corpus_store)
    assert (result.code, message in result.err) == (2, True)


def test_facts_are_rows_of_one_document_or_all(run: Callable[..., Run], corpus_store: Path) -> None:
    everything = run("facts", "--store", corpus_store).out.splitlines()
    doc = json.loads(everything[0])["doc"]
    one = list(csv.DictReader(io.StringIO(run("facts", "--doc", doc, "--format", "csv", "--store", corpus_store).out)))
    assert {row["doc"] for row in one} == {doc}
    assert 0 < len(one) < len(everything)


def test_facts_stand_where_they_say(run: Callable[..., Run], corpus_store: Path) -> None:
    texts = {path.stem: path.read_bytes().decode() for path in data_path("corpus").glob("*.txt")}
    rows = [json.loads(line) for line in run("facts", "--store", corpus_store).out.splitlines()]
    assert len(rows) > 500
    assert all(texts[row["doc"]][row["start"] : row["end"]] == row["quote"] for row in rows)


def test_an_unknown_document_is_refused(run: Callable[..., Run], corpus_store: Path) -> None:
    result = run("facts", "--doc", "999", "--store", corpus_store)
    assert (result.code, "no document '999' in this release" in result.err) == (2, True)


def test_validate_checks_a_release_and_files(run: Callable[..., Run], corpus_store: Path, notice: Path) -> None:
    assert run("validate", "--store", corpus_store).code == 0
    assert run("validate", notice).code == 0
    assert run("validate", notice, notice.with_name("missing.txt")).code == 1


def test_validate_tells_of_a_warning_in_both_languages_and_conforms(run: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "report2024.txt"
    path.write_text("2019年，国家工商行政管理总局参加中美知识产权工作组会议。\n", encoding="utf-8")
    english, chinese = run("validate", path), run("validate", path, "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert "“国家工商行政管理总局” did not exist in 2019" in english.out
    assert "“国家工商行政管理总局”在 2019 年尚未成立或者已经撤销。" in chinese.out
    assert "“参加中美知识产权工作组会议” (report2024" in english.out
    assert "16:29)" in english.out
    assert "did not exist" not in run("validate", path, "--severity", "violation").out


@pytest.mark.parametrize("form", ["json", "turtle", "junit", "sarif"])
def test_validate_writes_reports_for_programs(run: Callable[..., Run], notice: Path, form: str) -> None:
    result = run("validate", notice, "--format", form)
    assert (result.code, result.err) == (0, "")
    if form in {"json", "sarif"}:
        assert json.loads(result.out)


@pytest.mark.parametrize(
    ("option", "allowed"),
    [("--lang", "'zh', 'en'"), ("--format", "'json', 'turtle', 'junit', 'sarif'"), ("--severity", "'warning'")],
)
def test_validate_says_which_values_its_options_take(run: Callable[..., Run], option: str, allowed: str) -> None:
    result = run("validate", option, "fr")
    assert result.code == 2
    assert "'fr' is not one of" in result.err
    assert allowed in result.err


def test_explain_shows_a_place_of_a_published_document_and_of_a_file(
    run: Callable[..., Run], corpus_store: Path, notice: Path
) -> None:
    row = json.loads(run("facts", "--store", corpus_store).out.splitlines()[0])
    result = run("explain", row["doc"], row["start"], "--store", corpus_store)
    assert (result.code, row["subject"] in result.out) == (0, True)
    assert run("explain", notice, "3").code == 0


def test_evaluate_prints_scores(run: Callable[..., Run], corpus_store: Path, tmp_path: Path) -> None:
    line = run("facts", "--store", corpus_store).out.splitlines()[0]
    (tmp_path / f"{json.loads(line)['doc']}.jsonl").write_text(line + "\n", encoding="utf-8")
    result = run("evaluate", "--gold", tmp_path, "--store", corpus_store)
    assert (result.code, json.loads(line)["predicate"] in result.out) == (0, True)


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "ipgraph", *map(str, arguments)]


def test_a_reader_that_leaves_is_no_error(corpus_store: Path) -> None:
    for command in ("dump", "facts"):
        process = subprocess.Popen(
            _command(command, "--store", corpus_store), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_port_in_use_is_refused(run: Callable[..., Run], corpus_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port, "--store", corpus_store)
    assert result.code == 2
    assert result.err == f"ipgraph: port {port} on 127.0.0.1 is in use; choose another with --port\n"


def test_a_host_of_another_machine_is_refused(run: Callable[..., Run], corpus_store: Path) -> None:
    result = run("serve", "--host", "192.0.2.1", "--port", "0", "--store", corpus_store)
    assert (result.code, result.err.startswith("ipgraph: cannot listen on 192.0.2.1")) == (2, True)


def test_what_the_server_writes_leaves_at_once() -> None:
    """Unless it is so, each answer on a kept connection waits 40 ms for the client's acknowledgement of its head."""

    async def accepted_without_delay() -> int:
        found = asyncio.get_running_loop().create_future()
        server = await asyncio.start_server(lambda _, writer: found.set_result(writer), sock=listen("127.0.0.1", 0))
        async with server:
            _, client = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer = await found
            delay_off: int = writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for each in (writer, client):
                each.close()
        return delay_off

    assert asyncio.run(accepted_without_delay()) == 1


def test_serve_answers_and_stops(corpus_store: Path) -> None:
    process = subprocess.Popen(
        _command("serve", "--port", "0", "--store", corpus_store), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        line = next(line for line in process.stderr if line.startswith("ipgraph serves "))
        address = line.split()[2]
        deadline = time.monotonic() + 30
        with urllib.request.urlopen(f"{address}/health", timeout=max(1, deadline - time.monotonic())) as response:
            assert response.status == 200
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode in (0, -15)


def test_ask_lists_the_questions(run: Callable[..., Run]) -> None:
    result = run("ask")

    assert result.code == 0
    assert "participations" in result.out
    assert result.out.index("Cooperation abroad\n") < result.out.index("Laws and rules\n  came_into_force ")
    assert "谁参加了" in run("ask", "--lang", "zh").out


def test_ask_answers_a_question_with_arguments(run: Callable[..., Run], corpus_store: Path) -> None:
    result = run("ask", "participations", "country=美国", "to=2014", "--format", "csv", "--store", corpus_store)

    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert result.code == 0
    assert ("商务部", "lead", "中美知识产权工作组") in {(row["agency"], row["role"], row["mechanism"]) for row in rows}
    assert all(row["quote"] for row in rows)


def test_ask_describes_a_question_and_prints_its_query(run: Callable[..., Run], corpus_store: Path) -> None:
    described = run("ask", "participations", "--describe").out
    assert "country=JURISDICTION" in described
    assert described.endswith("  ipgraph ask participations country=US from=2012 to=2017\n")
    text = run("ask", "participations", "country=US", "--sparql", "--store", corpus_store).out
    assert "VALUES ?country { <https://w3id.org/ipgraph/id/jurisdiction/US> }" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "there is no stored query 'nothing'; there are"),
        (["participations", "country=XX"], "allowed: the id, a name or the IRI of a jurisdiction"),
        (["participations", "from=soon"], "allowed: a whole number from 1800 to 2199"),
        (["participations", "land=US"], "it takes: country, from, to"),
        (["participations", "US"], "allowed: KEY=VALUE"),
    ],
)
def test_ask_refuses_what_it_cannot_bind(
    run: Callable[..., Run], corpus_store: Path, arguments: list[str], said: str
) -> None:
    result = run("ask", *arguments, "--store", corpus_store)

    assert result.code == 2
    assert said in result.err


def test_diff_prints_each_change_with_its_sentence_and_cause(run: Callable[..., Run], tmp_path: Path) -> None:
    notice = tmp_path / "plan.txt"
    notice.write_text("二〇一九年知识产权工作要点\n一、加强知识产权保护。（公安部负责）\n", encoding="utf-8")
    stores = tmp_path / "before", tmp_path / "after"
    run("build", notice, "--store", stores[0])
    notice.write_text(notice.read_text(encoding="utf-8").replace("公安部", "海关总署"), encoding="utf-8")
    run("build", notice, "--store", stores[1])

    text = run("diff", *stores)
    document = json.loads(run("diff", *stores, "--format", "json").out)

    assert text.code == 0
    assert "+ TaskAssignment 海关总署 responsible 1" in text.out
    assert "(tasks." in text.out
    assert "; document)" in text.out
    assert {change["sign"] for change in document["changes"]} == {"added", "removed"}
    assert run("diff", *stores, "--exit-code").code == 1
    assert run("diff", stores[0], stores[0], "--exit-code").code == 0
