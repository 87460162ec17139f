"""The numbers that a job has written, each with the facts it rests on: what its pages show, and what *why* answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hevesy_service.jobs.models import Job
from hevesy_service.plans.saying import LINES, headline_called, unit_called
from hevesy_service.said import called, say

Said = Mapping[str, Any]
FILES = {"simulate": "simulation.json", "budget": "budget.json", "value": "value.json", "placement": "placement.json"}
KEPT = (
    "headlines", "importance", "together", "years", "lines", "therapies", "access", "steps", "centres", "nodes",
    "proof", "of_the_model", "candidates", "facts", "sources", "country", "scenario",
)  # fmt: skip
OF_A_PAGE = 40  # facts
HOURS = (("mean_hours", "h"), ("within_1h", "share"), ("within_2h", "share"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a job: its median and interval, and by which facts; all of the job's where none are named.

    `answer` is the number's name among those of which the run says what share of their variance a fact carries.
    """

    name: str
    title: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    facts: tuple[str, ...] = ()
    answer: str = ""
    part: str = ""

    @property
    def is_share(self) -> bool:
        return self.unit == "share"

    @property
    def unit_called(self) -> str:
        return unit_called(self.unit)

    @property
    def small(self) -> bool:
        """Whether it takes decimals to be told."""
        return self.is_share or (self.value is not None and 0 < abs(self.value) < 10)


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact behind a number, with its source and, where known, its share of the variance."""

    id: str
    fact: Said
    kind: str
    source: str
    share: float | None

    @property
    def place(self) -> str:
        return str(self.fact["place"])

    @property
    def is_stated(self) -> bool:
        """Whether the plan itself states it, so that the shelf knows nothing of it."""
        return self.place.startswith("scenario")


def has_numbers(job: Job) -> bool:
    """Whether the job wrote numbers that can be asked why."""
    return job.kind in FILES and (job.folder / FILES[job.kind]).is_file()


def numbers(job: Job) -> list[Number]:
    """What the job says, the main numbers first; none where it wrote nothing that can be read."""
    return [*_OF[job.kind](_said(job.folder / FILES[job.kind]))] if has_numbers(job) else []


def said_of(job: Job) -> Said:
    """All that the job says."""
    return _said(job.folder / FILES[job.kind])


@lru_cache(maxsize=16)
def _said(file: Path) -> Said:
    """Written once and never changed."""
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return {name: found[name] for name in KEPT if name in found}


def _bounds(said: Said) -> dict[str, Any]:
    return {name: said.get(name) for name in ("value", "low", "high")}


def _one(said: Any) -> dict[str, Any]:
    """A figure that stands alone, or with its interval."""
    return _bounds(said) if isinstance(said, dict) else {"value": said}


def _of_run(said: Said) -> Iterator[Number]:
    weighed = {row["answer"] for row in said.get("importance", ())}
    for row in said["headlines"]:
        title, name = headline_called(row["name"], row["title"]), row["name"]
        yield Number(name, title, row["unit"], **_bounds(row), answer=name if name in weighed else "")


def _of_budget(said: Said) -> Iterator[Number]:
    titles = {"cost": _("What the plan costs"), "paid": _("Paid for by somebody"), "unfunded": _("Paid for by nobody")}
    for name, title in titles.items():
        yield Number(name, title, "USD", **_bounds(said["together"][name]))
    last = said["years"][-1]["year"]
    for line in said["lines"]:
        title = f"{LINES.get(line['id'], line['name'])}, {last}"
        yield Number(
            f"line.{line['id']}", title, "USD", **_bounds(line["by_year"][-1]["total"]), facts=tuple(line["facts"]),
            part=_("By line, last year"),
        )  # fmt: skip
    for row in said["years"]:
        yield Number(f"year.{row['year']}", str(row["year"]), "USD", **_bounds(row["cost"]), part=_("By year"))


def _of_value(said: Said) -> Iterator[Number]:
    for row in said["therapies"]:
        name, part = f"{row['therapy']}.{row['comparison']}", called("therapy", row["therapy"], row["name"])
        part = f"{part} · {row['trial'] or row['comparator']}"
        yield Number(f"{name}.qalys", _("QALYs gained by one patient"), "QALYs", **_bounds(row["qalys"]), part=part)
        yield Number(f"{name}.cost", _("What one patient costs more"), "USD", **_bounds(row["cost"]), part=part)
        yield Number(f"{name}.icer", _("USD for a QALY"), "USD", **_one(row["icer"]), part=part)


def _of_placement(said: Said) -> Iterator[Number]:
    titles = {"mean_hours": _("Hours to a centre, on average"), "within_1h": _("People within one hour"),
              "within_2h": _("People within two hours")}  # fmt: skip
    for when, part in (("now", _("As it is")), ("then", _("With the centres chosen"))):
        for name, unit in HOURS:
            yield Number(f"{when}.{name}", titles[name], unit, **_bounds(said["access"][when][name]), part=part)


_OF: Mapping[str, Callable[[Said], Iterator[Number]]] = {
    "simulate": _of_run, "budget": _of_budget, "value": _of_value, "placement": _of_placement,
}  # fmt: skip


def reasons(job: Job, number: Number) -> list[Reason]:
    """The facts behind a number: those that carry most of its variance first, then all others by name."""
    said = said_of(job)
    sources = {row["key"]: row["citation"] for row in said["sources"]}
    weights = {row["fact"]: row["share"] for row in _importance(said, number.answer).get("facts", ())}
    wanted = set(number.facts)
    facts = [fact for fact in said["facts"] if not wanted or fact["id"] in wanted]
    found = [
        Reason(fact["id"], fact, say(f"kind.{fact['kind']}"), sources.get(fact["source"], ""), weights.get(fact["id"]))
        for fact in facts
    ]
    return sorted(found, key=lambda each: (-(each.share or 0.0), each.id))


def shares_of_kinds(job: Job, number: Number) -> list[tuple[str, float]]:
    """What share of the number's variance rests on each kind of truth; none where the run did not weigh this number."""
    rows = _importance(said_of(job), number.answer).get("kinds", ())
    together = {"together": _("several facts together, not told apart")}
    return [(together.get(row["kind"]) or say(f"kind.{row['kind']}"), row["share"]) for row in rows if row["share"] > 0]


def counts_of_kinds(found: Sequence[Reason]) -> list[tuple[str, int]]:
    """How many of the facts are of each kind of truth, the most first."""
    return Counter(each.kind for each in found).most_common()


def _importance(said: Said, answer: str) -> Said:
    return next((row for row in said.get("importance", ()) if row["answer"] == answer), {})
