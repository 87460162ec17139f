"""The pre-mission form: the thirty inputs by owner, pre-filled with what is known, to be corrected and signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hevesy.facts import Fact, Kind, Shelf, State
from hevesy.places import Country, national_figures
from hevesy.plan.inputs_said import counted
from hevesy.plan.key_inputs import Feed, KeyInput, confirmation, key_inputs, state_in
from hevesy.plan.wanted import with_wanted
from hevesy.words import say

TABLES = {"globocan": "GLOBOCAN", "gbd": "GBD"}  # international tables and what they are called
STATES_MEAN = {
    State.REPORTED: "somebody counted or wrote it down",
    State.REPORTED_ZERO: "somebody counted, and there is none",
    State.PUBLIC_ONLY: "counted in the public sector only; the rest is not known",
    State.IMPUTED: "estimated from other countries or from a model; nobody counted it here",
    State.MISSING: "nobody knows; this is not zero",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form: what is held now of one figure or one table, as words for a cell each."""

    asked: KeyInput
    item: str
    fact: Fact | None
    table: str
    value: str
    span: str
    unit: str
    year: str
    kind: str
    source: str
    state: str

    @property
    def key(self) -> str:
        """What a filled form calls this line, in every language; empty where the answer is a list."""
        return self.fact.id if self.fact is not None else ""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a country: who is asked, what, and what is held now; `tell` says a text in the reader's language."""

    country: Country
    opening: str
    inputs: tuple[KeyInput, ...]
    lines: tuple[Line, ...]
    lists: Mapping[str, tuple[Mapping[str, str], ...]]
    tell: Callable[[str], str] = field(default=str, compare=False)

    def owners(self) -> list[str]:
        """Who is asked, in the order in which they first appear."""
        return list(dict.fromkeys(asked.owner for asked in self.inputs))

    def asked_of(self, owner: str) -> list[KeyInput]:
        return [asked for asked in self.inputs if asked.owner == owner]

    def of(self, asked: KeyInput) -> list[Line]:
        return [line for line in self.lines if line.asked is asked]

    def instructions(self) -> list[str]:
        """How to fill in the form, a paragraph each."""
        return [f"{self.opening} {self.tell(INSTRUCTIONS[0])}".strip(), *(self.tell(said) for said in INSTRUCTIONS[1:])]


INSTRUCTIONS = (
    "Each line shows what Hevesy holds for the country now, with its range, "
    "year, source and state. Please correct it, or confirm it as it stands.",
    "To confirm a line, changed or not: write the name of the person who stands behind it, and the date. "
    "A line without a name is not confirmed.",
    "Write digits with a decimal point or comma and keep the unit that is printed. "
    "A share is a number from 0 to 1: four of ten is 0.4.",
    "Unknown is not zero. Leave a cell empty when nobody knows; write 0 and the state 'reported zero' when "
    "somebody counted and there is none.",
    "Name the document behind a figure; where there is none, write 'own' for the word of the person named.",
    "Lines marked * belong to the stated minimum: until all of them are confirmed, the national report is "
    "a draft, not for decision.",
    "Centres, equipment, staff, treatments, routes and rules are lists: fill in their own sheets. "
    "Do not enter the names of patients or anything that could identify one.",
)


def form(country: Country, shelf: Shelf, national: bool = False, tell: Callable[[str], str] = str) -> Form:
    """The form's content, before it becomes a workbook or a document.

    `national` also asks for the country's sums beside the lists of its centres, machines and staff.
    """
    asked = tuple(key_inputs(shelf))
    lines = tuple(line for question in asked for line in _lines(question, country.iso3, shelf, national))
    return Form(
        country,
        confirmation(shelf, country.iso3).sentence(),
        asked,
        lines,
        with_wanted(asked, country.iso3, shelf),
        tell,
    )


def kinds_and_meanings() -> list[tuple[str, str]]:
    return [(str(kind), say(f"kind.{kind}")) for kind in Kind]


def states_and_meanings() -> list[tuple[str, str]]:
    return [(say(f"state.{state}"), STATES_MEAN[state]) for state in State]


def _lines(asked: KeyInput, iso3: str, shelf: Shelf, national: bool) -> Iterator[Line]:
    for feed in asked.feeds:
        if feed.kind == "table":
            yield _table_line(asked, feed, iso3, shelf)
            yield from _national_lines(asked, feed, iso3, shelf) if national else ()
        elif (fact := shelf.find(feed.name, iso3)) is not None:
            yield _fact_line(asked, feed, fact, iso3, shelf)


def _national_lines(asked: KeyInput, feed: Feed, iso3: str, shelf: Shelf) -> Iterator[Line]:
    """The national figures that are the sums of a list: of its machines, its staff, or its centres themselves."""
    whole_list = feed.name == "centres" and not feed.filled
    for figure in national_figures(shelf).values():
        of_list = {
            "equipment": figure.kind == "equipment" and figure.key in feed.where.get("modality", ()),
            "staff": figure.kind == "staff",
            "centres": figure.kind == "centres" and whole_list,
        }.get(feed.name, False)
        fact = shelf.find(figure.fact, iso3) if of_list else None
        if fact is not None:
            yield _fact_line(asked, Feed(figure.name, "fact", fact.id, {}, ()), fact, iso3, shelf)


def _others(fact: Fact, iso3: str, shelf: Shelf) -> list[Fact]:
    """What international tables say where the country's own registry is silent."""
    if fact.state is not State.MISSING or not fact.id.startswith("registry."):
        return []
    found = [shelf.find(fact.id.replace("registry", name, 1), iso3) for name in TABLES]
    return [other for other in found if other is not None and other.value is not None]


def _fact_line(asked: KeyInput, feed: Feed, fact: Fact, iso3: str, shelf: Shelf) -> Line:
    others = _others(fact, iso3, shelf)
    spread = fact.low is not None and fact.high is not None
    held = others or ([] if fact.state is State.MISSING else [fact])
    named = "; ".join(f"{TABLES[other.id.partition('.')[0]]} {_figure(other.value)}" for other in others)
    return Line(
        asked=asked,
        item=feed.label,
        fact=fact,
        table="",
        value=named or (_figure(fact.value) if fact.value is not None else fact.text),
        span=f"{_figure(fact.low)} to {_figure(fact.high)}" if spread else "",
        unit=fact.unit,
        year=_joined(other.on for other in held),
        kind=_joined(say(f"kind.{other.kind}") for other in held),
        source=_joined(shelf.source(other.source).citation for other in held),
        state=_joined(say(f"state.{state_in(other, iso3)}") for other in held)
        or say(f"state.{State.MISSING}"),
    )


def _table_line(asked: KeyInput, feed: Feed, iso3: str, shelf: Shelf) -> Line:
    rows = [row for row in shelf.table(feed.name, iso3) if feed.counts(row)]
    return Line(
        asked=asked,
        item=feed.label,
        fact=None,
        table=feed.name,
        value=counted(len(rows), "row") if rows else "",
        span="",
        unit=asked.unit,
        year="",
        kind="",
        source="",
        state="" if rows else say(f"state.{State.MISSING}"),
    )


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1_000 and float(value).is_integer() else f"{value:g}"
