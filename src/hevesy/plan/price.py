"""What one cycle and one imaging visit cost, put together from price facts; defaults until a country overrides them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hevesy.errors import NoPrice, PriceUnits
from hevesy.facts import Reader, Shelf

CUT = "money.price_cut"  # the share by which an access price lies below the list price of a cycle's medicine
# what a price per unit of activity is multiplied with: activity facts are stated in these units
_BQ = {"GBq": 1e9, "MBq": 1e6, "kBq": 1e3}


def cycle_price(therapy: str, reader: Reader) -> Any:
    """The price in USD of one cycle: a float, or draws of shape (draws,); raises NoPrice.

    An access price is the maker's: it lowers what is traded, and not the hospital's days and administration.
    """
    found = price(therapy, "cycle", reader, 1.0 - reader.value(CUT))
    if found is None:
        raise NoPrice(therapy=therapy)
    return found


def imaging_price(therapy: str, pet: bool, reader: Reader) -> Any | None:
    """The price in USD of one imaging visit, by SPECT where there is no PET; None where the path has none to pay."""
    found = None if pet else price(therapy, "imaging_spect", reader)
    return price(therapy, "imaging", reader) if found is None else found


def price(therapy: str, part: str, reader: Reader, of_list: Any = 1.0) -> Any | None:
    """The sum of the rows of table prices.csv for a therapy and part, in USD; None where there is no row.

    Traded goods cost the same everywhere, or the share `of_list` of it; the rest follows the country's
    `money.local_cost_ratio`.
    """
    rows = _rows(therapy, part, reader)
    return sum(_item(row, reader, of_list) for row in rows) if rows else None


def price_of_goods(therapy: str, part: str, reader: Reader) -> Any:
    """The part of a price that is traded goods, in USD: what a provider buys, without its own work; raises NoPrice.

    An access price lowers it as it does that of a cycle.
    """
    rows = _rows(therapy, part, reader)
    if not rows:
        raise NoPrice(therapy=therapy)
    of_list = 1.0 - reader.value(CUT)
    return sum((_item(row, reader, of_list) for row in rows if row["traded"] == "yes"), start=0.0)


def _rows(therapy: str, part: str, reader: Reader) -> list[dict[str, str]]:
    return _sorted(reader.shelf).get((therapy, part), [])


@lru_cache(maxsize=4)
def _sorted(shelf: Shelf) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The rows of prices.csv by therapy and part: a model asks for them more than a thousand times."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in shelf.table("prices"):
        found.setdefault((row["therapy"], row["part"]), []).append(row)
    return found


def _item(row: dict[str, str], reader: Reader, of_list: Any) -> Any:
    amount = reader.value(row["fact"])
    if row["times"]:
        amount = amount * reader.value(row["times"]) * _unit_ratio(row["fact"], row["times"], reader)
    return amount * (of_list if row["traded"] == "yes" else reader.value("money.local_cost_ratio"))


def _unit_ratio(price_fact: str, times_fact: str, reader: Reader) -> float:
    """1, or the ratio of the activity units when the price is per GBq or MBq."""
    price_unit, times_unit = reader.fact(price_fact).unit, reader.fact(times_fact).unit
    per = price_unit.partition("/")[2]
    if per not in _BQ:
        return 1.0
    if times_unit not in _BQ:
        raise PriceUnits(price=price_fact, price_unit=price_unit, times=times_fact, times_unit=times_unit)
    return _BQ[times_unit] / _BQ[per]
