"""From the parameters that a shape states to its constraints; a component of SHACL Core a line."""

from collections.abc import Callable, Mapping

from ipgraph.errors import ShapeError
from ipgraph.rdf.parts import is_iri, text_of
from ipgraph.validate.constraints import counts, logic, pairs, values
from ipgraph.validate.constraints.base import Constraint, component_iri
from ipgraph.validate.constraints.closed import Closed
from ipgraph.validate.constraints.datatype import OfDatatype
from ipgraph.validate.graph import TRUE, TermGraph
from ipgraph.validate.terms import SH, sh

# A parameter's value to its constraint, where the value alone says it.
_SIMPLE: Mapping[str, Callable[[str], Constraint]] = {
    "class": values.OfClass,
    "datatype": OfDatatype,
    "nodeKind": lambda value: values.OfNodeKind(_marks(value)),
    "minExclusive": lambda value: values.InRange(component_iri("MinExclusive"), ">", value),
    "minInclusive": lambda value: values.InRange(component_iri("MinInclusive"), ">=", value),
    "maxExclusive": lambda value: values.InRange(component_iri("MaxExclusive"), "<", value),
    "maxInclusive": lambda value: values.InRange(component_iri("MaxInclusive"), "<=", value),
    "minLength": lambda value: values.OfLength(component_iri("MinLength"), least=_count(value)),
    "maxLength": lambda value: values.OfLength(component_iri("MaxLength"), most=_count(value)),
    "minCount": lambda value: counts.MinCount(_count(value)),
    "maxCount": lambda value: counts.MaxCount(_count(value)),
    "hasValue": counts.HasValue,
    "equals": pairs.Equals,
    "disjoint": pairs.Disjoint,
    "lessThan": lambda value: pairs.Less(value, component_iri("LessThan"), "<"),
    "lessThanOrEquals": lambda value: pairs.Less(value, component_iri("LessThanOrEquals"), "<="),
    "not": lambda value: logic.Not((value,)),
    "node": lambda value: logic.And((value,), component_iri("Node")),
    "property": lambda value: logic.PropertyShape((value,)),
}

# The same for parameters whose value is a list.
_LISTS: Mapping[str, Callable[[list[str]], Constraint]] = {
    "in": lambda members: values.OneOf(frozenset(members)),
    "languageIn": lambda members: values.OfLanguage(tuple(text_of(tag).lower() for tag in members)),
    "and": lambda members: logic.And(tuple(members), component_iri("And")),
    "or": lambda members: logic.Or(tuple(members)),
    "xone": lambda members: logic.Xone(tuple(members)),
}


def parse_constraints(shapes: TermGraph, shape: str) -> list[Constraint]:
    """Return the constraints of SHACL Core that a shape states.

    Raises:
        ShapeError: a parameter has a value that it cannot have.

    """
    found: list[Constraint] = []
    for name, simple in _SIMPLE.items():
        found += [simple(value) for value in shapes.values(shape, sh(name))]
    for name, of_list in _LISTS.items():
        found += [of_list(shapes.items(head)) for head in shapes.values(shape, sh(name))]
    flags = shapes.value(shape, sh("flags")) or '""'
    found += [values.OfPattern(pattern, flags) for pattern in shapes.values(shape, sh("pattern"))]
    if TRUE in shapes.values(shape, sh("uniqueLang")):
        found.append(counts.UniqueLanguage())
    if TRUE in shapes.values(shape, sh("closed")):
        found.append(_closed(shapes, shape))
    return found + _qualified(shapes, shape)


def _closed(shapes: TermGraph, shape: str) -> Closed:
    """Return the constraint to the properties that a shape speaks of or says to ignore."""
    ignored = [each for head in shapes.values(shape, sh("ignoredProperties")) for each in shapes.items(head)]
    paths = [path for each in shapes.values(shape, sh("property")) for path in shapes.values(each, sh("path"))]
    return Closed(frozenset([*ignored, *filter(is_iri, paths)]))


def _qualified(shapes: TermGraph, shape: str) -> list[Constraint]:
    """Return the constraints on how many values conform to a shape."""
    found: list[Constraint] = []
    for inner in shapes.values(shape, sh("qualifiedValueShape")):
        siblings: tuple[str, ...] = ()
        if TRUE in shapes.values(shape, sh("qualifiedValueShapesDisjoint")):
            siblings = _siblings(shapes, shape, inner)
        for value in shapes.values(shape, sh("qualifiedMinCount")):
            found.append(logic.Qualified(component_iri("QualifiedMinCount"), inner, siblings, least=_count(value)))
        for value in shapes.values(shape, sh("qualifiedMaxCount")):
            found.append(logic.Qualified(component_iri("QualifiedMaxCount"), inner, siblings, most=_count(value)))
    return found


def _siblings(shapes: TermGraph, shape: str, inner: str) -> tuple[str, ...]:
    """Return the qualified value shapes of the property shapes beside one, without its own."""
    beside = {
        each
        for parent in shapes.inverse(sh("property")).get(shape, ())
        for each in shapes.values(parent, sh("property"))
    }
    others = {each for name in beside for each in shapes.values(name, sh("qualifiedValueShape"))}
    return tuple(sorted(others - {inner}))


def _marks(kind: str) -> str:
    name = text_of(kind).removeprefix(SH)
    if name not in values.NODE_KINDS:
        raise ShapeError(f"the shapes cannot be run: sh:nodeKind {kind}; allowed are {', '.join(values.NODE_KINDS)}")
    return values.NODE_KINDS[name]


def _count(value: str) -> int:
    try:
        return int(text_of(value))
    except ValueError as error:
        raise ShapeError(f"the shapes cannot be run: {value} where a number is due") from error
