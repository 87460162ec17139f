"""Fills the home of a running service with a synthetic centre of twelve months, and prints whose cookies are what.

Run as a process of its own, because Django is set up for one home.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.browser.care_home import begun, put_off_once, session_of  # sets Django up for the home

from django.conf import settings  # isort: skip
from django.db import transaction  # isort: skip
from django.utils import timezone  # isort: skip

from hevesy.run.checks import Done
from hevesy_service.book.identifiers import new_id
from hevesy_service.care.centre import centre_of
from hevesy_service.care.checks import note_check
from hevesy_service.care.models import EntryRow
from hevesy_service.care.synthetic import open_synthetic, sign_all, staff

EACH, MONTHS, WITHOUT = 10, 12, 5  # administrations a month, and those without consent in the worst of them
LANGUAGES = ("en", "ar")


def main() -> None:
    """A centre with one course; its administration is told again for each month, five of the last without consent."""
    with transaction.atomic():
        site = open_synthetic("quality")
        people = staff(site, 1)
        sign_all(site, date(2025, 1, 1))
        for user in people.values():
            put_off_once(user)  # nobody here has a second factor
    begun(centre_of(site), people, "quality", "administration", {}, 0)
    given = EntryRow.objects.get(course__site=site, act="administration")
    first = timezone.now().replace(day=1) - timedelta(days=16)  # in the middle of the month before
    months = []
    for back in range(MONTHS):
        at = (first - timedelta(days=30 * back)).replace(day=15)
        months.append(f"{at:%Y-%m}")
        for number in range(EACH):
            EntryRow.objects.create(
                id=new_id(), course=given.course, place=1000 + EACH * back + number, act="administration", at=at,
                entered_at=at, by=given.by, said={}, cycle=2,
                unmet=["consent_given"] if not back and number < WITHOUT else [],
            )  # fmt: skip
    given.delete()
    for language in LANGUAGES:
        bad = Done("calibrator_constancy", f"Synthetic calibrator {language}", timezone.now(), "bad", 7.5)
        note_check(site, bad, str(people["medical_physicist"].pk), str(new_id()))
    told = {
        "sessions": {role: session_of(user) for role, user in people.items()}, "months": months,
        "cookie": settings.SESSION_COOKIE_NAME,
    }  # fmt: skip
    Path(sys.argv[2]).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
