"""What is known of the people of a synthetic centre, its trainees, and its audits: by the functions of the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from hevesy.capacity.minutes import CADRES
from hevesy.competence import Framework, What, find_framework
from hevesy.competence.course import role_of
from hevesy.competence.synthetic import Known, lapsing, of_staff, of_trainee
from hevesy.quality import Step, find_profile
from hevesy.quality.synthetic import OWNER, History, histories
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site
from hevesy_service.care.centre import SYNTHETIC
from hevesy_service.care.models import CourseRow
from hevesy_service.competence.events import give
from hevesy_service.competence.training import end_training, enrol
from hevesy_service.quality.actions import open_action, take_step
from hevesy_service.quality.audits import begin_audit, close_audit, score
from hevesy_service.quality.models import ActionRow, AuditRow

TRAINEES = 2  # of each cadre
PROFILE = "default"


def learnt_at(site: Site, people: dict[str, User], start: date, seed: int) -> int:
    """Write down certificates, sign-offs, a year of training and two audits; how many rows of the book they are."""
    written = 0
    trainer, checker = str(people["trainer"].pk), str(people["quality_manager"].pk)
    with transaction.atomic():
        for number, known in enumerate(_all_known(site, people, start, seed)):
            give(site, known.person, known.found, f"{site.code} known {number}", "synthetic")
            written += 1
        for history in histories(find_profile(PROFILE, shelf_now()), start, seed):
            written += _audited(site, history, {OWNER: trainer}, checker)
    return written


def _all_known(site: Site, people: dict[str, User], start: date, seed: int) -> list[Known]:
    """Of the staff that acts, and of trainees who are let in for it; `by` is somebody else."""
    shelf, found = shelf_now(), list[Known]()
    therapies = sorted(set(CourseRow.objects.filter(site=site).values_list("therapy", flat=True)))
    frameworks = {role_of(cadre): find_framework(f"default_{role_of(cadre)}", shelf) for cadre in CADRES}
    acting = {place: frameworks[role] for place in people if (role := place.partition("/")[0]) in frameworks}
    ends = lapsing(acting, seed)
    for place, framework in acting.items():
        known = of_staff(place, framework, therapies, start, seed, shelf, ends.get(place))
        found += _by(people[place], people, known)
    for role, framework in frameworks.items():
        for number in range(1, TRAINEES + 1):
            user = _trainee(site, role, number, seed)
            learnt = list(of_trainee(f"{role} {number}", framework, start, seed, shelf))
            found += _by(user, people, learnt)
            _enrolled(site, user, framework, learnt, start, people)
    return found


def _by(user: User, people: dict[str, User], known: Iterable[Known]) -> list[Known]:
    """The same of a user of the site, said by the first trainer, of whom the second one speaks."""
    trainer = people["trainer"]
    by = str(people["trainer/2"].pk if user == trainer else trainer.pk)
    return [Known(str(user.pk), replace(each.found, by=by)) for each in known]


def _trainee(site: Site, role: str, number: int, seed: int) -> User:
    name = f"{SYNTHETIC}-trainee-{role}-{number}-{seed}"
    user, made = User.objects.get_or_create(
        username=name, defaults={"full_name": f"Synthetic trainee {role} {number}".replace("_", " ")}
    )
    if made:
        user.set_unusable_password()
        user.save()
    give_role(site, user, role, SYNTHETIC, f"{site.code} {name}")
    return user


def _enrolled(
    site: Site, user: User, framework: Framework, known: list[Known], start: date, people: dict[str, User]
) -> None:
    """In training from the first day with a trainer, until the day before they were certified."""
    by, supervisor = str(people["quality_manager"].pk), str(people["trainer"].pk)
    enrol(site, str(user.pk), framework.id, start, [supervisor], by, f"{site.code} {user.pk} enrolled")
    ends = [each.found.on for each in known if each.found.what is What.CERTIFIED]
    if ends:
        end_training(site, str(user.pk), min(ends) - timedelta(days=1), by, f"{site.code} {user.pk} trained")


def _audited(site: Site, history: History, owners: dict[str, str], checker: str) -> int:
    """An audit, begun, scored and closed, and each of its findings with its steps."""
    audit, key = history.audit, f"{site.code} {history.audit.kind} {history.audit.on}"
    said = {"profile": audit.profile, "edition": audit.edition, "kind": audit.kind, "on": audit.on,
            "team": "synthetic team"}  # fmt: skip
    row = _row(begin_audit(site, said, checker, f"{key} begun").pk)
    score(row, audit.answers, checker, f"{key} scored")
    written = 3
    for told in history.told:
        action = open_action(site, told.action, checker, f"{key} {told.item.id}", row)
        kept = ActionRow.objects.get(pk=action.pk)
        for place, step in enumerate(told.steps):
            take_step(kept, _said_by(step, owners, checker), f"{key} {told.item.id} {place}")
        written += 1 + len(told.steps)
    close_audit(_row(row.pk), checker, f"{key} closed")
    return written


def _row(pk: UUID) -> AuditRow:
    return AuditRow.objects.select_related("site").get(pk=pk)


def _said_by(step: Step, owners: dict[str, str], checker: str) -> Step:
    """The step with the ids of people in place of OWNER and CHECKER."""
    return replace(step, by=owners.get(step.by, checker), owner=owners.get(step.owner, step.owner))
