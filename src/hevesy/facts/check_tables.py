"""Checking the other tables of a pack: centres, equipment, staff, treatments, waits, routes, policy, towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from hevesy.errors import BadCell
from hevesy.facts.check_routes import route_problems
from hevesy.facts.check_rows import row_problems, state_problems, wrong
from hevesy.facts.pack_known import FAR_KM, Known
from hevesy.facts.spots import Spot, slip
from hevesy.tables import Row, nearest

AMOUNT = {"equipment": "count", "staff": "count", "treatments": "patients"}
AT_MOST = {
    "equipment": ("working", "count"),
    "staff": ("trained_for_therapy", "count"),
    "treatments": ("patients", "administrations"),
}
# of treatments; patients may be more than the courses begun that year (some began the year before), or fewer
PARTS = (("courses", "administrations"), ("foreigners", "patients"))
YEARLY = ("treatments", "waits")
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
            yield from _astray(row, known)
        if table == "treatments":
            for part, whole in PARTS:
                yield from _at_most(row, part, whole)
        if table == "waits":
            yield from _wait_state(row)
        if table in YEARLY and today is not None and row["year"] > today.year:
            yield wrong(row, "year", f"{row['year']:g} lies in the future", "check the year")
        if table == "routes":
            yield from route_problems(row, known)
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
    if centre and centre not in known.centres and "centres" not in known.unread:
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


def _wait_state(row: Row) -> Iterator[BadCell]:
    """A wait may be known as weeks or as a list; one of the two is enough for `reported`."""
    known = row["median_weeks"] is not None or row["waiting_now"] is not None
    if row["state"] == "missing" and known:
        yield wrong(row, "state", "a wait is given, but the state says missing", "choose the state that fits")
    if row["state"] in ("reported", "public_only", "imputed") and not known:
        yield wrong(
            row,
            "median_weeks",
            f"the state says {row['state']}, but neither weeks nor a list are given",
            "fill one of them in, or choose missing",
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


def _astray(row: Row, known: Known) -> Iterator[BadCell]:
    """A centre must stand within reason of some town of its country."""
    if row["latitude"] is None or row["longitude"] is None or row["iso3"] not in known.countries:
        return
    spots = known.spots(row["iso3"])
    here = Spot(row["iso3"], row["latitude"], row["longitude"])
    if spots and (away := here.km_to_nearest(spots)) > FAR_KM:
        field, advice = slip(here, spots, FAR_KM)
        at = f"({here.latitude:g}, {here.longitude:g})"
        country = known.countries[row["iso3"]]
        yield wrong(row, field, f"{at} lies {away:,.0f} km from the nearest town of {country}", advice)


def holds_rule(text: str) -> bool:
    """Whether a text says a rule: it has a number, or more words than a yes or no.

    >>> holds_rule("yes"), holds_rule("yes below 25 uSv/h at 1 m"), holds_rule("no rule in force")
    (False, True, True)
    """
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(re.search(r"\d", text)) or len(words) >= 3


def _policy(row: Row) -> Iterator[BadCell]:
    value = row["value"]
    if row["state"] == "missing" and value:
        yield wrong(
            row,
            "state",
            f"a missing answer cannot be {value!r}",
            "clear the value, or choose the state that fits",
        )
    if value and not (row["source"] and row["kind"]):
        field = "kind" if row["source"] else "source"
        yield wrong(
            row,
            field,
            "an answer without it cannot be used",
            "say where it stands (a key of sources.csv, or 'own') and how it is known (verified, secondary ...)",
        )
    allowed: tuple[str, ...] = ("yes", "no")
    if row["item"] == "approval":
        allowed = APPROVALS
    elif row["item"] == "release_rule" and value and not holds_rule(f"{value} {row['note'] or ''}"):
        yield wrong(
            row,
            "value",
            f"{value!r} is not a rule",
            "write into value or note what it asks: a dose rate, an activity or a dose, or that there is no rule",
        )
    if row["item"] in ("licensing_step", "release_rule"):
        return
    if value and value not in allowed:
        guess = nearest(value, allowed)
        yield wrong(
            row,
            "value",
            f"{value!r} is not an answer",
            f"did you mean {guess!r}?" if guess else f"write {', '.join(allowed)}, or leave it empty",
        )
