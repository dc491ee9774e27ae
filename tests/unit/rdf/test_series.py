"""Sessions, gaps, editions, latest states and amendments: what follows from a few statements, and what does not."""

from functools import cache
from itertools import count

import pyoxigraph
import pytest

from ipgraph.rdf.mint import Minter
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.rdf.terms import IPG, PROV, SKOS, nquads_line
from ipgraph.resources import ontology_path
from ipgraph.store.derive import derive

BASE = "https://example.org/"
PREFIXES = f"""@prefix ipg: <{IPG}> .
@prefix skos: <{SKOS}> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
YEARS = "".join(f"<year/{year}> a ipg:Year ; ipg:yearValue {year} .\n" for year in range(2012, 2026))
GROUP = '<m> a ipg:BilateralMechanism ; skos:prefLabel "中欧知识产权工作组"@zh , "Working Group"@en .\n'
SERIES = '<c> a ipg:CampaignSeries ; skos:prefLabel "龙腾行动"@zh ; ipg:field ipg:field-trademark .\n'
MODALITIES = ("reported", "inProgress", "planned")
_SHORT = {IPG: "ipg:", PROV: "prov:", SKOS: "skos:"}


@cache
def ontology() -> bytes:
    """Return the ontology as N-Quads."""
    return "".join(map(nquads_line, ontology_quads(Minter(BASE)))).encode()


class Derived:
    """What all derivations make of statements in Turtle."""

    def __init__(self, turtle: str, base: str = BASE) -> None:
        store = pyoxigraph.Store()
        graph, derived = pyoxigraph.NamedNode(f"{BASE}graph"), pyoxigraph.NamedNode(f"{BASE}derived")
        text = PREFIXES + f"{YEARS}{turtle}".replace("<", f"<{base}")
        store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
        store.bulk_load(ontology(), format=pyoxigraph.RdfFormat.N_QUADS)
        derive(store, ontology_path("derive"), derived.value)
        quads = store.quads_for_pattern(None, None, None, derived)
        self._base = base
        self._triples = {tuple(map(self._shortened, (q.subject, q.predicate, q.object))) for q in quads}

    def of(self, thing: str, prop: str) -> set[str]:
        """Return the values that a thing has for a property: local names, or texts with their language."""
        return {value for subject, name, value in self._triples if (subject, name) == (thing, f"ipg:{prop}")}

    def sources(self, thing: str) -> set[str]:
        """Return what a thing was derived from."""
        return {value for subject, name, value in self._triples if (subject, name) == (thing, "prov:wasInfluencedBy")}

    def labels(self, thing: str) -> set[str]:
        return {value for subject, name, value in self._triples if (subject, name) == (thing, "skos:prefLabel")}

    def pairs(self, prop: str) -> set[tuple[str, str]]:
        """Return the subjects and values of a property."""
        return {(subject, value) for subject, name, value in self._triples if name == f"ipg:{prop}"}

    def members(self, cls: str) -> set[str]:
        return {subject for subject, _, value in self._triples if value == f"ipg:{cls}"}

    def _shortened(self, term: object) -> str:
        if isinstance(term, pyoxigraph.Literal):
            return f"{term.value}@{term.language}" if term.language else term.value
        text = str(term)[1:-1]
        for namespace, prefix in _SHORT.items():
            if text.startswith(namespace):
                return text.replace(namespace, prefix)
        return text.removeprefix(self._base)


_NUMBERS = count(1)


def act(cls: str, about: str, year: int | None, modality: str = "reported", more: str = "", name: str = "") -> str:
    """Return an act of `<a>` in Turtle; `more` may name another role, number or kind."""
    when = f" ; ipg:inYear <year/{year}>" if year else ""
    agent = "" if "ipg:agent" in more else " ; ipg:agent <a>"
    node = name or f"act{next(_NUMBERS)}"
    return f"<{node}> a ipg:{cls} ; ipg:object <{about}> ; ipg:modality ipg:modality-{modality}{when}{agent} {more} .\n"


def session(
    number: int | None, year: int | None, modality: str = "reported", name: str = "", role: str = "host"
) -> str:
    """Return a participation in a session of `<m>`."""
    ordinal = f" ; ipg:ordinal {number}" if number else ""
    return act("Participation", "m", year, modality, f"; ipg:role ipg:role-{role}{ordinal}", name)


def conduct(year: int | None, modality: str = "reported", more: str = "", name: str = "") -> str:
    return act("CampaignConduct", "c", year, modality, more, name)


def figure(year: int, modality: str = "reported", name: str = "figure") -> str:
    about = f"ipg:subject <c> ; ipg:inYear <year/{year}> ; ipg:modality ipg:modality-{modality}"
    return f"<{name}> a ipg:Observation ; {about} .\n"


# ---- Sessions


def test_acts_with_one_number_are_one_session() -> None:
    derived = Derived(GROUP + session(27, 2024, name="one") + session(27, 2024, name="two", role="participant"))

    assert derived.members("Session") == {"m/session/27"}
    assert derived.of("m/session/27", "sessionOf") == {"m"}
    assert derived.of("m/session/27", "ordinal") == {"27"}
    assert derived.of("m/session/27", "inYear") == {"year/2024"}
    assert derived.of("m/session/27", "modality") == {"ipg:modality-reported"}
    assert derived.sources("m/session/27") == {"one", "two"}
    assert derived.labels("m/session/27") == {"中欧知识产权工作组（第27次）@zh", "Working Group, session 27@en"}


def test_acts_without_number_are_the_session_of_their_year() -> None:
    derived = Derived(GROUP + session(None, 2014) + session(None, 2014) + session(None, 2016))

    assert derived.members("Session") == {"m/session/2014", "m/session/2016"}
    assert derived.of("m/session/2014", "ordinal") == set()
    assert derived.labels("m/session/2014") == {"中欧知识产权工作组（2014年）@zh", "Working Group, 2014@en"}


def test_an_act_without_number_and_year_is_no_session() -> None:
    assert Derived(GROUP + session(None, None)).members("Session") == set()


def test_a_session_is_an_event() -> None:
    assert "m/session/27" in Derived(GROUP + session(27, 2024)).members("Event")


def test_a_session_that_two_documents_date_differently_has_both_years() -> None:
    derived = Derived(GROUP + session(24, 2013) + session(24, 2014))

    assert derived.of("m/session/24", "inYear") == {"year/2013", "year/2014"}


def test_an_event_has_sessions_only_where_it_is_numbered() -> None:
    event = '<e> a ipg:Event ; skos:prefLabel "上海知识产权国际论坛"@zh .\n'
    role = "; ipg:role ipg:role-host"
    derived = Derived(event + act("Participation", "e", 2024, more=f"{role} ; ipg:ordinal 21"))

    assert derived.of("e/session/21", "sessionOf") == {"e"}
    assert Derived(event + act("Participation", "e", 2024, more=role)).members("Session") == set()


def test_a_planned_session_is_planned_and_nobody_was_there() -> None:
    derived = Derived(GROUP + session(28, 2025, "planned", "plan", "lead"))

    assert derived.of("m/session/28", "modality") == {"ipg:modality-planned"}
    assert derived.sources("m/session/28") == derived.of("m/session/28", "announcedBy") == {"plan"}
    assert derived.of("m/session/28", "inYear") == {"year/2025"}
    assert [derived.pairs(name) for name in ("attendedBy", "hostedBy", "ledBy")] == [set()] * 3


def test_a_plan_adds_neither_year_nor_actor_to_a_session_that_was_held() -> None:
    planned = act(
        "Participation", "m", 2023, "planned", "; ipg:agent <b> ; ipg:role ipg:role-lead ; ipg:ordinal 27", "p"
    )
    derived = Derived(GROUP + planned + session(27, 2024, name="held"))

    assert derived.sources("m/session/27") == {"held"}
    assert derived.of("m/session/27", "announcedBy") == {"p"}
    assert derived.of("m/session/27", "inYear") == {"year/2024"}
    assert derived.of("m/session/27", "attendedBy") == derived.of("m/session/27", "hostedBy") == {"a"}
    assert derived.pairs("ledBy") == set()


@pytest.mark.parametrize(
    ("stated", "modality"),
    [
        (("planned", "inProgress"), "inProgress"),
        (("inProgress", "reported"), "reported"),
        (("planned", "reported", "inProgress"), "reported"),
    ],
)
def test_the_modality_of_a_session_is_the_surest_that_a_text_states(stated: tuple[str, ...], modality: str) -> None:
    derived = Derived(GROUP + "".join(session(3, 2014, each) for each in stated))

    assert derived.of("m/session/3", "modality") == {f"ipg:modality-{modality}"}


@pytest.mark.parametrize(("role", "names"), [("lead", {"ledBy"}), ("host", {"hostedBy"}), ("participant", set())])
def test_roles_in_a_session_are_shortcuts(role: str, names: set[str]) -> None:
    derived = Derived(GROUP + session(3, 2014, role=role))

    assert derived.of("m/session/3", "attendedBy") == {"a"}
    assert {name for name in ("ledBy", "hostedBy") if derived.of("m/session/3", name) == {"a"}} == names


def test_what_a_task_announces_makes_nobody_attend() -> None:
    more = "; ipg:role ipg:role-lead ; ipg:ordinal 3 ; ipg:underTask <t>"
    derived = Derived(GROUP + act("Participation", "m", 2014, "inProgress", more))

    assert derived.members("Session") == {"m/session/3"}
    assert derived.pairs("attendedBy") == derived.pairs("ledBy") == set()


# ---- Their order, and what is missing


def following(*sessions: str) -> set[tuple[str, str]]:
    """Return the keys of the sessions that follow each other."""
    pairs = Derived(GROUP + "".join(sessions)).pairs("nextSession")
    return {(one.removeprefix("m/session/"), two.removeprefix("m/session/")) for one, two in pairs}


def test_numbered_sessions_follow_by_number_whatever_their_years() -> None:
    assert following(session(9, 2015), session(10, 2014), session(12, None)) == {("9", "10"), ("10", "12")}


def test_sessions_without_number_follow_by_year() -> None:
    assert following(session(None, 2014), session(None, 2017), session(None, 2016)) == {
        ("2014", "2016"),
        ("2016", "2017"),
    }


def test_a_session_without_number_stands_between_numbers_by_its_year() -> None:
    assert following(session(None, 2014), session(27, 2024), session(28, 2024), session(None, 2025)) == {
        ("2014", "27"),
        ("27", "28"),
        ("28", "2025"),
    }


def test_sessions_of_the_same_year_do_not_follow_each_other_without_numbers() -> None:
    assert following(session(None, 2014), session(25, 2014)) == set()


def test_of_a_session_with_two_years_the_later_counts() -> None:
    assert following(session(24, 2013), session(24, 2014), session(None, 2014), session(None, 2015)) == {
        ("24", "2015"),
        ("2014", "2015"),
    }


def test_planned_sessions_have_their_place() -> None:
    assert following(session(None, 2014), session(None, 2023, "planned"), session(27, 2024)) == {
        ("2014", "2023"),
        ("2023", "27"),
    }


def test_series_do_not_follow_each_other() -> None:
    other = '<n> a ipg:Mechanism ; skos:prefLabel "另一机制"@zh .\n'
    meeting = act("Participation", "n", 2016, more="; ipg:role ipg:role-host ; ipg:ordinal 9")

    assert Derived(GROUP + other + session(8, 2014) + meeting).pairs("nextSession") == set()


def test_numbers_in_no_document_are_a_gap() -> None:
    derived = Derived(GROUP + session(25, 2014) + session(27, 2024))

    assert derived.members("SeriesGap") == {"m/gap/26"}
    assert derived.of("m/gap/26", "gapIn") == {"m"}
    assert derived.of("m/gap/26", "firstMissing") == derived.of("m/gap/26", "lastMissing") == {"26"}
    assert derived.of("m/gap/26", "sessionBefore") == {"m/session/25"}
    assert derived.of("m/gap/26", "sessionAfter") == {"m/session/27"}
    assert derived.labels("m/gap/26") == {"中欧知识产权工作组（缺第26次）@zh", "Working Group, no session 26@en"}


def test_each_gap_of_a_series_has_its_bounds() -> None:
    derived = Derived(GROUP + session(2, 2012) + session(5, 2015) + session(6, 2016) + session(9, 2019))

    assert derived.pairs("firstMissing") == {("m/gap/3", "3"), ("m/gap/7", "7")}
    assert derived.pairs("lastMissing") == {("m/gap/3", "4"), ("m/gap/7", "8")}


def test_a_number_that_a_plan_names_is_not_missing() -> None:
    assert (
        Derived(GROUP + session(25, 2014) + session(26, 2015, "planned") + session(27, 2024)).members("SeriesGap")
        == set()
    )


def test_nothing_is_missing_before_the_first_number_or_between_years() -> None:
    assert Derived(GROUP + session(27, 2024) + session(None, 2014)).members("SeriesGap") == set()


@pytest.mark.parametrize(
    "base",
    [
        "http://例子.测试/知识/",
        "urn:x-ipgraph:/",
        "https://e.org/a%20b/id/",
        "https://e.org/#/",
        "http://e.org/?q=/a/../b/",
    ],
)
def test_iris_begin_with_that_of_the_series_under_any_base(base: str) -> None:
    derived = Derived(GROUP + session(25, 2014) + session(27, 2024) + SERIES + conduct(2024), base)

    assert derived.members("Session") == {"m/session/25", "m/session/27"}
    assert derived.members("SeriesGap") == {"m/gap/26"}
    assert derived.members("Campaign") == {"c/edition/2024"}


# ---- Editions of campaigns


def test_conduct_and_figures_of_a_year_are_one_edition() -> None:
    derived = Derived(SERIES + conduct(2024, name="one") + conduct(2024, name="two") + figure(2024))

    assert derived.members("Campaign") == {"c/edition/2024"}
    assert derived.of("c/edition/2024", "editionOf") == {"c"}
    assert derived.of("c/edition/2024", "inYear") == {"year/2024"}
    assert derived.of("c/edition/2024", "field") == {"ipg:field-trademark"}
    assert derived.of("c/edition/2024", "conductedBy") == {"a"}
    assert derived.of("c/edition/2024", "hasResult") == {"figure"}
    assert derived.sources("c/edition/2024") == {"one", "two", "figure"}
    assert derived.labels("c/edition/2024") == {"龙腾行动（2024年）@zh"}


def test_conduct_without_year_is_no_edition() -> None:
    assert Derived(SERIES + conduct(None)).members("Campaign") == set()


def test_a_figure_alone_shows_that_an_edition_was_held() -> None:
    derived = Derived(SERIES + figure(2023))

    assert derived.of("c/edition/2023", "modality") == {"ipg:modality-reported"}
    assert derived.pairs("conductedBy") == set()


def test_a_planned_figure_is_no_result() -> None:
    assert Derived(SERIES + figure(2025, "planned")).members("Campaign") == set()


def test_a_lead_is_one_where_the_text_says_so() -> None:
    lead = conduct(2024, more="; ipg:agent <b> ; ipg:role ipg:role-lead")
    derived = Derived(SERIES + conduct(2024) + lead)

    assert derived.of("c/edition/2024", "ledBy") == {"b"}
    assert derived.of("c/edition/2024", "conductedBy") == {"a", "b"}


def test_a_planned_edition_has_nobody_who_conducted_it() -> None:
    task = "<duty> a ipg:TaskAssignment ; ipg:agent <a> ; ipg:object <t> ; ipg:role ipg:role-lead .\n"
    plan = conduct(2023, "planned", "; ipg:underTask <t>", "one")
    other = conduct(2023, "planned", "; ipg:agent <b> ; ipg:underTask <t>", "two")
    derived = Derived(SERIES + task + plan + other)

    assert derived.of("c/edition/2023", "modality") == {"ipg:modality-planned"}
    assert derived.of("c/edition/2023", "toBeConductedBy") == {"a", "b"}
    assert derived.of("c/edition/2023", "toBeLedBy") == {"a"}
    assert derived.sources("c/edition/2023") == derived.of("c/edition/2023", "announcedBy") == {"one", "two"}
    assert derived.pairs("conductedBy") == derived.pairs("ledBy") == derived.pairs("conducts") == set()


def test_a_lead_that_a_plan_names_itself_is_to_lead() -> None:
    derived = Derived(SERIES + conduct(2025, "planned", "; ipg:role ipg:role-lead"))

    assert derived.of("c/edition/2025", "toBeLedBy") == {"a"}


def test_a_plan_stands_beside_what_was_reported_of_the_edition() -> None:
    plan = conduct(2024, "planned", "; ipg:agent <b>", "plan")
    derived = Derived(SERIES + plan + conduct(2024, name="report"))

    assert derived.of("c/edition/2024", "modality") == {"ipg:modality-reported"}
    assert derived.sources("c/edition/2024") == {"report"}
    assert derived.of("c/edition/2024", "announcedBy") == {"plan"}
    assert derived.of("c/edition/2024", "conductedBy") == {"a"}
    assert derived.of("c/edition/2024", "toBeConductedBy") == {"b"}


def test_a_shared_duty_is_no_conduct_of_each() -> None:
    derived = Derived(SERIES + conduct(2024, "inProgress", "; ipg:underTask <t>"))

    assert derived.of("c/edition/2024", "modality") == {"ipg:modality-inProgress"}
    assert derived.pairs("conductedBy") == set()


def test_editions_follow_by_year() -> None:
    derived = Derived(SERIES + conduct(2017, "planned") + conduct(2024) + conduct(2023))

    assert derived.pairs("nextEdition") == {
        ("c/edition/2017", "c/edition/2023"),
        ("c/edition/2023", "c/edition/2024"),
    }


# ---- Latest states

AGREEMENT = '<g> a ipg:TradeAgreement ; skos:prefLabel "中韩自贸协定"@zh .\n'
LAW = """<i> a ipg:Law ; skos:prefLabel "中华人民共和国商标法"@zh ; skosxl:altLabel <n> .
<n> skosxl:literalForm "商标法"@zh .
"""


def done(kind: str, year: int | None, modality: str = "reported", name: str = "") -> str:
    return act("AgreementAct", "g", year, modality, f"; ipg:kind ipg:kind-{kind}", name)


def enacted(kind: str, year: int | None, modality: str = "reported", about: str = "i") -> str:
    return act("InstrumentAct", about, year, modality, f"; ipg:kind ipg:kind-{kind}")


def status(derived: Derived, thing: str) -> tuple[str, str, str]:
    """Return the kind, the modality and the year of the latest status, each of which is one at most."""
    values = [derived.of(thing, name) for name in ("latestStatus", "latestStatusModality", "latestStatusYear")]
    assert all(len(each) <= 1 for each in values)
    kind, modality, year = (next(iter(each), "") for each in values)
    return kind.removeprefix("ipg:kind-"), modality.removeprefix("ipg:modality-"), year.removeprefix("year/")


@pytest.mark.parametrize(
    ("acts", "latest"),
    [
        ([("signs", 2014, "reported")], ("signs", "reported", "2014")),
        ([("signs", 2014, "reported"), ("negotiates", 2017, "reported")], ("negotiates", "reported", "2017")),
        ([("signs", 2014, "reported"), ("implements", 2024, "inProgress")], ("implements", "inProgress", "2024")),
        ([("signs", 2014, "reported"), ("renews", 2024, "reported")], ("renews", "reported", "2024")),
        ([("concludes", 2014, "reported"), ("negotiates", 2014, "reported")], ("concludes", "reported", "2014")),
        ([("signs", 2014, "reported"), ("concludes", 2014, "reported")], ("signs", "reported", "2014")),
        ([("ratifies", 2014, "reported"), ("signs", 2014, "reported")], ("ratifies", "reported", "2014")),
        ([("implements", 2014, "inProgress"), ("ratifies", 2014, "reported")], ("implements", "inProgress", "2014")),
        ([("renews", 2014, "inProgress"), ("signs", 2014, "reported")], ("signs", "reported", "2014")),
        ([("signs", 2014, "inProgress"), ("negotiates", 2014, "reported")], ("signs", "inProgress", "2014")),
        ([("drafts", None, "reported")], ("drafts", "reported", "")),
        ([("signs", None, "reported"), ("drafts", 2014, "reported")], ("drafts", "reported", "2014")),
    ],
)
def test_the_latest_status_of_an_agreement(acts: list[tuple[str, int, str]], latest: tuple[str, str, str]) -> None:
    assert status(Derived(AGREEMENT + "".join(done(*each) for each in acts)), "g") == latest


@pytest.mark.parametrize("earlier", ["", done("signs", 2014)])
def test_a_plan_is_no_status(earlier: str) -> None:
    derived = Derived(AGREEMENT + earlier + done("implements", 2023, "planned"))

    assert status(derived, "g") == (("signs", "reported", "2014") if earlier else ("", "", ""))


def test_all_acts_of_the_latest_status_are_its_sources_and_no_other() -> None:
    acts = done("signs", 2014, name="a1") + done("signs", 2014, name="a2") + done("signs", 2013, name="a3")
    derived = Derived(AGREEMENT + acts + done("signs", 2014, "planned", "a4") + done("concludes", 2014, name="a5"))

    assert derived.of("g", "latestAct") == {"a1", "a2"}


@pytest.mark.parametrize(
    ("acts", "latest"),
    [
        ([("amends", 2017, "planned")], ("", "", "")),
        ([("promulgates", 2014, "reported"), ("amends", 2024, "inProgress")], ("amends", "inProgress", "2024")),
        ([("amends", 2024, "inProgress"), ("amends", 2024, "reported")], ("amends", "reported", "2024")),
        ([("amends", 2024, "reported"), ("promulgates", 2024, "reported")], ("promulgates", "reported", "2024")),
        ([("drafts", 2024, "reported"), ("amends", 2024, "inProgress")], ("amends", "inProgress", "2024")),
        ([("abolishes", 2024, "inProgress"), ("promulgates", 2024, "reported")], ("promulgates", "reported", "2024")),
        ([("abolishes", 2024, "reported"), ("promulgates", 2024, "reported")], ("abolishes", "reported", "2024")),
    ],
)
def test_the_latest_status_of_an_instrument(acts: list[tuple[str, int, str]], latest: tuple[str, str, str]) -> None:
    assert status(Derived(LAW + "".join(enacted(*each) for each in acts)), "i") == latest


@pytest.mark.parametrize("table", ["agreement-status", "instrument-status"])
def test_every_kind_has_its_rank_done_and_in_progress(table: str) -> None:
    query = ontology_path("derive", f"{table}.rq").read_text(encoding="utf-8")
    ranks = [
        line.split() for line in query.replace("(ipg:kind", "\n(ipg:kind").splitlines() if line.startswith("(ipg:kind")
    ]

    assert len({rank for _, _, rank in ranks}) == len(ranks) == len({(kind, modality) for kind, modality, _ in ranks})
    assert all(len(rank.rstrip(")")) == 2 for _, _, rank in ranks)
    for kind, _, _ in ranks:
        assert {modality for each, modality, _ in ranks if each == kind} >= {"ipg:modality-reported"}


# ---- Instruments


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize(
    ("kind", "prop"),
    [("promulgates", "promulgatedBy"), ("amends", "amendedBy"), ("drafts", "draftedBy"), ("abolishes", "abolishedBy")],
)
def test_who_did_it_to_an_instrument_follows_from_reports_alone(kind: str, prop: str, modality: str) -> None:
    derived = Derived(LAW + enacted(kind, 2024, modality))

    assert derived.pairs(prop) == ({("i", "a")} if modality == "reported" else set())


def titled(title: str, kind: str = "promulgates", modality: str = "reported") -> Derived:
    thing = f'<x> a ipg:NormativeDocument ; skos:prefLabel "{title}"@zh .\n'
    return Derived(LAW + thing + enacted(kind, 2024, modality, "x"))


@pytest.mark.parametrize(
    "title",
    [
        "全国人民代表大会常务委员会关于修改中华人民共和国商标法的决定",
        "中华人民共和国商标法修正案",
        "商标法修正案（二）",
    ],
)
def test_an_amendment_amends_what_its_title_names(title: str) -> None:
    derived = titled(title)

    assert derived.pairs("amends") == {("x", "i")}
    assert derived.pairs("proposesToAmend") == set()


@pytest.mark.parametrize("modality", MODALITIES[1:])
def test_an_amendment_that_is_not_promulgated_amends_nothing(modality: str) -> None:
    assert titled("商标法修正案", modality=modality).pairs("amends") == set()
    assert titled("商标法修正案", kind="drafts").pairs("amends") == set()


@pytest.mark.parametrize(
    "title",
    [
        "商标法（修订草案）",
        "中华人民共和国商标法修改草案",
        "商标法修订草案征求意见稿",
        "商标法修正案（草案）",
        "商标法（修正案草案）",
        "商标法（修订草案送审稿）",
    ],
)
def test_a_draft_proposes_to_amend_what_its_title_names(title: str) -> None:
    derived = titled(title, kind="drafts")

    assert derived.pairs("proposesToAmend") == {("x", "i")}
    assert derived.pairs("amends") == set()


@pytest.mark.parametrize(
    "title",
    [
        "商标法（草案）",
        "商标法修订草案说明",
        "关于修改专利法的决定",
        "关于修改商标法和专利法的决定",
        "商标法实施条例修订草案",
        "商标法",
    ],
)
def test_other_titles_name_nothing_that_is_amended(title: str) -> None:
    derived = titled(title)

    assert derived.pairs("amends") == derived.pairs("proposesToAmend") == set()


@pytest.mark.parametrize(
    ("dates", "linked"),
    [
        ('ipg:repealedOn "2001-07-01"^^xsd:date', False),
        ('ipg:repealedOn "2024-07-01"^^xsd:date', True),
        ('ipg:promulgatedOn "2025-01-01"^^xsd:date', False),
        ('ipg:promulgatedOn "1982-08-23"^^xsd:date', True),
    ],
)
@pytest.mark.parametrize(("title", "prop"), [("商标法修正案", "amends"), ("商标法（修订草案）", "proposesToAmend")])
def test_of_instruments_with_one_name_that_of_the_time_is_amended(
    title: str, prop: str, dates: str, linked: bool
) -> None:
    thing = f'<x> a ipg:NormativeDocument ; skos:prefLabel "{title}"@zh .\n<i> {dates} .\n'
    derived = Derived(LAW + thing + enacted("promulgates", 2024, about="x"))

    assert derived.pairs(prop) == ({("x", "i")} if linked else set())


def test_an_amendment_without_year_does_not_amend_what_is_repealed() -> None:
    thing = '<x> a ipg:NormativeDocument ; skos:prefLabel "商标法修正案"@zh .\n'
    act = enacted("promulgates", None, about="x")

    assert Derived(LAW + thing + act).pairs("amends") == {("x", "i")}
    assert Derived(LAW + thing + act + '<i> ipg:repealedOn "2001-07-01"^^xsd:date .').pairs("amends") == set()


# ---- Negotiations


def negotiated(negotiation: str, agreement: str) -> bool:
    things = f'<x> a ipg:Negotiation ; skos:prefLabel "{negotiation}"@zh .\n'
    pairs = Derived(f'{things}<g> a ipg:TradeAgreement ; skos:prefLabel "{agreement}"@zh .').pairs("negotiationOf")
    return pairs == {("x", "g")}


@pytest.mark.parametrize(
    ("negotiation", "agreement"),
    [
        ("区域全面经济伙伴关系协定谈判", "区域全面经济伙伴关系协定"),
        ("区域全面经济伙伴关系谈判", "区域全面经济伙伴关系协定"),
        ("中韩自贸区谈判", "中韩自贸协定"),
        ("中韩自由贸易区谈判", "中韩自由贸易协定"),
    ],
)
def test_a_negotiation_is_that_of_the_agreement_in_its_name(negotiation: str, agreement: str) -> None:
    assert negotiated(negotiation, agreement)


@pytest.mark.parametrize(
    ("negotiation", "agreement"),
    [("中韩自贸区谈判", "中日韩自贸协定"), ("中日韩自贸区谈判", "中韩自贸协定"), ("谈判", "协定二")],
)
def test_a_negotiation_is_not_that_of_another_agreement(negotiation: str, agreement: str) -> None:
    assert not negotiated(negotiation, agreement)
