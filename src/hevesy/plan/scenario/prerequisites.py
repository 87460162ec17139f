"""What each intervention waits for: licence before source, staff before opening, a centre before what happens in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hevesy.errors import BadScenario
from hevesy.facts import Reader
from hevesy.places import find_country
from hevesy.plan.scenario.catalogue import Entry, Need, catalogue, find_entry
from hevesy.plan.scenario.places import KnownCentre, known_centres
from hevesy.plan.scenario.scenario import Intervention, Scenario


@dataclass(frozen=True, slots=True)
class Waits:
    """Ids of what must be ready before work on it can start, and of what must be ready before it is."""

    start: tuple[str, ...]
    ready: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.start, *self.ready)))


def waits(scenario: Scenario, reader: Reader) -> dict[str, Waits]:
    """What each intervention of the scenario waits for, by id.

    Raises BadScenario where something that is needed first is neither in the scenario nor shown by the pack, and
    where interventions wait for one another in a circle.
    """
    there = {
        centre.id: centre for centre in known_centres(find_country(scenario.country, reader.shelf), reader)
    }
    found = {each.id: _waits(each, scenario, there, reader) for each in scenario.interventions}
    circle = circle_in({id: each.all for id, each in found.items()})
    if circle:
        named = " waits for ".join(repr(id) for id in circle)
        raise at_key(
            scenario, _of(scenario, circle[0]), "after", f"{named}: a circle", "take one of them out of it"
        )
    return found


def _waits(each: Intervention, scenario: Scenario, there: Mapping[str, KnownCentre], reader: Reader) -> Waits:
    entry = find_entry(each.kind, reader.shelf)
    by_before: dict[str, list[str]] = {"start": list(each.after), "ready": []}
    for need in entry.needs:
        if _shown(need, each, there):
            continue
        met = [other for other in scenario.interventions if _meets(other, need, each)]
        if not met:
            raise _missing(scenario, each, entry, need)
        by_before[need.before].append(min(met, key=lambda other: other.begins).id)
    opening = opened_by(each, scenario, reader)
    if opening is not None:
        by_before["ready"].append(opening.id)
    return Waits(tuple(dict.fromkeys(by_before["start"])), tuple(dict.fromkeys(by_before["ready"])))


def _shown(need: Need, each: Intervention, there: Mapping[str, KnownCentre]) -> bool:
    """Whether the pack shows that what is needed is there: at the centre, or at some centre of the country."""
    if not need.shown:
        return False
    if each.centre:
        return each.centre in there and bool(getattr(there[each.centre], need.shown))
    return any(getattr(centre, need.shown) for centre in there.values())


def _meets(other: Intervention, need: Need, each: Intervention) -> bool:
    """Whether another intervention is what is needed: of the right kind, at the same place, for these therapies."""
    same_place = not each.centre or not other.centre or other.centre == each.centre
    covers = not other.therapies or (bool(each.therapies) and set(each.therapies) <= set(other.therapies))
    return other.id != each.id and other.kind in need.kinds and same_place and covers


def opened_by(each: Intervention, scenario: Scenario, reader: Reader) -> Intervention | None:
    """The intervention that opens this one's centre, unless this is one of those that come before an opening."""
    for other in scenario.interventions:
        if other.id == each.id or not each.centre or other.centre != each.centre:
            continue
        entry = find_entry(other.kind, reader.shelf)
        if entry.opens and each.kind not in _before(entry, reader):
            return other
    return None


def _before(entry: Entry, reader: Reader) -> set[str]:
    """The kinds that come before this one, and before those in turn."""
    known = catalogue(reader.shelf)
    found: set[str] = set()
    ahead = [kind for need in entry.needs for kind in need.kinds]
    while ahead:
        kind = ahead.pop()
        if kind not in found:
            found.add(kind)
            ahead.extend(other for need in known[kind].needs for other in need.kinds)
    return found


def _missing(scenario: Scenario, each: Intervention, entry: Entry, need: Need) -> BadScenario:
    place = f" at {each.centre!r}" if each.centre else ""
    for_therapies = f" for {', '.join(each.therapies)}" if each.therapies else ""
    first = " or ".join(need.kinds)
    problem = f"{entry.name.lower()}{place} needs {first}{place}{for_therapies} first ({need.reason}); there is none"
    centre = f' and centre = "{each.centre}"' if each.centre else ""
    return at_key(
        scenario, each, "kind", problem, f'add an [[intervention]] with kind = "{need.kinds[0]}"{centre}'
    )


def circle_in(edges: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A circle of ids that point to one another, its first id again at the end; empty where there is none.

    >>> circle_in({"a": ["b"], "b": ["c"], "c": ["b"]})
    ('b', 'c', 'b')
    """
    done: set[str] = set()
    for id in edges:
        found = _walk(id, edges, done, [])
        if found:
            return found
    return ()


def _walk(id: str, edges: Mapping[str, Sequence[str]], done: set[str], path: list[str]) -> tuple[str, ...]:
    if id in path:
        return (*path[path.index(id) :], id)
    if id in done:
        return ()
    for other in edges.get(id, ()):
        found = _walk(other, edges, done, [*path, id])
        if found:
            return found
    done.add(id)
    return ()


def in_order(found: Mapping[str, Waits]) -> list[str]:
    """The ids, each after all that it waits for; there must be no circle."""
    return list(dict.fromkeys(name for id in found for name in _before_it(id, found)))


def _before_it(id: str, found: Mapping[str, Waits]) -> Iterator[str]:
    for other in found[id].all:
        yield from _before_it(other, found)
    yield id


def _of(scenario: Scenario, id: str) -> Intervention:
    return next(each for each in scenario.interventions if each.id == id)


def at_key(scenario: Scenario, each: Intervention, key: str, problem: str, advice: str) -> BadScenario:
    """The error that names the file, the table of this intervention and a key."""
    number = [other.id for other in scenario.interventions].index(each.id) + 1
    where = f"table [[intervention]] {number} ({each.id!r}), key {key!r}"
    return BadScenario(file=scenario.file or "scenario", where=where, problem=problem, advice=advice)
