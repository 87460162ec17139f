"""Every country and territory gets a plan of the right shape; one with hardly any data says so.

A sample stands for all in `make test`; `make test-deep` plans all of them and writes every fifth report.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from hevesy.facts import Shelf
from hevesy.places import all_countries
from hevesy.plan.answers import plan_of
from hevesy.plan.country import picture
from hevesy.plan.report.charts import charts_of
from hevesy.plan.report.page import page_of
from hevesy.plan.report.shape import check_shape
from hevesy.plan.report.write import html_of

# country: why it is in the sample
SAMPLE = {
    "ATA": "nobody is counted, no town",
    "BVT": "nobody is counted, no town, no name in a list of towns",
    "PCN": "46 people, no source counts their cancers",
    "VAT": "smaller than any grid, without an area in the list",
    "TKL": "three islands and no town",
    "NRU": "one town that holds a tenth of the people",
    "MCO": "one scanner once made it the densest country of all",
    "XKX": "not in ISO 3166, 1.6 million people, no source counts their cancers",
    "VEN": "unclassified by income since 2021",
    "TWN": "many people, few of the usual tables",
    "GUF": "a territory that GLOBOCAN counts and the World Bank does not",
    "PRK": "no figure of what households have",
    "KIR": "islands on both sides of the date line",
    "IDN": "most islands",
    "IND": "most people",
}
NOBODY_COUNTED = ("ATA", "BVT", "HMD", "UMI")
NO_SOURCE_COUNTS = ("PCN", "VAT", "XKX", "SJM")


@cache
def shelf() -> Shelf:
    return Shelf.load()


@cache
def plan(country: str) -> dict[str, Any]:
    return plan_of(picture(country, shelf(), date(2026, 11, 21), None, 16, 1))


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, float):
        yield value


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.S)).split())


@pytest.mark.parametrize("country", SAMPLE)
def test_a_plan_has_its_shape_and_no_figure_that_is_none(country: str) -> None:
    found = plan(country)
    check_shape(found)
    assert all(math.isfinite(number) for number in numbers(found))
    assert found["confirmation"]["draft"] and found["confirmation"]["confirmed"] == 0
    assert page_of(found, {}, "")["confirmation"]["text"].startswith("Draft, not for decision")


@pytest.mark.parametrize("country", SAMPLE)
def test_people_add_up_whatever_the_country(country: str) -> None:
    found = plan(country)
    people = found["country"]["population"]
    placed = sum(node["population"] for node in found["access"]["nodes"])
    assert (people is None and placed == 0) or placed == pytest.approx(people, rel=1e-9)
    for cascade in found["cascades"]:
        lost = sum(stage["lost"] for stage in cascade["stages"])
        assert cascade["start"] == pytest.approx(lost + cascade["completed"], rel=1e-9)


@pytest.mark.parametrize("country", [country for country in SAMPLE if country in NOBODY_COUNTED])
def test_where_nobody_is_counted_nothing_is_worked_out_and_it_says_so(country: str) -> None:
    found = plan(country)
    assert found["country"]["population"] is None
    assert (found["needs"], found["cascades"], found["journeys"]) == ([], [], [])
    name = found["country"]["name"]
    assert found["notes"] == [
        f"Hardly anything is known of {name}: nobody is counted here, so no need, access or cascade can be worked "
        "out. Enter country.population in a pack."
    ]


@pytest.mark.parametrize("country", [country for country in SAMPLE if country in NO_SOURCE_COUNTS])
def test_where_no_source_counts_cancers_it_says_what_stands_in(country: str) -> None:
    found = plan(country)
    said = " ".join(found["notes"])
    assert f"Hardly anything is known here of the cancers of {found['country']['name']}" in said
    assert "the world's rate by age stands in (imputed, wide)" in said
    assert found["burden"]["conflicts"] == []
    assert {(row["choice"], row["used"]) for row in found["burden"]["sources"]} == {("estimate", True)}


def test_where_the_chosen_source_is_silent_the_other_is_named_as_used() -> None:
    """GLOBOCAN has no Monaco; GBD has prostate and liver, nobody has thyroid."""
    found = plan("MCO")
    used = {(row["site"], row["measure"]): row["choice"] for row in found["burden"]["sources"] if row["used"]}
    assert used == {
        ("prostate", "new_cases"): "gbd",
        ("prostate", "deaths"): "gbd",
        ("liver", "new_cases"): "gbd",
        ("thyroid", "new_cases"): "estimate",
    }
    assert any(
        note.startswith("GLOBOCAN is silent on new cases of prostate cancer") for note in found["notes"]
    )


def test_an_unclassified_country_is_not_put_into_a_group() -> None:
    found = plan("VEN")
    assert found["country"]["income_group"] == "unclassified"
    scanner = found["access"]["scanners"][0]
    assert scanner["high"] / max(scanner["low"], 1) > 100, "the span of all groups, not of one"


def test_the_vatican_is_not_spread_over_italy() -> None:
    nodes = plan("VAT")["access"]["nodes"]
    assert max(node["latitude"] for node in nodes) - min(node["latitude"] for node in nodes) < 0.01


# --- all of them --------------------------------------------------------------------------------------------------


@pytest.mark.deep
def test_all_run_and_say_that_they_are_drafts() -> None:
    countries = [country.iso3 for country in all_countries(shelf())]
    assert len(countries) == 250
    wrong = {country: faults for country in countries if (faults := wrong_with(country))}
    assert wrong == {}


@pytest.mark.deep
def test_every_fifth_is_written_with_all_its_pictures() -> None:
    for country in [country.iso3 for country in all_countries(shelf())][::5]:
        found = plan(country)
        drawn = charts_of(found, shelf())
        said = words(html_of(page_of(found, drawn.charts, drawn.disclaimer), drawn.charts))
        assert "Draft, not for decision" in said, country
        assert "nan" not in said.lower().split(), country


def wrong_with(country: str) -> list[str]:
    """What is wrong with a country's plan and the words of its report; nothing in a sound one."""
    found = plan(country)
    check_shape(found)
    said = json.dumps(page_of(found, {}, ""), ensure_ascii=False)
    rows = found["burden"]["sources"]
    silent = not any(row["choice"] != "estimate" for row in rows)
    problems = {
        "no draft": "Draft, not for decision" not in said,
        "nan": "NaN" in said or "nan" in said.split(),
        "infinite": not all(math.isfinite(number) for number in numbers(found)),
        "does not say how little is known": silent and "Hardly anything is known" not in said,
        "says so of a country with sources": not silent and "Hardly anything is known" in said,
    }
    return [problem for problem, there in problems.items() if there]
