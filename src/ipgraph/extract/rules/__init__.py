"""All rules, by family; a family knows nothing of the others."""

from ipgraph.extract.rule import Rule, require_distinct
from ipgraph.extract.rules import (
    agreements,
    campaigns,
    cases,
    cooperation,
    enactment,
    figures,
    frameworks,
    header,
    instruments,
    participation,
    parties,
    platforms,
    tasks,
)

_FAMILIES = (
    header,
    tasks,
    campaigns,
    participation,
    frameworks,
    parties,
    agreements,
    instruments,
    enactment,
    cooperation,
    platforms,
    cases,
    figures,
)
RULES: tuple[Rule, ...] = require_distinct(rule for family in _FAMILIES for rule in family.RULES)
