"""Programs that ask the API in tests."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone
from tests.service.conftest import MADE, new_user

from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.api.models import Scope
from hevesy_service.api.tokens import Wish, make, sites_of
from hevesy_service.book.models import Site

V1 = "/api/v1"
PLAN = f"{V1}/plans/{MADE}"
GOOD: dict[str, Any] = {
    f"{V1}/sites/irbid/plans": {"country": "KEN", "begin": "empty"},
    PLAN: {"text": "x", "seen": 1}, f"{PLAN}/freeze": {"seen": 1, "reason": "for the board"},
    f"{PLAN}/jobs": {"kind": "simulate"}, f"{V1}/jobs/{MADE}/stop": None, f"{V1}/jobs/{MADE}/go-on": None,
}  # fmt: skip


class Program:
    """A program with a token."""

    def __init__(self, secret: str, user: User | None = None) -> None:
        self.secret, self.user, self._client = secret, user, Client()

    def ask(self, method: str, path: str, body: Any = None, key: str = "", **headers: str) -> Any:
        """The answer to a request; a POST has a new key where none is given."""
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        if method == "POST":
            sent["Idempotency-Key"] = key or str(uuid4())
        text = "" if body is None else json.dumps(body)
        return self._client.generic(method, path, text, "application/json", headers=sent)

    def get(self, path: str) -> Any:
        """The JSON of an answer that must be good."""
        found = self.ask("GET", path)
        assert found.status_code == 200, found.content
        return found.json()

    def post(self, path: str, body: Any = None, key: str = "") -> Any:
        """The answer to what is sent."""
        return self.ask("POST", path, body, key)


def program(site: Site, *held: str, scopes: tuple[Scope, ...] = tuple(Scope), user: User | None = None) -> Program:
    """Of a person who holds these roles at the site, with a token of that site."""
    who = user or new_user(f"user-{User.objects.count()}")
    for role in held:
        give_role(site, who, role, "tests", f"{who.pk} {role}")
    wish = Wish("tests", scopes, sites_of(who), timezone.now() + timedelta(days=1))
    return Program(make(who, wish, uuid4()), who)


def said(found: Any, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is."""
    assert found["content-type"] == "application/problem+json"
    told: dict[str, Any] = found.json()
    assert (found.status_code, told["status"], told["type"]) == (status, status, code), told
    assert told["title"] and " " in told["detail"] and told["instance"].startswith(V1)
    return told
