"""What is worked out once for the same acts: the same only where every draw says so, and the rows as without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations, count

import numpy as np
import pytest
from tests.plan.scenario.small import act, scenario
from tests.plan.scenario.test_timeline import weeks

from hevesy.capacity.minutes import MODALITIES
from hevesy.facts import Shelf
from hevesy.plan.scenario.drawn_dates import ROUTING, Drawn, drawn_dates
from hevesy.plan.scenario.scenario import Range
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.scenario.timeline import timeline
from hevesy.plan.simulation.build import built
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.levels import Levels
from hevesy.plan.simulation.model import Floats, Model

AMMAN, DRAWS, START = "hypothetical:amman", 16, date(2027, 1, 4)
DRAWN = (
    act("taught", "referral_training", START, regions=("amman",)),
    act("lodged", "lodging", date(2027, 3, 1), ramp_weeks=weeks(0)),
    act("chairs", "add_chairs", START, centre=AMMAN),
    act("kept", "maintenance_contract", date(2027, 6, 7), centre=AMMAN),
    act("doses", "more_doses", START, centre=AMMAN),
)


@cache
def shelf() -> Shelf:
    return Shelf.load()


def acts_of_jordan() -> Acts:
    said, reader = scenario(*DRAWN, years=3), shelf().reader("JOR", draws=DRAWS, seed=1)
    reader.stated = stated_facts(said, shelf())
    found = timeline(said, reader)
    drawn = drawn_dates(said, found, reader)
    assert set(drawn) >= {"taught", "lodged", "chairs", "kept"}
    reached = np.array([[1.0, 0.0] if row.intervention.regions else [1.0, 1.0] for row in found.rows])
    return Acts(found, reader, Levels(found, drawn), drawn, reached, np.array([0.4, 0.6]))


def test_acts_are_the_same_object_where_their_levels_are_the_same_in_every_draw() -> None:
    acts = acts_of_jordan()
    eras = range(len(acts.first_weeks))
    moving = [number for number, row in enumerate(acts.timeline.rows) if row.entry.moves]
    same = different = 0
    for region, at in ((0, ()), (1, ()), (1, (AMMAN,)), (None, (AMMAN,))):
        here = [
            number
            for number in moving
            if (not acts.timeline.rows[number].intervention.centre or at)
            and (region is None or acts.people[number, region])
        ]
        for one, other in combinations(eras, 2):
            levels = [[np.broadcast_to(acts.levels.of(n, era), DRAWS) for n in here] for era in (one, other)]
            equal = np.array_equal(*levels)
            assert (acts.acting(one, "", region, at) is acts.acting(other, "", region, at)) == equal
            same, different = same + equal, different + (not equal)
    assert same > 20 and different > 20


def test_levels_of_one_mean_are_not_taken_for_each_other() -> None:
    """Half of the draws have it in the first year only, the other half from the second on: one half on the mean."""
    said = scenario(DRAWN[0], years=2)
    reader = shelf().reader("JOR", draws=2, seed=1)
    found = timeline(said, reader)
    ready = np.array([0.0, 52.0])
    levels = Levels(found, {"taught": Drawn(ready, ready, ready, np.array([1.0, 0.0]))})
    assert levels.first_weeks == (0, 52)
    assert levels.of(0, 0).tolist() == [1.0, 0.0] and levels.of(0, 1).tolist() == [0.0, 1.0]
    acts = Acts(found, reader, levels, {}, np.ones((1, 1)), np.ones(1))
    assert acts.acting(0, "", 0) is not acts.acting(1, "", 0)
    name = "epidemiology.cascade.access.referral_of_eligible"
    plain = reader.value(name)
    first, second = (acts.acting(era, "", 0).reader().value(name) for era in (0, 1))
    assert first[1] == plain[1] and second[0] == plain[0] and first[0] > plain[0] and second[1] > plain[1]


def by_draw(model: Model) -> dict[str, Floats]:
    """Every array of rows as the figures that it stands for, so that the numbering of rows is out of it."""
    names = [name for name in vars(model) if name.endswith("_row") and name != "need_row"]
    return {name: model.rows[getattr(model, name)] for name in names}


def test_the_rows_are_those_of_a_build_that_takes_nothing_for_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = replace(
        scenario(*DRAWN, years=2, draws=DRAWS, start=START, therapies=("lu177_psma617",)),
        facts={"capacity.doses.lu177_psma617": Range(3.0, 3.0, 3.0)},
    )
    kept = built(said, shelf()).model
    number = count()
    monkeypatch.setattr(Levels, "mark", lambda *_: next(number))  # no level is like any other
    anew = built(said, shelf()).model
    assert next(number) > 100
    assert np.array_equal(kept.era_of_week, anew.era_of_week) and kept.era_of_week[-1] > 10
    expected = by_draw(anew)
    for name, values in by_draw(kept).items():
        assert np.array_equal(values, expected[name]), name
    moved = ("gate_row", "have_row", "dose_row", "scanner_fails_row")
    for name in moved:  # and in some era it differs between draws that would agree without drawn dates
        assert np.ptp(expected[name], axis=-2).any(), name


def test_machines_come_on_one_date_in_all_draws() -> None:
    """So how many of them are old in a week is one number for all draws too."""
    assert set(MODALITIES) <= set(ROUTING)
    said = scenario(act("camera", "add_spect", centre=AMMAN))
    reader = shelf().reader("JOR", draws=DRAWS, seed=1)
    found = drawn_dates(said, timeline(said, reader), reader)
    assert "camera" not in found or np.ptp(found["camera"].ready) == 0
