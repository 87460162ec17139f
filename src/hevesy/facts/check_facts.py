"""Checking the facts of a pack, row by row, against the shelf they will lie over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from hevesy.errors import BadCell
from hevesy.facts.check_rows import row_problems, state_problems, wrong
from hevesy.facts.fact import INCOME_GROUPS, Fact
from hevesy.facts.pack import empty_row
from hevesy.facts.pack_known import Known
from hevesy.tables import Row, nearest


def fact_problems(rows: Sequence[Row], known: Known, today: date | None) -> Iterator[BadCell]:
    """What is wrong with each row; a row left empty is passed over."""
    for row in rows:
        if empty_row(row):
            continue
        advice = known.place_advice(row["place"])
        if advice:
            yield wrong(row, "place", f"{row['place']!r} is not a place", advice)
        if row["fact"] not in known.facts:
            guess = nearest(row["fact"], list(known.facts))
            hint = f"did you mean {guess!r}?" if guess else "`hevesy facts list` shows what there is"
            yield wrong(row, "fact", f"there is no fact {row['fact']!r}", hint)
            continue
        yield from _figures(row, known)
        if row["fact"] in known.words:
            yield from _answer(row, known.words[row["fact"]], known)
        yield from _own_words(row, known)
        yield from row_problems(row, known, today)
    yield from _lonely_groups(rows, known)


def _figures(row: Row, known: Known) -> Iterator[BadCell]:
    unit = known.unit(row["fact"])
    if row["value"] is not None and unit and (row["unit"] or "") != unit:
        said = f"the unit is {row['unit']!r}" if row["unit"] else "there is no unit"
        yield wrong(
            row,
            "unit",
            f"{said}, but this fact is stated in {unit!r}",
            f"give the value in {unit!r} and write that unit",
        )
    if row["fact"] not in known.words and (not row["text"] or row["value"] is not None):
        yield from state_problems(row, "value")
    yield from _limits(row, known)
    yield from _order(row)


def _answer(row: Row, words: Sequence[str], known: Known) -> Iterator[BadCell]:
    """A fact in words must be answered with words that there are: several for a list of therapies, else one."""
    if row["value"] is not None:
        yield wrong(
            row, "value", f"{row['value']:g} is not an answer", "clear it and write the answer into text"
        )
    if not row["text"] and row["state"] not in (None, "missing"):
        yield wrong(row, "text", f"the state says {row['state']}, but this is empty", "fill it in")
    given = re.findall(r"[^\s;,|]+", row["text"] or "")
    strange = [word for word in given if word not in words]
    for word in strange:
        guess = nearest(word, words)
        advice = f"did you mean {guess}?" if guess else f"choose from {', '.join(words)}"
        yield wrong(row, "text", f"{word!r} is not one of the answers", advice)
    if len(given) > 1 and not strange and not known.therapies.issuperset(words):
        yield wrong(
            row, "text", f"{row['text']!r} is more than one answer", f"choose one of {', '.join(words)}"
        )


def _limits(row: Row, known: Known) -> Iterator[BadCell]:
    lowest, highest = known.limits(row["fact"])
    unit = known.unit(row["fact"])
    for field in ("value", "low", "high"):
        number = row[field]
        if number is not None and lowest is not None and number < lowest:
            yield wrong(
                row, field, f"{number:g} is below {lowest:g} {unit}".rstrip(), "check the sign and the unit"
            )
        if number is not None and highest is not None and number > highest:
            yield wrong(
                row,
                field,
                f"{number:g} is above {highest:g} {unit}".rstrip(),
                f"check the unit: it is {unit!r}",
            )


def _order(row: Row) -> Iterator[BadCell]:
    value, low, high = row["value"], row["low"], row["high"]
    if low is not None and value is not None and low > value:
        yield wrong(row, "low", f"{low:g} is above the value {value:g}", "low <= value <= high")
    if high is not None and value is not None and high < value:
        yield wrong(row, "high", f"{high:g} is below the value {value:g}", "low <= value <= high")
    if value is None and (low is not None or high is not None):
        yield wrong(
            row,
            "value",
            "a range stands without a value",
            "give the best single figure too, or clear the range",
        )


def _own_words(row: Row, known: Known) -> Iterator[BadCell]:
    """A changed value must not go on citing the source of the old one."""
    same = [
        fact
        for fact in known.facts[row["fact"]]
        if fact.source == row["source"] and fact.source not in ("asm", "own")
    ]
    if (
        row["value"] is not None
        and same
        and all(fact.value != row["value"] for fact in same)
        and _from_shelf(row, same)
    ):
        said = ", ".join(f"{fact.value:g}" for fact in same if fact.value is not None)
        yield wrong(row, "source", f"source {row['source']!r} says {said or 'nothing'}, not {row['value']:g}",
                    "write where the new value comes from: a key of sources.csv, or 'own'")  # fmt: skip


def _from_shelf(row: Row, same: Sequence[Fact]) -> bool:
    """Whether the row still carries the shelf's own note or date, that is, was copied and then changed."""
    return any((fact.note or None) == row["note"] and (fact.on or None) == row["on"] for fact in same)


def _lonely_groups(rows: Sequence[Row], known: Known) -> Iterator[BadCell]:
    """A fact given for one income group needs a row for each, here or on the shelf."""
    groups: dict[str, dict[str, Row]] = {}
    for row in rows:
        if (row["place"] or "").startswith("income:") and row["fact"] in known.facts:
            groups.setdefault(row["fact"], {})[row["place"].partition(":")[2]] = row
    for fact, found in groups.items():
        there = {
            *found,
            *(held.place.partition(":")[2] for held in known.facts[fact] if held.place.startswith("income:")),
        }
        lacking = [group for group in INCOME_GROUPS if group not in there]
        if lacking:
            problem = f"{fact} has no row for income:{', income:'.join(lacking)}"
            yield wrong(
                next(iter(found.values())),
                "place",
                problem,
                "add the missing groups, or write the country instead",
            )
