"""Fills the home of a running service with a synthetic centre and courses, and prints whose cookies are what.

Run as a process of its own, because Django is set up for one home.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ["HEVESY_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "hevesy_service.settings"

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests.browser.before import DAY, LU_PSMA, PASSWORD, SECRET, at
from tests.run.playing import BY

from hevesy.errors import NeedsReason
from hevesy.run.synthetic import year
from hevesy_service.accounts.models import User
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.centre import centre_of
from hevesy_service.care.people import register
from hevesy_service.care.recording import Proposal, begin_course, record
from hevesy_service.care.synthetic import open_synthetic, sign_all, staff

ROLE = {id: role for role, id in BY.items()}
THERAPY = "lu177_psma617"


def session_of(user: User) -> str:
    """Signed in, as by the page of signing in."""
    held = import_module(settings.SESSION_ENGINE).SessionStore()
    held[SESSION_KEY], held[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    held[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    held.save()
    return str(held.session_key)


def begun(site: Site, people: dict[str, User], name: str, until: str, changes: dict[str, Any] | None = None) -> str:
    """A course of the usual steps, up to one and with it; `changes` alter what a form says."""
    by = people["physician"]
    patient = register(site, {"full_name": f"Synthetic {name}", "birth_date": date(1950, 2, 3)}, by, str(new_id()))
    course = begin_course(site, patient, THERAPY, by, str(new_id()))
    for act, hours, who, second, said in LU_PSMA:
        if not until:
            break
        told = {**said, **(changes or {}).get(act, {})}
        second_person = people[ROLE[second]] if second else None
        proposal = Proposal(act, told, at(hours), second_person, generated=True)
        try:
            record(course, proposal, people[ROLE[who]], str(new_id()))
        except NeedsReason:
            record(course, replace(proposal, reason="synthetic"), people[ROLE[who]], str(new_id()))
        if act == until:
            break
    return str(course)


def hyperthyroid(site: Site, people: dict[str, User]) -> dict[str, Any]:
    """A course of hyperthyroidism that nobody has recorded yet, and the steps of the synthetic year that it takes."""
    steps = year(DAY, 80, 7, centre_of(site).reader)
    mine: dict[int, list[Any]] = {}
    for step in steps:
        if step.therapy == "i131_hyperthyroid":
            mine.setdefault(step.course, []).append(step)
    whole = next(
        found for found in mine.values()
        if any(step.act == "release" for step in found) and not any(step.act in ("loss", "hold") for step in found)
        and not any(step.reason for step in found)
    )  # fmt: skip
    by = people["physician"]
    patient = register(site, {"full_name": "Synthetic Thyroid"}, by, str(new_id()))
    course = begin_course(site, patient, "i131_hyperthyroid", by, str(new_id()))
    told = [[step.act, step.at.isoformat(), step.role, step.second, step.said] for step in whole]
    return {"course": str(course), "steps": told[: [row[0] for row in told].index("release") + 1]}


def main() -> None:
    """The centre, its people, and courses that stand where the tests go on."""
    site = open_synthetic("centre")
    people = staff(site, 1)
    sign_all(site, date(2025, 1, 1))
    for user in people.values():
        TOTP.activate(user, SECRET)
        user.set_password(PASSWORD)
        user.save()
    woman = {"referral": {"can_be_pregnant": True, "sex": "female"}}
    test = {"day_checks": {"pregnancy_test_negative": False, "pregnancy_test_on": at(0).date().isoformat(),
                           "breast_feeding": False}}  # fmt: skip
    weak = {"receipt": {"expected_mbq": 6000.0, "measured_mbq": 6000.0, "vial": "V-late", "lot": "L-late"}}
    failed = {"quality_control": {"qc_passes": False}, "receipt": {"vial": "V-bad", "lot": "L-bad"}}
    courses = {
        "two_cycles": begun(site, people, "Cycles", ""),
        "failed_qc": begun(site, people, "Bad", "quality_control", failed),
        "late": begun(site, people, "Late", "receipt", weak),
        "pregnant": begun(site, people, "Pregnant", "day_checks", woman | test),
        "over": begun(site, people, "Over", "day_checks"), "licence": begun(site, people, "Licence", "prescription"),
        "emergency": begun(site, people, "Emergency", "consent"),
        "spill": begun(site, people, "Spill", "administration"),
    }  # fmt: skip
    told = {
        "sessions": {role: session_of(user) for role, user in people.items()}, "courses": courses,
        "cookie": settings.SESSION_COOKIE_NAME, "people": {role: str(user.pk) for role, user in people.items()},
        "thyroid": hyperthyroid(site, people),
    }  # fmt: skip
    Path(sys.argv[2]).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
