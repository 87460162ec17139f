"""Criteria: Kleene's tables, what is refused, and that unknown never becomes met."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadCell, BadFinding, UnknownFinding, UnknownProfile
from hevesy.facts import Shelf
from hevesy.products import Answer, criteria, evaluate, find_therapy, items, therapies
from hevesy.products.criteria import Comparison, all_criteria, all_of, any_of, opposite

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


# Kleene 1952, strong three-valued logic: rows first, columns second operand, in the order met, unknown, not met
ORDER = (MET, UNKNOWN, NOT_MET)
AND = ((MET, UNKNOWN, NOT_MET), (UNKNOWN, UNKNOWN, NOT_MET), (NOT_MET, NOT_MET, NOT_MET))
OR = ((MET, MET, MET), (MET, UNKNOWN, UNKNOWN), (MET, UNKNOWN, NOT_MET))


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("column", range(3))
def test_and_and_or_are_kleenes(row: int, column: int) -> None:
    pair = (ORDER[row], ORDER[column])
    assert all_of(pair) is AND[row][column]
    assert any_of(pair) is OR[row][column]


def test_not_leaves_unknown_unknown() -> None:
    assert [opposite(answer) for answer in ORDER] == [NOT_MET, UNKNOWN, MET]


def test_nothing_asked_is_unknown_not_met() -> None:
    assert all_of([]) is UNKNOWN
    assert any_of([]) is UNKNOWN


@given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=8))
def test_learning_an_unknown_never_overturns_a_decision(answers: list[Answer]) -> None:
    for decided in (all_of(answers), any_of(answers)):
        if decided is UNKNOWN:
            continue
        for learnt in (MET, NOT_MET):
            known = [learnt if answer is UNKNOWN else answer for answer in answers]
            assert decided in (all_of(known), any_of(known))
    if all_of(answers) is not UNKNOWN:
        assert {all_of([x if a is UNKNOWN else a for a in answers]) for x in (MET, NOT_MET)} == {
            all_of(answers)
        }


def test_no_profile_is_met_without_findings(shelf: Shelf) -> None:
    for therapy in therapies(shelf):
        for profile in therapy.profiles:
            verdict = evaluate(therapy, profile, {}, shelf)
            assert verdict.answer is UNKNOWN, (therapy.id, profile)
            assert verdict.missing


def test_one_unknown_finding_never_passes(shelf: Shelf) -> None:
    """Of a man in order, take away what any group rests on alone: the answer is unknown, never met."""
    therapy = find_therapy("ra223", shelf)
    whole = {
        "visceral_metastases": False,
        "abiraterone_with_prednisone": False,
        "haemoglobin": 12.0,
        "platelets": 150.0,
        "neutrophils": 3.0,
    }
    assert evaluate(therapy, "label_first", whole, shelf).answer is MET
    for name in whole:
        for gone in (None, math.nan):
            verdict = evaluate(therapy, "label_first", {**whole, name: gone}, shelf)
            assert (verdict.answer, verdict.missing) == (UNKNOWN, (name,))


def test_a_verdict_is_for_practice_until_every_limit_is_signed(shelf: Shelf, tmp_path: Path) -> None:
    therapy = find_therapy("i131_mibg", shelf)
    assert not evaluate(therapy, "practice", {}, shelf).signed
    facts = {row.fact for row in criteria(therapy, "practice", shelf)}
    pack = tmp_path / "signed"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "signed"\n')
    header = "fact,place,value,unit,text,source,kind,confirmed_by,confirmed_on\n"
    lines = []
    for name in sorted(facts):
        fact = shelf.fact(name)
        value = "" if fact.value is None else f"{fact.value:g}"
        text = f'"{fact.text}"' if fact.value is None else ""
        lines.append(f"{name},JOR,{value},{fact.unit},{text},mem,unverified,Dr Example,2026-01-31\n")
    (pack / "facts.csv").write_text(header + "".join(lines))
    local = Shelf.load([pack], restricted=False)
    assert evaluate(find_therapy("i131_mibg", local), "practice", {}, local, "JOR").signed
    assert not evaluate(find_therapy("i131_mibg", local), "practice", {}, local, "KEN").signed


def test_limits_stand_in_the_unit_of_the_finding(shelf: Shelf) -> None:
    for rows in all_criteria(shelf).values():
        for row in rows:
            item = items(shelf)[row.item]
            if item.kind == "number":
                limit = shelf.fact(row.fact)
                assert (limit.unit, limit.value is None) == (item.unit, False), row


def test_a_local_limit_counts_where_it_holds(shelf: Shelf, tmp_path: Path) -> None:
    pack = tmp_path / "local"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "local"\n')
    (pack / "facts.csv").write_text(
        "fact,place,value,unit,source,kind\ntherapies.i131_mibg.eligibility_lab.platelets_min,JOR,80,1e9/L,own,unverified\n"
    )
    local = Shelf.load([pack], restricted=False)
    therapy = find_therapy("i131_mibg", local)
    found = {"platelets": 90.0, "creatinine_clearance": 60.0, "pregnancy_possible": False}
    assert evaluate(therapy, "practice", found, local, "JOR").answer is MET
    assert evaluate(therapy, "practice", found, local, "KEN").answer is NOT_MET


@pytest.mark.parametrize(
    ("item", "found", "words"),
    [
        ("haemoglobin", 120.0, "in g/dL it lies between 1 and 25"),  # g/L given for g/dL
        ("platelets", -1.0, "between 0 and 2000"),
        ("platelets", 150000.0, "between 0 and 2000"),  # per microlitre given for 1e9/L
        ("creatinine_clearance", math.inf, "between 0 and 300"),
        ("platelets", True, "it is a number"),
        ("liver_metastases", 1.0, "it is answered by yes or no"),
    ],
)
def test_what_cannot_be_is_refused(item: str, found: float, words: str, shelf: Shelf) -> None:
    with pytest.raises(BadFinding, match=words):
        evaluate(find_therapy("lu177_psma617", shelf), "VISION", {item: found}, shelf)


def test_unknown_names_suggest_the_nearest(shelf: Shelf) -> None:
    therapy = find_therapy("lu177_psma617", shelf)
    with pytest.raises(UnknownFinding, match="did you mean 'platelets'"):
        evaluate(therapy, "VISION", {"platlets": 100}, shelf)
    with pytest.raises(UnknownProfile, match="did you mean 'VISION'"):
        evaluate(therapy, "VISON", {}, shelf)


def test_a_pack_replaces_a_whole_profile_and_bad_rows_are_named(tmp_path: Path) -> None:
    pack = tmp_path / "own"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "own"\n')
    table = pack / "criteria.csv"
    table.write_text(
        "therapy,profile,group,item,test,fact\n"
        "ra223,label_first,platelets,platelets,at_least,therapies.ra223.eligibility_lab.label_platelets_first_min\n"
    )
    local = Shelf.load([pack], restricted=False)
    assert evaluate(find_therapy("ra223", local), "label_first", {"platelets": 120.0}, local).answer is MET
    assert len(criteria(find_therapy("ra223", local), "label_next", local)) == 4
    table.write_text(
        "therapy,profile,group,item,test,fact\nra223,label_first,p,platelets,is_yes,therapies.ra223.identity.name\n"
    )
    with pytest.raises(BadCell, match=r"criteria.csv, line 2, field 'test'"):
        all_criteria(Shelf.load([pack], restricted=False))


def test_the_comparisons_at_their_limit(shelf: Shelf) -> None:
    """SUVmax must be above 15 (Australian item 16050), at least 20 (TheraP): the limit itself tells them apart."""
    therapy = find_therapy("lu177_psma617", shelf)
    sites = {"suvmax_lowest_measurable_site": 30.0, "fdg_discordant": False}
    for profile, limit, at_limit in (("AU_MBS_imaging", 15.0, NOT_MET), ("TheraP_imaging", 20.0, MET)):
        assert evaluate(therapy, profile, {**sites, "suvmax_best_site": limit}, shelf).answer is at_limit
        assert evaluate(therapy, profile, {**sites, "suvmax_best_site": limit + 0.1}, shelf).answer is MET
    spheres = find_therapy("y90_microspheres", shelf)
    rows = [row for row in criteria(spheres, "practice_glass", shelf) if row.item == "lung_dose_gy"]
    assert [row.test for row in rows] == [
        Comparison.BELOW
    ]  # 30 Gy or more in one session is a contraindication
