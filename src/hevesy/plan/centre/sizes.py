"""How many chairs, beds, scanners and toilets the year's work takes, and which radiopharmacy level it asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.centre.asked import Asked
from hevesy.plan.centre.figure import Figure, Value, figure, known, rounded, whole
from hevesy.plan.centre.work import Work

BAYS_PER_TOILET = 3
READY = ("ready_to_use", "capsule_or_solution", "solution")
LEVELS = ("T1", "T2", "T3", "T4")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Whole chairs, beds and scanners with how full they are (a share), and the two levels.

    `radiopharmacy` is 1 (ready-to-use), 2 (generator and kit) or 3 (labelled here); `service` T1 to T4;
    `spect_tracers` whether tracers of SPECT are injected here.
    """

    chairs: Figure
    beds: Figure
    pet: Figure
    spect: Figure
    fullness: dict[str, Figure]
    radiopharmacy: int
    service: str
    spect_tracers: bool

    def number(self, rule: str, reader: Reader) -> Figure:
        """How many a rule of the tables of rooms, machines and sources means."""
        if rule in ("chair", "bed", "pet", "spect"):
            return {"chair": self.chairs, "bed": self.beds, "pet": self.pet, "spect": self.spect}[rule]
        if rule == "uptake_pet":
            return self._times(self.pet, "centre.number.uptake_rooms", reader)
        if rule == "uptake_spect":
            return self._times(self.spect, "centre.number.spect_uptake", reader) if self.spect_tracers else Figure(0.0)
        if rule == "toilet":
            return self._toilets()
        if rule == "consulting":
            return rounded(known(reader, "centre.number.consulting_rooms"))
        return Figure(float(self._by_level(rule)))

    def _by_level(self, rule: str) -> bool:
        levels = {"level1": (1,), "level2": (2,), "level3": (3,), "from_level2": (2, 3), "one": (1, 2, 3)}
        return self.radiopharmacy in levels[rule]

    def _times(self, machines: Figure, fact: str, reader: Reader) -> Figure:
        return rounded(figure(reader, lambda asking: machines.value * asking.value(fact), machines))

    def _toilets(self) -> Figure:
        imaging = np.minimum(1.0, self.pet.value + self.spect.value)
        facts = self.chairs.facts | self.pet.facts | self.spect.facts
        return Figure(np.ceil(self.chairs.value / BAYS_PER_TOILET) + imaging, facts)


def sizes(asked: Asked, done: Work, reader: Reader) -> Sizes:
    """From the year's work: days of use over the days that places can be filled, minutes over those of a scanner."""
    needed = {
        "chair": _over_days(done.total("chair_days"), reader),
        "bed": _over_days(done.total("bed_days"), reader),
        "pet": _over_minutes(done.total("pet_minutes"), reader),
        "spect": _over_minutes(done.total("spect_minutes"), reader),
    }
    number = {name: whole(each) for name, each in needed.items()}
    fullness = {name: Figure(_share(each.value, number[name].value), each.facts) for name, each in needed.items()}
    return Sizes(
        number["chair"], number["bed"], number["pet"], number["spect"], fullness,
        radiopharmacy_level(asked, done), service_level(asked, reader), _scanned(done, "spect"),
    )  # fmt: skip


def radiopharmacy_level(asked: Asked, done: Work) -> int:
    """3 where a medicine is labelled here, by wish or since none comes ready to use; 2 where tracers are made here."""
    if asked.in_house or any(_labelled_here(each.supply) for each in asked.services):
        return 3
    return 2 if _scanned(done, "pet") or _scanned(done, "spect") else 1


def _scanned(done: Work, modality: str) -> bool:
    """Whether anybody is seen here before therapy by this kind of scanner."""
    return any(each.modality == modality for each in done.services)


def service_level(asked: Asked, reader: Reader) -> str:
    """The highest level of the services by table centre_levels; T4 where medicines are labelled here.

    A therapy without a row counts as T4: nobody has said that less is enough.
    """
    known = {row["therapy"]: row["level"] for row in reader.shelf.table("centre_levels")}
    found = [known.get(each.id, LEVELS[-1]) for each in asked.services]
    return LEVELS[-1] if asked.in_house else max(found, key=LEVELS.index)


def _labelled_here(supply: tuple[str, ...]) -> bool:
    return "chloride_and_kit" in supply and not any(form in supply for form in READY)


def _over_days(days: Figure, reader: Reader) -> Figure:
    def rule(asking: Reader) -> Value:
        return days.value / (asking.value("capacity.opening.days_per_year") * asking.value("centre.use.places"))

    return figure(reader, rule, days)


def _over_minutes(minutes: Figure, reader: Reader) -> Figure:
    def rule(asking: Reader) -> Value:
        hours = asking.value("capacity.opening.days_per_year") * asking.value("capacity.opening.hours_per_day")
        works = 1.0 - asking.value("economics.scanner.capital.downtime") / 100.0
        return minutes.value / (60.0 * hours * works * asking.value("centre.use.scanner"))

    return figure(reader, rule, minutes)


def _share(needed: Value, there: Value) -> Value:
    part = np.divide(needed, there, out=np.zeros(np.shape(np.asarray(needed) + there)), where=np.asarray(there) > 0)
    return float(part) if np.ndim(part) == 0 else np.asarray(part)
