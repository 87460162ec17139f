"""The shelf: ask it for a figure at a place, and ask it why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from itertools import islice, takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hevesy.errors import FactWithoutValue, MissingGroup, UnknownFact, UnknownSource
from hevesy.facts.fact import INCOME_GROUPS, Fact, Source, State, level_of
from hevesy.facts.pack import Pack, read_facts, read_sources, shipped_packs
from hevesy.facts.pack_check import check_pack
from hevesy.facts.pack_columns import columns_of, pack_tables, plain_rows
from hevesy.facts.said import Said, Sayings
from hevesy.facts.sampling import at_scores, is_sampled, scores, together
from hevesy.tables import nearest, raw_lines

Change = Callable[[float | NDArray[np.float64]], float | NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row that could have answered, and why it did or did not."""

    fact: Fact
    wins: bool
    because: str


@dataclass(frozen=True, slots=True)
class Why:
    """Every row that speaks of a fact at a place, the winner first."""

    fact: str
    place: str
    candidates: tuple[Candidate, ...]
    source: Source | None


class Shelf:
    """Facts of many packs, the most specific place winning and, among equals, the pack laid last."""

    def __init__(self, packs: Sequence[Pack], facts: Iterable[Fact], sources: Iterable[Source]) -> None:
        self.packs = tuple(packs)
        self._facts: dict[str, dict[str, list[Fact]]] = {}
        self._ids: list[str] = []
        self._put(facts)
        self._sources = {source.key: source for source in sources}
        self._tables: dict[str, dict[str, _Lines]] = {}
        self._read: dict[tuple[str, str], list[dict[str, str]]] = {}
        self._sayings = Sayings(packs)

    @staticmethod
    def load(packs: Sequence[Path] = (), restricted: bool = True, today: date | None = None) -> Shelf:
        """The shipped packs with the user's packs on top; `restricted=False` leaves out the restricted ones.

        The shelf of the shipped packs alone is read once, and is the same one each time.
        Each pack of the user is checked whole before anything of it is used; BadPack lists all its problems.
        """
        shelf = _of_shipped(tuple(shipped_packs(restricted)))
        for folder in packs:
            shelf = shelf.with_pack(Path(folder), today)
        return shelf

    def with_pack(self, folder: Path, today: date | None = None) -> Shelf:
        """A shelf with the user's pack in `folder` on top of this one, which stays as it is.

        The pack is checked whole before anything of it is used; BadPack lists all its problems.
        """
        pack = check_pack(folder, self, today)
        upper = Shelf(
            self.packs, (fact for name in self._facts for fact in self.rows(name)), self._sources.values()
        )
        upper._lay(pack)
        return upper

    def _lay(self, pack: Pack) -> None:
        """Put a pack on top of those that lie here already."""
        self.packs = (*self.packs, pack)
        self._put(read_facts(pack))
        self._sources.update((source.key, source) for source in read_sources(pack))
        self._tables.clear()
        self._read.clear()
        self._sayings = Sayings(self.packs)

    def _put(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self._facts.setdefault(fact.id, {}).setdefault(fact.place, []).append(fact)

    # --- asking -------------------------------------------------------------------------------------------

    def ids(self, prefix: str = "") -> list[str]:
        if len(self._ids) != len(self._facts):
            self._ids = sorted(self._facts)
        first = bisect_left(self._ids, prefix)
        return list(takewhile(lambda name: name.startswith(prefix), islice(self._ids, first, None)))

    def rows(self, fact: str) -> list[Fact]:
        """Every row of every pack that speaks of this fact."""
        return [row for at_place in self._facts.get(fact, {}).values() for row in at_place]

    def places(self, fact: str) -> list[str]:
        """The places for which some pack says something about this fact."""
        return sorted(self._facts.get(fact, {}))

    def chain(self, place: str) -> list[str]:
        """The places that speak for `place`, the most specific first.

        >>> Shelf([], [], []).chain("world")
        ['scenario', 'world']
        """
        if level_of(place) < 3 or place == "scenario":
            return ["scenario", "world"] if place in ("world", "scenario") else ["scenario", place, "world"]
        country = place.partition("/")[0]
        named = [place] if place != country else []
        group, region = self._text("country.income_group", country), self._text("country.who_region", country)
        higher = [f"income:{group}"] if group else []
        return ["scenario", *named, country, *higher, *([f"region:{region}"] if region else []), "world"]

    def find(self, fact: str, place: str = "world") -> Fact | None:
        """The row that holds at `place`, or None where nothing is said."""
        at = self._facts.get(fact)
        if at is None:
            return None
        chain = self.chain(place)
        self._refuse_missing_group(fact, at, chain, place)
        for name in chain:
            if name in at:
                return at[name][-1]
        return None

    def fact(self, fact: str, place: str = "world") -> Fact:
        """The row that holds at `place`; raises UnknownFact with the nearest name, or MissingGroup."""
        found = self.find(fact, place)
        if found is None:
            guess = nearest(fact, list(self._facts)) if fact not in self._facts else ""
            raise UnknownFact(fact=fact, place=place, nearest=f" (did you mean {guess!r}?)" if guess else "")
        return found

    def why(self, fact: str, place: str = "world") -> Why:
        """Every row that could have answered for `place`, the winner first, with the reason for each."""
        winner = self.fact(fact, place)
        candidates = [Candidate(winner, True, f"the most specific place that speaks for {place}")]
        for name in self.chain(place):
            for other in reversed(self._facts[fact].get(name, [])):
                if other is not winner:
                    candidates.append(Candidate(other, False, _why_not(other, winner)))
        return Why(fact, place, tuple(candidates), self._sources.get(winner.source))

    def source(self, key: str) -> Source:
        try:
            return self._sources[key]
        except KeyError:
            raise UnknownSource(key=key) from None

    def source_keys(self) -> list[str]:
        return sorted(self._sources)

    def reader(self, place: str, draws: int = 0, seed: int = 1) -> Reader:
        return Reader(self, place, draws, seed)

    # --- tables -------------------------------------------------------------------------------------------

    def table(self, name: str, place: str | None = None) -> list[dict[str, str]]:
        """The rows of <name>.csv over all packs, as text; `place` keeps one country's (column iso3).

        Where a user's pack has the table, its rows for a country replace the shipped rows of that country.
        """
        if name not in self._tables:
            self._tables[name] = self._stacked(name)
        if place is None:
            return [row for each in self._tables[name] for row in self.table(name, each)]
        if (name, place) not in self._read:
            header, lines = self._tables[name].get(place, ((), ()))
            self._read[name, place] = [dict(zip(header, cells, strict=False)) for cells in lines]
        return self._read[name, place]

    def table_files(self, name: str) -> list[tuple[Pack, Path]]:
        return [(pack, path) for pack in self.packs for path in pack.table_files(name)]

    def _stacked(self, name: str) -> dict[str, _Lines]:
        """The lines of each place, those of the last pack that speaks of it; most places are never asked for."""
        stacked: dict[str, _Lines] = {}
        for pack, path in self.table_files(name):
            if pack.shipped:
                stacked.update(_shipped(path))
            else:
                stacked.update(_by_place(_plain(path, name) if columns_of(name) else _as_written(path)))
        return stacked

    def called(self, group: str, name: str, otherwise: str, language: str = "en") -> Said:
        """What a thing of a table is called in a language, by the packs and then by this software's own words.

        `otherwise` is its text as the shelf has it, which is kept where no language does; the answer says which it is.

        >>> title = Shelf.load().called("checklist.default", "quality", "Quality system", "es")
        >>> title, title.language
        ('Sistema de calidad', 'es')
        """
        return self._sayings.said(group, name, otherwise, language)

    def silent_packs(self, country: str) -> list[str]:
        """The user's packs that say nothing of a country, neither in facts nor in tables."""
        chain = set(self.chain(country))
        spoken = {
            fact.pack
            for at_place in self._facts.values()
            for place, rows in at_place.items()
            if place in chain or place.startswith(f"{country}/")
            for fact in rows
        }
        for name in pack_tables():
            for pack, path in self.table_files(name):
                if not pack.shipped and any(row.get("iso3") == country for row in plain_rows(path, name)):
                    spoken.add(pack.name)
        return [pack.name for pack in self.packs if not pack.shipped and pack.name not in spoken]

    def common_cause(self, fact: str) -> dict[str, str] | None:
        """The row of drawn_together.csv whose prefix this fact has, the longest first; None where it has none."""
        rows = [row for row in self.table("drawn_together") if fact.startswith(row["prefix"])]
        return max(rows, key=lambda row: len(row["prefix"])) if rows else None

    # --- inside -------------------------------------------------------------------------------------------

    def _text(self, fact: str, country: str) -> str:
        rows = self._facts.get(fact, {}).get(country)
        return rows[-1].text if rows else ""

    def _refuse_missing_group(
        self, fact: str, at: dict[str, list[Fact]], chain: Sequence[str], place: str
    ) -> None:
        if any(name in at for name in chain[:-1]) or not any(name.startswith("income:") for name in at):
            return  # the places of a figure, which may be hundreds, are looked through last
        group = next((name for name in chain if name.startswith("income:")), "")
        if group and group not in at:
            raise MissingGroup(fact=fact, group=group, place=place)


_Lines = tuple[Sequence[str], Sequence[list[str]]]  # a table's header, and its cells line by line


@lru_cache(maxsize=2)
def _of_shipped(packs: tuple[Pack, ...]) -> Shelf:
    """A shelf never changes once it is loaded (`with_pack` makes another one), so one serves all who ask."""
    shelf = Shelf((), (), ())
    for pack in packs:
        shelf._lay(pack)
    return shelf


@cache
def _shipped(path: Path) -> dict[str, _Lines]:
    """The lines of a shipped table by place, read once for all shelves that lie on it."""
    return _by_place(_as_written(path))


def _by_place(table: _Lines) -> dict[str, _Lines]:
    header, lines = table
    at = header.index("iso3") if "iso3" in header else len(header)
    own: dict[str, list[list[str]]] = {}
    for cells in lines:
        own.setdefault(cells[at] if at < len(cells) else "", []).append(cells)
    return {place: (header, held) for place, held in own.items()}


def _as_written(path: Path) -> _Lines:
    """The lines of a table that a script wrote: no blank ones, no remarks, decimal points."""
    lines, _ = raw_lines(path)
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    return header, [cells for _number, cells in lines[1:]]


def _plain(path: Path, name: str) -> _Lines:
    rows = plain_rows(path, name)
    return list(rows[0]) if rows else [], [list(row.values()) for row in rows]


def _why_not(other: Fact, winner: Fact) -> str:
    if other.place == winner.place:
        return f"pack {winner.pack!r} lies over pack {other.pack!r}"
    return f"{winner.place} is more specific than {other.place}"


def missing_income_groups(shelf: Shelf) -> dict[str, list[str]]:
    """Facts that differ by income group and lack a row for some group."""
    holes = {}
    for name in shelf.ids():
        groups = {place.partition(":")[2] for place in shelf.places(name) if place.startswith("income:")}
        if groups and (lacking := [group for group in INCOME_GROUPS if group not in groups]):
            holes[name] = lacking
    return holes


@dataclass
class Reader:
    """Reads facts for one place and remembers which it used; `draws` > 0 also samples them.

    Facts in table drawn_together.csv share a cause (a strong health system is strong at many steps): until a
    country has confirmed them they are drawn with a common score. `scores` holds the independent standard normal
    scores behind all draws, the common one under the name of its fact; scores put there before anything is drawn
    are used as they are. `stated` are figures of a scenario, which win over the shelf; `changes` alter the values
    of facts (see `changed`), and `asked` are the facts whose values this reader was asked for. `kept` are draws by row
    of the shelf: readers of several places, with the same scores, may share them.
    """

    shelf: Shelf
    place: str
    draws: int = 0
    seed: int = 1
    used: dict[str, Fact] = field(default_factory=dict)
    drawn: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    scores: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    stated: Mapping[str, Fact] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    kept: dict[tuple[int, float], NDArray[np.float64]] = field(default_factory=dict)

    def changed(self, changes: Mapping[str, Change]) -> Reader:
        """A reader of the same draws whose `value` of each named fact passes through its change.

        What was used and drawn stays in one place for both, so that a figure is drawn once whoever asks first.
        """
        return replace(self, changes={**self.changes, **changes}, asked=set())

    def moved(self, name: str, plain: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """A value of the fact called `name`, known from elsewhere, as it is after the reader's changes."""
        self.asked.add(name)
        change = self.changes.get(name)
        return plain if change is None else change(plain)

    def fact(self, name: str) -> Fact:
        """The fact as it holds here, remembered as used."""
        found = self.used.get(name)
        if found is None:
            found = self.used[name] = self.stated.get(name) or self.shelf.fact(name, self.place)
        return found

    def find(self, name: str) -> Fact | None:
        found = self.stated.get(name) or self.shelf.find(name, self.place)
        if found is not None:
            self.used[name] = found
        return found

    def number(self, name: str) -> float:
        """Its value; raises FactWithoutValue when it is missing: unknown is never zero."""
        fact = self.fact(name)
        if fact.value is None or fact.state is State.MISSING:
            raise FactWithoutValue(fact=name, state=fact.state, place=self.place)
        return fact.value

    def draw(self, name: str) -> NDArray[np.float64]:
        """Its draws, shape (draws,); the same array each time it is asked for."""
        if name not in self.drawn:
            self.number(name)
            fact = self.fact(name)
            self.drawn[name] = (
                self._drawn(fact) if is_sampled(fact) else at_scores(fact, np.zeros(self.draws))
            )
        return self.drawn[name]

    def _drawn(self, fact: Fact) -> NDArray[np.float64]:
        cause = None if fact.confirmed else self.shelf.common_cause(fact.id)
        correlation = 0.0 if cause is None else self.number(cause["correlation"])
        shared = None if cause is None else self._own_score(self.fact(cause["cause"]).id)
        key = id(fact), correlation
        if key in self.kept:
            self._own_score(fact.id)
            return self.kept[key]
        score = self._own_score(fact.id)
        if cause is not None and shared is not None:
            score = together(shared, score, correlation, float(cause["sign"]))
        drawn = at_scores(fact, score)
        if fact.id not in self.stated:  # a row of the shelf, which lives as long as the shelf does
            self.kept[key] = drawn
        return drawn

    def _own_score(self, name: str) -> NDArray[np.float64]:
        if name not in self.scores:
            self.scores[name] = scores(name, self.draws, self.seed)
        return self.scores[name]

    def value(self, name: str) -> float | NDArray[np.float64]:
        """Its draws when sampling, else its value."""
        return self.moved(name, self.draw(name) if self.draws else self.number(name))
