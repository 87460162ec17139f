"""Dates draw by draw: by hand for two draws, and what keeps the date that is expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.plan.scenario.small import act, opening, scenario
from tests.plan.scenario.test_timeline import weeks

from hevesy.facts import Shelf
from hevesy.plan.scenario.drawn_dates import Drawn, drawn_dates
from hevesy.plan.scenario.scenario import Range, Scenario
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.scenario.timeline import timeline
from hevesy.plan.simulation.build import built
from hevesy.plan.simulation.build.levels import FEWER_ERAS, Levels

AMMAN = "hypothetical:amman"
DRAWS = 16


def dates(said: Scenario, shelf: Shelf) -> dict[str, Drawn]:
    reader = shelf.reader("JOR", draws=DRAWS, seed=1)
    reader.stated = stated_facts(said, shelf)
    return drawn_dates(said, timeline(said, reader), reader)


def test_a_level_differs_by_draw() -> None:
    """Ready in week 4 at once, half lost a year later; ready in week 8 and full in week 16, nothing lost."""
    two = Drawn(*(np.array(each, float) for each in ((0, 0), (4, 8), (4, 16), (0.5, 0))))
    assert two.level(0).tolist() == [0, 0] and two.level(4).tolist() == [1, 0]
    assert two.level(8).tolist() == [1, 0.25] and two.level(12).tolist() == [1, 0.75]
    assert two.level(52).tolist() == [1, 1] and two.level(56).tolist() == [0.5, 1]


def test_without_a_range_nothing_is_drawn(shelf: Shelf) -> None:
    exact = act(
        "a", "referral_training", lead_weeks=weeks(8), ramp_weeks=weeks(4), wear_off_per_year=weeks(0.2)
    )
    assert dates(scenario(exact), shelf) == {}


def test_a_chain_is_as_late_as_what_it_waits_for_in_every_draw(shelf: Shelf) -> None:
    first = act("first", "lodging", lead_weeks=weeks(8, 4, 24), ramp_weeks=weeks(0))
    second = act("second", "fee_subsidy", lead_weeks=weeks(6), ramp_weeks=weeks(2), after=("first",))
    found = dates(scenario(first, second), shelf)
    ready = found["first"].ready
    assert (
        ready.min() >= 4
        and ready.max() <= 24
        and len(set(ready)) > 3
        and np.array_equal(ready, np.ceil(ready))
    )
    assert np.array_equal(found["second"].starts, ready) and np.array_equal(found["second"].ready, ready + 6)
    assert np.array_equal(found["second"].full, ready + 8)


def test_what_decides_who_goes_where_keeps_its_expected_date(shelf: Shelf) -> None:
    """The licence of a centre is drawn with all that happens in it only where nobody could go there otherwise."""
    chairs = act("chairs", "add_chairs", centre=AMMAN)
    pet = act("pet", "add_pet", centre=AMMAN)
    assert set(dates(scenario(*opening(), chairs, pet), shelf)) == {"chairs"}


# --- eras ----------------------------------------------------------------------------------------------------


def test_no_era_comes_earlier_or_later_on_the_whole(shelf: Shelf) -> None:
    """Many acts make more changes than eras: in every draw the level-weeks of each stay what they were."""
    acts = [
        act(f"a{year}", "referral_training", date(2027 + year, 1, 1), regions=(region,))
        for year, region in enumerate(("amman", "zarqa", "irbid", "mafraq"))
    ]
    said = scenario(*acts)
    reader = shelf.reader("JOR", draws=DRAWS, seed=1)
    found = timeline(said, reader)
    drawn = drawn_dates(said, found, reader)
    levels = Levels(found, drawn, also=[104])
    assert len(levels.first_weeks) <= FEWER_ERAS + 1 and 104 in levels.first_weeks
    length = np.diff([*levels.first_weeks, found.weeks])
    for number, row in enumerate(found.rows):
        by_era = sum(levels.of(number, era) * weeks for era, weeks in enumerate(length))
        by_step = sum(drawn[row.intervention.id].level(step) * 4 for step in range(0, found.weeks, 4))
        assert by_era == pytest.approx(by_step)


def test_few_changes_keep_their_own_weeks(shelf: Shelf) -> None:
    exact = act("a", "lodging", lead_weeks=weeks(8), ramp_weeks=weeks(8), wear_off_per_year=weeks(0))
    levels = Levels(timeline(scenario(exact), shelf.reader("JOR")))
    assert levels.first_weeks == (0, 8, 12, 16)
    assert [levels.of(0, era) for era in range(4)] == [0.0, 0.25, 0.75, 1.0]


# --- the model -----------------------------------------------------------------------------------------------


def test_chairs_are_there_from_each_draws_own_week_on(shelf: Shelf) -> None:
    """Two chairs in Amman, ready after 8 (4 to 24) weeks: before, none of them; from the next step of four on, both."""
    chairs = act("chairs", "add_chairs", date(2027, 1, 4), centre=AMMAN, lead_weeks=weeks(8, 4, 24),
                 ramp_weeks=weeks(0), running_per_year=Range(5200, 5200, 5200))  # fmt: skip
    base = scenario(years=2, draws=DRAWS, start=date(2027, 1, 4), therapies=("lu177_psma617",))
    made = built(replace(base, interventions=(chairs,)), shelf)
    model, chair = made.model, made.model.resources.index("chair")
    ready = made.reader.value("scenario.chairs.lead_weeks")
    have = model.rows[model.have_row[0, chair]][model.era_of_week]  # (weeks, draws)
    both = have[-1] - have[0]
    assert np.all(both > 0)
    first = 4 * np.ceil(np.ceil(ready - 1e-9) / 4)
    assert ((have - have[0]) / both).sum(axis=0) == pytest.approx(104 - first)
    assert made.values.running[0] == pytest.approx(5200 * (52 - np.ceil(ready - 1e-9)) / 52)
    assert made.timeline.of("chairs").ready == 8  # the Gantt keeps the expected date
