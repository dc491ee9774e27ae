"""All rules, by family; a family knows nothing of the others."""

from ipgraph.extract.rule import Rule, require_distinct
from ipgraph.extract.rules import agreements, campaigns, header, participation, parties, tasks

RULES: tuple[Rule, ...] = require_distinct(
    (*header.RULES, *tasks.RULES, *campaigns.RULES, *participation.RULES, *parties.RULES, *agreements.RULES)
)
