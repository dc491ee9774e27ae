"""The documentation says what is so: links lead somewhere, tables name every setting and option, answers are real."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup, TyperOption

from ipgraph.cli.app import app as cli
from ipgraph.settings import Settings
from ipgraph.store.embedded import open_release
from ipgraph.store.queries import load_questions
from ipgraph_api.app import create_app

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "LICENSES").glob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def read(*parts: str) -> str:
    """Return the text of a file of the checkout."""
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings get."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def table_cells(text: str) -> Iterator[list[str]]:
    """Yield the cells of every table row of a page."""
    for line in text.splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def sparql_blocks(text: str) -> list[str]:
    """Return the queries that a page shows."""
    return re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        place, _, anchor = target.partition("#")
        linked = (page.parent / place).resolve() if place else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_every_page_of_the_documentation_is_looked_at() -> None:
    assert len(PAGES) >= 20


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=[page.stem for page in DECISIONS])
def test_a_decision_has_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = re.search(r"\A# ipgraph\n\n```sh\n(.+?)\n(.+?)\n```", read("README.md"))
    assert opening is not None
    assert [line.split("#")[0].strip() for line in opening.groups()] == ["make serve", "make test"]


def test_the_readme_shows_the_real_answer_to_its_question(corpus_store: Path) -> None:
    readme = read("README.md")
    (query,) = sparql_blocks(readme)
    shown = readme.partition("<!-- answer: begin -->")[2].partition("<!-- answer: end -->")[0]
    expected = [
        [str(row[name]) for name in ("agency", "role", "sentence")] for row in open_release(corpus_store).select(query)
    ]
    assert expected
    assert [
        cells for cells in table_cells(shown) if cells[0] != "agency" and not cells[0].startswith("---")
    ] == expected


def test_the_queries_of_the_tutorial_have_answers(corpus_store: Path) -> None:
    queries = sparql_blocks(read("docs", "tutorial", "first-graph.md"))
    assert len(queries) == 2
    for query in queries:
        assert list(open_release(corpus_store).select(query))


def test_every_setting_is_documented_with_its_default() -> None:
    rows = {cells[0].strip("`"): cells[1].strip("`") for cells in table_cells(read("docs", "reference", "settings.md"))}
    documented = {name: default for name, default in rows.items() if name.startswith("IPGRAPH_")}
    fields = Settings.model_fields
    assert documented == {f"IPGRAPH_{name.upper()}": str(field.default) for name, field in fields.items()}


def test_every_address_is_documented_with_its_methods() -> None:
    rows = list(table_cells(read("docs", "reference", "http.md")))
    documented = {cells[0].strip("`"): set(cells[1].split(", ")) for cells in rows if cells[0].startswith("`/")}
    served: dict[str, set[str]] = {}
    for path, operations in create_app(Settings()).openapi()["paths"].items():
        served[path] = {method.upper() for method in operations}
    assert served
    assert {path: documented.get(path) for path in served} == served


def test_every_question_is_listed_with_its_title_and_parameters() -> None:
    questions = load_questions()
    rows = {cells[0].strip("`"): cells[1:] for cells in table_cells(read("docs", "how-to", "ask-a-question.md"))}
    listed = {name: rows[name] for name in rows if name in questions}

    assert listed == {
        name: [question.title["en"], ", ".join(f"`{parameter}`" for parameter in question.parameters) or "—"]
        for name, question in questions.items()
    }


def test_each_competency_question_names_stored_questions() -> None:
    rows = [
        cells for cells in table_cells(read("docs", "how-to", "ask-a-question.md")) if re.match(r"\d+\. ", cells[0])
    ]

    assert [int(cells[0].partition(".")[0]) for cells in rows] == list(range(1, 11))
    for cells in rows:
        assert set(re.findall(r"`(\w+)`", cells[1])) <= load_questions().keys()


def commands() -> TyperGroup:
    """Return the command line as Typer sees it."""
    group = typer.main.get_command(cli)
    assert isinstance(group, TyperGroup)
    return group


@pytest.mark.parametrize("name", sorted(commands().commands))
def test_every_command_is_documented_with_its_options(name: str) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", read("docs", "reference", "cli.md"), re.MULTILINE | re.DOTALL)
    assert section is not None
    for parameter in commands().commands[name].params:
        if isinstance(parameter, TyperOption):
            assert f"`{parameter.opts[0]}" in section.group(1)


def test_every_promised_command_exists() -> None:
    promised = {"build", "validate", "query", "facts", "explain", "evaluate", "dump", "serve"}
    assert promised <= set(commands().commands)
