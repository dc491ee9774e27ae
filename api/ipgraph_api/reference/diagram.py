"""The diagram of the main classes as SVG: the two that hang together with most stand at the sides, the others between.

Between a side and a card of the middle every line is straight and level, so that its label has a place and nothing
crosses. What hangs together within the middle, or with itself, is written into the card.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from textwrap import wrap

import networkx
from rdflib import RDFS, Graph, URIRef

from ipgraph.rdf.terms import IPG
from ipgraph_api.reference.relations import kinds_of, relation_graph
from ipgraph_api.reference.vocabulary import text_of

_SIDE, _GAP, _MIDDLE = 190, 230, 280
_CARD, _RIGHT = _SIDE + _GAP, _SIDE + 2 * _GAP + _MIDDLE
_LINE, _TITLE, _PADDING, _SPACE, _ARROW = 16, 22, 9, 14, 10
# About as many small letters as fit into a card and on a line between two.
_CARD_CHARS, _SIDE_CHARS, _LABEL_CHARS = 42, 27, 34

Lines = list[tuple[str, str]]


def draw_diagram(ontology: Graph, shapes: Graph) -> str:
    """Return the SVG of the main classes, with links to the anchors of their terms."""
    graph = relation_graph(ontology, shapes)
    left, right, *others = sorted(graph.nodes, key=lambda node: (-graph.degree(node), node))
    top = _height(_labels(graph, left, right))
    body = _arrows(_labels(graph, left, right), _SIDE, _RIGHT, top / 2)
    y = top + _SPACE
    for node in _in_order(graph, others):
        lines = [*_kinds(ontology, node, _CARD_CHARS), *_inner(graph, node, others, _CARD_CHARS)]
        before, behind = _labels(graph, left, node), _labels(graph, node, right)
        height = max(_TITLE + len(lines) * _LINE + _PADDING, _height(before), _height(behind))
        body += _card(ontology, node, (_CARD, y, _MIDDLE, height), lines)
        body += _arrows(before, _SIDE, _CARD, y + height / 2)
        body += _arrows(behind, _CARD + _MIDDLE, _RIGHT, y + height / 2)
        y += height + _SPACE
    for node, x in ((left, 0), (right, _RIGHT)):
        lines = [*_kinds(ontology, node, _SIDE_CHARS), *_inner(graph, node, [node], _SIDE_CHARS)]
        y = max(y, _TITLE + (len(lines) + 1) * _LINE)
        body += _card(ontology, node, (x, 0, _SIDE, y), lines)
    box = f"-2 -2 {_RIGHT + _SIDE + 4} {y + 4:g}"
    title = "main classes and their relations"
    return f'<svg viewBox="{box}" role="img" aria-label="{title}">\n' + "\n".join(body) + "\n</svg>"


def _in_order(graph: networkx.MultiDiGraph, nodes: Iterable[URIRef]) -> list[URIRef]:
    """Return the nodes with those together that hang together, the largest group first."""
    groups = networkx.connected_components(graph.to_undirected().subgraph(nodes))
    ordered: list[URIRef] = []
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        first = min(group, key=lambda node: (-graph.degree(node), node))
        within = networkx.Graph(graph.to_undirected().subgraph(group))
        ordered += [first, *(node for _, node in networkx.bfs_edges(within, first, sort_neighbors=sorted))]
    return ordered


def _labels(graph: networkx.MultiDiGraph, one: URIRef, other: URIRef) -> list[list[str]]:
    """Return the names of the properties from one class to another and from that to the first, each in lines."""
    found = [graph.get_edge_data(*pair, default={}) for pair in ((one, other), (other, one))]
    return [wrap(", ".join(sorted(map(_name, properties))), _LABEL_CHARS) for properties in found]


def _height(labels: list[list[str]]) -> float:
    return sum(len(lines) * _LINE + _ARROW for lines in labels if lines)


def _arrows(labels: list[list[str]], start: float, end: float, middle: float) -> list[str]:
    """Return an arrow to the right and one to the left, as far as there are labels to stand above them."""
    y = middle - _height(labels) / 2
    drawn: list[str] = []
    for lines, (tail, head, step) in zip(labels, ((start, end, 7), (end, start, -7)), strict=True):
        for text in lines:
            y += _LINE
            drawn.append(f'<text class="edge" x="{(start + end) / 2:g}" y="{y - 4:g}">{escape(text)}</text>')
        if lines:
            tip = f"M{head - step} {y - 4:g}L{head} {y:g}L{head - step} {y + 4:g}"
            drawn.append(f'<path d="M{tail} {y:g}H{head}{tip}"/>')
            y += _ARROW
    return drawn


def _card(ontology: Graph, node: URIRef, box: tuple[float, float, float, float], lines: Lines) -> list[str]:
    """Return a box with the class's name in both languages and the lines below."""
    x, y, width, height = box
    chinese = text_of(ontology, node, RDFS.label).zh
    title = f'<tspan class="name">{escape(_name(node))}</tspan> <tspan class="zh">{escape(chinese)}</tspan>'
    shown = f'<text x="{x + _PADDING}" y="{y + _TITLE:g}">{title}</text>'
    link = f'<a href="#{escape(_name(node))}">{shown}</a>' if node.startswith(IPG) else shown
    drawn = [f'<rect x="{x}" y="{y:g}" width="{width}" height="{height:g}" rx="6"/>', link]
    for place, (kind, text) in enumerate(lines, start=1):
        at = f'x="{x + _PADDING}" y="{y + _TITLE + place * _LINE:g}"'
        drawn.append(f'<text class="{kind}" {at}>{escape(text)}</text>')
    return drawn


def _kinds(ontology: Graph, node: URIRef, chars: int) -> Lines:
    """Return the lines that list the kinds of a class; one that has kinds itself begins a line of its own."""
    kinds = {kind: kinds_of(ontology, kind) for kind in kinds_of(ontology, node)}
    texts = [", ".join(_name(kind) for kind, below in kinds.items() if not below)]
    texts += [f"{_name(kind)}: {', '.join(map(_name, below))}" for kind, below in kinds.items() if below]
    return [("kinds", line) for text in texts for line in wrap(text, chars)]


def _inner(graph: networkx.MultiDiGraph, node: URIRef, heads: Sequence[URIRef], chars: int) -> Lines:
    """Return the lines for how a class hangs together with those of `heads`, to which no arrow is drawn."""
    edges = sorted((_name(key), _name(head)) for _, head, key in graph.out_edges(node, keys=True) if head in heads)
    texts = [f"{name} → {head}" for name, head in edges]
    return [("inner", line) for text in texts for line in wrap(text, chars)]


def _name(node: URIRef) -> str:
    return re.split("[#/]", node)[-1]
