"""The shipped therapies: all the review names, each path walkable in every income group."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest

from hevesy.errors import UnknownTherapy
from hevesy.facts import INCOME_GROUPS, Kind, Shelf
from hevesy.products import (
    FIVE_A,
    RULES,
    STAGES,
    Therapy,
    activity_per_cycle,
    barriers,
    find_therapy,
    find_tracer,
    group_members,
    therapies,
    tracers,
)

NAMED = (
    "i131_dtc i131_hyperthyroid i131_mibg lu177_dotatate lu177_psma617 lu177_psma_it ac225_psma ra223 sm153_edtmp "
    "sr89 p32 y90_microspheres tb161_psma ac225_dotatate ho166_microspheres re188_lipiodol"
)
PLACES = [f"income:{group}" for group in INCOME_GROUPS]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


def get(name: str, shelf: Shelf) -> Therapy:
    return find_therapy(name, shelf)


def test_every_therapy_of_the_review_and_the_four_more_are_there(shelf: Shelf) -> None:
    assert {therapy.id for therapy in therapies(shelf)} == set(NAMED.split())


def test_every_fact_of_every_path_is_known_in_every_income_group(shelf: Shelf) -> None:
    for therapy in therapies(shelf):
        for name in therapy.all_facts:
            for place in PLACES:
                assert shelf.find(name, place) is not None, (therapy.id, name, place)


def test_what_multiplies_people_is_a_share_with_a_value(shelf: Shelf) -> None:
    for therapy in therapies(shelf):
        for stage in therapy.stages:
            for name in (*stage.facts, *stage.losses):
                for place in PLACES:
                    fact = shelf.fact(name, place)
                    assert fact.value is not None, (name, place)
                    assert 0 <= fact.value <= 1, (name, place)


def test_a_need_is_ready_to_be_worked_out(shelf: Shelf) -> None:
    for therapy in therapies(shelf):
        for model in therapy.needs:
            assert model.backlog_years or model.backlog_note
            for name in model.all_facts:
                assert shelf.fact(name, "income:LIC").value is not None, name


def test_every_stage_has_an_a_and_a_domain_of_the_review(shelf: Shelf) -> None:
    known = barriers(shelf)
    for therapy in therapies(shelf):
        for stage in therapy.stages:
            assert stage.id in STAGES
            assert stage.rule in (*RULES, "")
            if stage.is_access:
                assert stage.a in FIVE_A
                assert (known[stage.barrier].a, known[stage.barrier].domain) == (stage.a, stage.domain)
            else:
                assert stage.barriers == ()


def test_paths_go_forward(shelf: Shelf) -> None:
    for therapy in therapies(shelf):
        places = [STAGES.index(stage.id) for stage in therapy.stages]
        assert all(before <= after for before, after in pairwise(places)), therapy.id


def test_most_barriers_of_the_review_act_somewhere(shelf: Shelf) -> None:
    """36 of Table 1 and four more; those that act on no patient's path act on the plan as a whole."""
    known = barriers(shelf)
    assert len(known) == 41
    assert sum(barrier.in_table1 for barrier in known.values()) == 37
    used = {name for therapy in therapies(shelf) for stage in therapy.stages for name in stage.barriers}
    assert set(known) - used == {"FI3", "PO1", "RE2", "RE3", "OT3"}
    assert all(part.name and part.formula for barrier in known.values() for part in barrier.indicators)


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        ("i131_hyperthyroid", (), ("board", "earlier_treatment")),
        ("sm153_edtmp", (), ("board", "earlier_treatment")),
        ("sr89", (), ("board",)),
        ("i131_dtc", ("earlier_treatment",), ("board", "reaches_imaging")),
        ("lu177_psma617", ("board", "earlier_treatment", "imaged"), ()),
        ("lu177_dotatate", ("board", "earlier_treatment"), ()),
    ],
)
def test_each_therapy_has_its_own_stages(
    name: str, present: tuple[str, ...], absent: tuple[str, ...], shelf: Shelf
) -> None:
    stages = {stage.id for stage in get(name, shelf).stages}
    assert set(present) <= stages
    assert not set(absent) & stages


def test_isolation_belongs_to_the_iodine_wards_and_rhenium(shelf: Shelf) -> None:
    inside = {therapy.id for therapy in therapies(shelf) if therapy.inpatient}
    assert inside == {"i131_dtc", "i131_mibg", "re188_lipiodol"}
    for therapy in therapies(shelf):
        reasons = {stage.reason for stage in therapy.stages_of("waits")}
        assert ("no_shielded_bed" in reasons) == therapy.inpatient
        assert bool(therapy.stay_days) == therapy.inpatient


def test_only_liver_therapies_need_angiography(shelf: Shelf) -> None:
    found = {therapy.id for therapy in therapies(shelf) if therapy.angiography}
    assert found == {"y90_microspheres", "ho166_microspheres", "re188_lipiodol"}


def test_a_group_is_counted_once(shelf: Shelf) -> None:
    groups: dict[str, list[Therapy]] = {}
    for therapy in therapies(shelf):
        groups.setdefault(therapy.need_group, []).append(therapy)
    assert {
        name: sum(one.first_choice for one in members) for name, members in groups.items()
    } == dict.fromkeys(groups, 1)
    psma = group_members(get("tb161_psma", shelf), shelf)
    assert psma[0].id == "lu177_psma617"
    assert {one.id for one in psma} == {"lu177_psma617", "lu177_psma_it", "ac225_psma", "tb161_psma"}
    assert {one.id for one in group_members(get("p32", shelf), shelf)} == {
        "sm153_edtmp",
        "sr89",
        "p32",
        "ra223",
    }
    for therapy in therapies(shelf):
        assert set(therapy.shares_patients_with) <= set(groups)


def test_a_taxane_is_asked_for_only_by_a_national_rule(shelf: Shelf) -> None:
    therapy = get("lu177_psma617", shelf)
    assert {line.line: line.required_by for line in therapy.earlier_lines} == {
        "ARPI": "label",
        "taxane": "national_rule",
    }
    rules = {stage.line: stage.rule for stage in therapy.stages_of("earlier_treatment")}
    assert rules == {"ARPI": "", "taxane": "national_rule"}


def test_cycles_given_fit_the_share_that_goes_on(shelf: Shelf) -> None:
    """Mean cycles = 1 + p + p^2 + ... over the planned cycles, p the share that goes on; one per cent or so off."""
    for therapy in therapies(shelf):
        go_on = [stage for stage in therapy.stages_of("treated") if not stage.is_access]
        if not go_on:
            continue
        share = shelf.fact(go_on[0].facts[0]).value
        planned = shelf.fact(therapy.posology.cycles_planned).value
        given = shelf.fact(therapy.posology.cycles_given).value
        assert share is not None
        assert planned is not None
        assert sum(share**k for k in range(int(planned))) == pytest.approx(given, rel=0.02), therapy.id


def test_the_derived_figures_follow_from_their_rows(shelf: Shelf) -> None:
    def value(name: str) -> float:
        found = shelf.fact(name).value
        assert found is not None
        return found

    access = "epidemiology.cascade.access.completes_planned_cycles_"
    assert value("products.continues.lu177_psma617") == pytest.approx(
        value(access + "PSMA") ** (1 / 5), abs=0.001
    )
    assert value("products.continues.lu177_dotatate") == pytest.approx(
        value(access + "DOTATATE") ** (1 / 3), abs=0.001
    )
    assert value("products.cycles_given.ac225_psma") == pytest.approx(1174 / 488, abs=0.01)
    assert value("products.need.net_ever_needs_prrt") == pytest.approx(1 - 0.8**5, abs=0.01)
    assert value("products.years_lived.mcrpc") == pytest.approx(14 / 12 / 0.693147, abs=0.01)
    true = value("products.need.net_true_incidence")
    for group in ("UMIC", "LMIC", "LIC"):
        found = shelf.fact("epidemiology.net.incidence_by_income", f"income:{group}").value
        assert found is not None
        share = shelf.fact("products.detected.net", f"income:{group}")
        assert share.value == pytest.approx(found / true, abs=0.01)
        assert share.kind is Kind.DERIVED


def test_our_own_figures_say_that_they_are(shelf: Shelf) -> None:
    """No share of a path is passed off as published: each is an assumption or derived, with a range and a note."""
    for name in shelf.ids("products."):
        if name.startswith("products.criteria."):
            continue
        for place in shelf.places(name):
            fact = shelf.fact(name, place)
            assert fact.kind in (Kind.ASSUMPTION, Kind.DERIVED, Kind.UNVERIFIED), name
            assert fact.low is not None
            assert fact.high is not None
            assert fact.low < fact.high, (name, place)
            assert shelf.source(fact.source)


def test_poorer_groups_never_pass_more_easily_and_unclassified_spans_them(shelf: Shelf) -> None:
    for name in shelf.ids("products."):
        rows = [shelf.fact(name, place) for place in PLACES]
        if rows[0].place == "world":
            continue
        values = [row.value for row in rows[:4]]
        assert values == sorted(values, reverse=True), name  # type: ignore[type-var]
        lows, highs = [row.low or 0 for row in rows], [row.high or 0 for row in rows]
        assert lows[4] <= min(lows[:4]), name
        assert highs[4] >= max(highs[:4]), name


def test_activities_to_plan_with(shelf: Shelf) -> None:
    """7.4 GBq; 55 kBq/kg x 70 kg = 3.85 MBq; 37 MBq/kg x 70 kg = 2.59 GBq; 8 MBq."""
    reader = shelf.reader("income:UMIC")
    assert activity_per_cycle(get("lu177_psma617", shelf), reader).in_gbq == pytest.approx(7.4)
    assert activity_per_cycle(get("ra223", shelf), reader).in_mbq == pytest.approx(3.85)
    assert activity_per_cycle(get("sm153_edtmp", shelf), reader).in_gbq == pytest.approx(2.59)
    assert activity_per_cycle(get("ac225_psma", shelf), reader).in_mbq == pytest.approx(8)


def test_nuclides_and_forms_are_those_of_the_supply_tables(shelf: Shelf) -> None:
    nuclides = {row["nuclide"] for row in shelf.table("nuclides")}
    forms = {(row["product"], row["form"]) for row in shelf.table("supply_forms")}
    for therapy in therapies(shelf):
        assert therapy.nuclide in nuclides
        assert {(therapy.id, form) for form in therapy.supply} == {
            one for one in forms if one[0] == therapy.id
        }


def test_imaging_partners(shelf: Shelf) -> None:
    assert len(tracers(shelf)) == 19
    for therapy in therapies(shelf):
        assert {find_tracer(name, shelf).modality for name in therapy.pet} <= {"pet"}
        assert {find_tracer(name, shelf).modality for name in therapy.spect} <= {"spect"}
        assert therapy.spect, f"{therapy.id} has no route without PET"
    for tracer in tracers(shelf).values():
        for name in (tracer.slot_minutes, tracer.uptake_minutes, tracer.activity):
            assert (shelf.fact(name).value or 0) > 0, name
    assert find_tracer("tc99m_psma", shelf).nuclide == "Tc-99m"
    with pytest.raises(UnknownTherapy, match="ga68_psma11"):
        find_tracer("ga68_psma", shelf)


def test_a_therapy_is_found_by_its_names_and_a_slip_suggests_one(shelf: Shelf) -> None:
    assert get("PLUVICTO", shelf).id == "lu177_psma617"
    assert get("Lu-177 DOTATATE", shelf).id == "lu177_dotatate"
    with pytest.raises(UnknownTherapy, match="did you mean 'lu177_psma617'"):
        get("lu177_psma671", shelf)


def test_the_barriers_keep_the_reviews_words(shelf: Shelf) -> None:
    known = barriers(shelf)
    assert known["AS1"].challenge == "urban concentration, rural disadvantage"
    assert known["LO1"].indicators[0].formula == "1-2^(-t_transit/T)"
    assert (known["LO1"].a, known["LO1"].a_stated) == ("availability", False)
    assert (known["AV1"].a, known["AV1"].a_stated) == ("availability", True)


def test_tables_are_in_their_files_once(shelf: Shelf) -> None:
    for name, key in (("barriers", "barrier"), ("tracers", "tracer"), ("criteria_items", "item")):
        for _pack, path in shelf.table_files(name):
            with path.open(encoding="utf-8", newline="") as lines:
                keys = [row[key] for row in csv.DictReader(lines)]
            assert len(keys) == len(set(keys))
