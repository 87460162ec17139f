"""Fills the home of a running service with a synthetic centre and courses, and prints whose cookies are what.

Run as a process of its own, because Django is set up for one home.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ["HEVESY_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "hevesy_service.settings"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone
from tests.browser.before import DAY, LU_PSMA, PASSWORD, at, moved
from tests.run.playing import BY

from hevesy.competence import Evidence, What, privileges
from hevesy.competence.framework import CADRES
from hevesy.run.signed import Signature
from hevesy.run.synthetic import year
from hevesy_service.accounts.models import User
from hevesy_service.accounts.second_factor import put_off
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.centre_events import sign
from hevesy_service.care.people import register
from hevesy_service.care.recording import Proposal, begin_course, record
from hevesy_service.care.synthetic import open_synthetic, sign_all, staff
from hevesy_service.competence.events import give
from hevesy_service.refusals import PutOffBefore

ROLE = {id: role for role, id in BY.items()}
THERAPY = "lu177_psma617"
LANGUAGES = ("en", "ar")
STAND: dict[str, tuple[str, dict[str, Any]]] = {  # courses by name: the act they stand after, and what was otherwise
    "cycles": ("", {}), "bad": ("receipt", {}), "late": ("order", {}),
    "pregnant": ("dispensing", {"referral": {"can_be_pregnant": True, "sex": "female"}}),
    "over": ("day_checks", {}), "licence": ("prescription", {}), "emergency": ("consent", {}),
    "spill": ("administration", {}),
}  # fmt: skip
CADRE = {"releasing_person": "radiopharmacist"}  # a role of another name than its profession
BEGIN = date(2025, 1, 1)
AHEAD = ("late",)  # planned for tomorrow: what a dose will hold is said while its hour is to come


def session_of(user: User) -> str:
    """Signed in, as by the page of signing in."""
    held = import_module(settings.SESSION_ENGINE).SessionStore()
    held[SESSION_KEY], held[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    held[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    held.save()
    return str(held.session_key)


def begun(centre: Centre, people: dict[str, User], name: str, until: str, changes: dict[str, Any], days: int) -> str:
    """A course of the usual steps, so many days later, up to one and with it; its vial has the name of the course.

    `changes` alter what a form says.
    """
    site, by, key = centre.site, people["physician"], str(new_id())
    vial = {"receipt": {"vial": f"V-{name}", "lot": f"L-{name}"}, "dispensing": {"vial": f"V-{name}"}}
    with transaction.atomic():
        patient = register(site, {"full_name": f"Synthetic {name}", "birth_date": date(1950, 2, 3)}, by, key)
        course = begin_course(site, patient, THERAPY, by, str(new_id()))
        for act, hours, who, second, said in LU_PSMA:
            if not until:
                break
            told = {**moved(said, days), **vial.get(act, {}), **changes.get(act, {})}
            second_person = people[ROLE[second]] if second else None
            proposal = Proposal(act, told, at(hours) + timedelta(days=days), second_person, generated=True)
            record(course, proposal, people[ROLE[who]], str(new_id()), centre=centre)
            if act == until:
                break
    return str(course)


def hyperthyroid(centre: Centre, people: dict[str, User]) -> list[dict[str, Any]]:
    """A course that nobody has recorded yet for each language, with what the synthetic year says in it."""
    mine: dict[int, list[Any]] = {}
    for step in year(DAY, 80, 7, centre.reader):
        if step.therapy == "i131_hyperthyroid":
            mine.setdefault(step.course, []).append(step)
    whole = [
        found for found in mine.values()
        if any(step.act == "release" for step in found) and not any(step.act in ("loss", "hold") for step in found)
        and not any(step.reason for step in found) and _keeps(found)
    ]  # fmt: skip
    return [_unrecorded(centre.site, people, number, steps) for number, steps in enumerate(whole[: len(LANGUAGES)])]


def _keeps(steps: list[Any]) -> bool:
    """Whether the dose is given before it expires; some of a year are not, and would be deviations."""
    by_act = {step.act: step for step in steps}
    return by_act["administration"].at < datetime.fromisoformat(by_act["receipt"].said["expires_at"])


def _unrecorded(site: Site, people: dict[str, User], number: int, steps: list[Any]) -> dict[str, Any]:
    by = people["physician"]
    patient = register(site, {"full_name": f"Synthetic Thyroid {number}"}, by, str(new_id()))
    course = begin_course(site, patient, "i131_hyperthyroid", by, str(new_id()))
    told = [[step.act, step.at.isoformat(), step.role, step.second, step.said] for step in steps]
    return {"course": str(course), "steps": told[: [row[0] for row in told].index("release") + 1]}


def known(site: Site, people: dict[str, User]) -> None:
    """What is known of everybody for Ra-223, whose acts need a privilege here; certificates end today."""
    rule = Signature("privileges", "synthetic", BEGIN, "local rule", "1", None, 0.0, "")
    sign(site, "ra223", rule, str(new_id()))
    for role, user in people.items():
        cadre = CADRE.get(role.partition("/")[0], role.partition("/")[0])
        if cadre not in CADRES:
            continue
        what = [Evidence("", What.CERTIFIED, f"default_{cadre}", BEGIN, timezone.now().date(), by="synthetic")]
        what += [Evidence("", kind, "", BEGIN, by="synthetic") for kind in (What.FIT, What.LICENSED)]
        what += [
            Evidence("", What.SIGNED_OFF, f"{name}/ra223", BEGIN, by="synthetic")
            for name, each in privileges(shelf_now()).items() if cadre in each.cadres
        ]  # fmt: skip
        for each in what:
            give(site, str(user.pk), each, str(new_id()), "Synthetic")


def put_off_once(user: User) -> None:
    """Without a second factor for now; the people of synthetic sites are the same."""
    with suppress(PutOffBefore):
        put_off(user, new_id())


def main() -> None:
    """The centre, its people, and courses that stand where the walks go on: one of each for each language."""
    with transaction.atomic():
        site = open_synthetic("centre")
        people = staff(site, 1)
        sign_all(site, date(2025, 1, 1))
        for user in people.values():
            user.set_password(PASSWORD)
            user.save()
            put_off_once(user)  # codes are used once in half a minute, and some sign more often in a walk
        known(site, people)
    centre = centre_of(site)
    ahead = (timezone.now().date() - DAY.date()).days + 1
    courses = {
        f"{name}-{language}": begun(centre, people, f"{name}-{language}", until, changes, ahead if name in AHEAD else 0)
        for language in LANGUAGES
        for name, (until, changes) in STAND.items()
    }
    told = {
        "sessions": {role: session_of(user) for role, user in people.items()}, "courses": courses,
        "ahead": ahead,
        "cookie": settings.SESSION_COOKIE_NAME, "people": {role: str(user.pk) for role, user in people.items()},
        "thyroid": dict(zip(LANGUAGES, hyperthyroid(centre, people), strict=True)),
    }  # fmt: skip
    Path(sys.argv[2]).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
