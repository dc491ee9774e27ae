"""How a release describes itself: its numbers and sources, and the stored questions."""

from collections.abc import Sequence

from ipgraph import __version__
from ipgraph.rdf.dataset import DatasetNumbers, QuestionText, dataset_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import Quad
from ipgraph.store.publish import Describe
from ipgraph.store.queries import StoredQuery, load_questions


def describer(doc_ids: Sequence[str], minter: Minter) -> Describe:
    """Return what makes the description of a release with these documents from its numbers."""
    questions = [_to_text(question) for question in load_questions().values()]

    def describe(numbers: DatasetNumbers) -> list[Quad]:
        return dataset_quads(numbers, __version__, doc_ids, questions, minter)

    return describe


def _to_text(question: StoredQuery) -> QuestionText:
    """Return what is published of a stored question."""
    parameters = tuple((each.name, each.type, each.description) for each in question.parameters.values())
    return QuestionText(question.name, question.text, question.title, question.description, parameters)
