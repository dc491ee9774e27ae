"""An instrument's entry says when it was made, changed and repealed; what cannot be so is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.enactment import Amendment, AmendmentKind, Enactment
from ipgraph.model.acts import EntityKind

AGENCIES = """\
- id: npcsc
  class: LegislativeBody
  label: {zh: 全国人大常委会, en: NPCSC}
  names:
    - {text: 全国人大常委会, kind: official}
  source: test
"""
LAW = """\
- id: patent-law
  class: Law
  label: {zh: 专利法, en: Patent Law}
  names:
    - {text: 专利法, kind: official}
  number: 主席令第十一号
  promulgated: "1984-03-12"
  effective: "1985-04-01"
  repealed: "2030-01-01"
  enacted_by: [npcsc]
  amended:
    - {promulgated: "1992-09-04", kind: partial, effective: "1993-01-01"}
    - {promulgated: "2000-08-25", kind: revision, number: 主席令第三十六号, source: the gazette}
  source: test
"""
Refusal = Callable[[str], str]


def write_authority(folder: Path, instruments: str) -> None:
    files = {"agencies": AGENCIES, "instruments": instruments}
    for name in ("agencies", "jurisdictions", "mechanisms", "campaigns", "instruments"):
        (folder / f"{name}.yaml").write_text(files.get(name, "[]\n"), encoding="utf-8")


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """Return what is said of an instruments file, without the folder in which it lies."""

    def refuse(instruments: str) -> str:
        write_authority(tmp_path, instruments)
        with pytest.raises(VocabularyError) as caught:
            Authority.load(tmp_path)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return refuse


def test_an_entry_says_how_the_instrument_was_made_and_changed(tmp_path: Path) -> None:
    write_authority(tmp_path, LAW)

    entry = Authority.load(tmp_path).get(EntityKind.INSTRUMENT, "patent-law")

    assert entry.enactment == Enactment(
        date(1984, 3, 12),
        date(1985, 4, 1),
        date(2030, 1, 1),
        "主席令第十一号",
        ("npcsc",),
        amendments=(
            Amendment(date(1992, 9, 4), AmendmentKind.PARTIAL, date(1993, 1, 1), None, ("npcsc",)),
            Amendment(date(2000, 8, 25), AmendmentKind.REVISION, None, "主席令第三十六号", ("npcsc",), "the gazette"),
        ),
    )


def test_an_instrument_is_there_from_its_promulgation_to_the_day_before_its_repeal(tmp_path: Path) -> None:
    write_authority(tmp_path, LAW)

    entry = Authority.load(tmp_path).get(EntityKind.INSTRUMENT, "patent-law")

    assert (entry.valid_from, entry.valid_to) == (date(1984, 3, 12), date(2029, 12, 31))


def test_an_effect_before_the_promulgation(refusal: Refusal) -> None:
    assert refusal(LAW.replace("1985-04-01", "1984-03-11")) == (
        "instruments.yaml:8: 'patent-law': 'effective' (1984-03-11) is earlier than 'promulgated' (1984-03-12) "
        "of line 7; allowed: that day or a later one"
    )


def test_an_amendment_before_the_promulgation(refusal: Refusal) -> None:
    assert refusal(LAW.replace("1992-09-04", "1982-09-04")) == (
        "instruments.yaml:12: 'patent-law': 'promulgated' (1982-09-04) is earlier than 'promulgated' (1984-03-12) "
        "of line 7; allowed: that day or a later one"
    )


def test_amendments_that_are_not_in_the_order_of_time(refusal: Refusal) -> None:
    assert refusal(LAW.replace("2000-08-25", "1990-08-25")) == (
        "instruments.yaml:13: 'patent-law': 'promulgated' (1990-08-25) is earlier than 'promulgated' (1992-09-04) "
        "of line 12; allowed: that day or a later one"
    )


def test_an_amendment_that_takes_effect_before_it_is_promulgated(refusal: Refusal) -> None:
    assert refusal(LAW.replace("1993-01-01", "1992-01-01")) == (
        "instruments.yaml:12: 'patent-law': 'effective' (1992-01-01) is earlier than 'promulgated' (1992-09-04) "
        "of line 12; allowed: that day or a later one"
    )


def test_a_repeal_before_the_last_amendment(refusal: Refusal) -> None:
    assert refusal(LAW.replace("2030-01-01", "1999-01-01")) == (
        "instruments.yaml:9: 'patent-law': 'repealed' (1999-01-01) is earlier than 'promulgated' (2000-08-25) "
        "of line 13; allowed: that day or a later one"
    )


def test_an_unknown_class(refusal: Refusal) -> None:
    assert refusal(LAW.replace("class: Law", "class: Laws")) == (
        "instruments.yaml:2: 'patent-law': unknown class 'Laws'; did you mean 'Law'?; allowed: Law, "
        "AdministrativeRegulation, DepartmentalRule, JudicialInterpretation, NormativeDocument, Standard, "
        "LocalRegulation"
    )


def test_an_unknown_kind_of_amendment(refusal: Refusal) -> None:
    assert refusal(LAW.replace("kind: revision", "kind: rewrite")) == (
        "instruments.yaml:13: 'patent-law': unknown kind 'rewrite'; allowed: partial, revision"
    )


def test_a_year_where_a_day_is_needed(refusal: Refusal) -> None:
    assert refusal(LAW.replace('effective: "1985-04-01"', "effective: 1985")) == (
        "instruments.yaml:8: 'patent-law': effective is 1985; allowed: a day ('2018-03-13')"
    )


def test_a_day_that_the_calendar_does_not_have(refusal: Refusal) -> None:
    assert refusal(LAW.replace("1985-04-01", "1985-04-31")).startswith("instruments.yaml:8: 'effective' is 1985-04-31")


def test_a_missing_promulgation(refusal: Refusal) -> None:
    assert refusal(LAW.replace('  promulgated: "1984-03-12"\n', "")) == (
        "instruments.yaml:1: 'patent-law': 'promulgated' is missing in the entry; "
        "required: id, class, label, names, promulgated, source"
    )


def test_an_enacting_body_that_is_not_listed(refusal: Refusal) -> None:
    assert refusal(LAW.replace("[npcsc]", "[npcs]")) == (
        "instruments.yaml:1: 'patent-law': unknown enacting body 'npcs'; did you mean 'npcsc'?; "
        "allowed: the id of a listed agency"
    )


def test_a_replaced_instrument_that_is_not_listed(refusal: Refusal) -> None:
    assert refusal(LAW.replace("  source: test", "  replaces: [rules]\n  source: test")) == (
        "instruments.yaml:1: 'patent-law': unknown replaced instrument 'rules'; allowed: the id of a listed instrument"
    )


def test_an_instrument_that_replaces_itself(refusal: Refusal) -> None:
    assert refusal(LAW.replace("  source: test", "  replaces: [patent-law]\n  source: test")) == (
        "instruments.yaml:1: 'patent-law': its chain of replaced instruments leads back to itself; "
        "allowed: a chain that ends"
    )
