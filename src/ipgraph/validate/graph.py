"""Triples in memory, a column a predicate: what shapes are read from and run on."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import BNode, Graph

from ipgraph.errors import ShapeError
from ipgraph.rdf.interchange import from_rdflib
from ipgraph.rdf.parts import language_of, text_of
from ipgraph.rdf.terms import RDF, RDFS, XSD
from ipgraph.validate.terms import sh

TYPE = f"<{RDF}type>"
SUBCLASS = f"<{RDFS}subClassOf>"
FIRST, REST, NIL = (f"<{RDF}{name}>" for name in ("first", "rest", "nil"))
TRUE = f'"true"^^<{XSD}boolean>'

Triple = tuple[str, str, str]
Column = Mapping[str, Collection[str]]


class TermGraph:
    """Triples of N-Quads-encoded terms, each once, whatever graph they stand in.

    A column is looked up with a hash, and a set of values compared with another at once: this is what makes checking
    quick. It costs about 350 bytes a triple, so a large release is read with the predicates alone that shapes name.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, value in triples:
            pairs[predicate].append((subject, value))
        self._pairs = dict(pairs)
        self._columns: dict[str, Column] = {}
        self._inverse: dict[str, dict[str, list[str]]] = {}
        self._instances: dict[str, frozenset[str]] = {}

    @property
    def predicates(self) -> Collection[str]:
        """The predicates that occur."""
        return self._pairs.keys()

    def triples(self, predicates: Iterable[str]) -> Iterator[Triple]:
        """Yield the triples with one of several predicates, some of them twice."""
        for predicate in predicates:
            yield from ((subject, predicate, value) for subject, value in self._pairs.get(predicate, ()))

    def column(self, predicate: str) -> Column:
        """Return the values of a predicate by subject; a subject without values is no key."""
        found = self._columns.get(predicate)
        if found is None:
            found = self._columns[predicate] = _column(self._pairs.get(predicate, ()))
        return found

    def inverse(self, predicate: str) -> Column:
        """Return the subjects of a predicate by value."""
        found = self._inverse.get(predicate)
        if found is None:
            found = self._inverse[predicate] = {}
            for subject, values in self.column(predicate).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
        return found

    def values(self, subject: str, predicate: str) -> Collection[str]:
        """Return the values of one subject."""
        return self.column(predicate).get(subject, ())

    def subjects(self, predicate: str, value: str) -> Collection[str]:
        """Return the subjects that have one value."""
        return self.inverse(predicate).get(value, ())

    def value(self, subject: str, predicate: str) -> str | None:
        """Return the first value of one subject, if it has any."""
        return next(iter(self.values(subject, predicate)), None)

    def items(self, head: str) -> list[str]:
        """Return the members of an RDF list.

        Raises:
            ShapeError: it is no list, or it has no end.

        """
        members: list[str] = []
        seen = set()
        while head != NIL:
            first, rest = self.value(head, FIRST), self.value(head, REST)
            if first is None or rest is None or head in seen:
                raise ShapeError(f"the shapes cannot be run: {head} is not an RDF list")
            seen.add(head)
            members.append(first)
            head = rest
        return members

    def subclasses(self, name: str) -> set[str]:
        """Return a class with all classes below it."""
        below = self.inverse(SUBCLASS)
        found, left = {name}, [name]
        while left:
            new = [each for each in below.get(left.pop(), ()) if each not in found]
            found.update(new)
            left += new
        return found

    def instances(self, name: str) -> frozenset[str]:
        """Return what is of a class or of one below it."""
        found = self._instances.get(name)
        if found is None:
            typed = self.inverse(TYPE)
            found = frozenset().union(*[typed.get(each, ()) for each in self.subclasses(name)])
            self._instances[name] = found
        return found


def _column(pairs: Collection[tuple[str, str]]) -> Column:
    """Return the values by subject, each once."""
    single = {subject: (value,) for subject, value in pairs}
    if len(single) == len(pairs):
        return single
    column: dict[str, list[str]] = {}
    for subject, value in pairs:
        column.setdefault(subject, []).append(value)
    return {subject: values if len(values) == 1 else tuple(dict.fromkeys(values)) for subject, values in column.items()}


def rdflib_triples(graph: Graph) -> Iterator[Triple]:
    """Yield the triples of an rdflib graph, in order; a blank node keeps its label."""
    for triple in sorted(graph):
        subject, predicate, value = (f"_:{node}" if isinstance(node, BNode) else from_rdflib(node) for node in triple)
        yield subject, predicate, value


def dump_triples(path: Path, only: Container[str] | None = None) -> Iterator[Triple]:
    """Yield the triples of a canonical dump (N-Quads), or those with a predicate in `only`."""
    # Decoded one by one: most lines are ASCII, and a text that has one Chinese character takes twice the memory.
    with path.open("rb") as lines:
        last = ""
        graphs = set()
        for line in lines:
            subject, predicate, rest = line.decode().split(" ", 2)
            if only is None or predicate in only:
                # Lines are sorted, and one string for the lines of a subject takes less memory and is hashed once.
                if subject == last:
                    subject = last
                else:
                    last = subject
                value, _, graph = rest[:-3].rpartition(" ")
                if graph not in graphs or not value:
                    # As in `split_nquads`: what is no graph is the end of a value.
                    if value and graph[0] in "<_" and '"' not in graph:
                        graphs.add(graph)
                    else:
                        value = rest[:-3]
                yield subject, predicate, value


def messages_of(shapes: TermGraph, node: str) -> dict[str, str]:
    """Return the messages of a node of a shapes graph by language, `""` where a message has none."""
    return {language_of(message): text_of(message) for message in shapes.values(node, sh("message"))}
