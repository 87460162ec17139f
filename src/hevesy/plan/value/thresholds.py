"""What a country may be willing to pay for a year of health, by whose reckoning: named, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hevesy.facts import Fact, Reader

GDP = "country.gdp_per_capita"
# of figures that are equally specific the first is preferred
REFERENCES = {
    "national": ("stated for the country", "QALY"),
    "domestic": ("a study of this country's own spending", "QALY"),
    "domestic_daly": ("a study of this country's own spending", "DALY averted"),
    "pichon_riviere": ("Pichon-Riviere 2023, growth in life expectancy and spending", "QALY"),
    "woods": ("Woods 2016, opportunity cost", "QALY"),
    "daroudi": ("Daroudi 2021, cost of averting a DALY", "DALY averted"),
    "survey": ("surveys of what people would pay", "QALY"),
    "one_gdp": ("one GDP a head, no longer recommended", "QALY"),
}
HERE, GROUP, REGION, EVERYWHERE = "this country", "its income group", "its region", "all countries"


@dataclass(frozen=True, slots=True)
class Threshold:
    """USD per QALY (or DALY averted): value, low, high, for whom it speaks, and the fact it comes from.

    `year` is that of the figure (empty: not said), `note` what its fact remarks. One that the user gives has no fact.
    """

    id: str
    name: str
    per: str
    value: float
    low: float
    high: float
    speaks_for: str = HERE
    year: str = ""
    fact: str = ""
    source: str = ""
    kind: str = ""
    note: str = ""


def thresholds(reader: Reader, given: Sequence[float] = ()) -> tuple[Threshold, ...]:
    """The user's own first, then those for this country itself, its income group, its region, and everywhere.

    Multiples of GDP need a GDP a head: where nobody knows it they are left out.
    """
    own = [
        Threshold(f"given_{number}", "given with --threshold", "QALY", value, value, value)
        for number, value in enumerate(given, start=1)
    ]
    known = reader.shelf.find(GDP, reader.place)
    gdp = None if known is None else known.value
    found = [each for each in (_threshold(name, gdp, reader) for name in REFERENCES) if each is not None]
    order = (HERE, GROUP, REGION, EVERYWHERE)
    return (*own, *sorted(found, key=lambda each: order.index(each.speaks_for)))


def per_qaly(found: Sequence[Threshold]) -> Threshold | None:
    """The first that is per QALY."""
    return next((each for each in found if each.per == "QALY"), None)


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
    return Threshold(
        name, said, per, fact.value * factor, low * factor, high * factor, _speaks_for(fact), str(fact.on or ""),
        fact.id, fact.source, fact.kind.value, fact.note,
    )  # fmt: skip


def _speaks_for(fact: Fact) -> str:
    layer = fact.place.split(":")[0]
    return {"income": GROUP, "region": REGION, "world": EVERYWHERE}.get(layer, HERE)
