"""The cases of the W3C SPARQL test suite, read from its manifests.

The suite lies beside the checkout, in ../shared, and is not part of the project.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from sparql_suite.matching import Term, text_of

SUITE = Path(__file__).parents[4] / "shared/w3c/rdf-tests/sparql"
HOME = "https://w3c.github.io/rdf-tests/sparql/"
# The parts that other tests speak for, since they ask with more than a query and its data.
_OTHERS = frozenset({"ProtocolTest", "GraphStoreProtocolTest", "ServiceDescriptionTest"})
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QUERY = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_UPDATE = "http://www.w3.org/2009/sparql/tests/test-update#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_FEDERATION = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery")
_REGIME = "http://www.w3.org/ns/sparql-service-description#entailmentRegime"


@dataclass(frozen=True, slots=True)
class Data:
    """The files of a dataset: those of the default graph, and the named graphs as pairs of a name and a file."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A test of the suite.

    `name` is its version, folder and entry; `kind` its class without namespace; `text` the file with the query or
    update; `result` the file with a query's result; `after` the dataset that an update leaves behind; `needs` what
    the test supposes beyond the query language, or nothing; with `lax`, rows may come less often than in the result.
    """

    name: str
    kind: str
    text: Path
    data: Data = Data()
    result: Path | None = None
    after: Data = Data()
    needs: str = ""
    lax: bool = False

    @property
    def is_update(self) -> bool:
        return "Update" in self.kind or self.text.suffix == ".ru"

    @property
    def is_syntax(self) -> bool:
        return "Syntax" in self.kind

    @property
    def is_negative(self) -> bool:
        return self.kind.startswith("Negative")


def file_iri(path: Path) -> str:
    """Return the address at which a file of the suite is published: its base, and its name as a graph."""
    return HOME + path.relative_to(SUITE).as_posix()


def read_cases() -> Iterator[Case]:
    """Yield the cases of all manifests but those of the protocols, in their order."""
    for path in sorted(SUITE.glob("*/*/manifest.ttl")):
        manifest = _Manifest(path)
        yield from (case for case in manifest.cases() if case.kind not in _OTHERS)


class _Manifest:
    """The statements of one manifest file."""

    def __init__(self, path: Path) -> None:
        self._folder = f"{path.parent.parent.name}/{path.parent.name}"
        self._objects: defaultdict[tuple[Term, str], list[Term]] = defaultdict(list)
        self._lists: list[Term] = []
        for each in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=file_iri(path)):
            self._objects[each.subject, each.predicate.value].append(each.object)
            if each.predicate.value == f"{_MANIFEST}entries":
                self._lists.append(each.object)

    def cases(self) -> Iterator[Case]:
        for entries in self._lists:
            yield from map(self._case, self._items(entries))

    def _case(self, entry: Term) -> Case:
        kind = text_of(self._value(entry, f"{_RDF}type")).rpartition("#")[2]
        name = f"{self._folder}/{text_of(entry).rpartition('#')[2]}"
        action = next(iter(self._objects[entry, f"{_MANIFEST}action"]), None)
        if kind in _OTHERS or action is None:
            return Case(name, kind, SUITE)
        if isinstance(action, ox.NamedNode):
            return Case(name, kind, _to_file(action))
        result = self._value(entry, f"{_MANIFEST}result")
        if kind == "UpdateEvaluationTest":
            text = _to_file(self._value(action, f"{_UPDATE}request"))
            return Case(name, kind, text, self._data(action, _UPDATE), after=self._data(result, _UPDATE))
        text = _to_file(self._value(action, f"{_QUERY}query"))
        lax = bool(self._objects[entry, f"{_MANIFEST}resultCardinality"])
        needs = self._needs(entry, action)
        return Case(name, kind, text, self._data(action, _QUERY), _to_file(result), needs=needs, lax=lax)

    def _needs(self, entry: Term, action: Term) -> str:
        if self._objects[action, _REGIME]:
            return "entailment"
        return "endpoints" if _FEDERATION in self._objects[entry, f"{_MANIFEST}feature"] else ""

    def _data(self, node: Term, terms: str) -> Data:
        named = []
        for graph in self._objects[node, f"{terms}graphData"]:
            if isinstance(graph, ox.NamedNode):
                named.append((graph.value, _to_file(graph)))
            else:
                named.append((text_of(self._value(graph, _LABEL)), _to_file(self._value(graph, f"{terms}graph"))))
        return Data(tuple(map(_to_file, self._objects[node, f"{terms}data"])), tuple(named))

    def _value(self, subject: Term, predicate: str) -> Term:
        (value,) = self._objects[subject, predicate]
        return value

    def _items(self, head: Term) -> Iterator[Term]:
        while head != ox.NamedNode(f"{_RDF}nil"):
            yield self._value(head, f"{_RDF}first")
            head = self._value(head, f"{_RDF}rest")


def _to_file(node: Term) -> Path:
    """Return the file of the suite that an IRI of its manifests means."""
    return SUITE / text_of(node).removeprefix(HOME)
