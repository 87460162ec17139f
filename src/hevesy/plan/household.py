"""What a course of treatment asks of a household beside its price: journeys, nights away and wages.

Journeys are those of the path: the visits of imaging, and those of each cycle. Whoever lives far stays a night for
each. On a share of the journeys somebody goes along. A working day away costs whoever works and is not paid for it
one day's earnings: the household's yearly means over its members who work and the days on which they earn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hevesy.capacity.minutes import administration, bed_stay
from hevesy.facts import Reader
from hevesy.plan.cascade import TREATED
from hevesy.products import Therapy

WORKS = {"male": "people.works.male", "female": "people.works.female"}  # of people aged 15 or more
UNPAID = "household.unpaid_absence"
IN_HOURS = "capacity.opening.in_working_hours"
TIME = "access.travel.time_uncertainty"
FARE, NIGHT = "household.fare_per_hour", "household.night"


@dataclass(frozen=True, slots=True)
class Way:
    """How long the journeys of a therapy's people take, one way: hours to imaging and to therapy, shares of people.

    Arrays of shape (groups, 1) or (groups, draws); the shares sum to one over the groups.
    """

    shares: Any
    hours_imaging: Any
    hours_therapy: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """What one round of imaging, or one cycle, asks of a household on average.

    `fares` and `nights` are USD; `days` are working days that the patient is away, `wages` the share of a year's
    means that the household loses because patient and companion earn nothing on such days.
    """

    fares: Any
    nights: Any
    days: Any
    wages: Any

    @property
    def money(self) -> Any:
        """What is spent beside the price, USD."""
        return self.fares + self.nights


def asked(therapy: Therapy, way: Way, women: float, reader: Reader) -> tuple[Asked, Asked]:
    """What imaging and what each cycle ask; `women` is the share of women among the patients."""
    visits = visits_of(therapy, reader)
    in_bed = _days_in_bed(therapy, reader)
    imaging = _round(visits.get("imaging", 0.0), 0.0, way.shares, way.hours_imaging, women, reader)
    cycle = _round(visits.get("cycle", 1.0), in_bed, way.shares, way.hours_therapy, women, reader)
    return imaging, cycle


def visits_of(therapy: Therapy, reader: Reader) -> dict[str, Any]:
    """Journeys to "imaging" and for each "cycle"; a path that says nothing of a cycle's takes one."""
    found: dict[str, Any] = {}
    for stage in therapy.stages:
        if stage.rule == "travel" and stage.id in ("reaches_imaging", "reaches_therapy", TREATED):
            round_ = "imaging" if stage.id == "reaches_imaging" else "cycle"
            found.setdefault(round_, reader.value(stage.visits) if stage.visits else 1.0)
    return found


def days_away(therapy: Therapy, cycles: int, reader: Reader) -> Any:
    """Working days that a course takes of a patient who lives near: visits in working hours, and days in a bed."""
    visits = visits_of(therapy, reader)
    rounds = visits.get("imaging", 0.0) + cycles * visits.get("cycle", 1.0)
    at_visits = rounds * reader.value("household.days_per_visit") * reader.value(IN_HOURS)
    return at_visits + cycles * _days_in_bed(therapy, reader)


def _days_in_bed(therapy: Therapy, reader: Reader) -> Any:
    share, days, _ = bed_stay(administration(therapy, reader.shelf), therapy, reader)
    return share * days


def _round(visits: Any, in_bed: Any, shares: Any, hours: Any, women: float, reader: Reader) -> Asked:
    hours = hours * reader.value(TIME)
    far = (shares * (hours > reader.value("household.night_from_hours"))).sum(axis=0)
    along = reader.value("household.companion")
    people = 1.0 + along
    each = reader.value("household.days_per_visit") * reader.value(IN_HOURS) + far
    days = visits * each + in_bed
    working = _working(women, reader)
    earning_nothing = reader.value(UNPAID) * (
        days * reader.value("household.patient_works") * working + visits * each * along * working
    )
    earners = reader.value("money.household_size") * reader.value("household.workers_share")
    return Asked(
        fares=visits * people * (shares * hours).sum(axis=0) * reader.value(FARE),
        nights=visits * people * far * reader.value(NIGHT),
        days=days,
        wages=earning_nothing / (earners * reader.value("household.working_days")),
    )


def _working(women: float, reader: Reader) -> Any:
    """The share of people of the patients' sexes who work; companions are taken to work as often as these."""
    shares: Mapping[str, float] = {"male": 1.0 - women, "female": women}
    return sum(share * reader.value(WORKS[sex]) for sex, share in shares.items() if share > 0.0)
