"""What a measure's name leaves out, taken from the figure that it goes on from: 审结3679件, 其中二审案件1289件."""

import re

from ipgraph.extract.figures.measures import Measure, split_verb
from ipgraph.extract.figures.words import FigureWords

_CASES = re.compile("案件?$")


def complete(measure: Measure, previous: Measure | None, words: FigureWords, *, joined: bool) -> Measure:
    """Return the measure with what it leaves out, taken from the figure before it.

    Args:
        measure: what the words round the number say.
        previous: the measure of the figure that it goes on from, or `None`.
        words: the words by which figures are read.
        joined: whether only a comma stands between the two, so that a verb can be shared.

    """
    if previous is None:
        return measure
    if not measure.name:
        return previous
    actor = measure.actor or previous.actor
    if measure.verb and not measure.noun and measure.verb in previous.noun[-3:]:
        return measure
    if not measure.noun:
        order = words.verbs.get(re.sub("^(?:依法|联合|集中|共同|成功)+", "", measure.verb), "after")
        if order == "before":
            return Measure("", previous.noun + measure.verb, actor)
        return Measure(measure.verb, previous.noun, actor)
    if measure.name in words.attributes:
        return Measure("", previous.noun + measure.name, actor)
    if joined and previous.verb and not measure.verb and measure.noun[-2:] == previous.noun[-2:]:
        return Measure(previous.verb, measure.noun, actor)
    return measure


def is_of_cases(measure: Measure) -> bool:
    """Tell whether a measure counts cases, to which sums of money and the like belong."""
    return _CASES.search(measure.noun) is not None


def divide_verbs(measure: Measure, words: FigureWords) -> tuple[Measure, Measure] | None:
    """Return the two measures of 新收和审结知识产权案件, which share their noun, or `None` if it is one measure."""
    joint = re.match(f"[和、与](?={words.verb_start.pattern})", measure.noun)
    if not measure.verb or joint is None:
        return None
    second = split_verb(measure.noun[joint.end() :], words)
    return Measure(measure.verb, second.noun, measure.actor), Measure(second.verb, second.noun, measure.actor)


def complete_part(measure: Measure, total: Measure | None, words: FigureWords) -> Measure:
    """Return the name of a part; 涉及发明专利申请 and 国内申请人提交 say nothing without the total's name."""
    if total is None or measure.verb:
        return measure
    if measure.noun.startswith("涉"):
        return Measure("", total.noun + measure.noun)
    ending = words.verb_end.search(measure.noun)
    if ending and words.verbs.get(ending[0]) == "after":
        return Measure("", measure.noun + total.noun)
    return measure
