"""The engine that stays loaded: few draws while something is turned, all of them when it rests.

Few draws are computed on a model with fewer steps of how acts rise. All draws are those of a run, to the last bit: a
run of the same plan says the same.
"""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.plan.scenario.scenario import Scenario
    from hevesy.plan.simulation.build import Built
    from hevesy.plan.simulation.outcome import Outcome

FEW = 16  # draws while something is turned, one block of them
MOST = 512  # draws when it rests; a plan with more is computed by a run
STEPS = 6  # of how acts rise, while something is turned
BLOCK = 16  # draws computed at a time: so soon it can be given up, and so little memory it takes
SHOWN = "completed"
ANSWERS, SHELVES = 64, 2  # kept

Said = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """Texts of scenarios to be computed, what their country says itself (files by name), and with few draws or all."""

    texts: tuple[str, ...]
    pack: Mapping[str, str]
    few: bool


class GivenUp(Exception):
    """Somebody asked for something newer."""


class Engine:
    """Computes scenarios, and keeps the last answers and the shelves behind them."""

    def __init__(self) -> None:
        self._shelves: _Last[tuple[Shelf, Any]] = _Last(SHELVES)
        self._answers: _Last[Said] = _Last(ANSWERS)

    def answers(self, asked: Question, go_on: Callable[[], bool]) -> list[Said]:
        """What each scenario comes to; raises GivenUp as soon as `go_on` says no, and what a bad scenario raises."""
        return [self._answer(text, asked, go_on) for text in asked.texts]

    def _answer(self, text: str, asked: Question, go_on: Callable[[], bool]) -> Said:
        mark = blake2b(repr((text, sorted(asked.pack.items()), asked.few)).encode(), digest_size=16).digest()
        return self._answers.get(mark, lambda: self._computed(text, asked, go_on))

    def _computed(self, text: str, asked: Question, go_on: Callable[[], bool]) -> Said:
        from hevesy.plan.scenario.check import check
        from hevesy.plan.scenario.reading import scenario_from
        from hevesy.plan.simulation.build import built

        if not go_on():
            raise GivenUp
        shelf, whole = self._shelf(asked.pack), scenario_from(text, "the plan")
        scenario = replace(whole, draws=min(whole.draws, FEW if asked.few else MOST))
        check(scenario, shelf)
        made = built(scenario, shelf, at_most=STEPS if asked.few else None)
        return _said(scenario, made, _outcome(made, go_on)) | {"few": asked.few, "of": whole.draws}

    def _shelf(self, pack: Mapping[str, str]) -> Shelf:
        return self._shelves.get(tuple(sorted(pack.items())), lambda: _shelf_with(pack))[0]


def _shelf_with(pack: Mapping[str, str]) -> tuple[Shelf, Any]:
    """A shelf, and the folder behind it, which is there as long as the shelf is."""
    from hevesy.facts import Shelf

    if not pack:
        return Shelf.load(), None
    folder = tempfile.TemporaryDirectory(prefix="hevesy-pack-")
    for name, text in pack.items():
        (Path(folder.name) / name).write_text(text, "utf-8", newline="\n")
    return Shelf.load().with_pack(Path(folder.name)), folder


def _outcome(made: Built, go_on: Callable[[], bool]) -> Outcome:
    from hevesy.plan.simulation.shards import blocks, pieced
    from hevesy.plan.simulation.simulate import run_block
    from hevesy.plan.simulation.small import small_centres

    small, pieces = small_centres(made.usual), []
    for first, past in blocks(made.model.draws, BLOCK):
        if not go_on():
            raise GivenUp
        pieces.append(run_block(made.model.only(first, past), "flow", "f8", None, small))
    return pieced(pieces).outcome


def _said(scenario: Scenario, made: Built, outcome: Outcome) -> Said:
    from hevesy.facts.spread import by_year, spread
    from hevesy.plan.results.measures import HEADLINES, headlines, totals, yearly

    whole = headlines(made.model, made.values, outcome)
    years = totals(made.values, yearly(made.model, made.values, outcome))[SHOWN]
    return {
        "draws": scenario.draws,
        "headlines": [{"name": m.name, "title": m.title, "unit": m.unit, **spread(whole[m.name])} for m in HEADLINES],
        "years": by_year(years, scenario.start.year),
    }


class _Last(Generic[T]):
    """The last few of what was worked out, by what it was worked out from."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, mark: Hashable, work: Callable[[], T]) -> T:
        with self._lock:
            if mark in self._kept:
                self._kept.move_to_end(mark)
                return self._kept[mark]
        found = work()
        with self._lock:
            self._kept[mark] = found
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
