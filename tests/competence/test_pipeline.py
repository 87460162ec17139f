"""The pipeline of a cadre by hand: stocks and flows, seats, waiting, and what nobody may gain or lose."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.competence.pipeline import (
    LIMITS,
    LONGEST,
    PROCEDURES,
    STATED,
    TRAINERS,
    Figures,
    flows,
    months_of_training,
    replaced_after,
    seats_of,
)

INF = float("inf")


def figures(years: int = 1, leaves: float = 0.1, **changed: float) -> Figures:
    """Plain figures of one draw: ten in a hundred leave, a year of training, and no limit until a test says so."""
    said: dict[str, Any] = {
        "recruit_weeks": 13.0,
        "training_months": 12.0,
        "on_the_market": 0.0,
        "trains": 100.0,
        "supervised": 0.5,
        "procedures": 0.0,
        "stated": INF,
        **changed,
    }
    arrays = {name: np.full((years, 1), value) for name, value in said.items()}
    share = {"leaves": 0.5, "retires": 0.25, "emigrates": 0.25}
    return Figures({reason: np.full((years, 1), leaves * part) for reason, part in share.items()}, **arrays)


def volume(cycles: float, years: int = 1) -> Any:
    return np.full((years, 1), cycles)


def test_in_balance_what_leaves_is_replaced() -> None:
    """Ten posts, ten in a hundred leave, a quarter of a year to recruit and a year to train: 10 / 1.125 are held."""
    found = flows(np.full(20, 10.0), figures(20), volume(100.0, 20))
    assert found.competent[-1] == pytest.approx(10.0 / 1.125, rel=0.01)
    assert found.in_training[-1] == pytest.approx(0.1 * 10.0 / 1.125, rel=0.05)
    whole = sum(each[-1] for each in found.left.values())
    assert whole == pytest.approx(0.1 * 10.0 / 1.125, rel=0.01)
    assert found.qualified[-1] == pytest.approx(whole, rel=0.01)
    assert found.left["emigrates"][-1] == pytest.approx(whole / 4.0)
    assert found.weeks[-1] == pytest.approx(13.0 + 52.0)


def test_whom_the_market_has_need_not_be_trained() -> None:
    found = flows(np.full(5, 10.0), figures(5, on_the_market=1.0), volume(100.0, 5))
    assert found.intake.sum() == 0.0
    assert found.weeks[-1] == pytest.approx(13.0)
    assert replaced_after(13.0, 26.0, 52.0, 0.5) == 52.0  # type: ignore[arg-type]


def test_seats_limited_by_supervised_procedures() -> None:
    """100 cycles, half of them under supervision, 20 for each trainee in a year: 2.5 seats, below 4 x 1 trainers."""
    each = figures(procedures=20.0, trains=1.0)
    limits = seats_of(np.array([4.0]), each, np.array([100.0]), 0)
    assert dict(zip(LIMITS, (float(limit[0]) for limit in limits), strict=True)) == {
        TRAINERS: 4.0,
        PROCEDURES: 2.5,
        STATED: INF,
    }


def test_a_small_service_trains_one_person_for_longer() -> None:
    """Ten cycles, five under supervision: 20 procedures take four years, and there is one seat."""
    each = figures(procedures=20.0)
    assert months_of_training(each, np.array([10.0]), 0) == pytest.approx(48.0)
    assert seats_of(np.array([4.0]), each, np.array([10.0]), 0)[1] == pytest.approx(1.0)
    assert months_of_training(each, np.array([0.0]), 0) == pytest.approx(120.0)  # never: ten years
    assert seats_of(np.array([4.0]), each, np.array([0.0]), 0)[1] == pytest.approx(0.0)


def test_seats_limited_by_trainers_and_by_what_a_country_says() -> None:
    each = figures(trains=0.25, stated=0.5)
    limits = seats_of(np.array([2.0]), each, np.array([100.0]), 0)
    assert [float(limit[0]) for limit in limits] == [0.5, INF, 0.5]


def test_who_waits_for_a_seat_waits_by_little_s_law() -> None:
    """One seat of a year for ten posts of which a fifth fall empty: the line grows, and so does the wait."""
    found = flows(np.full(10, 10.0), figures(10, leaves=0.2, stated=1.0), volume(100.0, 10))
    assert found.in_training[-1] == pytest.approx(1.0, rel=0.01)
    assert (np.diff(found.weeks[:, 0]) > 0.0).all()
    mean = (found.waiting[-1] + found.waiting[-2]) / 2.0
    assert found.weeks[-1] - 65.0 == pytest.approx(52.0 * mean / found.intake[-1], rel=0.05)


def test_without_any_seat_nobody_is_replaced() -> None:
    found = flows(np.full(8, 4.0), figures(8, trains=0.0), volume(100.0, 8))
    assert found.intake.sum() == 0.0
    assert found.weeks[-1] == pytest.approx(13.0 + LONGEST + 52.0)
    assert found.competent[-1] < 4.0 * np.exp(-0.1 * 7)


def test_posts_that_come_bring_somebody_and_posts_that_go_take_their_share() -> None:
    found = flows(np.array([4.0, 6.0, 3.0]), figures(3, leaves=0.0), volume(50.0, 3))
    assert found.competent[:, 0] == pytest.approx([4.0, 6.0, 3.0])


@given(
    st.floats(0.0, 0.5), st.floats(0.0, 1.0), st.floats(0.0, 60.0), st.floats(0.0, 400.0), st.floats(1.0, 52.0),
    st.floats(0.5, 36.0), st.floats(0.0, 3.0),
)  # fmt: skip
def test_every_post_is_held_or_on_its_way(
    leaves: float, market: float, procedures: float, cycles: float, recruit: float, months: float, trains: float
) -> None:
    each = figures(
        6, leaves, on_the_market=market, procedures=procedures, recruit_weeks=recruit, training_months=months,
        trains=trains,
    )  # fmt: skip
    found = flows(np.array([5.0, 5.0, 7.0, 7.0, 4.0, 4.0]), each, volume(cycles, 6))
    stages = found.competent + found.recruiting + found.waiting + found.in_training
    assert stages == pytest.approx(found.posts, rel=1e-9)
    for stock in (found.competent, found.recruiting, found.waiting, found.in_training, found.intake):
        assert (stock >= -1e-9).all()
    assert (found.weeks >= recruit - 1e-9).all()
