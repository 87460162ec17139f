"""New cases and deaths of a cancer in a country, from the source that was chosen by name.

GLOBOCAN and GBD differ more than two-fold in many countries. That conflict is a choice, shown both ways, never
an interval to sample through; where neither speaks, the world's rate by age stands in, with a wide range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hevesy.facts import Reader
from hevesy.people import population

CHOICES = ("registry", "globocan", "gbd", "estimate")
DEFAULT = "globocan"
# the world's burden by site and the ages over which it is spread when a country has no estimate of its own
_WORLD = {
    ("prostate", "new_cases"): ("male", 50),
    ("prostate", "deaths"): ("male", 65),
    ("thyroid", "new_cases"): (None, 20),
    ("liver", "new_cases"): (None, 45),
}
CONFLICT = 1.5  # sources whose figures differ by more than this ratio are printed as being in conflict


@dataclass(frozen=True, slots=True)
class Burden:
    """How many, per year, by which source; `value` is a float, or draws of shape (draws,)."""

    site: str
    measure: str
    choice: str
    value: Any
    year: str
    state: str
    source: str


def chosen(reader: Reader) -> str:
    """The source that the country has named (fact `burden.choice`), or GLOBOCAN until somebody has."""
    fact = reader.shelf.find("burden.choice", reader.place)
    return fact.text if fact is not None and fact.text in CHOICES else DEFAULT


def burden(site: str, measure: str, choice: str, reader: Reader) -> Burden:
    """The burden by the chosen source; where that source is silent the next one speaks, and says so."""
    name = speaker(site, measure, choice, reader)
    fact = reader.find(f"{name}.{site}.{measure}") if name != "estimate" else None
    if fact is None or fact.value is None:
        return estimate(site, measure, reader)
    spread = reader.value("burden.source_spread")
    return Burden(site, measure, name, fact.value * spread, fact.on, str(fact.state), fact.source)


def speaker(site: str, measure: str, choice: str, reader: Reader) -> str:
    """The source that speaks of a site here: the chosen one, else the next that is not silent, else the estimate."""
    if choice == "estimate":
        return choice
    for name in (choice, *(other for other in CHOICES[:-1] if other != choice)):
        fact = reader.shelf.find(f"{name}.{site}.{measure}", reader.place)
        if fact is not None and fact.value is not None:
            return name
    return "estimate"


def estimate(site: str, measure: str, reader: Reader) -> Burden:
    """The world's rate at these ages applied to this country's people: imputed, and wide."""
    sex, age_from = _WORLD[site, measure]
    counted = reader.fact(f"epidemiology.{site}.world_2022.{measure}")
    world = reader.number(counted.id)
    here = population(reader.place, 2025, reader.shelf, sex=sex, age_from=age_from, counted=True)
    everyone = population("WLD", 2025, reader.shelf, sex=sex, age_from=age_from)
    value = world * here / everyone * reader.value("burden.estimate_spread")
    return Burden(site, measure, "estimate", value, "2022", "imputed", counted.source)


def sources_side_by_side(reader: Reader) -> list[Burden]:
    """What each source says of each site for this country, one row each; silent sources have none."""
    rows = []
    for site, measure in _WORLD:
        for name in CHOICES[:-1]:
            fact = reader.shelf.find(f"{name}.{site}.{measure}", reader.place)
            if fact is not None and fact.value is not None:
                rows.append(Burden(site, measure, name, fact.value, fact.on, str(fact.state), fact.source))
    return rows


def speakers(choice: str, reader: Reader) -> dict[tuple[str, str], str]:
    """The source that speaks of every site and measure a plan may need."""
    return {(site, measure): speaker(site, measure, choice, reader) for site, measure in _WORLD}


def conflicts(rows: list[Burden]) -> list[tuple[Burden, Burden]]:
    """Pairs of rows of one site and measure whose figures differ by more than CONFLICT, the lower first."""
    pairs = []
    for row in rows:
        for other in rows:
            if (row.site, row.measure) == (other.site, other.measure) and row.value * CONFLICT < other.value:
                pairs.append((row, other))
    return pairs
