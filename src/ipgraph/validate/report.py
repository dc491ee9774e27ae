"""What a check found: results with focus node, shape, messages and sentences, as text and as a SHACL report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from ipgraph.rdf.terms import iri, literal

LANGUAGES = ("en", "zh")

_WORDS = {
    "zh": {
        "conforms": "符合全部形状。",
        "fails": "不符合形状：",
        "focus": "节点",
        "path": "路径",
        "value": "值",
        "shape": "形状",
        "quote": "原文",
        "Violation": "违例",
        "Warning": "警告",
        "Info": "提示",
    },
    "en": {
        "conforms": "Conforms to all shapes.",
        "fails": "Does not conform to the shapes:",
        "focus": "focus",
        "path": "path",
        "value": "value",
        "shape": "shape",
        "quote": "source",
        "Violation": "violation",
        "Warning": "warning",
        "Info": "info",
    },
}


class Severity(StrEnum):
    """How bad a result is; the value is the local name of the SHACL severity. Only a violation forbids publication."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A quote and where it stands: document, start and end (half-open, code points of the source), where known."""

    doc_id: str
    start: int | None
    end: int | None
    quote: str

    @property
    def place(self) -> str:
        """The range as `start:end`."""
        return f"{'' if self.start is None else self.start}:{'' if self.end is None else self.end}"


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One thing that a shape found wrong.

    `focus` and `value` are terms as Turtle writes them, `path` is a property path in Turtle, `shape` and `component`
    are the IRIs of the shape and of the constraint component. `messages` holds the message by language, `""` for one
    without, `label` what the focus node is called. `sentences` are those behind the focus node and, where it comes in,
    the value; `source_quote` is the first of them. They are empty where nothing leads to evidence.
    """

    focus: str
    path: str | None
    value: str | None
    severity: Severity
    shape: str
    messages: dict[str, str]
    source_quote: str | None = None
    component: str = ""
    label: dict[str, str] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()

    def sort_key(self) -> tuple[str, ...]:
        """Return what results are ordered by, and told apart: focus, shape, path, value, component, message."""
        return self.focus, self.shape, self.path or "", self.value or "", self.component, self.message("en")

    def message(self, lang: str) -> str:
        """Return the message in a language, or in English or without one where the shape has none in it."""
        return self.messages.get(lang) or self.messages.get("en") or self.messages.get("", "")

    def label_in(self, lang: str) -> str:
        """Return what the focus node is called in a language, else in any, else the node itself."""
        return self.label.get(lang) or next(iter(self.label.values()), self.focus)


@dataclass(frozen=True, slots=True)
class ShapeReport:
    """The outcome of a check: `conforms` unless one of the `results` is a violation."""

    conforms: bool
    results: tuple[ShapeResult, ...] = ()

    @classmethod
    def of(cls, results: Iterable[ShapeResult]) -> Self:
        """Return the report of these results, in their order, each once."""
        distinct = {result.sort_key(): result for result in results}
        ordered = tuple(result for _, result in sorted(distinct.items()))
        return cls(all(result.severity is not Severity.VIOLATION for result in ordered), ordered)

    def merged(self, other: "ShapeReport") -> "ShapeReport":
        """Return one report of the results of both."""
        return ShapeReport.of((*self.results, *other.results))

    def as_text(self, lang: str = "en") -> str:
        """Return the report for people: each result with its message, node, shape and sentence.

        Args:
            lang: `zh` or `en`.

        Raises:
            ValueError: there are no words in `lang`.

        """
        if lang not in _WORDS:
            raise ValueError(f"no report in language {lang!r}; allowed are {', '.join(sorted(_WORDS))}")
        words = _WORDS[lang]
        lines = [words["conforms"] if self.conforms else words["fails"]]
        for result in self.results:
            lines.append(f"[{words[result.severity]}] {result.message(lang)}")
            details = {"focus": result.focus, "path": result.path, "value": result.value, "shape": f"<{result.shape}>"}
            details["quote"] = result.source_quote
            lines += [f"    {words[name]}: {text}" for name, text in details.items() if text]
        return "\n".join(lines) + "\n"

    def as_turtle(self) -> str:
        """Return the report in SHACL's own vocabulary, the same bytes for the same results.

        There `sh:conforms` has the standard's meaning: it is false as soon as there is any result, a warning, too.
        """
        results = "".join(_result_turtle(result) for result in self.results)
        outcome = f"[] a sh:ValidationReport ;\n    sh:conforms {str(not self.results).lower()}"
        return f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n{outcome}{results} .\n"


def _result_turtle(result: ShapeResult) -> str:
    properties = [
        "a sh:ValidationResult",
        f"sh:resultSeverity sh:{result.severity}",
        f"sh:focusNode {result.focus}",
        f"sh:sourceShape {iri(result.shape)}",
    ]
    if result.component:
        properties.append(f"sh:sourceConstraintComponent {iri(result.component)}")
    if result.path is not None:
        properties.append(f"sh:resultPath {result.path}")
    if result.value is not None:
        properties.append(f"sh:value {result.value}")
    properties += [f"sh:resultMessage {literal(text, lang or None)}" for lang, text in sorted(result.messages.items())]
    body = " ;\n        ".join(properties)
    return f" ;\n    sh:result [\n        {body}\n    ]"
