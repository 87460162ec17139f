"""Laws of the desk: random acts by random people through `record`; nothing is lost, doubled or hidden in the book."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from tests.run.disturbed import Attempt, attempts
from tests.run.playing import BY, at, signed
from tests.service.conftest import new_user

from hevesy.errors import NeedsReason, PaperNeedsReason
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import Signature, User
from hevesy_service.accounts.signature import fits
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.verify import verify
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.centre_events import calibrate, license, sign
from hevesy_service.care.countersigning import countersign
from hevesy_service.care.events import ENTERED
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.care.people import register
from hevesy_service.care.recording import Proof, Proposal, ask, begin_course, record
from hevesy_service.care.synthetic import LONG
from hevesy_service.refusals import FormWrong, KeyUsed, NotAwaited

pytestmark = pytest.mark.usefixtures("spring")
THERAPY = "lu177_psma617"


def staffed(site: Site) -> dict[str, User]:
    """One person for each role of `tests.run.playing`, and everything signed, calibrated and licensed."""
    people = {}
    for role, id in BY.items():
        people[id] = new_user(f"law {id}")
        give_role(site, people[id], role, "tests", f"{id} {role}")
    for line in signed("lu177_psma", THERAPY).lines.values():
        sign(site, THERAPY, line, f"sign {line.gate}")
    for kind, name in (("dose_calibrator", "C1"), ("survey_meter", "G1")):
        calibrate(site, kind, name, LONG, "tests", f"calibrate {kind}")
    license(site, "Lu-177", 1e12, LONG, "L-1", "tests", "license")
    return people


def played(site: Site, team: dict[str, User], tried: list[Attempt], centre: Centre) -> list[tuple[str, Proposal, User]]:
    """A course with what of the attempts was recorded, each with its key; each is sent a second time at once."""
    patient = register(site, {"full_name": "Synthetic Law"}, team["c1"], str(new_id()))
    course = begin_course(site, patient, THERAPY, team["c1"], str(new_id()))
    done: list[tuple[str, Proposal, User]] = []
    for each in tried:
        ids = list(EntryRow.objects.filter(course=course).values_list("pk", flat=True))
        corrects = str(ids[each.corrects % len(ids)]) if each.corrects is not None and ids else ""
        second = team.get(each.second)
        proof = Proof("password", "" if len(done) % 3 else "password")  # else the second person signs afterwards
        reason = each.reason or ("on paper" if second and not proof.second else "")
        doer = team[each.by] if each.paper else None
        proposal = Proposal(each.act, each.said, at(each.hours), second, reason, corrects, doer, proof=proof)
        key, by = str(new_id()), team[each.paper or each.by]
        wanting = _wanting(course, proposal, by, centre)
        try:
            event = record(course, proposal, by, key, centre=centre)
        except (FormWrong, NeedsReason, PaperNeedsReason):
            assert not Event.objects.filter(key=key).exists()
            continue
        assert json.loads(event.body)["unmet"] == wanting
        assert record(course, proposal, by, key, centre=centre).pk == event.pk
        done.append((key, proposal, by))
        if second is not None and len(done) % 2:
            signed_afterwards(event.pk, second)
    return done


def signed_afterwards(entry: UUID, second: User) -> None:
    """Where it waits for them, the second person signs; twice sent is once."""
    held, key = EntryRow.objects.get(pk=entry), str(new_id())
    try:
        rows = {countersign(held, second, "password", key).pk for _ in range(2)}
    except NotAwaited:
        return
    assert len(rows) == 1 and Event.objects.get(pk=rows.pop()).by == str(second.pk)


def _wanting(course: object, proposal: Proposal, by: User, centre: Centre) -> list[str]:
    """The gates that are not met, as a page would have shown them before."""
    asked = ask(CourseRow.objects.get(pk=course), proposal, by, centre)
    return [] if asked.problems else [each.gate.name for each in asked.answers if not each.is_met]


def check(done: list[tuple[str, Proposal, User]]) -> None:
    """Every act that was recorded is once in the book and in the tables, and each deviation has its open incident."""
    rows = {event.key: event for event in Event.objects.filter(type=ENTERED)}
    assert set(rows) == {key for key, _, _ in done} and len(rows) == EntryRow.objects.count()
    for key, proposal, by in done:
        entry = EntryRow.objects.get(pk=rows[key].pk)
        doer, typist = proposal.done_by or by, str(by.pk) if proposal.done_by else ""
        assert (entry.act, entry.by, entry.corrects) == (proposal.act, str(doer.pk), proposal.corrects)
        assert (entry.typed_by, bool(entry.downtime)) == (typist, bool(typist))
        if proposal.corrects:  # both stay
            assert EntryRow.objects.filter(pk=proposal.corrects).exists()
    for entry in EntryRow.objects.filter(act="administration"):
        assert not entry.unmet or Incident.objects.filter(pk=entry.pk, closed=None).exists()
    entries = list(EntryRow.objects.all())
    deviations = {entry.pk for entry in entries if entry.unmet}
    downtimes = {entry.downtime for entry in entries if entry.downtime}
    assert deviations | downtimes == set(Incident.objects.filter(closed=None).values_list("pk", flat=True))
    assert CourseRow.objects.get().deviations == sum(1 for each in entries if each.unmet or each.downtime)
    assert all(each.reason for each in entries if each.unmet or each.downtime)
    assert all(fits(each) for each in Signature.objects.all())
    _held_together(entries)
    assert [wrong for _, _, wrong in verify()] == [[]]
    assert differences() == []


def _held_together(entries: list[EntryRow]) -> None:
    """The incident of a downtime spans the acts that it holds, from the first to the last."""
    for incident in Incident.objects.filter(until__isnull=False):
        times = [entry.at for entry in entries if entry.downtime == incident.pk]
        assert (incident.since, incident.until) == (min(times), max(times))


@pytest.mark.slow("five courses are recorded, and the tables built anew after each")
@pytest.mark.law
def test_whatever_is_recorded_stays_once_and_in_sight(site: Site) -> None:
    team, examples = staffed(site), max(4, settings().max_examples // 10)
    centre = centre_of(site)

    @settings(max_examples=examples)
    @given(attempts())
    def holds(tried: list[Attempt]) -> None:
        with transaction.atomic():
            check(played(site, team, tried, centre))
            transaction.set_rollback(True)

    holds()


def test_a_key_is_never_another_act(site: Site) -> None:
    team = staffed(site)
    patient = register(site, {"full_name": "Synthetic Law"}, team["c1"], str(new_id()))
    course, key = begin_course(site, patient, THERAPY, team["c1"], str(new_id())), str(new_id())
    record(course, Proposal("hold", {"why": "fever"}, at(0), reason="told"), team["p1"], key)
    for other in (Proposal("hold", {"why": "other"}, at(0)), Proposal("resume", {"why": "fever"}, at(0))):
        with pytest.raises(KeyUsed):
            record(course, other, team["p1"], key)
    assert EntryRow.objects.count() == 1
