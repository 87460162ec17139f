"""Fills the home of a running service with a synthetic school: courses to record in, trainees, what waits for them.

Run as a process of its own, because Django is set up for one home.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from tests.browser.care_home import DAY, LANGUAGES, PASSWORD, begun, session_of

from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.accounts.second_factor import put_off
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.centre import centre_of
from hevesy_service.care.synthetic import open_synthetic, sign_all, staff
from hevesy_service.competence.logbook import Claim, enter, witness_named
from hevesy_service.competence.training import enrol

AGO = 10  # days since the treatments that are recorded here


def joined(site: Site, name: str, role: str) -> User:
    """Somebody new."""
    user = User.objects.create_user(f"school-{name}", full_name=f"Synthetic {name}")
    give_role(site, user, role, "synthetic", f"{name} {role}")
    return user


def with_two_that_wait(site: Site, user: User, supervisor: User) -> None:
    """A physicist in training, with two dosimetries from elsewhere that wait for the supervisor."""
    today, witness = timezone.now().date(), witness_named(site, "Synthetic Witness")
    enrol(site, str(user.pk), "default_medical_physicist", today - timedelta(days=90), [str(supervisor.pk)],
          "synthetic", str(new_id()))  # fmt: skip
    for case in ("one", "two"):
        claim = Claim("dosimetry", "ra223", f"school of old/{case}", 1, today, "direct", str(supervisor.pk),
                      place="School of old", witness=witness)  # fmt: skip
        enter(site, str(user.pk), claim, str(new_id()))


def main() -> None:
    """The school, its people, a course before its administration and two trainees for each language."""
    with transaction.atomic():
        site = open_synthetic("school")
        people = staff(site, 2)
        sign_all(site, date(2025, 1, 1))
        for language in LANGUAGES:
            people[f"trainee-{language}"] = joined(site, f"trainee-{language}", "physician")
            novice = people[f"novice-{language}"] = joined(site, f"novice-{language}", "medical_physicist")
            with_two_that_wait(site, novice, people["medical_physicist"])
        for user in people.values():
            user.set_password(PASSWORD)
            user.save()
            put_off(user, new_id())
    days, centre = (timezone.now().date() - DAY.date()).days - AGO, centre_of(site)
    told = {
        "sessions": {role: session_of(user) for role, user in people.items()},
        "courses": {f"learnt-{each}": begun(centre, people, f"learnt-{each}", "day_checks", {}, days)
                    for each in LANGUAGES},
        "days": days, "cookie": settings.SESSION_COOKIE_NAME,
        "people": {role: str(user.pk) for role, user in people.items()},
    }  # fmt: skip
    Path(sys.argv[2]).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
