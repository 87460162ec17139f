from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from hevesy.errors import BadQuantity
from hevesy.quantities import Activity, Money, parse_activity, parse_duration


def test_lutetium_on_the_road() -> None:
    """planning.md: 7.4 GBq Lu-177 (6.647 d) after 24, 48, 72, 96, 168 h."""
    half_life = timedelta(days=6.647)
    left = [Activity.gbq(7.4).after(timedelta(hours=h), half_life).in_gbq for h in (24, 48, 72, 96, 168)]
    assert left == pytest.approx([6.667202109, 6.006970806, 5.412120057, 4.876175441, 3.566276609], rel=1e-9)


@pytest.mark.parametrize(
    ("text", "bq"), [("7.4GBq", 7.4e9), ("8 MBq", 8e6), ("7,4 gbq", 7.4e9), ("1e3 Bq", 1e3), ("2TBq", 2e12)]
)
def test_activities_as_people_type_them(text: str, bq: float) -> None:
    assert parse_activity(text).bq == pytest.approx(bq)


@pytest.mark.parametrize("text", ["7.4", "GBq", "7.4 mCi", "-1GBq", "1e400GBq", "nan GBq", ""])
def test_what_is_not_an_activity_is_refused(text: str) -> None:
    with pytest.raises(BadQuantity, match="is not an activity"):
        parse_activity(text)


@pytest.mark.parametrize(
    ("text", "hours"), [("96h", 96), ("1d", 24), ("30min", 0.5), ("1,5 d", 36), ("-2h", -2)]
)
def test_lengths_of_time(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["96", "h", "1y", "1e300d"])
def test_what_is_not_a_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(BadQuantity):
        parse_duration(text)


def test_money_of_two_years_does_not_add() -> None:
    with pytest.raises(BadQuantity, match="one currency and one price year"):
        Money(Decimal(1), "USD", 2022) + Money(Decimal(1), "USD", 2024)
    assert Money(Decimal(1), "USD", 2022) + Money(Decimal(2), "USD", 2022) == Money(Decimal(3), "USD", 2022)
