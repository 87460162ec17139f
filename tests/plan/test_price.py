"""Prices put together by hand from the shelf's own rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.plan.price import CUT, cycle_price, price


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_radioiodine_for_thyroid_cancer_in_an_upper_middle_income_country(shelf: Shelf) -> None:
    """3.7 GBq at 120 USD/GBq and two inpatient days at 400 USD: 444 + 800 = 1,244 USD."""
    assert price("i131_dtc", "cycle", shelf.reader("income:UMIC")) == pytest.approx(1244)


def test_an_activity_in_mbq_meets_a_price_per_gbq(shelf: Shelf) -> None:
    """450 MBq at 120 USD/GBq and a fifth of a 500 USD administration: 54 + 100 = 154 USD; local at 0.6 in an LMIC."""
    assert price("i131_hyperthyroid", "cycle", shelf.reader("income:UMIC")) == pytest.approx(154)
    assert price("i131_hyperthyroid", "cycle", shelf.reader("income:LMIC")) == pytest.approx(54 + 60)


def test_an_access_price_lowers_what_the_maker_asks_and_not_the_hospitals_days(shelf: Shelf) -> None:
    """A quarter off 444 USD of iodine, nothing off two inpatient days: 333 + 800 = 1,133 USD."""
    reader = shelf.reader("income:UMIC")
    cut = replace(shelf.reader("income:UMIC"), stated={CUT: replace(shelf.fact(CUT, "income:UMIC"), value=0.25)})
    assert cycle_price("i131_dtc", reader) == pytest.approx(1244)
    assert cycle_price("i131_dtc", cut) == pytest.approx(1133)


def test_a_therapy_without_a_price_is_unknown_not_free(shelf: Shelf) -> None:
    assert price("no_such_therapy", "cycle", shelf.reader("income:UMIC")) is None


def test_drawn_prices_straddle_the_default(shelf: Shelf) -> None:
    drawn = price("lu177_psma617", "cycle", shelf.reader("income:UMIC", draws=2000))
    assert isinstance(drawn, np.ndarray) and drawn.shape == (2000,)
    assert np.quantile(drawn, 0.05) < 6000 < np.quantile(drawn, 0.95)
