"""A coarser model for a quick answer: fewer eras, the same openings, and each act as much at work on average."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.scenario.starting import starting
from hevesy.plan.simulation.build import Built, built

AT_MOST = 6


@pytest.fixture(scope="module")
def models() -> tuple[Built, Built]:
    shelf = Shelf.load()
    jordan = replace(starting(find_country("JOR", shelf), shelf, date(2026, 3, 1)), draws=4, therapies=("i131_dtc",))
    return built(jordan, shelf), built(jordan, shelf, at_most=AT_MOST)


def at_work(made: Built, act: int) -> float:
    """The mean level of an act over all weeks and draws."""
    levels, first = made.acts.levels, [*made.acts.first_weeks, made.model.weeks]
    spans = np.diff(first)
    return float(sum(np.mean(levels.of(act, era)) * weeks for era, weeks in enumerate(spans)) / made.model.weeks)


def test_there_are_fewer_eras_and_every_opening_keeps_its_week(models: tuple[Built, Built]) -> None:
    whole, coarse = models
    opens = {row.ready - row.ready % 4 for row in coarse.timeline.rows if row.entry.opens}
    assert len(coarse.acts.first_weeks) < len(whole.acts.first_weeks)
    assert any(abs(week - opened) <= 4 for opened in opens for week in coarse.acts.first_weeks)
    assert coarse.model.centres == whole.model.centres


def test_each_act_is_as_much_at_work_as_in_the_whole_model(models: tuple[Built, Built]) -> None:
    whole, coarse = models
    for act in range(len(whole.timeline.rows)):
        assert at_work(coarse, act) == pytest.approx(at_work(whole, act), abs=1e-9)
