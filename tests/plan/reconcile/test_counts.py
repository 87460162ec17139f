"""Counts of a pack: which are used, which are left aside, which are refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.plan.reconcile.made_up import count, pack

from hevesy.errors import BadPack, ImpossibleCount, NoCounts
from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.reconcile.counts import Counts, counted_year, counts, put_together
from hevesy.plan.reconcile.reconcile import asked
from hevesy.products import therapies

DAY = date(2026, 3, 1)
HEAD = "iso3,centre,therapy,year,patients,administrations,courses,foreigners,sent_abroad,state\n"


def held(folder: Path, shipped: Shelf, rows: str, on: date = DAY, year: int | None = None) -> Counts:
    shelf = shipped.with_pack(pack(folder, HEAD + rows))
    return counts(find_country("JOR", shelf), shelf, on, "globocan", year)


def test_the_newest_year_is_compared_and_the_others_are_named(tmp_path: Path, shipped: Shelf) -> None:
    rows = (
        "JOR,north,i131_hyperthyroid,2023,20,,,,,reported\nJOR,north,i131_hyperthyroid,2025,30,,,,,reported\n"
    )
    found = held(tmp_path, shipped, rows)
    assert (found.year, [each.patients for each in found.treatments]) == (2025, [30])
    assert found.notes == ("Only counts of 2025 were compared; those of 2023 were not.",)
    assert held(tmp_path, shipped, rows, year=2023).treatments[0].patients == 20


def test_the_newest_counted_year_is_known_without_reading_the_rest(tmp_path: Path, shipped: Shelf) -> None:
    rows = "JOR,north,i131_hyperthyroid,2023,20,,,,,reported\nJOR,north,i131_hyperthyroid,2025,,,,,,missing\n"
    shelf = shipped.with_pack(pack(tmp_path, HEAD + rows))
    assert counted_year("JOR", shelf) == 2023
    assert counted_year("JOR", shipped) is None


def test_zero_is_a_count_missing_and_imputed_are_none(tmp_path: Path, shipped: Shelf) -> None:
    rows = (
        "JOR,north,i131_hyperthyroid,2025,0,,,,,reported_zero\n"
        "JOR,capital,i131_hyperthyroid,2025,,,,,,missing\n"
        "JOR,capital,lu177_psma617,2025,12,,,,,imputed\n"
    )
    found = held(tmp_path, shipped, rows)
    assert [(each.centre, each.patients) for each in found.treatments] == [("north", 0)]
    assert found.notes == ("treatments.csv, line 4: an imputed count is nobody's count and was not used.",)


def test_public_counts_and_those_of_a_year_that_is_not_over_are_lower_bounds(
    tmp_path: Path, shipped: Shelf
) -> None:
    row = "JOR,north,i131_hyperthyroid,2025,30,,,,,{}\n"
    assert held(tmp_path, shipped, row.format("public_only")).treatments[0].at_least
    assert not held(tmp_path, shipped, row.format("reported")).treatments[0].at_least
    assert held(tmp_path, shipped, row.format("reported"), on=date(2025, 10, 1)).treatments[0].at_least


def test_a_countrys_own_sum_is_checked_and_its_centres_are_used(tmp_path: Path, shipped: Shelf) -> None:
    rows = "JOR,north,i131_hyperthyroid,2025,30,,,,,reported\nJOR,,i131_hyperthyroid,2025,{},,,,5,reported\n"
    found = held(tmp_path, shipped, rows.format(100))
    assert [(each.centre, each.patients, each.sent_abroad) for each in found.treatments] == [
        ("north", 30, None),
        ("", None, 5),
    ]
    with pytest.raises(ImpossibleCount, match=r"treatments.csv, line 3.*the country's 20 patients are fewer"):
        held(tmp_path, shipped, rows.format(20))


def test_alternatives_for_the_same_patients_are_one_count(shipped: Shelf) -> None:
    every = therapies(shipped)
    rows = [count("a", "lu177_psma617", patients=30.0), count("a", "lu177_psma_it", patients=12.0)]
    found, notes = put_together(rows, every)
    assert [(each.therapy, each.patients) for each in found] == [("lu177_psma617", 42)]
    assert "lu177_psma617, lu177_psma_it are given to the same patients" in notes[0]
    unknown = [rows[0], replace(rows[1], patients=None, courses=9.0)]
    assert put_together(unknown, every)[0][0].patients is None


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("JOR,north,i131_hyperthyroid,2030,30,,,,,reported", r"field 'year': 2030 lies in the future; check the year"),
        ("JOR,north,i131_hyperthyroid,2025,30,20,,,,reported", r"30 is more than administrations \(20\)"),
        ("JOR,north,i131_hyperthyroid,2025,-3,,,,,reported", r"field 'patients': -3 is below 0"),
        ("JOR,north,i131_hyperthyroid,2025,30,,,40,,reported", r"40 is more than patients \(30\)"),
        (
            "JOR,north,i131_hyperthyroid,2025,30,900,,,,reported",
            r"900 administrations for 30 patients are more than 3 each",
        ),
        (
            "JOR,north,i131_hyperthyroid,2025,30,,20,,,reported",
            r"field 'courses': 30 patients are more than 20 courses begun, and a course of I-131 .* is one dose",
        ),
        ("JOR,capital,lu177_psma617,2025,10,100,,,,reported", r"100 administrations for 10 patients are more than 9"),
        ("JOR,capital,lu177_psma617,2025,10,,50,,,reported", r"50 courses for 10 patients are more than 2 each"),
        (
            "JOR,north,i131_hyperthyroid,2025,30,,,5,,reported",
            r"field 'foreigners': north counts 5 foreigners, but by centres.csv it turns them away",
        ),
        (
            "JOR,capital,lu177_psma617,2025,10,,,,90000,reported",
            r"90,010 people of JOR treated with lu177_psma617 in a year \(90,000 of them abroad\) are more than",
        ),
        ("JOR,nowhere,lu177_psma617,2025,10,,,,,reported", r"there is no centre 'nowhere' in centres.csv"),
        (
            "JOR,capital,lu177_psma617,2025,250000,,,,,reported",
            r"250,000 people of JOR treated with lu177_psma617 in a year are more than could need it: at most",
        ),
        (
            "JOR,north,lu177_psma617,2025,5,,,,,reported",
            r"north counts 5 patients of lu177_psma617, but centres.csv does not say that it gives it; add",
        ),
    ],
)  # fmt: skip
def test_an_impossible_count_is_refused_with_its_line(
    tmp_path: Path, shipped: Shelf, row: str, sentence: str
) -> None:
    folder = pack(tmp_path, f"{HEAD}{row}\n")
    with pytest.raises((ImpossibleCount, BadPack), match=rf"treatments.csv, line 2.*{sentence}"):
        shelf = shipped.with_pack(folder)
        asked(find_country("JOR", shelf), shelf, DAY, quick=True)


def test_where_policy_lets_nobody_through_nobody_can_have_been_treated(
    tmp_path: Path, shipped: Shelf
) -> None:
    policy = (
        "iso3,therapy,item,value,state,source,kind\nJOR,lu177_psma617,approval,none,reported,law,verified\n"
    )
    sources = "key,citation,locator\nlaw,An invented law,\n"
    rows = "JOR,capital,lu177_psma617,2025,5,,,,,reported\n"
    centres = "iso3,centre,name,town,services\nJOR,capital,Made-up Capital Centre,Amman,therapy;pet;spect\n"
    shelf = shipped.with_pack(pack(tmp_path, HEAD + rows, centres, policy=policy, sources=sources))
    with pytest.raises(ImpossibleCount, match=r"by what the packs say nobody can be; see policy.csv"):
        asked(find_country("JOR", shelf), shelf, DAY, quick=True)


def test_without_counts_everything_stays_exploratory(tmp_path: Path, shipped: Shelf) -> None:
    with pytest.raises(NoCounts, match=r"No counts of treatments of Jordan are on the shelf.*exploratory"):
        counts(find_country("JOR", shipped), shipped, DAY, "globocan")
    with pytest.raises(NoCounts, match=r"of Jordan in 2020 are.*It has some of 2025"):
        held(tmp_path, shipped, "JOR,north,i131_hyperthyroid,2025,30,,,,,reported\n", year=2020)


def test_a_registry_beside_another_source_is_compared_and_never_used_twice(
    tmp_path: Path, shipped: Shelf
) -> None:
    facts = (
        "fact,place,value,low,high,unit,text,dist,on,state,source,kind,note\n"
        "registry.prostate.new_cases,JOR,300,,,cases/year,,fixed,2025,public_only,own,verified,\n"
    )
    shelf = shipped.with_pack(pack(tmp_path, facts=facts))
    jordan = find_country("JOR", shelf)
    (found,) = counts(jordan, shelf, DAY, "globocan").registry
    assert (found.site, found.measure, found.count, found.at_least) == ("prostate", "new_cases", 300, True)
    assert counts(jordan, shelf, DAY, "registry").registry == ()
