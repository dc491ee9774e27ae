"""A malformed authority entry is refused with file, line, what is wrong and what is allowed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ipgraph.errors import VocabularyError
from ipgraph.lexicon.authority import Authority

AGENCY = """\
- id: saic
  class: NationalAgency
  label: {zh: 国家工商行政管理总局, en: State Administration for Industry and Commerce}
  names:
    - {text: 国家工商行政管理总局, kind: official}
  source: test
"""
JURISDICTION = """\
- id: CN
  class: Jurisdiction
  label: {zh: 中国, en: China}
  level: country
  source: ISO 3166-1
"""
Refusal = Callable[[str], str]


def write_authority(folder: Path, agencies: str) -> None:
    files = {
        "agencies": agencies,
        "jurisdictions": JURISDICTION,
        "mechanisms": "[]\n",
        "campaigns": "[]\n",
        "instruments": "[]\n",
    }
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """Return what is said of an agencies file, without the folder in which it lies."""

    def refuse(agencies: str) -> str:
        write_authority(tmp_path, agencies)
        with pytest.raises(VocabularyError) as caught:
            Authority.load(tmp_path)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return refuse


def agency(entry_id: str, name: str, *more: str) -> str:
    lines = [f"- id: {entry_id}", "  class: NationalAgency", f"  label: {{zh: {name}, en: {entry_id}}}"]
    lines += ["  names:", f"    - {{text: {name}, kind: official}}", *(f"  {line}" for line in more), "  source: test"]
    return "\n".join(lines) + "\n"


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    write_authority(tmp_path, AGENCY)
    assert [entry.id for entry in Authority.load(tmp_path).entries()] == ["saic", "CN"]


def test_an_unknown_class(refusal: Refusal) -> None:
    message = refusal(AGENCY.replace("NationalAgency", "NationalAgencies"))
    assert message.startswith(
        "agencies.yaml:2: 'saic': unknown class 'NationalAgencies'; did you mean 'NationalAgency'?; "
        "allowed: NationalAgency, Court, "
    )


def test_an_unknown_kind_of_name(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("kind: official", "kind: offical")) == (
        "agencies.yaml:5: 'saic': unknown kind 'offical'; did you mean 'official'?; "
        "allowed: official, full, former, short, abbreviation, joint, english"
    )


def test_an_unknown_key(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("  source: test", "  superiour: saic\n  source: test")) == (
        "agencies.yaml:6: 'saic': unknown key 'superiour'; did you mean 'superiors'?; "
        "allowed: class, functions, id, jurisdiction, label, names, predecessors, source, successors, superiors, valid"
    )


def test_a_missing_label_in_one_language(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace(", en: State Administration for Industry and Commerce", "")) == (
        "agencies.yaml:3: 'saic': 'en' is missing in the label; required: zh, en"
    )


def test_a_missing_source(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("  source: test\n", "")) == (
        "agencies.yaml:1: 'saic': 'source' is missing in the entry; required: id, class, label, names, source"
    )


def test_a_label_without_chinese_characters(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("zh: 国家工商行政管理总局", "zh: SAIC")) == (
        "agencies.yaml:3: 'saic': zh is 'SAIC'; "
        "allowed: a name that has at least one Chinese character, without blanks at its ends"
    )


def test_an_id_that_is_no_slug(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("id: saic", "id: SAIC")) == (
        "agencies.yaml:1: 'SAIC': id is 'SAIC'; "
        "allowed: a slug of lower-case letters, digits and hyphens, such as 'cnipa'"
    )


def test_an_id_that_is_given_twice(refusal: Refusal) -> None:
    assert refusal(AGENCY + AGENCY) == (
        "agencies.yaml:7: 'saic': the id is taken by the entry of agencies.yaml:1; ids must be unique"
    )


@pytest.mark.parametrize(
    ("line", "given", "field"),
    [
        (12, "superiors: [{id: saic2}]", "superior"),
        (7, "successors: [saic2]", "successor"),
        (7, "predecessors: [saic2]", "predecessor"),
    ],
)
def test_a_reference_to_an_agency_that_is_not_listed(refusal: Refusal, line: int, given: str, field: str) -> None:
    assert refusal(AGENCY + agency("samr", "国家市场监督管理总局", given)) == (
        f"agencies.yaml:{line}: 'samr': unknown {field} 'saic2'; did you mean 'saic'?; "
        "allowed: the id of a listed agency"
    )


def test_a_reference_to_a_jurisdiction_that_is_not_listed(refusal: Refusal) -> None:
    assert refusal(agency("saic", "工商总局", "jurisdiction: US")) == (
        "agencies.yaml:1: 'saic': unknown jurisdiction 'US'; allowed: the id of a listed jurisdiction"
    )


def test_two_bearers_of_an_official_name_at_one_time(refusal: Refusal) -> None:
    first = agency("sda", "国家药品监督管理局", "valid: {from: 1998, to: 2018-03}")
    second = agency("nmpa", "国家药品监督管理局", "valid: {from: 2018-03}")
    assert refusal(first + second) == (
        "agencies.yaml:12: 'nmpa': bears the official name '国家药品监督管理局' at the same time as 'sda' "
        "(agencies.yaml:5); allowed: one bearer at a time"
    )


def test_two_bearers_of_an_official_name_at_different_times_are_allowed(tmp_path: Path) -> None:
    first = agency("sda", "国家药品监督管理局", "valid: {from: 1998, to: 2003}")
    second = agency("nmpa", "国家药品监督管理局", "valid: {from: 2018-03}")
    write_authority(tmp_path, first + second)
    assert len(Authority.load(tmp_path).entries()) == 3


def test_a_name_that_ends_before_it_begins(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("kind: official", "kind: official, from: 2018, to: 2017-03")) == (
        "agencies.yaml:5: 'from' (2018-01-01) is later than 'to' (2017-03-31); allowed: the other way round"
    )


def test_a_day_that_the_calendar_does_not_have(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("  source", "  valid: {from: 2018-02-30}\n  source")) == (
        "agencies.yaml:6: 'from' is 2018-02-30: day is out of range for month; allowed: a day of the calendar"
    )


def test_a_date_that_is_no_date(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("  source", "  valid: {from: March 2018}\n  source")) == (
        "agencies.yaml:6: 'saic': from is 'March 2018'; "
        "allowed: a year (2018), a month ('2018-03') or a day ('2018-03-13')"
    )


def test_successors_that_lead_back(refusal: Refusal) -> None:
    message = "agencies.yaml:1: 'a': its chain of successors leads back to itself; allowed: a chain that ends"
    assert refusal(agency("a", "甲局", "successors: [b]") + agency("b", "乙局", "successors: [a]")) == message


def test_a_key_that_is_given_twice(refusal: Refusal) -> None:
    assert refusal(AGENCY.replace("  source: test", "  source: test\n  source: test")) == (
        "agencies.yaml:7: 'source' is given twice in one entry"
    )


def test_a_key_that_is_no_text(refusal: Refusal) -> None:
    assert refusal("- ? [a]\n  : b\n") == "agencies.yaml:1: a key must be plain text"


def test_text_that_is_no_yaml(refusal: Refusal) -> None:
    assert refusal(AGENCY + "- id: {\n").startswith("agencies.yaml:8: not YAML: ")


@pytest.mark.parametrize("text", ["", "saic: 1\n"])
def test_a_file_that_is_no_list(refusal: Refusal, text: str) -> None:
    assert refusal(text) == "agencies.yaml:1: the file must be a list of entries, each beginning with '- id:'"


def test_an_entry_that_is_no_mapping(refusal: Refusal) -> None:
    assert refusal("- saic\n") == "agencies.yaml:1: entry is 'saic'; allowed: a mapping that begins with '- id:'"


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"agencies\.yaml: cannot be read as UTF-8 text"):
        Authority.load(tmp_path)
