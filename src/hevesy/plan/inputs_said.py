"""How a key input stands, in words a minister reads: how many, how sure, and what stands in where nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hevesy.facts import Fact, Kind, State

UNKNOWN = "unknown"
THINGS = {
    "pet": ("PET scanner", "PET scanners"),
    "spect": ("gamma camera", "gamma cameras"),
    "treatment_chair": ("treatment chair", "treatment chairs"),
    "isolation_bed": ("shielded bed", "shielded beds"),
}
Rows = Sequence[Mapping[str, str]]


def counted(number: float, one: str, many: str = "") -> str:
    """A number with its thing: '1 row', '3 rows', 'no centre'.

    >>> counted(2, "centre"), counted(0, "PET scanner", "PET scanners")
    ('2 centres', 'no PET scanner')
    """
    if number == 0:
        return f"no {one}"
    return f"{number:,.0f} {one if number == 1 else many or f'{one}s'}"


def fact_said(fact: Fact | None, state: State, confirmed: bool) -> str:
    """A figure, or that it is unknown and what stands in; `state` is how the country sees it."""
    if fact is None or state is State.MISSING:
        return UNKNOWN
    held = replace(fact, unit="" if fact.unit == "fraction" else fact.unit).described()
    if confirmed:
        return f"{held}, confirmed"
    if state is not State.IMPUTED:
        return f"{held}, not confirmed"
    stand_in = "planning default" if fact.kind is Kind.ASSUMPTION else "estimate from elsewhere"
    return f"{UNKNOWN}; {stand_in} {held}"


def rows_said(table: str, rows: Rows, confirmed: bool, wanted: int = 0) -> str:
    """What the rows of a table say together; `wanted` is how many answers are asked for, where that is known."""
    if not rows:
        return UNKNOWN
    signed = sum(bool(row.get("confirmed_by") and row.get("confirmed_on")) for row in rows)
    if confirmed or signed == len(rows):
        standing = "confirmed"
    else:
        standing = f"{signed} of {counted(len(rows), 'row')} confirmed" if signed else "not confirmed"
    if table == "policy":
        return f"{_answers(rows, wanted)}, {standing}"
    return f"{SAID.get(table, _rows)(rows)}, {standing}"


def together(parts: Sequence[tuple[str, str]]) -> str:
    """The parts of one input, each (label, words); one part alone needs no label.

    >>> together([("new cases", "unknown"), ("share", "unknown; planning default 0.4")])
    'new cases: unknown; share: unknown, planning default 0.4'
    """
    said = {words for _, words in parts}
    if len(said) == 1 and (len(parts) == 1 or said == {UNKNOWN}):
        return said.pop()
    return "; ".join(f"{label}: {words.replace('; ', ', ')}" for label, words in parts)


def _rows(rows: Rows) -> str:
    return counted(len(rows), "row")


def _machines(rows: Rows) -> str:
    """'2 PET scanners, 1 in use, at 1 centre'; what nobody has counted is said, never taken for zero."""
    kinds = list(dict.fromkeys(row["modality"] for row in rows))
    said = " and ".join(
        counted(_sum([row for row in rows if row["modality"] == kind], "count"), *THINGS.get(kind, (kind,)))
        for kind in kinds
    )
    installed, working = _sum(rows, "count"), _sum(rows, "working")
    all_told = all(row.get("working") or row.get("count") == "0" for row in rows)
    in_use = f", {working:g} in use," if all_told and working != installed else ""
    centres = counted(len({row.get("centre") for row in rows}), "centre")
    silent = sum(not row.get("count") for row in rows)
    unknown = f" (number unknown in {counted(silent, 'row')})" if silent else ""
    return f"{said}{in_use} at {centres}{unknown}"


def _centres(rows: Rows) -> str:
    return counted(len({row["centre"] for row in rows}), "centre")


def _staff(rows: Rows) -> str:
    cadres = dict.fromkeys(row["cadre"] for row in rows if row.get("count"))
    sums = {cadre: _sum([row for row in rows if row["cadre"] == cadre], "count") for cadre in cadres}
    people = (counted(number, cadre.replace("_", " ")) for cadre, number in sums.items())
    return ", ".join(people) or "number of staff unknown"


def _treatments(rows: Rows) -> str:
    therapies = counted(len({row["therapy"] for row in rows}), "therapy", "therapies")
    patients = counted(_sum(rows, "patients"), "patient")
    return f"{patients} and {counted(_sum(rows, 'administrations'), 'dose')} of {therapies}"


def _answers(rows: Rows, wanted: int) -> str:
    """One ruling is told in full; of several, how many of those that are asked for."""
    given = [row for row in rows if row.get("value")]
    if len(given) == 1 and wanted <= 1:
        return "; ".join(text for text in (given[0]["value"], given[0].get("note", "")) if text)
    if rows[0].get("item") == "approval" and given:
        return "; ".join(f"{row['therapy']} {row['value'].replace('_', ' ')}" for row in given)
    return f"{len(given)} of {counted(max(wanted, len(rows)), 'answer')} given"


def _routes(rows: Rows) -> str:
    return f"{counted(len(rows), 'route')}, for {', '.join(dict.fromkeys(row['product'] for row in rows))}"


SAID: dict[str, Callable[[Rows], str]] = {
    "centres": _centres,
    "equipment": _machines,
    "staff": _staff,
    "treatments": _treatments,
    "routes": _routes,
}


def _sum(rows: Rows, column: str) -> float:
    return sum(float(row.get(column) or 0) for row in rows)
