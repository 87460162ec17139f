"""The catalogue of interventions: what each kind acts on, needs before it, takes and costs; read from the packs.

One TOML file for each kind in a pack's folder `interventions`; numbers stand on the shelf, the file holds their names.
A value v that an intervention moves becomes v + (toward - v) x effect x level, where level runs from 0 to 1 with
the ramp-up and falls with the wear-off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from hevesy.errors import BadIntervention, UnknownIntervention
from hevesy.facts import Shelf
from hevesy.plan.scenario.kind_files import (
    check_facts_known,
    check_named_after_kind,
    files_of_kinds,
    kind_table,
)
from hevesy.products.toml_table import TomlTable
from hevesy.tables import nearest

FOLDER = "interventions"
# what can be added, in the words of capacity.week.RESOURCES, the scanners behind imaging slots, and sources of tracers
ADDABLE = (
    "pet", "spect", "chair", "bed", "physician", "physicist", "radiopharmacist", "technologist", "nurse",
    "radiation_protection_officer", "waste", "money", "doses", "generator", "cyclotron",
)  # fmt: skip
MEASURED = ("waste", "money", "doses")  # litres, USD a year, doses a week
ACCEPTED = ("spect",)  # what a rule may accept beside what is used first
COUNTED = tuple(name for name in ADDABLE if name not in MEASURED)  # machines, rooms and persons come whole
AT = ("centre", "country", "either")
PER = ("once", "million_people")
BEFORE = ("start", "ready")
# what a policy act rules on, as pages call it; an act without a topic is no policy
TOPICS = (
    "approval", "licensing", "release", "guideline", "benefit_package", "imaging", "earlier_line", "price", "referral",
    "label",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """What must be there first: one intervention of one of these kinds, or a pack that shows it (`shown`).

    `before`: 'start' - work cannot begin until it is ready; 'ready' - both may go on at once, but this is not ready
    before it. `shown` names the mark of a centre that says it is there already (licensed, staffed, treats), if any.
    """

    kinds: tuple[str, ...]
    before: str
    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """Facts whose value goes toward a bound: v becomes v + (toward - v) x effect x level.

    `effect` names the fact that says which share of the gap is closed.
    """

    facts: tuple[str, ...]
    toward: float
    effect: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Resources of a centre whose weekly amount becomes larger by the share `effect` x level."""

    resources: tuple[str, ...]
    effect: str


@dataclass(frozen=True, slots=True)
class Add:
    """Machines, rooms or persons that come: how many by default, the facts with the cost of each, USD."""

    resource: str
    usual: float
    most: float
    capital: str
    running: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of intervention. Names of facts, except where a number says otherwise.

    `at` says whether it acts at a centre, on the whole country, or either; `opens` that its centre exists from then
    on; `decided` that its effect is what is decided, not what is hoped for; `uses` which keys of [[intervention]] it
    reads beside the common ones. `capital` is spent when work starts, `running` every year from readiness on; both
    once, or for each million people (`per`). `upkeep` is a fact in per cent of what was bought that is spent on it
    each year. `more` says how much larger the need becomes, as a share of it (1: twice as large), `sends_abroad` which
    share of those who wait long is sent abroad in a week; `accepts` what else may serve for imaging,
    `topic` what a policy act rules on.
    """

    id: str
    name: str
    meaning: str
    at: str
    opens: bool
    decided: bool
    uses: tuple[str, ...]
    needs: tuple[Need, ...]
    lead_weeks: str
    ramp_weeks: str
    wear_off_per_year: str
    capital: str
    running: str
    per: str
    upkeep: str
    more: str
    sends_abroad: str
    accepts: tuple[str, ...]
    topic: str
    moves: tuple[Move, ...]
    scales: tuple[Scale, ...]
    adds: Mapping[str, Add]
    file: str

    @property
    def effects(self) -> tuple[str, ...]:
        """The facts that say how much it does; empty where what it does is counted (chairs, persons)."""
        return tuple(
            dict.fromkeys(
                [each.effect for each in self.moves]
                + [each.effect for each in self.scales]
                + ([self.sends_abroad] if self.sends_abroad else [])
            )
        )

    @property
    def all_facts(self) -> tuple[str, ...]:
        """Every fact that it may ask for, each once."""
        named = [
            self.lead_weeks,
            self.ramp_weeks,
            self.wear_off_per_year,
            self.capital,
            self.running,
            self.upkeep,
            self.more,
            self.sends_abroad,
        ]
        named += [name for move in self.moves for name in (*move.facts, move.effect)]
        named += [scale.effect for scale in self.scales]
        named += [name for add in self.adds.values() for name in (add.capital, add.running)]
        return tuple(dict.fromkeys(name for name in named if name))


@lru_cache(maxsize=4)
def catalogue(shelf: Shelf) -> Mapping[str, Entry]:
    """Every kind of intervention on the shelf by its id; a later pack's file replaces an earlier one.

    Raises BadIntervention, naming file and key, at the first thing that is wrong.
    """
    found = {name: read_entry(file, shelf) for name, file in files_of_kinds(shelf, FOLDER).items()}
    for entry in found.values():
        for number, need in enumerate(entry.needs, start=1):
            for kind in need.kinds:
                if kind not in found:
                    raise BadIntervention(
                        file=entry.file, key=f"needs[{number}].kinds", problem=f"there is no kind {kind!r}",
                        advice=f"choose among {', '.join(found)}",
                    )  # fmt: skip
    return MappingProxyType(found)


def find_entry(kind: str, shelf: Shelf) -> Entry:
    """The catalogue's entry of this kind; raises UnknownIntervention with the nearest."""
    known = catalogue(shelf)
    if kind not in known:
        guess = nearest(kind, list(known))
        raise UnknownIntervention(
            kind=kind, nearest=f" (did you mean {guess!r}?)" if guess else "", known=", ".join(known)
        )
    return known[kind]


def read_entry(file: Path, shelf: Shelf) -> Entry:
    """The kind of intervention that a file describes; every fact it names must be on the shelf."""
    entry = _entry(kind_table(file, BadIntervention), file)
    check_facts_known(entry.all_facts, shelf, file, BadIntervention)
    return entry


def _entry(top: TomlTable, file: Path) -> Entry:
    takes, costs = top.table("takes"), top.table("costs", optional=True)
    entry = Entry(
        id=top.text("id"),
        name=top.text("name"),
        meaning=top.text("meaning"),
        at=top.choice("at", AT),
        opens=top.flag("opens", False),
        decided=top.flag("decided", False),
        uses=top.texts("uses", ()),
        needs=tuple(_need(table) for table in top.tables("needs", optional=True)),
        lead_weeks=takes.text("lead_weeks"),
        ramp_weeks=takes.text("ramp_weeks", ""),
        wear_off_per_year=takes.text("wear_off_per_year", ""),
        capital=costs.text("capital", ""),
        running=costs.text("running_per_year", ""),
        per=costs.choice("per", PER, "once"),
        upkeep=costs.text("upkeep", ""),
        more=top.text("more", ""),
        sends_abroad=top.text("sends_abroad", ""),
        accepts=top.choices("accepts", ACCEPTED) if "accepts" in top.values else (),
        topic=top.choice("topic", TOPICS, "") if "topic" in top.values else "",
        moves=tuple(_move(table) for table in top.tables("moves", optional=True)),
        scales=tuple(_scale(table) for table in top.tables("scales", optional=True)),
        adds=MappingProxyType({add.resource: add for add in map(_add, top.tables("adds", optional=True))}),
        file=str(file),
    )
    for table in (top, takes, costs):
        table.close()
    check_named_after_kind(entry.id, top, file)
    return entry


def _need(table: TomlTable) -> Need:
    need = Need(
        table.texts("kinds"),
        table.choice("before", BEFORE),
        table.choice("shown", ("", "licensed", "staffed", "treats"), ""),
        table.text("reason"),
    )
    table.close()
    return need


def _move(table: TomlTable) -> Move:
    move = Move(table.texts("facts"), table.number("toward"), table.text("effect"))
    table.close()
    return move


def _scale(table: TomlTable) -> Scale:
    scale = Scale(table.choices("resources", ADDABLE), table.text("effect"))
    table.close()
    return scale


def _add(table: TomlTable) -> Add:
    add = Add(
        table.choice("resource", ADDABLE),
        table.number("usual"),
        table.number("most"),
        table.text("capital", ""),
        table.text("running_per_year", ""),
    )
    table.close()
    return add
