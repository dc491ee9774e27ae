"""A rule as a record: what it is called, which facts it reads, and the function that proposes them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ipgraph.errors import RuleError
from ipgraph.extract.context import SentenceContext
from ipgraph.extract.document import DocumentContext
from ipgraph.model.acts import Candidate

_ID = re.compile(r"[a-z_]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class SentenceRule:
    """A rule that looks at one sentence with the subject, year and task in force there.

    It is tried where one of its cues stands in the sentence: the words `cues`, the head nouns of `head_kinds`, the
    verbs of `trigger_kinds`; a rule with none of these always is.
    """

    id: str
    reads: str
    propose: Callable[[SentenceContext], Iterable[Candidate]]
    cues: tuple[str, ...] = ()
    head_kinds: tuple[str, ...] = ()
    trigger_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A rule that looks at a document as a whole: its header, its outline."""

    id: str
    reads: str
    propose: Callable[[DocumentContext], Iterable[Candidate]]


Rule = SentenceRule | DocumentRule


def require_distinct(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules as given.

    Raises:
        RuleError: an id is not of the form `family.name`, or stands twice.

    """
    checked: dict[str, Rule] = {}
    for rule in rules:
        if not _ID.fullmatch(rule.id):
            raise RuleError(f"rule id '{rule.id}': must be 'family.name' in lower case")
        if rule.id in checked:
            raise RuleError(f"rule id '{rule.id}' stands twice")
        checked[rule.id] = rule
    return tuple(checked.values())
