"""The national view: each cadre's people against the need, its training against what limits it, centre by centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hevesy.competence.centres import CentreFigures, nation_of, together
from hevesy.competence.national import cadres_said, national
from hevesy.competence.seats import UNKNOWN, Trained, training
from hevesy.facts import Reader

Said = Mapping[str, Any]
SCHEMA = "hevesy.learn.national/1"
YEARS = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of a cadre over all centres that say it; None where none does. `silent` are those that do not."""

    value: float | None
    silent: int


@dataclass(frozen=True, slots=True)
class CadreView:
    """One cadre. `said` is its row as PLAN's chapter has it, by year; `planned` what a plan says that it needs.

    `unsaid` are people in post of whom nobody says whether they are valid.
    """

    cadre: str
    people: Sum
    valid: Sum
    trainees: Sum
    said: Said
    training: tuple[Trained, ...]
    planned: Sequence[Said] | None = None
    unsaid: float = 0.0

    @property
    def needed(self) -> Said | None:
        """Persons for the courses of a year, as the first year has them; None for who has no minutes in a course."""
        rows = self.said["needed"]
        return rows[0] if rows and rows[0]["value"] is not None else None

    @property
    def gap(self) -> dict[str, float | None] | None:
        """Persons missing of those who are valid today; below zero are more than it takes.

        Those of whom nobody says it may all be valid or none: the interval holds both, and there is no middle then.
        """
        if self.needed is None or self.valid.value is None:
            return None
        low, high = (self.needed[name] - self.valid.value for name in ("low", "high"))
        middle = None if self.unsaid else self.needed["value"] - self.valid.value
        return {"value": middle, "low": low - self.unsaid, "high": high}

    @property
    def seats(self) -> Said | None:
        """Trainees at a time in the country in the first year; None where nobody knows who could train them."""
        row: Said = self.said["seats"][0]
        return None if self.people.value is None else row

    @property
    def limit(self) -> str:
        """What limits the seats of the country in most draws."""
        if self.people.value is None:
            return UNKNOWN
        shares: Said = self.said["seats_limited_by"][0]
        limits: dict[str, float] = {name: share for name, share in shares.items() if name != "year"}
        return max(limits, key=lambda name: limits[name])


def national_view(
    centres: Sequence[CentreFigures], reader: Reader, on: date, planned: Mapping[str, Sequence[Said]] | None = None
) -> list[CadreView]:
    """Every cadre of a country, whose place the reader's is; `planned` is the need by cadre and year of a plan."""
    rows = cadres_said(national(nation_of(centres, reader, on, YEARS)), on.year)
    return [_cadre(row, centres, reader, (planned or {}).get(row["cadre"])) for row in rows]


def _cadre(row: Said, centres: Sequence[CentreFigures], reader: Reader, planned: Sequence[Said] | None) -> CadreView:
    cadre = row["cadre"]
    people, valid, trainees = (_sum(centres, what, cadre) for what in ("people", "valid", "trainees"))
    unsaid = sum(each.people.get(cadre, 0.0) for each in centres if cadre not in each.valid)
    return CadreView(cadre, people, valid, trainees, row, training(cadre, centres, reader), planned, unsaid)


def _sum(centres: Sequence[CentreFigures], what: str, cadre: str) -> Sum:
    value, silent = together(centres, what, cadre)
    return Sum(None if silent == len(centres) else value, silent)


def planned_by(chapter: Said) -> dict[str, Sequence[Said]]:
    """By cadre, the need by year of PLAN's chapter of the people (workforce.json)."""
    return {each["cadre"]: each["needed"] for each in chapter["cadres"] if each["needed"]}


def view_said(found: Sequence[CadreView], country: str, on: date, centres: int) -> dict[str, Any]:
    """The view for machines: null means unknown, never zero."""
    return {
        "schema": SCHEMA, "country": country, "on": on.isoformat(), "centres": centres,
        "cadres": [
            {**each.said, "people": each.people.value, "valid": each.valid.value, "trainees": each.trainees.value,
             "centres_silent": {"people": each.people.silent, "valid": each.valid.silent,
                                "trainees": each.trainees.silent},
             "gap_today": each.gap, "planned": each.planned,
             "training": [_trained(one) for one in each.training]}
            for each in found
        ],
    }  # fmt: skip


def _trained(one: Trained) -> dict[str, Any]:
    return {
        "group": one.group, "therapies": list(one.therapies), "seats": one.seats, "limited_at": dict(one.limits),
        "centres": [
            {"centre": each.centre, "seats": each.seats, "limit": each.limit, "trainees": each.trainees,
             "allows": {name: _plain(value) for name, value in each.limits.items()}}
            for each in one.centres
        ],
    }  # fmt: skip


def _plain(value: float) -> float | None:
    """None where it is not known, or limits nothing."""
    return value if abs(value) < float("inf") else None


