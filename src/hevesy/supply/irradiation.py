"""Which reactors irradiate for a maker of medicines, and which of them agree on a calendar of stops."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hevesy.errors import BadCell
from hevesy.facts import Kind, Shelf
from hevesy.supply.forms import Offer
from hevesy.supply.producers import producers
from hevesy.tables import Column, Row, nearest, read_table

IRRADIATION_COLUMNS = (
    Column("maker", required=True),
    Column("nuclide", required=True),
    Column("reactor", required=True),
    Column("share", "number", required=True, low=0, high=1),
    Column("source"),
    Column("kind", "choice", choices=tuple(Kind)),
    Column("note"),
)
CALENDAR_COLUMNS = (
    Column("calendar", required=True),
    Column("reactor", required=True),
    Column("place", "number", required=True, low=1, high=99),
    Column("source"),
    Column("kind", "choice", choices=tuple(Kind)),
    Column("note"),
)


@dataclass(frozen=True, slots=True)
class Feed:
    """The share of a maker's nuclide that one reactor irradiates in ordinary weeks."""

    reactor: str
    share: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Calendar:
    """A reactor's place, from 0, among those that agree on their stops."""

    name: str
    place: int
    among: int


def feeds(offer: Offer, shelf: Shelf) -> tuple[Feed, ...]:
    """The reactors behind an offer, with shares that sum to one; none where nobody knows, or none is needed.

    A reactor that sells feeds itself. A pack's rows on a maker and nuclide replace the shipped ones. Raises BadCell
    for a maker or reactor that is not in producers.csv.
    """
    if offer.producer.role == "reactor":
        return (Feed(offer.producer.id, 1.0, offer.producer.kind_of("nuclides")),)
    found = _irradiation(shelf).get((offer.producer.id, offer.form.carried), ())
    whole = sum(each.share for each in found)
    return tuple(Feed(each.reactor, each.share / whole, each.kind) for each in found) if whole else ()


def calendar_of(reactor: str, shelf: Shelf) -> Calendar:
    """The calendar a reactor keeps; its own, where it agrees with nobody."""
    return _calendars(shelf).get(reactor, Calendar(reactor, 0, 1))


@lru_cache(maxsize=4)
def _irradiation(shelf: Shelf) -> dict[tuple[str, str], tuple[Feed, ...]]:
    known = {each.id for each in producers(shelf)}
    found: dict[tuple[str, str], tuple[Feed, ...]] = {}
    for _pack, path in shelf.table_files("irradiation"):
        of_pack: dict[tuple[str, str], tuple[Feed, ...]] = {}
        for row in read_table(path, IRRADIATION_COLUMNS):
            for name in ("maker", "reactor"):
                _known(row, name, known)
            key, feed = (row["maker"], row["nuclide"]), Feed(row["reactor"], row["share"], _kind(row))
            of_pack[key] = (*of_pack.get(key, ()), feed)
        found |= of_pack
    return found


@lru_cache(maxsize=4)
def _calendars(shelf: Shelf) -> dict[str, Calendar]:
    known = {each.id for each in producers(shelf)}
    places: dict[str, dict[str, float]] = {}
    for _pack, path in shelf.table_files("reactor_calendars"):
        for row in read_table(path, CALENDAR_COLUMNS):
            _known(row, "reactor", known)
            places.setdefault(row["calendar"], {})[row["reactor"]] = row["place"]
    return {
        reactor: Calendar(name, place, len(of))
        for name, of in places.items()
        for place, reactor in enumerate(sorted(of, key=lambda each: (of[each], each)))
    }


def _kind(row: Row) -> Kind:
    return Kind(row["kind"] or "unverified")


def _known(row: Row, field: str, known: set[str]) -> None:
    if row[field] not in known:
        guess = nearest(row[field], sorted(known))
        raise BadCell(
            file=row.file, line=row.line, field=field, problem=f"there is no producer {row[field]!r}",
            advice=f"did you mean {guess!r}?" if guess else "add it to producers.csv",
        )  # fmt: skip
