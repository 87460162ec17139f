"""The service in tests: a home of its own, and Django set up once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["HEVESY_HOME"] = tempfile.mkdtemp(prefix="hevesy-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = "hevesy_service.settings"

import django

django.setup()

from django.conf import settings
from django.test import Client
from django.utils import timezone

from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones are for real passwords


@pytest.fixture(autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Pages in tests name static files as they are; `serve` collects them under names with their hash."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    kept = settings.STORAGES
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**kept, "staticfiles": plain}
    yield
    settings.STORAGES = kept


@pytest.fixture
def site(db: None) -> Site:
    return new_site("irbid", "King's Hospital Irbid")


@pytest.fixture
def signed_in(site: Site) -> Callable[..., Client]:
    """A client signed in as a person with these roles at the site."""

    def of(*roles: str, at: Site = site) -> Client:
        user = new_user(f"user-{User.objects.count()}")
        for role in roles:
            give_role(at, user, role, "tests", f"{user.pk} {role}")
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return of


def new_site(code: str, name: str) -> Site:
    """A site with the first row of its book."""
    site = Site.objects.create(code=code, name=name, country="JOR", opened=timezone.now())
    open_site(site, "tests", f"open {code}")
    return site


def new_user(name: str) -> User:
    """A person, clearly synthetic."""
    return User.objects.create_user(name, password="a long pass phrase", full_name=f"Synthetic {name}")
