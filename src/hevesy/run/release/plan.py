"""The release of one patient: what each person near them may get over the year, and until when they keep apart.

Days come from the measured dose rate, the nearest and longest contact that is plausible, and the constraint of the
person's kind, less what the year's earlier cycles gave; where somebody has published more days for this medicine,
those stand. A constraint over a year is shared evenly among this cycle and those still to come in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from hevesy.facts import Fact, Reader
from hevesy.policy import Leaving, ReleaseVerdict, enough, may_leave, release_rule
from hevesy.products import Answer, Therapy, find_therapy
from hevesy.run.release.form import Member, ReleaseForm
from hevesy.safety.exposure import (
    Apart,
    Given,
    Source,
    days_apart,
    days_elsewhere,
    dose_after_msv,
    dose_msv,
    earlier_msv,
    travel_hours,
)
from hevesy.safety.fading import fading
from hevesy.safety.nearness import rate_at_1m
from hevesy.safety.neighbour import CONTACT, YEAR, Neighbour, kind_of, kinds, neighbour, published_days

YEAR_DAYS = 365
COMPUTED, PUBLISHED = "computed", "published"
COLLEAGUE, PUBLIC, TRAVELLER = "colleague", "public", "traveller"


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many days, and whether that was computed from the measurement or published for the medicine."""

    days: int
    basis: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """What one person may get from this cycle, what they got before, and how long they keep apart.

    `elsewhere` is the number of days they must not live with the patient, where distance is not enough; None where it
    is. `impossible` where the year's earlier cycles have used everything up. `dose_msv` holds when the plan is kept,
    `usual_msv` if nobody kept apart and contact were as usual.
    """

    neighbour: Neighbour
    day: Kept
    night: Kept
    elsewhere: int | None
    impossible: bool
    dose_msv: float
    usual_msv: float
    earlier_msv: float
    allowed_msv: float

    @property
    def apart(self) -> Apart:
        longest = self.elsewhere or 0
        return Apart(max(self.day.days, longest), max(self.night.days, longest))

    @property
    def in_year_msv(self) -> float:
        return self.dose_msv + self.earlier_msv


@dataclass(frozen=True)
class Release:
    """Everything about one release; `practice` where any limit or constraint it rests on is signed by nobody."""

    form: ReleaseForm
    therapy: Therapy
    source: Source
    persons: tuple[PersonPlan, ...]
    public: PersonPlan
    travel_hours: float
    known: Leaving
    verdict: ReleaseVerdict
    practice: bool
    reader: Reader

    @cached_property
    def person(self) -> dict[str, PersonPlan]:
        return {each.neighbour.name: each for each in self.persons}

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Who signed the country's limits and the constraints; empty in practice."""
        if self.practice:
            return ()
        constraints = (each.neighbour.constraint.confirmed_by for each in (*self.persons, self.public))
        return tuple(dict.fromkeys((*self.verdict.signed_by, *constraints)))

    def until(self, days: float) -> date:
        """The day on which so many days after release are over."""
        return self.form.on + timedelta(days=math.ceil(days))


def plan_release(
    form: ReleaseForm, reader: Reader, earlier: Sequence[Release] = (), to_come: int = 1
) -> Release:
    """Plan a release. `earlier` are those of the same patient, of which those of the last 365 days count; `to_come`
    counts this cycle and those that will follow within the year.
    """
    therapy = find_therapy(form.therapy, reader.shelf)
    source = source_of(form, therapy, reader)
    counted = [each for each in earlier if 0 <= (form.on - each.form.on).days <= YEAR_DAYS]
    persons = tuple(_plan(one, source, therapy, reader, counted, to_come) for one in _neighbours(form, reader))
    public = _plan(_outsider(PUBLIC, reader), source, therapy, reader, counted, to_come)
    seat = reader.number(f"{CONTACT}traveller.journey.metres")
    allowed = reader.number(kinds(reader.shelf)[TRAVELLER].constraint) / max(to_come, 1)
    known, country = known_of(form, source, (*persons, public), counted), reader.place.partition("/")[0]
    rule = release_rule(country, reader.shelf)
    verdict = may_leave(rule, therapy.nuclide, known, enough(country, reader.shelf))
    constraints = [each.neighbour.constraint for each in (*persons, public)]
    practice = not (verdict.signed and all(fact.confirmed for fact in constraints))
    return Release(
        form, therapy, source, persons, public, travel_hours(source, seat, allowed), known, verdict, practice, reader
    )


def source_of(form: ReleaseForm, therapy: Therapy, reader: Reader) -> Source:
    """The patient as a source of radiation at the time of the measurement."""
    length = reader.number(f"{CONTACT}source_length")
    rate = rate_at_1m(form.rate_usv_h, form.background_usv_h, form.metres, length)
    return Source(rate, form.hours_since, fading(therapy, reader), length)


def known_of(
    form: ReleaseForm, source: Source, persons: Sequence[PersonPlan], earlier: Sequence[Release]
) -> Leaving:
    """What the country's rule may ask of this patient; doses to others are summed over the year's cycles."""
    at_2m = sum(each.dose_msv(0.0) for each in (source, *(one.source for one in earlier))) / 4.0
    most = max((each.in_year_msv for each in persons), default=None)
    return Leaving(source.rate_usv_h, form.retained, form.given, most, at_2m, form.hours_since)


def may_go_home(release: Release) -> bool:
    """Whether the rule is met and a plan can be made for everybody; unknown is not leave to go."""
    return release.verdict.answer is Answer.MET and not any(each.impossible for each in release.persons)


def _neighbours(form: ReleaseForm, reader: Reader) -> list[tuple[Neighbour, Neighbour]]:
    found = [_member(one, reader) for one in form.household]
    return [*found, _outsider(COLLEAGUE, reader)] if form.works_with_others else found


def _member(one: Member, reader: Reader) -> tuple[Neighbour, Neighbour]:
    kind = kind_of(one.age, one.pregnant, one.carer, reader.shelf)
    cautious, usual = (
        neighbour(one.name, kind, reader, bed=one.shares_bed, cautious=careful) for careful in (True, False)
    )
    return cautious, usual


def _outsider(name: str, reader: Reader) -> tuple[Neighbour, Neighbour]:
    kind = kinds(reader.shelf)[name]
    return neighbour(name, kind, reader, cautious=name != PUBLIC), neighbour(name, kind, reader, cautious=False)


def _plan(
    pair: tuple[Neighbour, Neighbour], source: Source, therapy: Therapy, reader: Reader, earlier: Sequence[Release],
    to_come: int,
) -> PersonPlan:  # fmt: skip
    one, usual = pair
    before = earlier_msv((Given(each.source, _apart(each, one.name)) for each in earlier), one)
    yearly = one.kind.period == YEAR
    allowed = max((one.constraint_msv - before) / max(to_come, 1), 0.0) if yearly else one.constraint_msv
    found, elsewhere = days_apart(source, one, allowed), None
    if found is None and one.kind.name != PUBLIC:
        elsewhere = days_elsewhere(source, one, allowed)
    day, night = (
        _longer(found if found is not None else elsewhere or 0, published_days(one, therapy, reader, night=is_night))
        for is_night in (False, True)
    )
    impossible = found is None and elsewhere is None
    kept = Apart(day.days, night.days)
    dose = dose_msv(source, one, kept) if elsewhere is None else dose_after_msv(source, one, elsewhere)
    return PersonPlan(
        one, day, night, elsewhere, impossible, dose, dose_msv(source, usual, Apart()), before, allowed
    )


def _longer(computed: int, published: Fact | None) -> Kept:
    if published is not None and published.value is not None and math.ceil(published.value) > computed:
        return Kept(math.ceil(published.value), PUBLISHED, published)
    return Kept(computed, COMPUTED)


def _apart(earlier: Release, name: str) -> Apart:
    """How long somebody kept apart after an earlier cycle; who was not in that household did not."""
    if name == PUBLIC:
        return earlier.public.apart
    found = earlier.person.get(name)
    return found.apart if found is not None else Apart()
