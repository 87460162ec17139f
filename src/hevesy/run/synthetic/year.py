"""The steps of a synthetic centre's year, in the order of the clock, as people would record them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.record import Template, acts, find_template
from hevesy.run.synthetic.minutes import minutes_at
from hevesy.run.synthetic.saying import Patient, patient, said_at
from hevesy.run.synthetic.truth import Truth

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEEKS = {"lu177_psma617": 6, "lu177_dotatate": 8, "ra223": 4, "i131_mibg": 13, "ac225_psma": 8, "tb161_psma": 6}
INTAKE = ("triage", "imaging", "work_up", "eligibility", "board", "consent")
MINUTES = 1  # which stream of a course's chance
TEN = 10  # in the morning, when a dose is planned
# hours from the planned time of administration
CYCLE = (
    ("order", -190.0), ("receipt", -2.5), ("quality_control", -2.0), ("product_release", -1.5), ("dispensing", -0.6),
    ("day_checks", -0.4), ("administration", 0.0), ("release", 5.0), ("waste", 6.0), ("post_therapy_scan", 24.0),
    ("dosimetry", 48.0), ("late_quality_control", 340.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody records: the act, by which role and with which, and the reason where it is outside the rules."""

    course: int
    therapy: str
    act: str
    at: datetime
    role: str
    second: str
    said: dict[str, Any]
    reason: str = ""


@dataclass
class _Course:
    """One course being told: who, the clock, and what was told so far."""

    who: Patient
    template: Template
    truth: Truth
    rng: np.random.Generator
    reader: Reader
    clock: np.random.Generator  # of minutes alone, so that they change nothing else
    steps: list[Step] = field(default_factory=list)

    def tell(self, act: str, at: datetime, reason: str = "", **changes: Any) -> None:
        if act not in self.template.moves:
            return
        known = acts(self.reader.shelf)[act]
        said = {**said_at(act, self.who, at, self.rng), **changes}
        agent = str(said.get("agent", ""))
        said |= minutes_at(act, self.who.therapy, agent, self.truth, self.clock, self.reader)
        second = next((role for role in known.second if role != known.roles[0]), "")
        self.steps.append(Step(self.who.number, self.who.therapy, act, at, known.roles[0], second, said, reason))

    def happens(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def wait(self, act: str) -> timedelta:
        median = self.truth.wait_days.get(act, 3.0)
        return DAY * float(median * np.exp(self.rng.normal(0, self.truth.spread)))


def year(start: datetime, courses: int, seed: int, reader: Reader, truth: Truth | None = None) -> list[Step]:
    """Every step of so many courses that begin within a year of `start`, in the order of the clock.

    The same seed tells the same year; each course has a random stream of its own.
    """
    held = truth or Truth()
    therapies, shares = list(held.mix), np.array(list(held.mix.values()))
    steps: list[Step] = []
    for number in range(1, courses + 1):
        rng = np.random.default_rng([seed, number])
        therapy = therapies[int(rng.choice(len(therapies), p=shares / shares.sum()))]
        who = patient(number, therapy, rng, reader)
        clock = np.random.default_rng([seed, number, MINUTES])
        told = _Course(who, find_template(therapy, reader.shelf), held, rng, reader, clock)
        _whole(told, start + DAY * float(rng.uniform(0, 365)))
        steps += told.steps
    return sorted(steps, key=lambda step: (step.at, step.course))


def _whole(course: _Course, at: datetime) -> None:
    """From the letter to the last follow-up, or to where somebody is lost."""
    course.tell("referral", at)
    after = _intake(course, at)
    if after is None:
        return
    last = _cycles(course, after)
    for months in range(2, 14):
        course.tell("follow_up", last + DAY * 30 * months)


def _intake(course: _Course, at: datetime) -> datetime | None:
    """The steps before the first prescription; None where the course ended in them."""
    for act in INTAKE:
        if act not in course.template.moves:
            continue
        at += course.wait(act)
        if _lost(course, act, at):
            return None
        if act == "eligibility":
            course.tell("examination", at - 2 * DAY)
            course.tell("laboratory", at - 2 * DAY)
        turned = {"triage": course.truth.declined, "eligibility": course.truth.not_eligible}.get(act, 0.0)
        if course.happens(turned):
            course.tell(act, at, decision="decline")
            _ends(course, at + HOUR, "not_eligible")
            return None
        course.tell(act, at)
    at += course.wait("prescription")
    return None if _lost(course, "prescription", at) else at


def _lost(course: _Course, act: str, at: datetime) -> bool:
    reason, share = course.truth.lost.get(act, ("", 0.0))
    if not course.happens(share):
        return False
    _ends(course, at, reason)
    return True


def _ends(course: _Course, at: datetime, reason: str) -> None:
    """A course ends by a loss, which says why in PLAN's words."""
    course.steps.append(
        Step(course.who.number, course.who.therapy, "loss", at, "coordinator", "", {"lost_reason": reason})
    )


def _cycles(course: _Course, at: datetime) -> datetime:
    """Cycle after cycle, until all are given or the course stops; the last administration."""
    planned = course.truth.cycles.get(course.who.therapy, 1)
    for cycle in range(1, planned + 1):
        given = _cycle(course, at)
        stops = course.happens(course.truth.stops)
        what = "stop" if stops else "finished" if cycle == planned else "next_cycle"
        course.tell("next_step", given + 16 * DAY, next=what)
        if what != "next_cycle":
            return given
        at = given + DAY * 7 * WEEKS.get(course.who.therapy, 8) - 9 * DAY
    return at


def _cycle(course: _Course, at: datetime) -> datetime:
    """One cycle, from its laboratory values to what is noted weeks after; when it was given."""
    at = _held(course, at.replace(hour=TEN, minute=0, second=0, microsecond=0))
    course.tell("examination", at - 3 * DAY)
    course.tell("laboratory", at - 3 * DAY)
    course.tell("prescription", at)
    planned = working(at + 9 * DAY, course.truth)
    course.tell("contact", planned - 2 * DAY, contact_about="reminder")
    planned = _put_off(course, at, planned)
    for act, hours in CYCLE:
        _done(course, act, planned + HOUR * hours)
    for week in range(1, min(6, WEEKS.get(course.who.therapy, 8) - 2) + 1):
        course.tell("laboratory", planned + DAY * (7 * week - 0.4))
        course.tell("patient_report", planned + DAY * (7 * week - 0.3))
        if week % 2 == 0:
            course.tell("toxicity", planned + DAY * (7 * week - 0.2))
    course.tell("contact", planned + 3 * DAY, contact_about="after_treatment")
    course.tell("response", planned + 15 * DAY)
    return planned


def working(at: datetime, truth: Truth) -> datetime:
    """That moment, or the same hour of the next day on which the centre works."""
    while at.weekday() in truth.closed:
        at += DAY
    return at


def _held(course: _Course, at: datetime) -> datetime:
    """A hold for fever or falling counts, and when it ended."""
    if not course.happens(course.truth.hold):
        return at
    course.tell("hold", at)
    course.tell("resume", at + 14 * DAY)
    return at + 15 * DAY


def _put_off(course: _Course, at: datetime, planned: datetime) -> datetime:
    """A delivery that comes late, or a patient who does not: prescribed anew for another day."""
    if not (course.happens(course.truth.late_delivery) or course.happens(course.truth.no_show)):
        return planned
    course.tell("order", planned - HOUR * 190)
    course.steps.append(replace(_told(course, "reallocation", planned), said={
        "offer": "discard", "vial": "none", "why": "late delivery or no show"}))  # fmt: skip
    course.tell("contact", planned + HOUR, contact_about="new_day")
    course.tell("laboratory", planned + DAY)
    course.tell("prescription", planned + 2 * DAY)
    return working(planned + 11 * DAY, course.truth)


def _told(course: _Course, act: str, at: datetime) -> Step:
    roles = acts(course.reader.shelf)[act].roles
    return Step(course.who.number, course.who.therapy, act, at, roles[0], "", {})


def _done(course: _Course, act: str, at: datetime) -> None:
    """One act of a cycle, in order or not."""
    truth = course.truth
    if act == "quality_control" and course.happens(truth.qc_fails):
        course.tell(act, at, qc_passes=False)
        course.tell("receipt", at + HOUR * 0.1)
        at += HOUR * 0.2
    if act == "late_quality_control" and course.happens(truth.late_qc_fails):
        course.tell(act, at, sterile=False, qc_passes=False)
    elif act == "administration" and course.happens(truth.deviates):
        course.tell(act, at, reason="synthetic: the pump ran on", administered_mbq=course.who.prescribed * 1.15)
    else:
        course.tell(act, at)
