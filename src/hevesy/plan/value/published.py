"""Published cost-effectiveness beside what this model finds with the study's own horizon, discounting and prices.

Where a study's price of a medicine is known it stands in table value_published_inputs.csv and is used here in place of
the shelf's. Nothing is fitted to a study.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hevesy.facts import Dist, Fact, Kind, Reader, Shelf, State
from hevesy.plan.value.arms import How, worth
from hevesy.plan.value.comparison import comparisons

BAND = 2.0  # a factor either way, the same for every study and figure


@dataclass(frozen=True, slots=True)
class Beside:
    """A study's figures and ours, in its currency; None where it says nothing.

    `icer_with_their_cost` divides the study's difference in cost by our QALYs: the two effects compared alone. Each
    `within` says whether our figure lies within a factor of two of the study's.
    """

    study: str
    name: str
    therapy: str
    currency: str
    source: str
    why: str
    theirs_cost: float | None
    theirs_qalys: float | None
    theirs_icer: float
    cost: float
    qalys: float
    icer: float | None
    icer_with_their_cost: float | None
    within_qalys: bool | None
    within_icer_with_their_cost: bool | None
    within_icer: bool



def beside_published(shelf: Shelf, therapy: str = "") -> list[Beside]:
    """Every study of the table (or of one therapy) beside our answer at the middle of every figure."""
    rows = [row for row in shelf.table("value_published") if therapy in ("", row["therapy"])]
    return [_beside(row, shelf) for row in rows]


def _beside(row: Mapping[str, str], shelf: Shelf) -> Beside:
    comparison = next(
        each for each in comparisons(shelf) if (each.therapy, each.id) == (row["therapy"], row["comparison"])
    )
    reader = reader_of(row, comparison.group, shelf)
    found = worth(comparison, reader, How(), float(row["discount"]))
    cost, qalys = float(found.dearer.mean()), float(found.qalys.mean())
    theirs = {name: float(row[name]) if row[name] else None for name in ("cost", "qalys")}
    icer = cost / qalys if cost > 0 < qalys else None
    by_cost = None if theirs["cost"] is None else theirs["cost"] / qalys
    published = float(row["icer"])
    return Beside(
        row["study"], row["name"], row["therapy"], row["currency"], row["source"], row["why"], theirs["cost"],
        theirs["qalys"], published, cost, qalys, icer, by_cost, _within(qalys, theirs["qalys"]),
        None if by_cost is None else _within(by_cost, published), bool(_within(icer, published)),
    )  # fmt: skip


def _within(ours: float | None, theirs: float | None) -> bool | None:
    """Whether ours lies within the band; None where the study says nothing, False where we have no ratio."""
    if theirs is None:
        return None
    return ours is not None and theirs / BAND <= ours <= theirs * BAND


def reader_of(row: Mapping[str, str], group: str, shelf: Shelf) -> Reader:
    """A reader in the study's country whose figures are the study's where it prints them."""
    inputs = {
        each["fact"]: (float(each["value"]), each["source"])
        for each in shelf.table("value_published_inputs")
        if each["study"] == row["study"]
    }
    inputs[f"value.horizon.{group}"] = (float(row["horizon"]), row["source"])
    return replace(
        shelf.reader(row["place"]), stated={name: _stated(name, *said) for name, said in inputs.items()}
    )


def _stated(name: str, value: float, source: str) -> Fact:
    return Fact(
        id=name, place="scenario", value=value, low=None, high=None, unit="", text="", dist=Dist.FIXED, on="",
        state=State.REPORTED, source=source, kind=Kind.SECONDARY, note="as the study has it", confirmed_by="",
        confirmed_on="", pack="open", file="value_published_inputs.csv", line=0,
    )  # fmt: skip
