"""Fills the home of a running service with the people of a board and its candidates, and says whose cookies are what.

Run as a process of its own, because Django is set up for one home.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path

os.environ["HEVESY_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "hevesy_service.settings"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone
from tests.browser.before import PASSWORD

from hevesy.competence import Evidence, What, find_framework
from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.models import User
from hevesy_service.accounts.second_factor import put_off
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.competence.events import give

FRAMEWORK = "default_nurse"
PEOPLE = {
    "administrator": "administrator", "trainer": "trainer", "anna": "physician", "bruno": "physician",
    "nurse-en": "nurse", "nurse-ar": "nurse",
}  # fmt: skip


def session_of(user: User) -> str:
    """Signed in, as by the page of signing in."""
    held = import_module(settings.SESSION_ENGINE).SessionStore()
    held[SESSION_KEY], held[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    held[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    held.save()
    return str(held.session_key)


def person(site: Site, name: str, role: str) -> User:
    found = User.objects.create_user(name, password=PASSWORD, full_name=f"Synthetic {name.capitalize()}")
    give_role(site, found, role, "synthetic", str(new_id()))
    put_off(found, new_id())
    return found


def shown(site: Site, of: User, by: User) -> None:
    """Everything that the framework asks to be shown."""
    for name, level in find_framework(FRAMEWORK, shelf_now()).levels.items():
        found = Evidence("", What.SHOWN, name, timezone.now().date(), level=level, by=str(by.pk))
        give(site, str(of.pk), found, str(new_id()), "Synthetic")


def main() -> None:
    """A site with its people; the candidates have shown everything."""
    with transaction.atomic():
        site = Site.objects.create(code="centre", name="Synthetic Centre", country="JOR", opened=timezone.now())
        open_site(site, "synthetic", str(new_id()))
        people = {name: person(site, name, role) for name, role in PEOPLE.items()}
        for language in ("en", "ar"):
            shown(site, people[f"nurse-{language}"], people["trainer"])
    told = {
        "cookie": settings.SESSION_COOKIE_NAME, "sessions": {name: session_of(user) for name, user in people.items()},
        "people": {name: str(user.pk) for name, user in people.items()},
    }  # fmt: skip
    Path(sys.argv[2]).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
