"""What a country may be willing to pay for a year of health, by whose reckoning: named, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hevesy.facts import Reader

GDP = "country.gdp_per_capita"
# the order is that of preference: the first that speaks for a country is its main one
REFERENCES = {
    "national": ("stated for the country", "QALY"),
    "pichon_riviere": ("Pichon-Riviere 2023, growth in life expectancy and spending", "QALY"),
    "woods": ("Woods 2016, opportunity cost", "QALY"),
    "daroudi": ("Daroudi 2021, cost of averting a DALY", "DALY averted"),
    "one_gdp": ("one GDP a head, no longer recommended", "QALY"),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """USD per QALY (or DALY averted): value, low, high, and the fact it comes from (empty: given by the user)."""

    id: str
    name: str
    per: str
    value: float
    low: float
    high: float
    fact: str = ""


def thresholds(reader: Reader, given: Sequence[float] = ()) -> tuple[Threshold, ...]:
    """The user's own first, then those that speak for this country; multiples of GDP need a GDP a head."""
    own = [
        Threshold(f"given_{number}", "given with --threshold", "QALY", value, value, value)
        for number, value in enumerate(given, start=1)
    ]
    fact = reader.shelf.find(GDP, reader.place)
    gdp = None if fact is None else fact.value
    found = [_threshold(name, gdp, reader) for name in REFERENCES]
    return (*own, *(each for each in found if each is not None))


def _threshold(name: str, gdp: float | None, reader: Reader) -> Threshold | None:
    fact = reader.find(f"value.threshold.{name}")
    if fact is None or fact.value is None:
        return None
    factor: float | None = 1.0
    if fact.unit.startswith("x GDP"):
        factor = gdp
        if gdp is not None:
            reader.fact(GDP)
    if factor is None:
        return None
    said, per = REFERENCES[name]
    low, high = (fact.value if end is None else end for end in (fact.low, fact.high))
    return Threshold(name, said, per, fact.value * factor, low * factor, high * factor, fact.id)
