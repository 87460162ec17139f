"""Checking who pays: the lines are lines of a budget, the currency is one that the budget knows, the years can be."""

from __future__ import annotations

from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Funder, Scenario
from hevesy.plan.scenario.suggestion import among

# the lines of a budget, in the order in which they stand in it
LINES = (
    "capital", "running", "staff", "upkeep", "medicines", "freight", "administration", "imaging", "follow_up",
)  # fmt: skip
DOLLAR = "USD"
CURRENCY = "budget.currency"
PARTNER = "public_private_partnership"
OF_A_PARTNER = ("availability", "unit_payment", "guaranteed_cycles", "contract_years", "return_asked", "paid_back_by")


def check_funders(scenario: Scenario, shelf: Shelf) -> None:
    """Raises BadScenario for the first thing that is wrong."""
    for number, funder in enumerate(scenario.funders, start=1):
        found = _wrong_in(funder, scenario, currency_of(scenario.country, shelf))
        if found:
            key, problem, advice = found
            where = f"table [[funder]] {number} ({funder.id!r}), key {key!r}"
            raise BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)


def currency_of(country: str, shelf: Shelf) -> str:
    """The three letters of a country's currency; those of the dollar where the shelf does not know it."""
    found = shelf.find(CURRENCY, country)
    return found.text if found is not None and found.text else DOLLAR


def _wrong_in(funder: Funder, scenario: Scenario, currency: str) -> tuple[str, str, str] | None:
    for line in funder.lines:
        if line not in LINES:
            return "lines", f"a budget has no line {line!r}", among(line, LINES)
    if funder.currency not in (DOLLAR, currency):
        known = DOLLAR if currency == DOLLAR else f"{DOLLAR} or {currency}"
        return "currency", f"{funder.currency!r} is not a currency of this budget", f"write {known}"
    first, last = scenario.start.year, scenario.start.year + scenario.years - 1
    for key, year in (("first_year", funder.first_year), ("last_year", funder.last_year)):
        if year and not first <= year <= last:
            return key, f"{year} is not a year of the scenario", f"write {first} to {last}, or leave it out"
    if funder.first_year and funder.last_year and funder.last_year < funder.first_year:
        return "last_year", f"{funder.last_year} is before {funder.first_year}", "let the years rise"
    return _wrong_as_partner(funder, scenario)


def is_paid_back(funder: Funder) -> bool:
    """Whether it is a partnership with a contract that says how it is paid back."""
    return funder.kind == PARTNER and funder.contract_years > 0


def _wrong_as_partner(funder: Funder, scenario: Scenario) -> tuple[str, str, str] | None:
    """Where a contract is stated of somebody who is no partner, or in part only."""
    stated = [name for name in OF_A_PARTNER if getattr(funder, name)]
    if not stated:
        return None
    if funder.kind != PARTNER:
        return stated[0], f"only a partnership is paid back, and this is {funder.kind}", f"write kind = {PARTNER!r}"
    if not funder.contract_years:
        return "contract_years", "nobody knows for how long it is paid back", "state the years of the contract"
    if funder.availability is None and funder.unit_payment is None:
        return "availability", "nothing is paid back", "state availability, unit_payment or both"
    if funder.guaranteed_cycles and funder.unit_payment is None:
        return "guaranteed_cycles", "no cycle is paid for here", "state unit_payment, or take the line out"
    others = [each.id for each in scenario.funders if each.id != funder.id]
    if funder.paid_back_by and funder.paid_back_by not in others:
        problem = f"{funder.paid_back_by!r} is no other [[funder]]"
        return "paid_back_by", problem, among(funder.paid_back_by, others) if others else "leave it out"
    return None
