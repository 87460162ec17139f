"""The figures by which a plan is followed: each with unit, range, year, source and kind; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hevesy.plan.document.material import Material, Said
from hevesy.policy import policy_state

COMPUTED, PLAN = "computed", "plan"
FACTS = {
    "population": "country.population",
    "physicians": "country.physicians_per_1000",
    "coverage_index": "country.uhc_index",
    "government_share": "country.government_share",
    "out_of_pocket": "country.oop_share",
    "outages": "country.outages_per_month",
    "internet": "country.internet_users",
}
RULINGS = {"approved": "approval", "in_guideline": "guideline", "in_benefit": "benefit_package"}


@dataclass(frozen=True)
class Indicator:
    """One figure: `form` says how it is read (figure, whole, share, or so many `of` a whole); None is unknown.

    `target` is what the simulation of the package gives in its last year, where it follows from it. `name` is what
    the indicator speaks of where its id alone does not say it, as a cadre.
    """

    id: str
    value: float | None
    low: float | None = None
    high: float | None = None
    form: str = "figure"
    of: int | None = None
    unit: str = "number"
    on: str = ""
    source: str = PLAN
    kind: str = COMPUTED
    measured: str = "plan"
    target: Mapping[str, float | None] | None = None
    name: str = ""

    @property
    def spread(self) -> dict[str, float | None]:
        return {"value": self.value, "low": self.low, "high": self.high}

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.id}.{self.name}" if self.name else self.id

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def indicators(found: Material) -> dict[str, Indicator]:
    """Every indicator by its key."""
    every = [
        *_of_country(found),
        *_of_service(found),
        *_of_supply(found),
        *_of_people(found),
        *_of_rules(found),
    ]
    return {each.key: each for each in every}


def _of_country(found: Material) -> Iterator[Indicator]:
    for id, name in FACTS.items():
        fact = found.shelf.find(name, found.country.iso3)
        share = id in ("government_share", "out_of_pocket", "internet")
        form = "share" if share else "whole" if id == "population" else "figure"
        unit = (
            "share"
            if share
            else "persons"
            if id == "population"
            else "index"
            if id == "coverage_index"
            else "number"
        )
        if fact is None or fact.value is None:
            yield Indicator(id, None, form=form, unit=unit, source="", kind="", measured="accounts")
        else:
            yield Indicator(
                id, fact.value, fact.low, fact.high, form, None, unit, str(fact.on or ""), fact.source, str(fact.kind),
                "accounts",
            )  # fmt: skip
    reach = found.plan["access"]["therapy"]["within_2h"]
    spread = reach if isinstance(reach, Mapping) else {"value": reach, "low": None, "high": None}
    yield Indicator("within_2h", *_three(spread), form="share", unit="share", measured="travel")


def _of_service(found: Material) -> Iterator[Indicator]:
    """What the run counts: doing nothing in the first year, the package in the last."""
    first, last = found.nothing["total"], found.package["total"]
    rows = (("started", "treatments"), ("waiting", "lists"), ("died_waiting", "lists"))
    for id, measured in rows:
        target = _spread(last[id][-1])
        yield Indicator(
            id,
            *_three(first[id][0]),
            unit="persons",
            on=str(found.years[0]),
            measured=measured,
            target=target,
        )
    late = {name: _headline(said, "late") for name, said in (("now", found.nothing), ("then", found.package))}
    yield Indicator(
        "late",
        *_three(late["now"]),
        form="share",
        unit="share",
        measured="lists",
        target=_spread(late["then"]),
    )
    yield Indicator(
        "unmet", *_three(found.split["unmet_share"]), form="share", unit="share", measured="treatments"
    )


def _headline(said: Said, name: str) -> Said:
    row: Said = next(each for each in said["headlines"] if each["name"] == name)
    return row


def _of_supply(found: Material) -> Iterator[Indicator]:
    doses, later = found.nothing["doses"], found.package["doses"]
    if doses is None or later is None:
        yield Indicator("missing_doses", None, form="share", unit="share", measured="deliveries")
    else:
        yield Indicator(
            "missing_doses", *_three(doses["missing_share"]), form="share", unit="share", measured="deliveries",
            target=_spread(later["missing_share"]),
        )  # fmt: skip
    depends, then = (each and each["dependence"] for each in (doses, later))
    yield Indicator(
        "dependence", depends["index"] if depends else None, unit="index", measured="deliveries",
        target={"value": then["index"], "low": None, "high": None} if then else None,
    )  # fmt: skip
    ways = found.ways
    enough = sum(number >= 2 for number in ways)
    yield Indicator(
        "in_time", enough if ways else None, form="of", of=len(ways) or None, measured="deliveries"
    )
    yield Indicator("partners", len(found.shelf.table("partners")), form="whole", source="", kind="")


def _of_people(found: Material) -> Iterator[Indicator]:
    closed = [
        float(each["in_a_year"])
        for centre in found.people["centres"]
        for each in centre["closed_month"]
        if each["cadre"] is None and each["in_a_year"] is not None
    ]
    yield Indicator("closed_month", max(closed, default=None), form="share", unit="share", measured="staff")
    for each in found.people["cadres"]:
        last = each["competent"][-1]
        yield Indicator(
            "competent", *_three(each["competent"][0]), unit="persons", on=str(found.years[0]), measured="staff",
            target=_spread(last), name=each["cadre"],
        )  # fmt: skip
    yield Indicator("emigrates", found.emigrates, form="share", unit="share", measured="staff")


def _of_rules(found: Material) -> Iterator[Indicator]:
    therapies = [row["therapy"] for row in found.nothing["policy"]["therapies"]]
    for id, item in RULINGS.items():
        rulings = [policy_state(found.country.iso3, name, found.shelf).ruling(item) for name in therapies]
        known = [each for each in rulings if each.known]
        yes = sum(bool(each.yes) for each in known)
        yield Indicator(
            id, yes if known else None, form="of", of=len(rulings), source=known[0].source if known else "",
            kind=known[0].kind if known else "", measured="gazette",
        )  # fmt: skip
    given = found.plan["confirmation"]
    yield Indicator(
        "confirmed_inputs", given["confirmed"], form="of", of=given["of"],
        target={"value": float(given["of"]), "low": None, "high": None},
    )  # fmt: skip


def _spread(spread: Said) -> dict[str, float | None]:
    return {name: spread.get(name) for name in ("value", "low", "high")}


def _three(spread: Said) -> tuple[float | None, float | None, float | None]:
    return spread.get("value"), spread.get("low"), spread.get("high")


# which indicators stand in the monitoring frame, in this order
FOLLOWED: tuple[Callable[[Indicator], bool], ...] = (
    lambda each: each.id in ("started", "waiting", "died_waiting", "late", "unmet"),
    lambda each: each.id in ("within_2h", "missing_doses", "dependence", "closed_month", "competent"),
    lambda each: each.id in ("approved", "in_guideline", "in_benefit", "confirmed_inputs"),
    lambda each: each.id in ("out_of_pocket", "government_share", "outages"),
)


def followed(every: Mapping[str, Indicator]) -> list[Indicator]:
    """The indicators of the monitoring frame."""
    return [each for group in FOLLOWED for each in every.values() if group(each)]
