"""Checking the shocks of a scenario: their kinds, days and places, and that what they say has a meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hevesy.errors import BadScenario
from hevesy.plan.scenario.scenario import Scenario, Shock
from hevesy.plan.scenario.shock_catalogue import USES, ShockEntry
from hevesy.plan.scenario.suggestion import among


@dataclass(frozen=True, slots=True)
class Names:
    """What shocks may name, and the first day of the scenario and the day after its last."""

    kinds: Mapping[str, ShockEntry]
    centres: Sequence[str]
    regions: Sequence[str]
    therapies: Sequence[str]
    country: str
    first: date
    past: date


def check_shocks(scenario: Scenario, names: Names) -> None:
    """Raises BadScenario for the first thing that is wrong with a shock."""
    for number, shock in enumerate(scenario.shocks, start=1):
        where = f"table [[shock]] {number} ({shock.id!r})"
        _Checker(scenario.file or "scenario", where, shock, names).check()


@dataclass(frozen=True, slots=True)
class _Checker:
    file: str
    where: str
    shock: Shock
    names: Names

    def check(self) -> None:
        known = self.names.kinds
        if self.shock.kind not in known:
            problem = f"there is no kind of shock {self.shock.kind!r}"
            raise self.wrong("kind", problem, among(self.shock.kind, known))
        entry = known[self.shock.kind]
        self._when()
        self._keys(entry)
        self._sizes(entry)
        self._places(entry)

    def wrong(self, key: str, problem: str, advice: str) -> BadScenario:
        return BadScenario(file=self.file, where=f"{self.where}, key {key!r}", problem=problem, advice=advice)

    def _when(self) -> None:
        begins, per_year = self.shock.begins, self.shock.per_year
        if begins is not None and per_year is not None:
            problem = "a shock comes on a day or at random, and this one has both begins and per_year"
            raise self.wrong("per_year", problem, "take one of them out")
        if begins is None and per_year is None:
            problem = "nobody says when it comes"
            raise self.wrong("begins", problem, "add begins, or per_year for its chance in a year")
        if begins is not None and not self.names.first <= begins < self.names.past:
            problem = f"{begins} is outside the scenario, which runs from {self.names.first} until {self.names.past}"
            raise self.wrong("begins", problem, "correct the day, or start and years at the top")

    def _keys(self, entry: ShockEntry) -> None:
        for key in USES:
            if getattr(self.shock, key) not in (None, ()) and key not in entry.uses:
                raise self.wrong(key, f"{entry.id} makes no use of it", "take the line out")
        if "persons" in entry.uses and not entry.parts and self.shock.persons is None:
            raise self.wrong("persons", "nobody says how many people arrive", "add the line")

    def _sizes(self, entry: ShockEntry) -> None:
        if self.shock.size is not None and len(entry.sizes) != 1:
            problem = f"{entry.id} has no one size" if entry.parts else f"{entry.id} takes nothing away"
            advice = f"say it by part, as in {_example(entry)}" if entry.parts else "take the line out"
            raise self.wrong("size", problem, advice)
        if self.shock.size is not None and self.shock.sizes:
            raise self.wrong("sizes", "size says the same already", "keep one of them")
        parts = [part.id for part in entry.parts]
        for part in self.shock.sizes:
            if part not in parts:
                raise self.wrong(f"sizes.{part}", f"{entry.id} has no part {part!r}", among(part, parts))

    def _places(self, entry: ShockEntry) -> None:
        names, shock = self.names, self.shock
        if shock.centre and entry.at == "country":
            raise self.wrong("centre", f"{entry.id} strikes the whole country", "take the line out")
        if shock.centre and shock.regions:
            raise self.wrong("regions", "a shock at one centre has no regions", "keep centre or regions")
        for key, said, known, what in (
            ("centre", (shock.centre,) if shock.centre else (), names.centres, f"centre of {names.country}"),
            ("destroys", shock.destroys, names.centres, f"centre of {names.country}"),
            ("regions", shock.regions, names.regions, f"region of {names.country}"),
            ("therapies", shock.therapies, names.therapies, "therapy"),
        ):
            for name in said:
                if name not in known:
                    raise self.wrong(key, f"there is no {what} {name!r}", among(name, known))


def _example(entry: ShockEntry) -> str:
    inside = ", ".join(f"{part.id} = 0.5" for part in entry.parts)
    return f"sizes = {{ {inside} }}"
