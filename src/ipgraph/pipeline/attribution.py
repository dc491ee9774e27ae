"""Finds the documents that account for what the shapes found in the graph of all of them together."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from ipgraph.rdf.mint import Minter
from ipgraph.rdf.parts import is_iri
from ipgraph.rdf.terms import PROV, Quad, ipg, split_nquads
from ipgraph.validate import ShapeReport, ShapeResult

# What is derived points to what it comes from by these.
_SOURCES = frozenset({f"<{PROV}wasInfluencedBy>", ipg("announcedBy"), ipg("disagreeing")})


@dataclass(frozen=True)
class Attribution:
    """The results of a check by the document that accounts for them, and those that are on no document's account."""

    by_document: Mapping[str, ShapeReport]
    rest: ShapeReport


def attribute(report: ShapeReport, dump: Path, doc_ids: Collection[str], minter: Minter) -> Attribution:
    """Return whose results are whose.

    A focus node is on the account of the documents whose graphs describe it. What only the graph of shared things
    describes is on the account of the documents that refer to it, and what is derived, on that of the one document that
    all of its sources stand in. Where the focus node is on nobody's, as a body of the authority is, the value counts: a
    deed of that body is its document's.
    """
    if not report.results:
        return Attribution({}, report)
    accounts = _Accounts(dump, {minter.document_graph(doc_id): doc_id for doc_id in doc_ids}, minter)
    documents = accounts.of({node for result in report.results for node in _nodes(result)})
    found: defaultdict[str, list[ShapeResult]] = defaultdict(list)
    rest = []
    for result in report.results:
        accountable = next((documents[node] for node in _nodes(result) if documents[node]), ())
        for doc_id in accountable:
            found[doc_id].append(result)
        if not accountable:
            rest.append(result)
    return Attribution({doc_id: ShapeReport.of(found[doc_id]) for doc_id in sorted(found)}, ShapeReport.of(rest))


def _nodes(result: ShapeResult) -> tuple[str, ...]:
    """Return the focus node of a result, and its value where that is a node, too."""
    return (result.focus,) if result.value is None or not is_iri(result.value) else (result.focus, result.value)


@dataclass(frozen=True)
class _Accounts:
    """The dump of a graph, and the documents by the names of their graphs."""

    dump: Path
    documents: Mapping[str, str]
    minter: Minter

    def of(self, nodes: AbstractSet[str]) -> Mapping[str, AbstractSet[str]]:
        """Return the documents that account for each node."""
        own, referring, sources = self._scan(nodes)
        origins = self._scan({source for node in nodes for source in sources[node]})[0]
        return {node: self._of(own[node], referring[node], [origins[each] for each in sources[node]]) for node in nodes}

    def _of(
        self, own: AbstractSet[str], referring: AbstractSet[str], origins: Collection[AbstractSet[str]]
    ) -> AbstractSet[str]:
        described = {self.documents[graph] for graph in own if graph in self.documents}
        if described:
            return described
        if self.minter.things_graph() in own:
            return {self.documents[graph] for graph in referring if graph in self.documents}
        if own == {self.minter.derived_graph()}:
            # What is derived of the sources themselves, such as their superclasses, is on no account.
            graphs = set().union(*origins) & self.documents.keys()
            return {self.documents[graph] for graph in graphs if len(graphs) == 1}
        return frozenset()

    def _scan(self, nodes: AbstractSet[str]) -> tuple[Mapping[str, set[str]], ...]:
        """Return by node the graphs that describe it, the graphs that refer to it, and what it is derived from."""
        own, referring, sources = (defaultdict[str, set[str]](set) for _ in range(3))
        for subject, predicate, value, graph in self._quads() if nodes else ():
            if subject in nodes:
                own[subject].add(graph)
                if predicate in _SOURCES:
                    sources[subject].add(value)
            if value in nodes:
                referring[value].add(graph)
        return own, referring, sources

    def _quads(self) -> Iterator[Quad]:
        with self.dump.open(encoding="utf-8") as lines:
            yield from map(split_nquads, lines)
