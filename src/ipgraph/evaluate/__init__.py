"""How good fact rows are: scores against rows noted down by people, and what changed between two builds."""

from ipgraph.evaluate.compare import Comparison, compare
from ipgraph.evaluate.rows import Row, read_rows
from ipgraph.evaluate.score import Evaluation, Score, evaluate

__all__ = ["Comparison", "Evaluation", "Row", "Score", "compare", "evaluate", "read_rows"]
