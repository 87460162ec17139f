"""Who accepts, group by group, and whom work, language and steps keep away."""

from __future__ import annotations

from math import exp
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadTherapyFile
from hevesy.facts import Reader, Shelf
from hevesy.plan.acceptance import ODDS_POOREST, ODDS_WOMEN, accepting, base_odds, can_leave_work
from hevesy.plan.household import IN_HOURS, UNPAID
from hevesy.products import Stage, find_therapy

BOTH = {"male": 0.4, "female": 0.6}


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def stage_of(shelf: Shelf, reason: str, therapy: str = "lu177_dotatate") -> Stage:
    return next(stage for stage in find_therapy(therapy, shelf).stages if stage.reason == reason)


@given(
    st.floats(0.01, 0.99),
    st.lists(st.tuples(st.floats(0.2, 5.0), st.floats(0.05, 1.0)), min_size=1, max_size=10),
)
def test_groups_lie_around_the_mean_of_all(mean: float, groups: list[tuple[float, float]]) -> None:
    apart = np.log([odds for odds, _ in groups])
    weights = np.array([weight for _, weight in groups]) / sum(weight for _, weight in groups)
    odds = np.exp(base_odds(np.array(mean), apart, weights) + apart)
    assert float(weights @ (odds / (1 + odds))) == pytest.approx(mean, abs=1e-6)


def test_groups_by_hand(shelf: Shelf) -> None:
    """LMIC: 82 % accept; odds of the poorest 0.6 of the richest's, those between in equal steps; women 0.8 of men's."""
    found = accepting(stage_of(shelf, "treatment_not_accepted"), BOTH, shelf.reader("income:LMIC"))
    odds = {group: float(share / (1 - share)) for group, share in found.items()}
    assert odds[1, "male"] / odds[5, "male"] == pytest.approx(0.6)
    assert odds[3, "male"] / odds[5, "male"] == pytest.approx(0.6**0.5)
    assert odds[4, "female"] / odds[4, "male"] == pytest.approx(0.8)
    assert sum(BOTH[sex] / 5 * float(share) for (_, sex), share in found.items()) == pytest.approx(0.82)


def moved(reader: Reader, **toward: float) -> Reader:
    """Facts moved half of the way."""
    return reader.changed({name: lambda v, to=to: v + 0.5 * (to - v) for name, to in toward.items()})


def test_who_lifts_women_lifts_them_alone(shelf: Shelf) -> None:
    plain = shelf.reader("income:LIC", draws=64)
    accepts = stage_of(shelf, "treatment_not_accepted")
    before = accepting(accepts, BOTH, plain)
    after = accepting(accepts, BOTH, moved(plain, **{ODDS_WOMEN: 1.0}))
    worse_off = plain.draw(ODDS_WOMEN) < 1.0
    assert worse_off.any() and not worse_off.all()
    for fifth in (1, 5):
        assert (after[fifth, "male"] == before[fifth, "male"]).all()
        gained = after[fifth, "female"] - before[fifth, "female"]
        assert (gained[worse_off] > 0).all() and gained[~worse_off] == pytest.approx(0.0, abs=1e-12)
    poor = accepting(accepts, BOTH, moved(plain, **{ODDS_POOREST: 1.0}))
    assert (poor[1, "male"] >= before[1, "male"]).all() and (poor[5, "female"] == before[5, "female"]).all()


def test_education_of_all_closes_the_same_share_of_each_groups_gap(shelf: Shelf) -> None:
    plain = shelf.reader("income:LMIC")
    accepts = stage_of(shelf, "treatment_not_accepted")
    before, after = (accepting(accepts, BOTH, each) for each in (plain, moved(plain, **{accepts.facts[0]: 1.0})))
    for group, share in before.items():
        assert after[group] == pytest.approx(share + 0.5 * (1 - share))


def test_who_works_unpaid_gives_up_with_each_day(shelf: Shelf) -> None:
    """Men of an LMIC, Ra-223: 0.71 x 0.5 x 0.8 of them; seven visits, 0.95 of them in working hours."""
    reader = shelf.reader("income:LMIC")
    ra = find_therapy("ra223", shelf)
    days = (1 + 6 * 1) * 1.0 * 0.95
    expected = 1 - 0.71 * 0.5 * 0.8 * (1 - exp(-0.01 * days))
    assert can_leave_work(ra, 6, "male", reader) == pytest.approx(expected)
    assert can_leave_work(ra, 6, "male", moved(reader, **{IN_HOURS: 0.0})) > expected
    assert can_leave_work(ra, 6, "male", moved(reader, **{UNPAID: 0.0})) > expected
    assert can_leave_work(ra, 6, "male", moved(reader, **{"household.days_per_visit": 5.0})) < expected


def test_language_and_steps_by_hand(shelf: Shelf) -> None:
    """5 % share no language with the staff, 15 % of them are lost; 15 % need a way without steps, 8 % of them are."""
    from hevesy.money import Means
    from hevesy.plan.need import need
    from hevesy.plan.path import Setting, same_for_all

    reader = shelf.reader("JOR")
    wanted = need(find_therapy("lu177_dotatate", shelf), "globocan", reader)
    here = Setting((), True, Means(10.0, 0.4), True)
    for reason, passes in (("no_interpreter", 1 - 0.05 * 0.15), ("no_step_free_access", 1 - 0.15 * 0.08)):
        leak = same_for_all(stage_of(shelf, reason), wanted, here, reader)
        assert leak is not None and leak.passed == pytest.approx(passes)


def test_by_group_works_with_one_fact(tmp_path: Path, shelf: Shelf) -> None:
    from hevesy.products.reading import read_therapy

    file = Path(find_therapy("sr89", shelf).file)
    text = file.read_text("utf-8").replace(
        'facts = ["products.accepts.treatment"]',
        'facts = ["products.accepts.treatment", "products.accepts.isolation"]',
    )
    spoiled = tmp_path / "sr89.toml"
    spoiled.write_text(text, "utf-8")
    with pytest.raises(BadTherapyFile, match="works with one fact"):
        read_therapy(spoiled, shelf)
