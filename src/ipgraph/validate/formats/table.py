"""Reports as a table for people."""

import io
import os
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ipgraph.validate.checked import Checked, count
from ipgraph.validate.formats.words import WORDS, quoted
from ipgraph.validate.report import Severity, ShapeResult
from ipgraph.validate.rules import Rules

_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def to_table(checked: Sequence[Checked], rules: Rules, lang: str, width: int = 120, colour: bool = False) -> str:
    """Return one table for each thing that was checked, and the totals.

    Args:
        checked: what was checked.
        rules: what the shapes say of themselves.
        lang: `zh` or `en`.
        width: of the terminal, in columns.
        colour: whether the terminal shows colours.

    """
    words = WORDS[lang]
    output = io.StringIO()
    console = Console(
        file=output,
        width=width,
        markup=False,
        highlight=False,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        _environ={},
    )
    for each in checked:
        outcome = words["conforms"] if each.report.conforms else words["fails"]
        colon = words["colon"]
        console.print(
            f"{each.name}{colon}{outcome}" if each.failure is None else f"{words['failed']}{colon}{each.failure}"
        )
        if each.report.results:
            console.print(_table(each.report.results, rules, lang))
    numbers = count(checked)
    console.print(
        words["totals"].format(
            checked=sum(each.failure is None for each in checked),
            failed=sum(each.failure is not None for each in checked),
            violations=numbers[Severity.VIOLATION],
            warnings=numbers[Severity.WARNING],
            infos=numbers[Severity.INFO],
        )
    )
    # Cells are filled up with blanks to the width of the table.
    return "".join(f"{line.rstrip()}\n" for line in output.getvalue().splitlines())


def terminal_width() -> int:
    """Return the width of the terminal, or what suits a file where there is none."""
    try:
        return max(os.get_terminal_size().columns, 80)
    except OSError:
        return 120


def _table(results: Sequence[ShapeResult], rules: Rules, lang: str) -> Table:
    words = WORDS[lang]
    table = Table(box=box.SIMPLE_HEAD, show_lines=True, pad_edge=False, expand=True)
    table.add_column(words["severity"], no_wrap=True)
    table.add_column(words["thing"], ratio=5, overflow="fold")
    table.add_column(words["rule"], ratio=4, overflow="fold")
    table.add_column(words["finding"], ratio=10, overflow="fold")
    for result in results:
        rule = rules.get(result.shape)
        sentences = [f"{words['source']}{words['colon']}{quoted(each)}" for each in result.sentences]
        advice = [f"{words['advice']}{words['colon']}{rule.advice_in(lang)}"] if rule.advice_in(lang) else []
        table.add_row(
            Text(words[result.severity], style=_STYLES[result.severity]),
            f"{result.label_in(lang)}\n{result.focus}" if result.label else result.focus,
            f"{rule.name_in(lang)}\n{rule.id}",
            "\n".join([result.message(lang), *sentences, *advice]),
        )
    return table
