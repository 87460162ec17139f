"""What is attainable: the best decile of income peers, and what stands in where they are not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pytest
from tests.plan.fives.small_country import shelf, table

from hevesy.facts import Kind, Shelf
from hevesy.plan.fives.attainable import attained_fact, income_group, peers, times_more
from hevesy.plan.fives.attaining import Better, attainable, better
from hevesy.plan.fives.lifting import lifted, with_a_centre
from hevesy.plan.fives.sorting import PRIMARY
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import ONE, UNLIMITED
from hevesy.products.therapy import FIVE_A

REFERRAL = "epidemiology.cascade.access.referral_of_eligible"
SCANS = "epidemiology.cascade.access.imaging_completed"
LOST = "epidemiology.cascade.access.lost_to_follow_up_per_year"
JORDAN = Scenario("Jordan: a year", "JOR", date(2027, 1, 1), 1, 8, 1, therapies=("lu177_psma617", "i131_dtc"))


def with_rows(name: str, values: dict[str, float]) -> Shelf:
    """The shelf with figures of single countries on top."""
    base = shelf().fact(name, "world" if name == SCANS else "income:UMIC")
    rows = [replace(base, place=iso3, value=value, low=None, high=None) for iso3, value in values.items()]
    old = [fact for each in shelf().ids() for fact in shelf().rows(each)]
    return Shelf(shelf().packs, [*old, *rows], ())


def like_jordan(count: int) -> list[str]:
    group = income_group("JOR", shelf())
    every = (place for place in shelf().places("country.population") if len(place) == 3)
    return [iso3 for iso3 in every if income_group(iso3, shelf()) == group][:count]


def test_ten_peers_and_the_best_decile_of_what_they_have() -> None:
    """0.0, 0.1 ... 1.0 in eleven countries: the ninth decile is 0.9; for a loss the first is 0.1."""
    names = like_jordan(11)
    values = {iso3: place / 10 for place, iso3 in enumerate(names)}
    laid = with_rows(REFERRAL, {**values, "DEU": 5.0})  # another income group does not count
    assert sorted(peers(REFERRAL, names[0], laid)) == pytest.approx([n / 10 for n in range(11)])
    found = attained_fact(REFERRAL, True, laid.reader(names[0]))
    assert found is not None and found.how == "peers" and found.peers == 11
    assert found.fact.value == pytest.approx(0.9) and found.fact.kind is Kind.ASSUMPTION
    less = attained_fact(LOST, False, with_rows(LOST, values).reader(names[0]))
    assert less is not None and less.fact.value == pytest.approx(0.1)


def test_with_fewer_peers_the_next_better_group_stands_in() -> None:
    names = like_jordan(9)
    laid = with_rows(REFERRAL, dict.fromkeys(names, 0.99))
    found = attained_fact(REFERRAL, True, laid.reader("JOR"))
    group = {"LIC": "LMIC", "LMIC": "UMIC", "UMIC": "HIC"}[income_group("JOR", shelf())]
    there = shelf().fact(REFERRAL, f"income:{group}")
    assert found is not None and found.how == "better_group"
    assert (found.fact.value, found.fact.low, found.fact.high) == (there.value, there.low, there.high)
    assert found.fact.kind is Kind.ASSUMPTION


@pytest.mark.parametrize(("name", "more", "place", "end"), [
    (SCANS, True, "JOR", "high"),  # known for the world alone
    (REFERRAL, True, "DEU", "high"),  # there is no better group
    (LOST, False, "DEU", "low"),
])  # fmt: skip
def test_else_the_better_end_of_the_range(name: str, more: bool, place: str, end: str) -> None:
    found = attained_fact(name, more, shelf().reader(place))
    assert found is not None and found.how == "better_end"
    assert found.fact.value == getattr(shelf().fact(name, place), end)


def test_how_many_times_as_much_the_best_peers_have() -> None:
    """Gamma cameras per million as counted: own one, peers 1 to 11, so the ninth decile is 10."""
    names = like_jordan(11)
    laid = Shelf(shelf().packs, [
        *(fact for each in shelf().ids() if each != "who.gamma_camera.per_million" for fact in shelf().rows(each)),
        *(replace(shelf().rows("who.gamma_camera.per_million")[0], place=iso3, value=1.0 + place)
          for place, iso3 in enumerate(names)),
    ], ())  # fmt: skip
    assert times_more("spect", laid.reader(names[0])) == (pytest.approx(10.0), "peers")
    assert times_more("spect", laid.reader(names[-1])) == (1.0, "peers")


def test_without_counts_the_next_better_groups_people_per_scanner_stands_in() -> None:
    """Nigeria, LMIC: 3,960,000 people for a gamma camera, and 475,000 in UMIC."""
    bare = Shelf.load(restricted=False)
    assert income_group("NGA", bare) == "LMIC"
    assert times_more("spect", bare.reader("NGA")) == (pytest.approx(3_960_000 / 475_000), "better_group")


@lru_cache
def jordan() -> tuple[Built, Better]:
    base = built(JORDAN, shelf())
    return base, better(JORDAN, shelf(), base)


def test_no_gate_is_worse_than_now_in_any_draw_and_no_clinical_one_moves() -> None:
    base, than = jordan()
    goal = attainable(base.model, than)
    whole = lifted(goal, table(), PRIMARY, FIVE_A)
    rows, before = whole.rows, goal.base.rows
    raised = 0
    for h, reasons in enumerate(base.model.gates):
        for g, reason in enumerate(reasons):
            after, now = rows[whole.gate_row[h, g]], before[base.model.gate_row[h, g]]
            assert (after >= now).all(), reason
            raised += int((after > now).any())
            if reason.a == "clinical":
                assert (whole.gate_row[h, g] == base.model.gate_row[h, g]).all()
    assert raised > 8
    assert rows[whole.share_row].sum(axis=1) == pytest.approx(1.0)  # strata still are everybody


def test_the_better_gate_is_the_better_figure_in_each_draw() -> None:
    """Referral, which everybody meets alike: the larger of the own draw and that of the next group."""
    base, than = jordan()
    h = base.model.therapies.index("lu177_psma617")
    (g,) = (place for place, reason in enumerate(base.model.gates[h]) if reason.reason == "not_referred")
    own = base.reader.value(REFERRAL)
    assert than.facts[REFERRAL].how == "better_group"
    goal = attainable(base.model, than)
    found = goal.base.rows[goal.gate_row[h, g, 0, 0]]
    assert found == pytest.approx(np.maximum(own, than.model.rows[than.model.gate_row[h, g, 0, 0]]))
    assert (found > own).all()


def test_what_is_there_or_not_is_there_and_capacity_grows_by_what_the_best_peers_have() -> None:
    base, than = jordan()
    twice = replace(than, times={"pet": (3.0, "peers"), "spect": (2.0, "peers")})
    goal = attainable(base.model, twice)
    model, _ = with_a_centre(base.model)
    have, more = model.rows[model.have_row], goal.base.rows[goal.have_row]
    free = model.have_row == UNLIMITED
    assert (goal.have_row[free] == UNLIMITED).all() and more[~free] == pytest.approx(2 * have[~free])
    slots = model.rows[model.slots_row]
    assert goal.base.rows[goal.slots_row][:, 0] == pytest.approx(3 * slots[:, 0])
    for h, reasons in enumerate(base.model.gates):
        for g, reason in enumerate(reasons):
            if reason.reason in ("no_centre_open", "no_shielded_bed"):
                assert (goal.gate_row[h, g] == ONE).all()
