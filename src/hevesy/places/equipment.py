"""What is said of a country's equipment that nobody has counted: old evidence and wide ranges."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hevesy.facts import Fact, Shelf, State
from hevesy.places.country import Country
from hevesy.words import say

EVIDENCE = {
    "pet": "who.pet.per_million",
    "spect": "who.gamma_camera.per_million",
    "linac": "who.linac.per_million",
    "radiotherapy": "who.radiotherapy.per_million",
}


@dataclass(frozen=True, slots=True)
class EquipmentEvidence:
    """What WHO once published of a modality: a density of a year in one of five states, no count of today."""

    modality: str
    state: State
    per_million: float | None
    year: str
    note: str
    fact: Fact | None

    def sentence(self, language: str = "en") -> str:
        """The evidence in one sentence that no one can take for today's count; a note stays in its own language.

        >>> EquipmentEvidence("pet", State.MISSING, None, "", "", None).sentence()
        'pet: nothing was reported to WHO; that is not zero.'
        """
        number = "" if self.per_million is None else f"{self.per_million:.2g}"
        said = {"modality": say(f"modality.{self.modality}", language), "year": self.year, "number": number}
        return say(f"evidence.{self._code()}", language, note=self.note, **said)

    def _code(self) -> str:
        if self.per_million is None and self.note:
            return "noted"
        if self.state is State.MISSING or self.per_million is None:
            return "missing"
        if self.state is State.REPORTED_ZERO:
            return "zero"
        return "density_public" if self.state is State.PUBLIC_ONLY else "density"


@dataclass(frozen=True, slots=True)
class ImputedRange:
    """How many machines a country of this income group and size may have; drawn hatched, with a label."""

    modality: str
    low: float
    expected: float
    high: float
    fact: Fact

    @property
    def state(self) -> State:
        return State.IMPUTED


def equipment_evidence(country: Country, shelf: Shelf) -> list[EquipmentEvidence]:
    """The old evidence for each modality; a modality that was not reported is there, as missing."""
    found = []
    for modality, name in EVIDENCE.items():
        fact = shelf.find(name, country.iso3)
        if fact is None:
            found.append(EquipmentEvidence(modality, State.MISSING, None, "", "", None))
        else:
            found.append(EquipmentEvidence(modality, fact.state, fact.value, fact.on, fact.note, fact))
    return found


def imputed_range(modality: str, country: Country, shelf: Shelf) -> ImputedRange | None:
    """People over people per scanner of the income group (pet, spect); None where no population is known.

    The low end is rounded down and the high end up to whole machines; `expected` may be a fraction of one.
    """
    counted = shelf.find("country.population", country.iso3)
    if counted is None or counted.value is None:
        return None
    ratio = shelf.fact(f"places.people_per_scanner.{modality}", country.iso3)
    assert ratio.value is not None and ratio.low is not None and ratio.high is not None
    people = counted.value
    return ImputedRange(
        modality, math.floor(people / ratio.high), people / ratio.value, math.ceil(people / ratio.low), ratio
    )
