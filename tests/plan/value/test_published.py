"""Published cost-effectiveness beside ours: the bands that hold, and those that are said not to."""

from __future__ import annotations

import pytest

from hevesy.facts import Shelf
from hevesy.plan.value.arms import How, worth
from hevesy.plan.value.comparison import comparisons
from hevesy.plan.value.published import BAND, Beside, beside_published, reader_of

FOUND = {each.study: each for each in beside_published(Shelf.load())}


def test_a_band_is_a_factor_of_two_for_every_study() -> None:
    assert BAND == 2.0
    assert set(FOUND) == {"us_vision", "au_standard", "au_cabazitaxel", "se_everolimus", "no_everolimus"}


@pytest.mark.parametrize("study", ["us_vision", "au_standard", "au_cabazitaxel"])
def test_the_gain_in_qalys_lies_within_the_band(study: str) -> None:
    assert FOUND[study].within_qalys
    assert FOUND[study].within_icer_with_their_cost


def test_australia_against_standard_care_by_our_own_costs() -> None:
    """126,784 AUD a QALY; their 0.2481 QALYs and ours agree to a tenth."""
    found = FOUND["au_standard"]
    assert found.within_icer
    assert found.qalys == pytest.approx(0.2481, rel=0.10)
    assert found.icer == pytest.approx(126784, rel=0.20)


def test_constant_hazards_give_what_the_united_states_study_printed() -> None:
    """0.42 QALYs within five years; curves that agree with the medians of VISION give 0.27."""
    shelf = Shelf.load()
    study = next(row for row in shelf.table("value_published") if row["study"] == "us_vision")
    vision = next(each for each in comparisons(shelf) if (each.therapy, each.id) == ("lu177_psma617", "vision"))
    found = worth(vision, reader_of(study, vision.group, shelf), How("exponential"), float(study["discount"]))
    assert found.qalys[0] == pytest.approx(0.42, abs=0.005)
    assert FOUND["us_vision"].qalys == pytest.approx(0.27, abs=0.005)


def test_sweden_against_everolimus() -> None:
    """391,194 SEK a QALY."""
    assert FOUND["se_everolimus"].within_icer


@pytest.mark.parametrize("study", ["us_vision", "au_cabazitaxel", "no_everolimus"])
def test_where_our_own_costs_fall_outside_the_band_it_is_said_with_a_reason(study: str) -> None:
    found: Beside = FOUND[study]
    assert not found.within_icer
    assert len(found.why) > 100
