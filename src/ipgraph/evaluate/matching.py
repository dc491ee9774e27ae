"""Which row answers which gold row.

Source: the scoring rules of the fact-row format. A row matches a gold row when predicate, subject and object agree and,
depending on the predicate, qualifier, value, unit and year; a strict match also agrees in ordinal and qualifier.
"""

from collections import Counter

from ipgraph.evaluate.rows import Folder, Row

_QUALIFIED = frozenset({"assigned_to", "agreement_action", "instrument_action"})


def pair_rows(gold: list[Row], system: list[Row], fold: Folder) -> list[tuple[int, int]]:
    """Return one-to-one pairs of matching rows, the closest first: same names, then all attributes, then nearness."""
    candidates = [
        (_distance(gold_row, system_row, fold), g, s)
        for g, gold_row in enumerate(gold)
        for s, system_row in enumerate(system)
        if _is_match(gold_row, system_row, fold)
    ]
    pairs, used_gold, used_system = [], set(), set()
    for _, g, s in sorted(candidates):
        if g not in used_gold and s not in used_system:
            used_gold.add(g)
            used_system.add(s)
            pairs.append((g, s))
    return pairs


def is_strict(gold: Row, system: Row, fold: Folder) -> bool:
    """Tell whether two rows that match agree in ordinal and qualifier too, and a figure in whose it is."""
    attributes = all(not gold.get(key) or gold[key] == system.get(key) for key in ("ordinal", "qualifier"))
    return attributes and (gold["predicate"] != "reports" or _same(gold, system, "subject", fold))


def number_of(row: Row) -> float | None:
    """Return the row's value as a number; `None` where it has none."""
    try:
        return round(float(str(row.get("value")).replace(",", "").replace(" ", "")), 6)
    except ValueError:
        return None


def _distance(gold: Row, system: Row, fold: Folder) -> tuple[int, bool, int]:
    names = sum(fold(gold.get(key, "")) != fold(system.get(key, "")) for key in ("subject", "object"))
    return names, not is_strict(gold, system, fold), abs(gold.get("start", 0) - system.get("start", 0))


def _names(row: Row, key: str) -> list[str]:
    others = row.get("alt" if key == "object" else "alt_subject") or []
    return [row.get(key, ""), *([others] if isinstance(others, str) else others)]


def _same(gold: Row, system: Row, key: str, fold: Folder) -> bool:
    return fold(system.get(key, "")) in {fold(name) for name in _names(gold, key)}


def _is_match(gold: Row, system: Row, fold: Folder) -> bool:
    if gold["predicate"] != system["predicate"]:
        return False
    if gold.get("year") and system.get("year") != gold["year"]:
        return False
    if gold["predicate"] == "reports":
        same_figure = number_of(gold) == number_of(system) and fold(gold.get("unit", "")) == fold(
            system.get("unit", "")
        )
        return same_figure and any(
            _shares_half(name, system.get("object", ""), fold) for name in _names(gold, "object")
        )
    if gold["predicate"] in _QUALIFIED and gold.get("qualifier") != system.get("qualifier"):
        return False
    return _same(gold, system, "subject", fold) and _same(gold, system, "object", fold)


def _shares_half(gold: str, system: str, fold: Folder) -> bool:
    """Tell whether half of the shorter name's pairs of characters stand in the other."""
    one, other = _bigrams(fold(gold)), _bigrams(fold(system))
    return 2 * (one & other).total() >= min(one.total(), other.total())


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[index : index + 2] for index in range(len(text) - 1)) or Counter([text])
