"""May this patient have this therapy? Criteria as data, answered met, not met or unknown, with reasons.

A profile is a list of groups that must all be met. Within a group one test is enough. A test may hold only
if a finding is present (AST up to 5 x ULN only with liver metastases). Logic is Kleene's with three values:
a finding that nobody gave is unknown, and unknown never becomes met.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from hevesy.errors import BadCell, BadFinding, UnknownFinding, UnknownProfile
from hevesy.facts import Fact, Shelf
from hevesy.products.therapy import Therapy
from hevesy.tables import Column, Row, nearest, read_table

Finding = float | bool | None


class Answer(StrEnum):
    """Kleene's three values."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Comparison(StrEnum):
    """How a finding is compared with its limit."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    IS_YES = "is_yes"
    IS_NO = "is_no"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is found in a patient: a number in one unit, or yes or no.

    `low` and `high` bound what can be, so that a wrong unit is caught.
    """

    name: str
    words: str
    kind: str  # number | flag
    unit: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One test of a profile; `fact` holds the limit, or for yes and no the text it rests on."""

    therapy: str
    profile: str
    group: str
    item: str
    test: Comparison
    fact: str
    only_if: str
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    """A criterion held against a finding."""

    criterion: Criterion
    item: Item
    found: Finding
    limit: Fact
    answer: Answer
    asked: tuple[str, ...]  # the findings that were missing for it


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """A group of alternatives and whether one of them is met."""

    group: str
    answer: Answer
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a profile says of a patient; `signed` is False while any of its limits lacks a named local person.

    While a verdict is not signed it is for practice only, whatever it answers.
    """

    therapy: str
    profile: str
    answer: Answer
    groups: tuple[GroupAnswer, ...]
    missing: tuple[str, ...]
    signed: bool

    @property
    def not_met(self) -> tuple[GroupAnswer, ...]:
        """The groups that forbid."""
        return tuple(group for group in self.groups if group.answer is Answer.NOT_MET)


def opposite(answer: Answer) -> Answer:
    """Not: unknown stays unknown."""
    return {Answer.MET: Answer.NOT_MET, Answer.NOT_MET: Answer.MET}.get(answer, Answer.UNKNOWN)


def all_of(answers: Iterable[Answer]) -> Answer:
    """And: one not met decides; else one unknown leaves it unknown. Nothing asked is unknown, not met.

    >>> all_of([Answer.MET, Answer.UNKNOWN, Answer.NOT_MET])
    <Answer.NOT_MET: 'not_met'>
    """
    found = list(answers)
    if Answer.NOT_MET in found:
        return Answer.NOT_MET
    return Answer.MET if found and Answer.UNKNOWN not in found else Answer.UNKNOWN


def any_of(answers: Iterable[Answer]) -> Answer:
    """Or: one met decides; else one unknown leaves it unknown. Nothing asked is unknown.

    >>> any_of([Answer.NOT_MET, Answer.UNKNOWN])
    <Answer.UNKNOWN: 'unknown'>
    """
    found = list(answers)
    if Answer.MET in found:
        return Answer.MET
    return Answer.NOT_MET if found and Answer.UNKNOWN not in found else Answer.UNKNOWN


# --- reading ----------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("therapy", required=True),
    Column("profile", required=True),
    Column("group", required=True),
    Column("item", required=True),
    Column("test", "choice", required=True, choices=tuple(Comparison)),
    Column("fact", required=True),
    Column("only_if"),
    Column("note"),
)


@lru_cache(maxsize=4)
def items(shelf: Shelf) -> dict[str, Item]:
    """Every finding a criterion may ask for, by name."""
    return {row["item"]: _item(row) for row in shelf.table("criteria_items")}


def _item(row: dict[str, str]) -> Item:
    low, high = (float(row[name]) if row[name] else None for name in ("low", "high"))
    return Item(row["item"], row["words"], row["kind"], row["unit"], low, high)


@lru_cache(maxsize=4)
def all_criteria(shelf: Shelf) -> dict[tuple[str, str], tuple[Criterion, ...]]:
    """Criteria by (therapy, profile); a later pack's rows replace the whole profile of an earlier one."""
    found: dict[tuple[str, str], tuple[Criterion, ...]] = {}
    for _pack, path in shelf.table_files("criteria"):
        own: dict[tuple[str, str], list[Criterion]] = {}
        for row in read_table(path, _COLUMNS):
            criterion = _criterion(row, shelf)
            own.setdefault((criterion.therapy, criterion.profile), []).append(criterion)
        found.update({key: tuple(rows) for key, rows in own.items()})
    return found


def _criterion(row: Row, shelf: Shelf) -> Criterion:
    known, file = items(shelf), row.file
    for field in ("item", "only_if"):
        if row[field] and row[field] not in known:
            raise _wrong(
                row, file, field, f"there is no finding {row[field]!r}", "add it to criteria_items.csv"
            )
    if not shelf.places(row["fact"]):
        guess = nearest(row["fact"], shelf.ids())
        raise _wrong(
            row,
            file,
            "fact",
            f"there is no fact {row['fact']!r}",
            f"did you mean {guess!r}?" if guess else "add it",
        )
    flag = known[row["item"]].kind == "flag"
    if flag != (row["test"] in (Comparison.IS_YES, Comparison.IS_NO)):
        raise _wrong(
            row,
            file,
            "test",
            f"{row['test']!r} does not fit {row['item']!r}",
            "is_yes and is_no are for yes or no",
        )
    return Criterion(
        row["therapy"],
        row["profile"],
        row["group"],
        row["item"],
        Comparison(row["test"]),
        row["fact"],
        row["only_if"] or "",
        row["note"] or "",
    )


def _wrong(row: Row, file: Path, field: str, problem: str, advice: str) -> BadCell:
    return BadCell(file=file, line=row.line, field=field, problem=problem, advice=advice)


def criteria(therapy: Therapy, profile: str, shelf: Shelf) -> tuple[Criterion, ...]:
    """The criteria of a profile of this therapy; raises UnknownProfile with the nearest name."""
    found = all_criteria(shelf).get((therapy.criteria_of, profile)) if profile in therapy.profiles else None
    if not found:
        guess = nearest(profile, therapy.profiles)
        raise UnknownProfile(
            profile=profile,
            therapy=therapy.id,
            nearest=f" (did you mean {guess!r}?)" if guess else "",
            known=", ".join(therapy.profiles),
        )
    return found


# --- evaluating -------------------------------------------------------------------------------------------


def evaluate(
    therapy: Therapy, profile: str, findings: Mapping[str, Finding], shelf: Shelf, place: str = "world"
) -> Verdict:
    """Hold a patient's findings against a profile, with the limits that hold at `place`.

    A finding that is left out, None or not a number is unknown. Raises UnknownFinding for a name no criterion
    knows, and BadFinding for a value that cannot be (a wrong unit).
    """
    rows = criteria(therapy, profile, shelf)
    known = items(shelf)
    sound = {name: checked(name, value, known) for name, value in findings.items()}
    by_group: dict[str, list[Check]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(_check(row, sound, known, shelf, place))
    groups = tuple(
        GroupAnswer(name, any_of(check.answer for check in checks), tuple(checks))
        for name, checks in by_group.items()
    )
    return Verdict(
        therapy=therapy.id,
        profile=profile,
        answer=all_of(group.answer for group in groups),
        groups=groups,
        missing=_missing(groups),
        signed=all(check.limit.confirmed for group in groups for check in group.checks),
    )


def checked(name: str, value: Finding, known: Mapping[str, Item]) -> Finding:
    """The finding, or None when nobody knows it; refuses what cannot be."""
    if name not in known:
        guess = nearest(name, list(known))
        raise UnknownFinding(item=name, nearest=f" (did you mean {guess!r}?)" if guess else "")
    item = known[name]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if item.kind == "flag":
        if not isinstance(value, bool):
            raise BadFinding(
                item=name, found=value, problem="it is answered by yes or no", advice="Give true or false."
            )
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadFinding(item=name, found=value, problem="it is a number", advice=f"Give it in {item.unit}.")
    low, high = (
        item.low if item.low is not None else -math.inf,
        item.high if item.high is not None else math.inf,
    )
    if not low <= value <= high or math.isinf(value):
        raise BadFinding(
            item=name,
            found=value,
            problem=f"in {item.unit} it lies between {low:g} and {high:g}",
            advice="Check the unit.",
        )
    return float(value)


def _check(
    row: Criterion, findings: Mapping[str, Finding], known: Mapping[str, Item], shelf: Shelf, place: str
) -> Check:
    limit = shelf.fact(row.fact, place)
    found = findings.get(row.item)
    answer = compare(found, row.test, limit, known[row.item])
    asked = [row.item] if found is None else []
    if row.only_if:
        condition = findings.get(row.only_if)
        answer = all_of((_is(condition), answer))
        asked += [row.only_if] if condition is None else []
    return Check(row, known[row.item], found, limit, answer, tuple(asked))


def compare(found: Finding, test: Comparison, limit: Fact, item: Item) -> Answer:
    """Whether a finding passes; unknown when the limit has no number or another unit than the finding."""
    if found is None:
        return Answer.UNKNOWN
    if test is Comparison.IS_YES:
        return _is(bool(found))
    if test is Comparison.IS_NO:
        return opposite(_is(bool(found)))
    if limit.value is None or limit.unit != item.unit:
        return Answer.UNKNOWN
    passed = {
        Comparison.AT_LEAST: found >= limit.value,
        Comparison.AT_MOST: found <= limit.value,
        Comparison.ABOVE: found > limit.value,
        Comparison.BELOW: found < limit.value,
    }[test]
    return Answer.MET if passed else Answer.NOT_MET


def _is(finding: Finding) -> Answer:
    if finding is None:
        return Answer.UNKNOWN
    return Answer.MET if finding else Answer.NOT_MET


def _missing(groups: Sequence[GroupAnswer]) -> tuple[str, ...]:
    """The findings to ask for: those of groups that are still open."""
    names = [
        name
        for group in groups
        if group.answer is Answer.UNKNOWN
        for check in group.checks
        for name in check.asked
    ]
    return tuple(dict.fromkeys(names))
