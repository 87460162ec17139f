"""Who needs a therapy: people per year and in the backlog, true and detected apart, to 2050.

Every therapy names its own formulas and facts (products, `[[need]]` of its TOML file); here they are worked out:

    deaths_times_ratio     deaths of the cancer x factors (the first is new patients per death)
    cases_times_fraction   new cases of the cancer x factors
    rate_times_population  rate x population at risk x factors
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hevesy.facts import Reader
from hevesy.people import population
from hevesy.people.strata import SEXES
from hevesy.plan.burden import burden
from hevesy.products import NeedModel, Therapy

BASE_YEAR = 2025
THYROID_WOMEN = "epidemiology.thyroid.world_2022.new_cases_female"
THYROID_ALL = "epidemiology.thyroid.world_2022.new_cases"
YEARS = (2025, 2030, 2035, 2040, 2045, 2050)
_PER = {"per 100k": 1e5, "per 100k/year": 1e5, "per million children": 1e6, "percent": 1e2}


@dataclass(frozen=True, slots=True)
class Need:
    """The need for one therapy in the base year, as floats or draws of shape (draws,).

    `true` counts everybody who reaches the point where the therapy is considered, `detected` those whose
    disease is known; `backlog` is who is at that point already, None where the model has none (`backlog_note`
    says why). `growth` is how much larger each year's need is than the base year's.
    """

    therapy: str
    true: Any
    detected: Any
    backlog: Any | None
    backlog_note: str
    growth: dict[int, float]


def need(therapy: Therapy, choice: str, reader: Reader) -> Need:
    """The need for `therapy` where `reader` reads; `choice` names the source of burden."""
    parts = [_part(model, choice, reader) for model in therapy.needs]
    true, detected = sum(part.true for part in parts), sum(part.detected for part in parts)
    backlogs = [part.backlog for part in parts if part.backlog is not None]
    middle = [_mean(part.true) for part in parts]
    whole = sum(middle) or 1.0
    growth = {
        year: sum(part.growth[year] * weight for part, weight in zip(parts, middle, strict=True)) / whole
        for year in YEARS
    }
    notes = "; ".join(part.backlog_note for part in parts if part.backlog_note)
    return Need(therapy.id, true, detected, sum(backlogs) if backlogs else None, notes, growth)


def people_in_need(therapy: Therapy, choice: str, reader: Reader) -> tuple[Any, Any]:
    """Who needs it in the base year, true and detected, without backlog or growth: quick for all countries at once."""
    true, detected = zip(*(_people(model, choice, reader) for model in therapy.needs), strict=True)
    return sum(true), sum(detected)


def _people(model: NeedModel, choice: str, reader: Reader) -> tuple[Any, Any]:
    counted = _FORMULAS[model.model](model, choice, reader)
    for name in model.factors:
        counted = counted * reader.value(name)
    seen = reader.value(model.detection)
    return (counted, counted * seen) if model.counts == "true" else (counted / seen, counted)


def _part(model: NeedModel, choice: str, reader: Reader) -> Need:
    true, detected = _people(model, choice, reader)
    backlog = true * reader.value(model.backlog_years) if model.backlog_years else None
    return Need("", true, detected, backlog, model.backlog_note, growth(model, reader))


def _deaths(model: NeedModel, choice: str, reader: Reader) -> Any:
    return burden(model.site, "deaths", choice, reader).value


def _cases(model: NeedModel, choice: str, reader: Reader) -> Any:
    return burden(model.site, "new_cases", choice, reader).value


def _rate(model: NeedModel, choice: str, reader: Reader) -> Any:
    people = population(
        reader.place, BASE_YEAR, reader.shelf, model.sex, model.age_from, _below(model.age_to), counted=True
    )
    return reader.value(model.rate) * people / _PER[reader.fact(model.rate).unit]


_FORMULAS: dict[str, Callable[[NeedModel, str, Reader], Any]] = {
    "deaths_times_ratio": _deaths,
    "cases_times_fraction": _cases,
    "rate_times_population": _rate,
}


def growth(model: NeedModel, reader: Reader) -> dict[int, float]:
    """How much larger than in the base year the population at risk will be, by year to 2050."""
    sex, age_from, below = model.growth_sex, model.growth_age_from, _below(model.growth_age_to)
    people = {
        year: population(reader.place, year, reader.shelf, sex, age_from, below, counted=True)
        for year in YEARS
    }
    return {year: number / people[BASE_YEAR] for year, number in people.items()}


def _below(last_age: int | None) -> int | None:
    """A model names its last age; the population counts up to, not including, an age."""
    return None if last_age is None else last_age + 1


def _mean(amount: Any) -> float:
    return float(amount.mean()) if hasattr(amount, "mean") else float(amount)


def sex_shares(therapy: Therapy, reader: Reader) -> dict[str, float]:
    """The share of a therapy's need by sex: that of thyroid cancer as counted, else that of the people at risk.

    The gates of acceptance and of work ask for it, and those who report by it.
    """
    found = dict.fromkeys(SEXES, 0.0)
    for model in therapy.needs:
        for sex, share in _sexes_of(model, reader).items():
            found[sex] += share / len(therapy.needs)
    return found


def _sexes_of(model: NeedModel, reader: Reader) -> dict[str, float]:
    only = model.growth_sex or model.sex
    if only is not None:
        return {sex: float(sex == only) for sex in SEXES}
    if model.site == "thyroid":
        women = reader.number(THYROID_WOMEN) / reader.number(THYROID_ALL)
        return {"male": 1.0 - women, "female": women}
    below = None if model.growth_age_to is None else model.growth_age_to + 1
    people = {
        sex: population(reader.place, BASE_YEAR, reader.shelf, sex, model.growth_age_from, below)
        for sex in SEXES
    }
    return {sex: number / sum(people.values()) for sex, number in people.items()}
