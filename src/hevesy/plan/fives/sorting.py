"""To which A of access each gate and each mechanism belongs: table `five_a_gates.csv`, which a pack may change.

A row of a later pack replaces that of the same therapy, stage and reason. A row without a therapy holds for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hevesy.errors import BadCell
from hevesy.facts import Kind, Shelf
from hevesy.plan.simulation.build.path_rows import NO_BED, NO_CENTRE
from hevesy.plan.simulation.model import LATER, Reason
from hevesy.products import therapies
from hevesy.products.therapy import CLINICAL, FIVE_A, STAGES
from hevesy.tables import Column, Row, nearest, read_table

TABLE = "five_a_gates"
PRIMARY, ALSO = "primary", "also"
SORTINGS = (PRIMARY, ALSO)

# what limits a service without being a gate of anybody's path
SLOTS = "scanner_slots"
SCANNERS_DOWN = "scanners_out_of_order"
CENTRE = "chairs_beds_and_staff"
MACHINES_DOWN = "machines_out_of_order"
STAFF_AWAY = "staff_away"
DOSES = "doses_a_week"
MECHANISMS = {
    SLOTS: "imaged",
    SCANNERS_DOWN: "imaged",
    CENTRE: "waits",
    MACHINES_DOWN: "waits",
    STAFF_AWAY: "waits",
    DOSES: "dose_arrives",
}
LISTS = (
    "died_waiting_for_imaging",
    "died_waiting",
    "waits_too_long",
    "course_interrupted",
    "referred_abroad",
)

COLUMNS = (
    Column("therapy"),
    Column("stage", "choice", required=True, choices=STAGES),
    Column("reason", required=True),
    Column("a", "choice", required=True, choices=(*FIVE_A, CLINICAL)),
    Column("also_a", "choice", choices=FIVE_A),
    Column("domain", required=True),
    Column("source", required=True),
    Column("kind", "choice", required=True, choices=tuple(Kind)),
    Column("note"),
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """One row of the table: where a gate or mechanism belongs, and the second A that the review names for it."""

    therapy: str
    stage: str
    reason: str
    a: str
    also_a: str
    domain: str
    source: str
    kind: str
    note: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.therapy, self.stage, self.reason

    def under(self, sorting: str) -> str:
        """The A under the primary sorting, or under the one in which every gate with a second A is moved to it."""
        return self.also_a if sorting == ALSO and self.also_a else self.a


@dataclass(frozen=True)
class Sorting:
    """The whole table, as packs leave it."""

    rows: dict[tuple[str, str, str], Sorted]

    def of(self, therapy: str, reason: Reason) -> Sorted:
        """The row of a gate; where the table has none, what the therapy's own path says of it."""
        for key in ((therapy, reason.stage, reason.reason), ("", reason.stage, reason.reason)):
            if key in self.rows:
                return self.rows[key]
        return Sorted(
            therapy,
            reason.stage,
            reason.reason,
            reason.a,
            "",
            reason.domain,
            "",
            "",
            "from the therapy's path",
        )

    def of_mechanism(self, name: str) -> Sorted:
        return self.rows["", MECHANISMS[name], name]

    def a_of(self, therapy: str, reason: Reason, sorting: str) -> str:
        return self.of(therapy, reason).under(sorting)


def sorting(shelf: Shelf) -> Sorting:
    """The table over all packs; BadCell names the file, the line and the field of a row that can't be used."""
    known = _known(shelf)
    rows: dict[tuple[str, str, str], Sorted] = {}
    for _, path in shelf.table_files(TABLE):
        rows |= {row.key: row for row in _read(path, known)}
    return Sorting(rows)


@dataclass(frozen=True)
class _Known:
    """The gates there are, by therapy ("" for all), and which of them are clinical."""

    therapies: frozenset[str]
    gates: dict[tuple[str, str], str]  # stage and reason -> its A in some therapy's own path
    of_therapy: frozenset[tuple[str, str, str]]


def _known(shelf: Shelf) -> _Known:
    found = therapies(shelf)
    gates = {(stage.id, stage.reason): stage.a for each in found for stage in each.stages}
    gates |= {(each.stage, each.reason): each.a for each in (NO_CENTRE, NO_BED)}
    gates |= {(each.stage, each.reason): each.a for each in LATER if each.reason not in LISTS}
    gates |= {(stage, name): "availability" for name, stage in MECHANISMS.items()}
    gates = {key: a for key, a in gates.items() if key[1] not in LISTS}
    own = frozenset((each.id, stage.id, stage.reason) for each in found for stage in each.stages)
    return _Known(frozenset(each.id for each in found), gates, own)


def _read(path: Path, known: _Known) -> Iterator[Sorted]:
    seen: dict[tuple[str, str, str], int] = {}
    for row in read_table(path, COLUMNS):
        _check(row, known)
        found = Sorted(**{column.name: str(row[column.name] or "") for column in COLUMNS})
        if found.key in seen:
            raise _wrong(row, "reason", f"line {seen[found.key]} says it already", "keep one of the two rows")
        seen[found.key] = row.line
        yield found


def _check(row: Row, known: _Known) -> None:
    therapy, stage, reason, a = row["therapy"] or "", row["stage"], row["reason"], row["a"]
    if therapy and therapy not in known.therapies:
        raise _wrong(row, "therapy", f"there is no therapy {therapy!r}", _guess(therapy, known.therapies))
    if (stage, reason) not in known.gates:
        at_stage = [name for where, name in known.gates if where == stage]
        every = [name for _, name in known.gates]
        advice = _guess(reason, at_stage if nearest(reason, at_stage) else every)
        raise _wrong(row, "reason", f"there is no gate {reason!r} at stage {stage!r}", advice)
    if therapy and (therapy, stage, reason) not in known.of_therapy:
        raise _wrong(
            row, "reason", f"the path of {therapy!r} has no gate {reason!r} at stage {stage!r}",
            "leave therapy empty, or name one that has it",
        )  # fmt: skip
    if (known.gates[stage, reason] == CLINICAL) != (a == CLINICAL):
        clinical = known.gates[stage, reason] == CLINICAL
        raise _wrong(
            row, "a", f"{reason!r} is {'' if clinical else 'not '}lost to the disease",
            "write clinical: no A of access lifts it" if clinical else f"write one of {', '.join(FIVE_A)}",
        )  # fmt: skip
    if row["also_a"] and (row["also_a"] == a or a == CLINICAL):
        raise _wrong(row, "also_a", "a second A must differ from the first", "leave it empty")


def _guess(word: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    guess = nearest(word, names)
    return f"did you mean {guess!r}?" if guess else f"known are {', '.join(names)}"


def _wrong(row: Row, field: str, problem: str, advice: str) -> BadCell:
    values: dict[str, Any] = {"file": row.file, "line": row.line, "field": field}
    return BadCell(**values, problem=problem, advice=advice)
