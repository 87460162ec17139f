"""Checking the other tables of a pack: centres, equipment, staff, treatments, routes, policy, towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from hevesy.errors import BadCell
from hevesy.facts.check_rows import row_problems, state_problems, wrong
from hevesy.facts.pack_known import Known
from hevesy.tables import Row, nearest

AMOUNT = {"equipment": "count", "staff": "count", "treatments": "patients"}
AT_MOST = {
    "equipment": ("working", "count"),
    "staff": ("trained_for_therapy", "count"),
    "treatments": ("patients", "administrations"),
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
APPROVALS = ("registered", "named_patient", "hospital_prepared", "none")


def table_problems(table: str, rows: Sequence[Row], known: Known, today: date | None) -> Iterator[BadCell]:
    """What is wrong with the rows of one table."""
    for row in rows:
        yield from _references(row, known)
        if table in AMOUNT:
            yield from state_problems(row, AMOUNT[table])
            yield from _at_most(row, *AT_MOST[table])
        if table == "centres":
            yield from _identifier(row)
        if table == "routes":
            yield from _route(row, known)
        if table == "policy":
            yield from _policy(row)
        if "confirmed_by" in row:
            yield from row_problems(row, known, today)


def _references(row: Row, known: Known) -> Iterator[BadCell]:
    if row["iso3"] not in known.countries:
        yield wrong(
            row,
            "iso3",
            f"{row['iso3']!r} is not a country",
            known.place_advice(row["iso3"]) or "write its three letters",
        )
    centre = row.get("centre")
    if centre and centre not in known.centres:
        guess = nearest(centre, sorted(known.centres))
        yield wrong(
            row,
            "centre",
            f"there is no centre {centre!r} in centres.csv",
            f"did you mean {guess!r}?" if guess else "add it there",
        )
    for field in ("therapy", "therapies"):
        for name in _listed(row.get(field)):
            if name not in known.therapies and name != "all":
                guess = nearest(name, sorted(known.therapies))
                advice = (
                    f"did you mean {guess!r}?" if guess else f"they are {', '.join(sorted(known.therapies))}"
                )
                yield wrong(row, field, f"there is no therapy {name!r}", advice)


def _listed(cell: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]", cell or "") if part.strip()]


def _at_most(row: Row, part: str, whole: str) -> Iterator[BadCell]:
    if row[part] is not None and row[whole] is not None and row[part] > row[whole]:
        yield wrong(
            row,
            part,
            f"{row[part]:g} is more than {whole} ({row[whole]:g})",
            "check which of the two is right",
        )


def _identifier(row: Row) -> Iterator[BadCell]:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", row["centre"]):
        yield wrong(
            row, "centre", f"{row['centre']!r} has a space or a sign in it", "use letters, digits, - and _"
        )
    if (row["latitude"] is None) != (row["longitude"] is None):
        yield wrong(
            row,
            "latitude",
            "one coordinate stands without the other",
            "give both, or neither: then the town's are taken",
        )
    if not row["town"] and row["latitude"] is None and row["longitude"] is None:
        yield wrong(
            row,
            "town",
            "neither a town nor coordinates are given",
            "fill in the town, or latitude and longitude",
        )


def _route(row: Row, known: Known) -> Iterator[BadCell]:
    for field in ("from_airport", "via_airport", "to_airport"):
        code = (row[field] or "").strip().upper()
        if code and code not in known.airports:
            yield wrong(row, field, f"there is no airport {row[field]!r}", "write three letters, as in AMM")
    for word in re.split(r"[\s,;/]+", (row["days"] or "").casefold()):
        if word and word != "daily" and word[:3] not in DAYS:
            yield wrong(row, "days", f"{word!r} is not a weekday", "write Mon Thu, or daily")


def _policy(row: Row) -> Iterator[BadCell]:
    value = row["value"]
    if row["state"] == "missing" and value:
        yield wrong(
            row,
            "state",
            f"a missing answer cannot be {value!r}",
            "clear the value, or choose the state that fits",
        )
    allowed: tuple[str, ...] = ("yes", "no")
    if row["item"] == "approval":
        allowed = APPROVALS
    elif row["item"] in ("licensing_step", "release_rule"):
        return
    if value and value not in allowed:
        guess = nearest(value, allowed)
        yield wrong(
            row,
            "value",
            f"{value!r} is not an answer",
            f"did you mean {guess!r}?" if guess else f"write {', '.join(allowed)}, or leave it empty",
        )
