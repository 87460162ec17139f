"""What one cycle and one imaging visit cost, put together from price facts; defaults until a country overrides them."""

from __future__ import annotations

from typing import Any

from hevesy.errors import PriceUnits
from hevesy.facts import Reader

# what a price per unit of activity is multiplied with: activity facts are stated in these units
_BQ = {"GBq": 1e9, "MBq": 1e6, "kBq": 1e3}


def price(therapy: str, part: str, reader: Reader) -> Any | None:
    """The price in USD of a cycle (`part` 'cycle') or an imaging visit ('imaging', 'imaging_spect').

    A float, or draws of shape (draws,) when the reader samples; None where table prices.csv has no row.
    Traded goods cost the same everywhere; the rest follows the country's `money.local_cost_ratio`.
    """
    rows = [row for row in reader.shelf.table("prices") if row["therapy"] == therapy and row["part"] == part]
    if not rows:
        return None
    return sum(_item(row, reader) for row in rows)


def _item(row: dict[str, str], reader: Reader) -> Any:
    amount = reader.value(row["fact"])
    if row["times"]:
        amount = amount * reader.value(row["times"]) * _unit_ratio(row["fact"], row["times"], reader)
    return amount if row["traded"] == "yes" else amount * reader.value("money.local_cost_ratio")


def _unit_ratio(price_fact: str, times_fact: str, reader: Reader) -> float:
    """1, or the ratio of the activity units when the price is per GBq or MBq."""
    price_unit, times_unit = reader.fact(price_fact).unit, reader.fact(times_fact).unit
    per = price_unit.partition("/")[2]
    if per not in _BQ:
        return 1.0
    if times_unit not in _BQ:
        raise PriceUnits(price=price_fact, price_unit=price_unit, times=times_fact, times_unit=times_unit)
    return _BQ[times_unit] / _BQ[per]
