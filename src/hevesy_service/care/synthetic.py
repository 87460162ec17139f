"""A synthetic centre-year in the database, by the same function that the pages record with. Nobody in it is real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from hevesy.errors import NeedsReason
from hevesy.products import find_therapy
from hevesy.record.template import templates
from hevesy.run.asking import proposed
from hevesy.run.gate import gates_of
from hevesy.run.signed import Signature
from hevesy.run.synthetic import Step, Truth, year
from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import roles
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.centre import SYNTHETIC, Centre, centre_of
from hevesy_service.care.centre_events import calibrate, license, sign
from hevesy_service.care.people import register
from hevesy_service.care.recording import Proposal, begin_course, record
from hevesy_service.refusals import SyntheticOnly

WAYS = {"waste_has_a_way": "the maker takes vials back"}  # what a line says in words
TOGETHER = 500  # steps that are kept at once
LONG = date(2100, 1, 1)
MOST_BQ = 1e15
WHO = SYNTHETIC  # before each name, and the one who signs


@dataclass(slots=True)
class Loaded:
    """What was loaded so far."""

    courses: dict[int, UUID] = field(default_factory=dict)
    steps: int = 0
    deviations: int = 0


def loaded_at(code: str, courses: int, seed: int) -> Iterator[Loaded]:
    """A synthetic year at a site that is opened for it; raises SyntheticOnly where it is a real one."""
    site = Site.objects.filter(code=code).first()
    if site is not None:
        raise SyntheticOnly(site=site.name)
    site = open_synthetic(code)
    yield from load_year(site, datetime(timezone.now().year - 1, 1, 8, tzinfo=UTC), courses, seed)


def open_synthetic(code: str) -> Site:
    """A site for synthetic people: its book says so in the first row, and only there a generator may record."""
    site = Site.objects.create(code=code, name=f"Synthetic centre {code}", country="JOR", opened=timezone.now())
    open_site(site, WHO, f"open {code}")
    return site


def load_year(site: Site, start: datetime, courses: int, seed: int, truth: Truth | None = None) -> Iterator[Loaded]:
    """A synthetic year at a site that has no patients yet; what was loaded is told after every 500 steps."""
    with transaction.atomic():
        people = staff(site, seed)
        sign_all(site, start.date())
    centre, loaded = centre_of(site), Loaded()
    steps = year(start, courses, seed, centre.reader, truth)
    for first in range(0, len(steps), TOGETHER):
        with transaction.atomic():
            for step in steps[first : first + TOGETHER]:
                _load(step, site, people, centre, loaded)
        yield loaded


def staff(site: Site, seed: int) -> dict[str, User]:
    """Two synthetic people for each role, the second as `role/2`: who tests does not release."""
    found = {}
    for role in roles():
        for second in ("", "/2"):
            name = f"{WHO}-{role}{second}-{seed}"
            user, made = User.objects.get_or_create(username=name, defaults={"full_name": f"Synthetic {role}{second}"})
            if made:
                user.set_unusable_password()
                user.save()
            give_role(site, user, role, WHO, f"{site.pk} {name}")
            found[role + second] = user
    return found


def sign_all(site: Site, on: date) -> None:
    """Every line of every therapy signed with what the shelf proposes: a synthetic centre is never a model."""
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
    for kind in ("dose_calibrator", "survey_meter"):
        calibrate(site, kind, f"{WHO} {kind}", LONG, WHO, f"{site.pk} {kind}")


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


def _begun(step: Step, site: Site, by: User) -> UUID:
    key = str(new_id())
    patient = register(site, {"full_name": f"Synthetic {step.course:04d}"}, by, key)
    return begin_course(site, patient, step.therapy, by, str(new_id()))
