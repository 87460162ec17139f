"""The thirty inputs that matter most: what is asked of whom, and what a named person has confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from hevesy.facts import Fact, Kind, Shelf, State
from hevesy.plan.inputs_said import fact_said, rows_said, together
from hevesy.supply import producers

WEAKEST_FIRST = (State.MISSING, State.IMPUTED, State.PUBLIC_ONLY, State.REPORTED_ZERO, State.REPORTED)
FIRST_CHOICE = "plan.first_choice"
PER_MEDICINE = {"policy": "therapy", "routes": "product"}  # tables asked for each first-choice medicine


@dataclass(frozen=True, slots=True)
class Feed:
    """What an input feeds: a fact on the shelf, or rows of a table of the country's pack.

    `label` is what the form calls it. `where` keeps the rows that count; each column in `filled` must hold
    something in all of them.
    """

    label: str
    kind: str
    name: str
    where: Mapping[str, tuple[str, ...]]
    filled: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, label: str = "") -> Feed:
        """From its short form.

        >>> Feed.parse("table:equipment?modality=pet&count").filled
        ('count',)
        """
        kind, _, rest = text.partition(":")
        name, _, query = rest.partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        where = {column: tuple(choices.split("|")) for column, choices in pairs if choices}
        return cls(label, kind, name, where, tuple(column for column, choices in pairs if not choices))

    def counts(self, row: Mapping[str, str]) -> bool:
        """Whether a row of the table speaks of this input."""
        return all(row.get(column) in choices for column, choices in self.where.items())


@dataclass(frozen=True, slots=True)
class KeyInput:
    """One question to one owner; `minimum` says that no decision may rest on the plan without its answer."""

    number: int
    id: str
    owner: str
    question: str
    feeds: tuple[Feed, ...]
    unit: str
    low: float | None
    high: float | None
    minimum: bool
    why: str

    def facts(self) -> list[str]:
        return [feed.name for feed in self.feeds if feed.kind == "fact"]

    def tables(self) -> list[Feed]:
        return [feed for feed in self.feeds if feed.kind == "table"]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one input stands in a country; `lacks` names what is still to be confirmed, empty when nothing."""

    input: KeyInput
    state: State
    kinds: tuple[Kind, ...]
    value: str
    confirmed_by: tuple[str, ...]
    confirmed_on: str
    lacks: str

    @property
    def confirmed(self) -> bool:
        return not self.lacks


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How far a country's plan rests on inputs that named people have confirmed."""

    iso3: str
    answers: tuple[Answer, ...]

    @property
    def confirmed(self) -> int:
        return sum(answer.confirmed for answer in self.answers)

    @property
    def total(self) -> int:
        return len(self.answers)

    @property
    def still_needed(self) -> tuple[Answer, ...]:
        """The inputs of the stated minimum that nobody has confirmed yet."""
        return tuple(answer for answer in self.answers if answer.input.minimum and not answer.confirmed)

    @property
    def minimum_met(self) -> bool:
        return not self.still_needed

    @property
    def draft(self) -> bool:
        """Whether the report must be marked as a draft, not for decision."""
        return not self.minimum_met

    def sentence(self) -> str:
        """What the report opens with."""
        count = f"{self.confirmed} of {self.total} key inputs confirmed"
        if not self.draft:
            return f"{count}; the stated minimum is confirmed."
        names = ", ".join(answer.input.id.replace("_", " ") for answer in self.still_needed)
        return f"{count}. Draft, not for decision: the stated minimum lacks {names}."

    def as_plan(self, importance: Mapping[str, float] | None = None) -> dict[str, Any]:
        """The `confirmation` part of a country's plan; `importance` is each fact's share of the variance."""
        return {
            "confirmed": self.confirmed,
            "of": self.total,
            "minimum": sum(answer.input.minimum for answer in self.answers),
            "draft": self.draft,
            "inputs": [_planned(answer, importance) for answer in self.answers],
        }


def key_inputs(shelf: Shelf) -> list[KeyInput]:
    """The inputs in the order in which they are asked."""
    return sorted((_input(row) for row in shelf.table("key_inputs")), key=lambda asked: asked.number)


def confirmation(shelf: Shelf, iso3: str) -> Confirmation:
    """Which inputs stand confirmed for a country: a row of its own pack, with a named person and a date."""
    return Confirmation(iso3, tuple(_answer(asked, shelf, iso3) for asked in key_inputs(shelf)))


def first_choice(shelf: Shelf, iso3: str) -> tuple[str, ...]:
    """The medicines that a country wants to offer first."""
    fact = shelf.find(FIRST_CHOICE, iso3)
    return tuple(dict.fromkeys(re.findall(r"[^\s;,|]+", fact.text))) if fact else ()


def _input(row: Mapping[str, str]) -> KeyInput:
    return KeyInput(
        number=int(row["number"]),
        id=row["id"],
        owner=row["owner"],
        question=row["question"],
        feeds=tuple(
            Feed.parse(text, label.strip())
            for text, label in zip(row["feeds"].split(), row["figures"].split(";"), strict=True)
        ),
        unit=row["unit"],
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        minimum=row["minimum"] == "yes",
        why=row["why"],
    )


def _planned(answer: Answer, importance: Mapping[str, float] | None) -> dict[str, Any]:
    shares = [importance[name] for name in answer.input.facts() if importance and name in importance]
    return {
        "id": answer.input.id,
        "label": answer.input.id.replace("_", " "),
        "question": answer.input.question,
        "owner": answer.input.owner,
        "in_minimum": answer.input.minimum,
        "state": str(answer.state),
        "kind": str(max(answer.kinds, key=list(Kind).index)) if answer.kinds else None,
        "value_text": answer.value,
        "unit": None,  # value_text has the unit of each figure
        "confirmed_by": ", ".join(answer.confirmed_by) if answer.confirmed else None,
        "confirmed_on": answer.confirmed_on if answer.confirmed else None,
        "lacks": answer.lacks or None,
        "importance": min(1.0, sum(shares)) if shares else None,
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """How one feed of an input stands."""

    state: State
    value: str
    by: tuple[str, ...] = ()
    on: str = ""
    kinds: tuple[Kind, ...] = ()
    lacks: tuple[str, ...] = ()


def _answer(asked: KeyInput, shelf: Shelf, iso3: str) -> Answer:
    parts = [
        _fact_part(feed, shelf, iso3) if feed.kind == "fact" else _table_part(feed, shelf, iso3)
        for feed in asked.feeds
    ]
    return Answer(
        input=asked,
        state=min((part.state for part in parts), key=WEAKEST_FIRST.index),
        kinds=tuple(kind for part in parts for kind in part.kinds),
        value=together([(feed.label, part.value) for feed, part in zip(asked.feeds, parts, strict=True)]),
        confirmed_by=tuple(dict.fromkeys(name for part in parts for name in part.by)),
        confirmed_on=max(part.on for part in parts),
        lacks="; ".join(lack for part in parts for lack in part.lacks),
    )


def _fact_part(feed: Feed, shelf: Shelf, iso3: str) -> _Part:
    fact = shelf.find(feed.name, iso3)
    if fact is None:
        return _Part(State.MISSING, fact_said(None, State.MISSING, False), lacks=(feed.name,))
    kinds = () if fact.state is State.MISSING else (fact.kind,)
    if not _own(fact, shelf, iso3):
        state = state_in(fact, iso3)
        return _Part(state, fact_said(fact, state, False), kinds=kinds, lacks=(feed.name,))
    said = fact_said(fact, fact.state, True)
    return _Part(fact.state, said, (fact.confirmed_by,), fact.confirmed_on, kinds)


def state_in(fact: Fact, iso3: str) -> State:
    """The state of a fact as this country sees it: a figure of the world or of an income group is imputed."""
    borrowed = fact.place.partition("/")[0] != iso3 and fact.state is not State.MISSING
    return State.IMPUTED if borrowed else fact.state


def _own(fact: Fact, shelf: Shelf, iso3: str) -> bool:
    """Whether a row of a country's pack says this, and a named person stands behind it."""
    shipped = {pack.name for pack in shelf.packs if pack.shipped}
    return (
        fact.confirmed and fact.place == iso3 and fact.pack not in shipped and fact.state is not State.MISSING
    )


def _table_part(feed: Feed, shelf: Shelf, iso3: str) -> _Part:
    rows = [row for row in shelf.table(feed.name, iso3) if feed.counts(row)]
    signed = [row for row in rows if _signed(row)]
    lacks = tuple(_table_lacks(feed, rows, shelf, iso3))
    wanted = len(_wanted(feed)) * len(first_choice(shelf, iso3))
    value = rows_said(
        feed.name, rows, not lacks, 1 if "release_rule" in feed.where.get("item", ()) else wanted
    )
    names = tuple(dict.fromkeys(row["confirmed_by"] for row in signed))
    last = max((row["confirmed_on"] for row in signed), default="")
    return _Part(_rows_state(rows), value, names, last, lacks=lacks)


def _table_lacks(feed: Feed, rows: list[dict[str, str]], shelf: Shelf, iso3: str) -> Iterator[str]:
    if not rows:
        yield f"rows of {feed.name}"
        return
    if feed.name in PER_MEDICINE:
        for therapy in first_choice(shelf, iso3):
            names = _names_of(therapy, shelf)
            own = [row for row in rows if row[PER_MEDICINE[feed.name]] in names]
            for column, choice in _wanted(feed):
                found = [row for row in own if not column or row[column] == choice]
                whole = [row for row in found if _signed(row) and not _gaps(row, feed)]
                if not whole:
                    yield f"{feed.name} of {therapy}{f' ({choice})' if choice else ''}"
                elif feed.name == "routes" and not any(_sold(row, therapy, shelf) for row in whole):
                    makers = ", ".join(dict.fromkeys(row["producer"] for row in whole))
                    yield f"routes of {therapy} (nothing on the shelf says that {makers} sells it)"
        return
    for row in rows:
        gaps = [*_gaps(row, feed), *([] if _signed(row) else ["confirmed_by"])]
        if gaps:
            yield f"{feed.name}: {', '.join(gaps)} of {row.get('centre') or row['iso3']}"


def _wanted(feed: Feed) -> list[tuple[str, str]]:
    """For one medicine: each choice must be answered; where there is no condition, any row will do."""
    pairs = [(column, choice) for column, choices in feed.where.items() for choice in choices]
    return pairs or [("", "")]


def _names_of(therapy: str, shelf: Shelf) -> frozenset[str]:
    """What a row may call a medicine: itself, all, or the precursor that is labelled in the country."""
    forms = [row for row in shelf.table("supply_forms") if row["product"] == therapy]
    return frozenset({therapy, "all"}.union(*(_called(form) for form in forms)))


def _called(form: Mapping[str, str]) -> frozenset[str]:
    """What a consignment of this form may be called: the medicine, what is carried, or the generator."""
    names = (form["product"], form["carried"], form["sold_as"].partition(":")[2])
    return frozenset(name for name in names if name)


def _sold(row: Mapping[str, str], therapy: str, shelf: Shelf) -> bool:
    """Whether the producer that a route names sells what it carries, in some form of the medicine."""
    name = row["producer"].casefold()
    makers = [each for each in producers(shelf) if name in (each.id.casefold(), each.name.casefold())]
    forms = [form for form in shelf.table("supply_forms") if form["product"] == therapy]
    sold = {form["sold_as"] for form in forms if row["product"] in _called(form)}
    return any(maker.running and maker.sells(what) for maker in makers for what in sold)


def _gaps(row: Mapping[str, str], feed: Feed) -> list[str]:
    """The columns that ought to hold something and do not; of a thing counted as none, nothing is asked."""
    if row.get("count") == "0":
        return []
    by_road = feed.name == "routes" and not row.get("to_airport")
    asked = ["producer"] if by_road else feed.filled
    return [
        column for column in asked if not row.get(column) or (column == "class7" and row[column] != "yes")
    ]


def _signed(row: Mapping[str, str]) -> bool:
    return bool(row.get("confirmed_by") and row.get("confirmed_on"))


def _rows_state(rows: Iterable[Mapping[str, str]]) -> State:
    held = list(rows)
    if any(float(row.get("count") or 0) > 0 for row in held):  # a centre with none does not empty the country
        held = [row for row in held if row.get("count") != "0"]
    states = [State(row.get("state") or _unsaid(row)) for row in held]
    return min(states, key=WEAKEST_FIRST.index) if states else State.MISSING


def _unsaid(row: Mapping[str, str]) -> State:
    return State.REPORTED_ZERO if row.get("count") == "0" else State.REPORTED
