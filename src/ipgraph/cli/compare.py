"""`ipgraph diff`: what changed from one release to another."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ipgraph.cli.options import StoreOption, read_settings
from ipgraph.cli.output import text_output

if TYPE_CHECKING:
    from ipgraph.diff import Change, Comparison

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


class DiffFormat(StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    JSON = "json"


def diff(
    before: Annotated[
        str, typer.Argument(help="A store (directory or address), the folder of a release, or the beginning of its id.")
    ],
    after: Annotated[str, typer.Argument(help="Likewise.")],
    diff_format: Annotated[DiffFormat, typer.Option("--format", help="Form of the comparison.")] = DiffFormat.TEXT,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 1 where they differ.")] = False,
    store: StoreOption = None,
) -> None:
    r"""Show which statements came (+), went (-) and changed (~) from one release to another, by document, and why.

    The cause is the document (its text is new, gone or another one), the authority (the entry of a thing that the
    statement names) or the rules (the way from text to quads).

    \b
    Examples:
      ipgraph diff 729905f7 8515b818
      ipgraph diff /tmp/old-store data/build --format json
      ipgraph diff http://127.0.0.1:7878/query data/build
    """
    from ipgraph.diff import compare
    from ipgraph.store.opening import open_named

    settings = read_settings(store)
    with open_named(before, settings) as old, open_named(after, settings) as new:
        comparison = compare(old, new)
    with text_output() as output:
        output.write(_as_json(comparison) if diff_format is DiffFormat.JSON else _as_text(comparison))
    if exit_code and not comparison.same:
        raise typer.Exit(1)


def _as_text(comparison: "Comparison") -> str:
    """Return the comparison for people."""
    counts = {name: sum(change.sign == name for change in comparison.changes) for name in _MARKS}
    numbers = ", ".join(f"{count} {name}" for name, count in counts.items())
    lines = [f"{comparison.before} → {comparison.after}: statements: {numbers}"]
    lines.append(f"made by other {', '.join(comparison.made_by)}" if comparison.made_by else "made by the same program")
    previous = None
    for change in comparison.changes:
        if change.doc_id != previous:
            lines.append(change.doc_id)
            previous = change.doc_id
        lines.append(_change_line(change))
    lines += [f"{graph}: -{removed} +{added} other lines" for graph, (removed, added) in comparison.other_lines.items()]
    return "\n".join(lines) + "\n"


def _change_line(change: "Change") -> str:
    statement = change.statement
    place = f"{statement.start}:{statement.end}"
    mark = _MARKS[change.sign]
    return f"  {mark} {statement.summary}  [{place}] “{statement.quote}”  ({statement.rule}; {change.cause})"


def _as_json(comparison: "Comparison") -> str:
    """Return the comparison for programs."""
    document = asdict(comparison)
    for change in document["changes"]:
        change["statement"]["things"] = sorted(change["statement"]["things"])
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
