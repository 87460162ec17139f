"""A synthetic centre-year in the database, by the same function that the pages record with. Nobody in it is real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from heapq import merge
from itertools import islice
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from hevesy.errors import NeedsReason
from hevesy.products import find_therapy
from hevesy.record.template import templates
from hevesy.record.vial import VialEvent, What
from hevesy.run.asking import proposed
from hevesy.run.checks import HOURS
from hevesy.run.gate import gates_of
from hevesy.run.signed import Signature
from hevesy.run.synthetic import Cleared, Read, Step, Truth, house, year
from hevesy.run.synthetic.house import THINGS, when
from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.models import User
from hevesy_service.accounts.roles import roles
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.centre import SYNTHETIC, Centre, centre_of
from hevesy_service.care.centre_events import calibrate, license, sign
from hevesy_service.care.checks import note_check
from hevesy_service.care.material import note_vial, vial_pk
from hevesy_service.care.models import VialRow
from hevesy_service.care.people import register
from hevesy_service.care.recording import Proposal, begin_course, record
from hevesy_service.care.synthetic_people import learnt_at
from hevesy_service.database import statements
from hevesy_service.refusals import SyntheticOnly

WAYS = {"waste_has_a_way": "the maker takes vials back"}  # what a line says in words
TOGETHER = 500  # steps that are kept at once
LONG = date(2100, 1, 1)
MOST_BQ = 1e15
CHECK_HOURS = 14.0  # a working day
WHO = SYNTHETIC  # before each name, and the one who signs


@dataclass(slots=True)
class Loaded:
    """What was loaded so far."""

    courses: dict[int, UUID] = field(default_factory=dict)
    steps: int = 0
    deviations: int = 0
    beside: int = 0  # what was written down beside the courses
    learnt: int = 0  # what became known of people, and of the centre at audits


def loaded_at(code: str, courses: int, seed: int) -> Iterator[Loaded]:
    """A synthetic year at a site that is opened for it; raises SyntheticOnly where it is a real one."""
    site = Site.objects.filter(code=code).first()
    if site is not None:
        raise SyntheticOnly(site=site.name)
    site = open_synthetic(code)
    start, loaded = datetime(timezone.now().year - 1, 1, 8, tzinfo=UTC), Loaded()
    for loaded in load_year(site, start, courses, seed):
        yield loaded
    loaded.learnt = learnt_at(site, staff(site, seed), start.date(), seed)
    yield loaded


def open_synthetic(code: str) -> Site:
    """A site for synthetic people: its book says so in the first row, and only there a generator may record."""
    site = Site.objects.create(code=code, name=f"Synthetic centre {code}", country="JOR", opened=timezone.now())
    open_site(site, WHO, f"open {code}")
    return site


def load_year(
    site: Site, start: datetime, courses: int, seed: int, truth: Truth | None = None, beside: bool = True
) -> Iterator[Loaded]:
    """A synthetic year at a site that has no patients yet; what was loaded is told after every 500 steps.

    `beside`: with the checks of every working day and the waste that leaves, which are as many for few courses.
    """
    with transaction.atomic():
        people = staff(site, seed)
        sign_all(site, start.date(), beside)
    centre, loaded = centre_of(site), Loaded()
    of_courses = year(start, courses, seed, centre.reader, truth)
    of_house = house(start, seed, of_courses, centre.reader.shelf, truth) if beside else []
    steps = iter(merge(of_courses, of_house, key=when))
    while some := list(islice(steps, TOGETHER)):
        with transaction.atomic():
            for step in some:
                if isinstance(step, Step):
                    _load(step, site, people, centre, loaded)
                else:
                    _load_beside(step, site, people)
                    loaded.beside += 1
        yield loaded


def staff(site: Site, seed: int) -> dict[str, User]:
    """Two synthetic people for each role, the second as `role/2`: who tests does not release."""
    found = {}
    for role in roles():
        for second in ("", "/2"):
            name = f"{WHO}-{role}{second}-{seed}"
            called = f"Synthetic {role}{second}".replace("_", " ")
            user, made = User.objects.get_or_create(username=name, defaults={"full_name": called})
            if made:
                user.set_unusable_password()
                user.save()
            give_role(site, user, role, WHO, f"{site.pk} {name}")
            found[role + second] = user
    return found


def sign_all(site: Site, on: date, checks: bool = False) -> None:
    """Every line of every therapy signed with what the shelf proposes: a synthetic centre is never a model.

    With `checks` no instrument is used without its check of the day.
    """
    reader = centre_of(site).reader
    for template in templates(shelf_now()).values():
        for therapy in template.therapies:
            for gate in gates_of(template, shelf_now()):
                if not gate.needs_signature:
                    continue
                limit = proposed(gate, therapy, reader)
                ends = (95.0, 95.0, WAYS.get(gate.name, "")) if limit is None else (limit.low, limit.high, limit.text)
                line = Signature(gate.name, WHO, on, "the shelf, unread", WHO, *ends)
                sign(site, therapy, line, str(uuid5(site.pk, f"{therapy} {gate.name}")))
            nuclide = find_therapy(therapy, shelf_now()).nuclide
            license(site, nuclide, MOST_BQ, LONG, WHO, WHO, f"{site.pk} {therapy} {nuclide}")
            if checks:
                rule = Signature(HOURS, WHO, on, "the shelf, unread", WHO, None, CHECK_HOURS, "")
                sign(site, therapy, rule, str(uuid5(site.pk, f"{therapy} {HOURS}")))
    for kind in ("dose_calibrator", "survey_meter"):
        for name in THINGS[kind]:
            calibrate(site, kind, name, LONG, WHO, f"{site.pk} {kind} {name}")


def _load(step: Step, site: Site, people: dict[str, User], centre: Centre, loaded: Loaded) -> None:
    if step.course not in loaded.courses:
        loaded.courses[step.course] = _begun(step, site, people["coordinator"])
    by = people[f"{step.role}/2" if step.act == "product_release" else step.role]
    second = people[step.second] if step.second else None
    proposal = Proposal(step.act, step.said, step.at, second, step.reason, generated=True)
    course = loaded.courses[step.course]
    try:
        event = record(course, proposal, by, str(new_id()), centre=centre)
    except NeedsReason:
        told = replace(proposal, reason="synthetic: written down as it happened")
        event = record(course, told, by, str(new_id()), centre=centre)
    loaded.steps += 1
    loaded.deviations += bool(event.reason)


def _load_beside(step: Read | Cleared, site: Site, people: dict[str, User]) -> None:
    by = str(people[step.role].pk)
    if isinstance(step, Read):
        note_check(site, step.done, by, str(new_id()))
        return
    row = statements.find(VialRow, vial_pk(site.pk, step.vial))
    if row is not None:
        row.site = site
        event = VialEvent("", What.CLEARED_OUT, step.at, step.at, by, measured=step.left, reason="synthetic: decayed")
        note_vial(row, event, str(new_id()))


def _begun(step: Step, site: Site, by: User) -> UUID:
    key = str(new_id())
    patient = register(site, {"full_name": f"Synthetic {step.course:04d}"}, by, key)
    return begin_course(site, patient, step.therapy, by, str(new_id()))
