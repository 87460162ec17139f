"""The numbers that jobs wrote: shown with their map, each with its reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.service.conftest import MADE, made_in
from tests.service.test_centres import SAID, accepted

from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site
from hevesy_service.jobs.models import Job, State
from hevesy_service.plans import counted
from hevesy_service.plans.counted import unplaced
from hevesy_service.plans.country_map import map_of
from hevesy_service.plans.numbers import numbers

JOB = f"/jobs/{MADE}/"


def fact(id: str, kind: str, value: float, source: str = "asm", place: str = "world") -> dict[str, Any]:
    return {"id": id, "place": place, "value": value, "low": value / 2, "high": value * 2, "unit": "fraction",
            "text": None, "state": "imputed", "kind": kind, "source": source, "on": None, "pack": "open",
            "note": f"note of {id}"}  # fmt: skip


FACTS = [fact("money.distress.share", "assumption", 0.5), fact("country.population", "verified", 0.25, "wpp"),
         fact("scenario.lodging.effect", "assumption", 0.1, place="scenario")]  # fmt: skip
SOURCES = [{"key": "asm", "citation": "A working assumption", "locator": None},
           {"key": "wpp", "citation": "Synthetic census, table 3", "locator": None}]  # fmt: skip
BOUNDS = {"value": 1234.0, "low": 600.0, "high": 2400.0}
RUN = {
    "headlines": [{"name": name, "title": name, "unit": "persons", **BOUNDS} for name in ("completed", "started")],
    "importance": [{
        "answer": "completed", "facts": [{"fact": "country.population", "label": "people", "share": 0.75}],
        "kinds": [{"kind": "verified", "share": 0.75}, {"kind": "together", "share": 0.25}],
    }],
    "total": {"completed": []}, "exploratory": True, "says_first": [], "made_with": {},
    "scenario": {"country": "JOR", "draws": 8}, "facts": FACTS, "sources": SOURCES,
}  # fmt: skip
BUDGET = {
    "together": {"cost": BOUNDS, "paid": {"value": 0.0, "low": 0.0, "high": 0.0}, "unfunded": BOUNDS},
    "years": [{"year": 2027, "cost": BOUNDS}, {"year": 2028, "cost": BOUNDS}],
    "lines": [{"id": "medicines", "name": "Medicines", "facts": ["money.distress.share"],
               "by_year": [{"year": 2028, "total": {"value": 77.0, "low": 70.0, "high": 90.0}}]}],
    "scenario": {"country": "JOR"}, "facts": FACTS, "sources": SOURCES,
}  # fmt: skip
AMMAN = {"name": "Amman", "latitude": 31.95, "longitude": 35.93}
ZARQA = {"name": "Zarqa", "latitude": 32.07, "longitude": 36.09}
AQABA = {"name": "Aqaba", "latitude": 29.53, "longitude": 35.0}
HALF = {"value": 0.5, "low": 0.25, "high": 0.75}
PLACED: dict[str, Any] = {
    "country": {"iso3": "JOR", "name": "Jordan"}, "scenario": {"name": "x", "years": 10}, "proof": {"proven": True},
    "access": {when: dict.fromkeys(("mean_hours", "within_1h", "within_2h"), HALF) for when in ("now", "then")},
    "steps": [{**AQABA, "town": "Aqaba", "year": 2028, "chairs": 2, "nearest_for": 190000, "capital_USD": 868000.0}],
    "of_the_model": [{"town": "Aqaba", "year": 2028}], "candidates": ["Aqaba", "Zarqa"],
    "centres": [{**AMMAN, "hypothetical": True, "planned": False, "confirmed": False}],
    "nodes": [{**AMMAN, "population": 4e6, "imputed": False, "hours": 0.0},
              {**AQABA, "population": 1e6, "imputed": False, "hours": 4.5},
              {**ZARQA, "population": 2e6, "imputed": False, "hours": 0.5},
              {"name": "Rural", "latitude": 31.0, "longitude": 36.0, "population": 1e6, "imputed": True, "hours": 3.0}],
    "facts": FACTS, "sources": SOURCES,
}  # fmt: skip
SAYS = {
    "simulate": ("simulation.json", RUN), "budget": ("budget.json", BUDGET), "placement": ("placement.json", PLACED),
}  # fmt: skip


@pytest.fixture
def planner(site: Site, signed_in: Callable[..., Client]) -> Client:
    made_in(site)
    return signed_in("planner")


def wrote(kind: str, **more: Any) -> Job:
    """The job of the tests as if it were of this kind and had written this; each test under a name of its own."""
    from hevesy_service.plans import numbers as read

    read._said.cache_clear()
    Job.objects.filter(pk=MADE).update(kind=kind, state=State.DONE)
    job = Job.objects.get(pk=MADE)
    name, said = SAYS[kind]
    job.folder.mkdir(parents=True, exist_ok=True)
    for old in job.folder.iterdir():
        old.unlink()
    (job.folder / name).write_text(json.dumps({**said, **more}), "utf-8")
    return job


def test_every_number_of_a_run_is_a_link_to_why(planner: Client) -> None:
    wrote("simulate")
    for page in (f"{JOB}numbers/", f"/plans/{MADE}/"):
        text = planner.get(page).content.decode()
        assert f'href="{JOB}why/completed/"' in text and "1,234" in text and "600–2,400" in text
    assert f'href="{JOB}numbers/"' in planner.get(JOB).content.decode()


def test_why_says_facts_ranges_sources_kinds_and_shares(planner: Client) -> None:
    wrote("simulate")
    text = planner.get(f"{JOB}why/completed/").content.decode()
    first, second = text.index("country.population"), text.index("money.distress.share")
    assert first < second  # what carries most of the variance stands first
    assert "75 %" in text and "25 %" in text and "several facts together" in text
    assert "0.25 (0.125–0.5)" in text and "Synthetic census, table 3" in text and "A working assumption" in text
    assert 'href="/why/country.population/JOR/"' in text and "stated in the plan" in text
    assert 'href="/why/scenario.lodging.effect/' not in text
    assert "3 facts" in text and "<script>" not in text


def test_why_says_so_where_a_run_did_not_weigh_the_number(planner: Client) -> None:
    wrote("simulate")
    text = planner.get(f"{JOB}why/started/").content.decode()
    assert "did not weigh its facts" in text and "2 planning default" in text


def test_a_line_of_a_budget_rests_on_its_own_facts(planner: Client) -> None:
    wrote("budget")
    assert [each.name for each in numbers(Job.objects.get(pk=MADE))] == [
        "cost", "paid", "unfunded", "line.medicines", "year.2027", "year.2028"
    ]  # fmt: skip
    text = planner.get(f"{JOB}why/line.medicines/").content.decode()
    assert "Medicines, 2028" in text and "1 fact:" in text and "country.population" not in text
    assert "country.population" in planner.get(f"{JOB}why/cost/").content.decode()


def test_facts_come_by_the_page(planner: Client) -> None:
    many = [fact(f"a.{number:03}", "assumption", 1.0) for number in range(95)]
    wrote("simulate", facts=many)
    assert planner.get(f"{JOB}why/started/").content.decode().count("note of a.") == 40
    third = planner.get(f"{JOB}why/started/?page=3").content.decode()
    assert third.count("note of a.") == 15 and "Page 3 of 3" in third


@pytest.mark.parametrize("name", ["nothing", "..", "completed2"])
def test_a_number_that_is_not_there_is_said(name: str, planner: Client) -> None:
    wrote("simulate")
    assert planner.get(f"{JOB}why/{name}/").status_code == 404


def test_a_job_that_wrote_no_numbers_says_what_to_do(planner: Client) -> None:
    Job.objects.filter(pk=MADE).update(kind="document")
    assert b"Look at the job" in planner.get(f"{JOB}numbers/").content


def test_a_placement_stands_on_the_map_and_in_a_table(planner: Client) -> None:
    wrote("placement")
    text = planner.get(f"/plans/{MADE}/").content.decode()
    assert '<svg class="country"' in text and text.count('<circle class="town') == 3  # the imputed one is not drawn
    assert text.count('class="candidate" cx') == 1 and 'class="centre chosen"' in text
    assert 'class="centre hypothetical"' in text and "Aqaba 2028" in text and "868,000" in text
    assert "Proven: by the model" in text
    wrote("placement", of_the_model=[{"town": "Zarqa", "year": 2028}])
    assert "Tried in the simulation, this set did better" in planner.get(f"{JOB}numbers/").content.decode()


def test_the_map_is_the_right_way_up_and_of_the_right_size() -> None:
    """By hand: Aqaba lies south and west of Amman; a degree of longitude is narrower by the cosine of the middle."""
    found = map_of(PLACED)
    assert found is not None
    towns = {each.said.partition(":")[0]: each for each in found.towns}
    amman, aqaba, zarqa = towns["Amman"], towns["Aqaba"], towns["Zarqa"]
    assert aqaba.y > amman.y > zarqa.y and aqaba.x < amman.x < zarqa.x
    east = (zarqa.x - amman.x) / (36.09 - 35.93)
    north = (amman.y - zarqa.y) / (32.07 - 31.95)
    assert east / north == pytest.approx(0.856, abs=0.02)  # cos 31.2 degrees
    assert (amman.r, aqaba.r) == (15.0, 7.5)  # four times the people, twice the radius
    assert [each.band for each in (amman, zarqa, aqaba)] == [0, 0, 3]
    assert 0 < found.width <= 480 and 0 < found.height <= 560
    numbers_of = [float(each) for each in re.findall(r"-?\d+\.?\d*", found.path)]
    assert min(numbers_of) >= 0 and max(numbers_of) <= 560


@pytest.mark.parametrize("iso3", ["FJI", "RUS", "USA", "NLD", "KIR"])
def test_countries_over_180_degrees_or_with_far_parts_fill_their_frame(iso3: str) -> None:
    found = map_of({**PLACED, "country": {"iso3": iso3}, "nodes": [], "steps": [], "centres": [], "candidates": []})
    assert found is None or max(found.width / 480, found.height / 560) == pytest.approx(1.0)


def test_a_country_without_an_outline_has_no_map_and_keeps_its_table(planner: Client) -> None:
    wrote("placement", country={"iso3": "XXX", "name": "Nowhere"})
    text = planner.get(f"{JOB}numbers/").content.decode()
    assert '<svg class="country"' not in text and "Aqaba" in text


def test_names_that_would_lie_over_one_another_take_the_other_side_or_are_not_written() -> None:
    near = {**AQABA, "name": "Nearby", "hypothetical": False, "planned": False, "confirmed": True}
    found = map_of({**PLACED, "centres": [near]})
    assert found is not None
    assert [(each.name, each.written, each.left) for each in found.marks] == [
        ("Aqaba 2028", True, False), ("Nearby", True, True)
    ]  # fmt: skip
    third = {**near, "name": "Third"}
    crowded = map_of({**PLACED, "centres": [near, third]})
    assert crowded is not None and [each.written for each in crowded.marks] == [True, True, False]


@pytest.mark.slow("national figures are written as a pack")
def test_what_a_country_counts_beyond_its_named_centres_is_said(
    site: Site, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two SPECT cameras at the one centre named; the country counts seven: five stand nobody knows where."""
    assert unplaced("JOR", shelf_now()) == []  # none is named: imagined centres are computed with, as the page says
    accepted(site)
    with monkeypatch.context() as patched:
        count = counted.national_count
        patched.setattr(counted, "national_count", lambda kind, key, country, shelf: (
            replace(shelf.fact("country.population", "JOR"), value=7.0) if key == "spect"
            else count(kind, key, country, shelf)))  # fmt: skip
        (found,) = unplaced("JOR", shelf_now())
        assert (found.counted, found.named) == (7, SAID.equipment["spect"])
        text = planner.get(f"/plans/{MADE}/").content.decode()
        assert "7 counted, 2 at named centres" in text and "Name the other centres in the atlas" in text
    assert unplaced("JOR", shelf_now()) == []
