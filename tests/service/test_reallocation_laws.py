"""Laws of a dose that goes from hand to hand: random acts in three courses, and what always holds of the one vial."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.run.playing import at, step_of
from tests.service.conftest import PROVEN
from tests.service.test_care import begun, played
from tests.service.test_reallocating import Team, done, on_hold

from hevesy.errors import NeedsReason
from hevesy.record.ledger import balance
from hevesy.run.recall import recall
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Event, Site
from hevesy_service.book.verify import verify
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.events import course_of
from hevesy_service.care.material import vial_in
from hevesy_service.care.models import CourseRow, EntryRow, Incident, VialRow
from hevesy_service.care.reallocating import Giving, ask_both, reallocate
from hevesy_service.care.recording import Asked, Proposal, ask, record
from hevesy_service.refusals import NothingToReallocate

pytestmark = pytest.mark.usefixtures("spring")
ACTS = ("hold", "resume", "prescription", "day_checks", "dispensing", "dispensing", "administration", "receipt")
WHO = {"dispensing": "r1", "receipt": "r1", "day_checks": "n1", "administration": "p1"}
SECOND = {"day_checks": "p1", "administration": "n1"}


@dataclass
class Hands:
    """A second, plain account of the one vial: which course has it, whose each filled syringe is, and who got one.

    Who was given something of which nobody said what, and has the dose on paper afterwards or draws from the vial,
    counts as having got it.
    """

    vial: UUID
    syringes: dict[str, UUID] = field(default_factory=dict)
    drawn: dict[UUID, str] = field(default_factory=dict)  # the syringe that a course dispensed last
    got: set[UUID] = field(default_factory=set)
    unsaid: set[UUID] = field(default_factory=set)

    def goes(self, giver: UUID, taker: UUID) -> None:
        self.vial = taker
        self.got |= {taker} & self.unsaid
        name = self.drawn.pop(giver, "")
        if name in self.syringes:
            self.syringes[name] = taker


def tried(dice: Random, courses: list[UUID], team: Team, centre: Centre, hands: Hands) -> None:
    """Acts in any order: somebody gives the dose over, or does one of the acts around it, within the rules or not."""
    hours = 0.0
    for number in range(dice.randrange(4, 11)):
        hours += dice.choice((0.02, 0.05, 0.2, 0.6))
        course, reason = dice.choice(courses), dice.choice(("", "it has happened"))
        if dice.random() < 0.45:
            giver = hands.vial if dice.random() < 0.8 else course
            taker = dice.choice([each for each in courses if each != giver])
            _given_over(giver, taker, hours, reason, team, centre, hands)
        else:
            _acted(dice.choice(ACTS), course, hours, reason, number, team, centre, hands)


def _given_over(
    giver: UUID, taker: UUID, hours: float, reason: str, team: Team, centre: Centre, hands: Hands
) -> None:
    rows, key, before = [CourseRow.objects.get(pk=each) for each in (giver, taker)], str(uuid4()), Event.objects.count()
    said = Giving(taker, at(hours), "fever", reason, proof=PROVEN)
    try:
        both = ask_both(rows[0], rows[1], said, team["r1"], key, centre)
        halves = [_wanting(half) for half in (both.of_given, both.of_taken)]
        pair = reallocate(giver, said, team["r1"], key)
    except (NothingToReallocate, NeedsReason):
        assert Event.objects.count() == before
        return
    assert [each.pk for each in reallocate(giver, said, team["r1"], key)] == [each.pk for each in pair]
    assert [EntryRow.objects.get(pk=each.pk).unmet for each in pair] == halves
    hands.goes(giver, taker)


def _wanting(asked: Asked) -> list[str]:
    return [each.gate.name for each in asked.answers if not each.is_met]


def _acted(
    act: str, course: UUID, hours: float, reason: str, number: int, team: Team, centre: Centre, hands: Hands
) -> None:
    """An act of one course; a receipt is corrected where there is one, and a syringe that came keeps its name."""
    row, corrects = CourseRow.objects.get(pk=course), ""
    said: dict[str, Any] = {"why": "fever"} if act in ("hold", "resume") else dict(step_of(act)[4])
    if act == "dispensing":
        came = course_of(row).said("taken_over.syringe")
        said["syringe"] = came if hands.syringes.get(str(came)) == course else f"S{number}"
    if act == "receipt":
        first = EntryRow.objects.filter(course=course, act="receipt").first()
        if first is None:
            return
        corrects, said = str(first.pk), {**first.said, "measured_mbq": 7500.0 + number}
    second = team[SECOND[act]] if act in SECOND else None
    proposal = Proposal(act, said, at(hours), second, reason, corrects, proof=PROVEN)
    by = team[WHO.get(act, "p1")]
    wanting = _wanting(ask(row, proposal, by, centre))
    try:
        event = record(course, proposal, by, str(uuid4()), centre=centre)
    except NeedsReason:
        assert wanting and not reason
        return
    assert EntryRow.objects.get(pk=event.pk).unmet == wanting
    if act == "dispensing":
        hands.syringes[said["syringe"]] = course
        hands.drawn[course] = said["syringe"]
        hands.got |= {course} & hands.unsaid
    stood = course_of(row)  # before this act
    named = stood.said("dispensing.vial") or stood.said("receipt.vial")
    if act == "administration" and not named:
        hands.unsaid.add(course)
    elif act == "administration":
        hands.got.add(course)
        hands.syringes.pop(hands.drawn.get(course, ""), None)


def check(site: Site, hands: Hands) -> None:
    gave = EntryRow.objects.filter(act="reallocation", said__has_key="to_course")
    took = list(EntryRow.objects.filter(act="taken_over"))
    pairs = {(str(each.course_id), each.said["to_course"], str(each.pk)) for each in gave}
    keys = {str(each.pk): str(Event.objects.get(pk=each.pk).key) for each in gave}
    assert sorted((one, other, keys[half]) for one, other, half in pairs) == sorted(
        (each.said["from_course"], str(each.course_id), each.said["transfer"]) for each in took
    )
    vial = vial_in(VialRow.objects.get())
    books = balance(vial, at(9), centre_of(site).reader)
    parts = (books.received, books.given, books.residual, books.waste, books.decayed, books.on_hand, books.difference)
    assert abs(books.open) <= 1e-9 * max(abs(each.bq) for each in parts)  # nothing was received of a corrected receipt
    found = recall("L1", [vial], [course_of(row) for row in CourseRow.objects.all()], at(9), shelf())
    assert {each.course for each in found.given} == {str(each) for each in hands.got}
    assert {each.syringe: each.course for each in found.waiting if each.syringe} == {
        name: str(course) for name, course in hands.syringes.items()
    }
    entries = list(EntryRow.objects.all())
    assert {each.pk for each in entries if each.unmet} == set(
        Incident.objects.filter(closed=None).values_list("pk", flat=True)
    )
    assert all(each.reason for each in entries if each.unmet)
    assert [wrong for _, _, wrong in verify()] == [[]] and differences() == []


@pytest.mark.slow("three courses are recorded, and the tables built anew after each row of acts")
@pytest.mark.law
def test_wherever_a_dose_goes_it_is_in_one_hand_and_known(site: Site, team: Team) -> None:
    giver, taker = on_hold(site, team)
    third = begun(site, team["p1"])
    played(third, team, "consent")
    done(third, team, "prescription", -0.25, "p1")
    centre, examples = centre_of(site), max(6, settings().max_examples // 10)

    @settings(max_examples=examples)
    @given(st.integers(0, 2**32))
    def holds(seed: int) -> None:
        with transaction.atomic():
            hands = Hands(giver)
            tried(Random(seed), [giver, taker, third], team, centre, hands)
            check(site, hands)
            transaction.set_rollback(True)

    holds()
