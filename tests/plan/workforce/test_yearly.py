"""Eras cut by year change nothing; other weeks to replace change the chances as by hand; closed months are counted."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from tests.plan.simulation.toys import Toy
from tests.plan.workforce.test_closed_month_law import toy as physicists

from hevesy.capacity.minutes import CADRES
from hevesy.capacity.week import WEEKS_PER_YEAR
from hevesy.competence.pipeline import STAFF
from hevesy.facts import Reader
from hevesy.plan.simulation import flow
from hevesy.plan.simulation.build.posts import Posts
from hevesy.plan.workforce.closing import closed_months, in_closed_months
from hevesy.plan.workforce.yearly import by_year, chances, replaced_in

AWAY = {"capacity.staff.long_absence_per_year": 0.0, "capacity.staff.long_absence_weeks": 5.0}


class Stated:
    def value(self, name: str) -> float:
        return AWAY[name]


READER = cast(Reader, Stated())
LEAVES = 0.08 / WEEKS_PER_YEAR


def country(units: int = 1, **changed: Any) -> Toy:
    """A centre with every cadre, of whom each leaves at 8 % a year and is replaced in 78 weeks."""
    return Toy(
        **{
            "weeks": 156, "draws": 4, "need": 1.0, "resources": ("chair", *CADRES), "era_starts": (0, 70),
            "units": units, "have": 1e4, "fails": LEAVES, "back": 1 / 78, **changed,
        }
    )  # fmt: skip


def posts(units: int, eras: int = 2, counted: bool = True) -> Posts:
    number = np.full((1, len(STAFF), eras), float(units))
    return Posts(number, np.full((1, len(STAFF)), counted), np.ones(1, np.int64))


def test_eras_cut_where_years_end_change_nothing() -> None:
    model = country(have=30.0).model()
    cut = by_year(model)
    assert cut.era.tolist() == [0, 0, 1, 1]
    assert cut.year.tolist() == [0, 1, 1, 2]
    assert (cut.era[cut.model.era_of_week] == model.era_of_week).all()
    assert (cut.year[cut.model.era_of_week] == model.year_of_week).all()
    one, other = flow.run(model), flow.run(cut.model)
    for name, counted in one.at_centres.items():
        assert np.array_equal(counted, other.at_centres[name]), name


def test_chances_by_hand() -> None:
    """A tenth leaves in a year and is away 52 weeks; as many are away five weeks: 28.5 weeks on average."""
    fails, back = chances(np.array(0.1), np.array(52.0), np.array(0.1), np.array(5.0))
    assert fails == pytest.approx(0.2 / WEEKS_PER_YEAR)
    assert back == pytest.approx(1.0 / 28.5)


def test_the_same_weeks_are_the_same_chances_and_longer_ones_longer_absences() -> None:
    found = by_year(country().model())
    weeks = np.full((len(CADRES), 3, 4), 78.0)
    weeks[1, 2] = 156.0  # the physicist's, in the third year
    model = replaced_in(found, weeks, READER)
    place = model.resources.index("physicist")
    back = model.rows[model.back_row[0, place]]
    assert back[:3] == pytest.approx(1 / 78)
    assert back[3] == pytest.approx(1 / 156)
    assert model.rows[model.fails_row[0, place]] == pytest.approx(LEAVES)
    assert (model.have_row[0, 0] == found.model.have_row[0, 0]).all()  # chairs are not touched


def test_of_an_imputed_team_the_mean_share_changes() -> None:
    """Nobody followed: the share there was 1 / (1 + 0.08 x 78/52), and becomes that of 156 weeks."""
    found = by_year(country(units=0, have=100.0).model())
    model = replaced_in(found, np.full((len(CADRES), 3, 4), 156.0), READER)
    there = {weeks: 1.0 / (1.0 + LEAVES * weeks) for weeks in (78, 156)}
    have = model.rows[model.have_row[0, model.resources.index("nurse")]]
    assert have == pytest.approx(100.0 * there[156] / there[78])


def test_weeks_that_belong_to_four_closed_ones() -> None:
    closed = np.array([[1, 1, 1, 0, 1, 1, 1, 1, 1]], dtype=bool).T
    assert in_closed_months(closed)[:, 0].astype(int).tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert not in_closed_months(closed[:3]).any()


def test_no_physicist_no_treatment() -> None:
    """Everybody but the physicist is there: nothing is given, and every month is closed."""
    place = ("chair", *CADRES).index("physicist")
    fails, back = np.zeros((1, 7, 1)), np.ones((1, 7, 1))
    fails[0, place], back[0, place] = 1.0, 0.0
    model = country(era_starts=(0,), fails=fails, back=back).model()
    assert flow.run(model).at_centres["given"].sum() == 0.0
    rows = {each.cadre: each for each in closed_months(model, posts(1, 1), np.zeros(1, np.int64))}
    assert rows["physicist"].in_a_year == rows[""].in_the_run == 1.0
    assert rows["nurse"].in_the_run == 0.0


def test_closed_months_of_two_are_rarer_than_of_one() -> None:
    """The law of ten years, as a workforce run says it."""
    one, two = (
        {each.cadre: each for each in closed_months(_ten_years(n), posts(n, 1), np.zeros(1, np.int64))} for n in (1, 2)
    )
    assert one["physicist"].in_the_run == pytest.approx(0.58, abs=0.05)
    assert two["physicist"].in_the_run == pytest.approx(0.13, abs=0.03)
    assert two["physicist"].persons == (2, 2)


def _ten_years(persons: int) -> Any:
    return physicists(persons, draws=4).model()
