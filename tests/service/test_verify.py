"""The check: chains, and the tables beside a rebuild from the books, row by row."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from tests.service.conftest import new_user, plan_in

from hevesy_service.accounts.models import Membership
from hevesy_service.api.models import Scope, Token
from hevesy_service.api.tokens import Wish, make
from hevesy_service.atlas.models import Training
from hevesy_service.book import writing
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import CannotRetell
from hevesy_service.checking import WRONG, verified
from hevesy_service.plans.models import Plan, Version


@pytest.fixture
def planned(site: Site) -> Site:
    plan_in(site, new_user("who made it"))
    return site


def test_tables_that_are_what_the_book_tells(planned: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert differences() == [] and verified(False) == 0
    said = capsys.readouterr().out
    assert "irbid: 2 rows, whole; last hash " in said and "Tables: built anew from the books, the same" in said
    assert Plan.objects.exists() and Version.objects.exists()  # as they stood


def test_each_row_that_differs_is_named_and_no_value_is(planned: Site, capsys: pytest.CaptureFixture[str]) -> None:
    user = new_user("sly")
    Membership.objects.create(user=user, site=planned, role="approver", since=planned.opened)
    Plan.objects.update(name="a secret name")
    plan = Plan.objects.get()
    version = Version.objects.get()
    version.delete()
    assert sorted(str(each) for each in differences()) == [
        f"accounts.Membership, user={user.pk} site={planned.pk} role=approver: "
        "it stands in the table, and the book does not tell of it",
        f"plans.Plan, id={plan.pk}: name: not what the book tells",
        f"plans.Version, plan={plan.pk} number=1: the book tells of it, and the table does not have it",
    ]
    assert verified(False) == WRONG
    said = capsys.readouterr().out
    assert "Tables: not what the book tells" in said and f"plans.Plan, id={plan.pk}" in said
    assert "secret" not in said and "sly" not in said


def test_for_machines(planned: Site, capsys: pytest.CaptureFixture[str]) -> None:
    Plan.objects.update(version=7)
    assert verified(True) == WRONG
    told = json.loads(capsys.readouterr().out)
    assert [(each["site"], each["rows"], each["wrong"]) for each in told["books"]] == [("irbid", 2, [])]
    assert told["tables"] == [f"plans.Plan, id={Plan.objects.get().pk}: version: not what the book tells"]
    assert verified(True, tables=False) == 0
    assert json.loads(capsys.readouterr().out)["tables"] is None


def test_what_the_book_does_not_tell_is_not_compared(planned: Site) -> None:
    """A register is an ordinary list; the last use of a token stands outside the book."""
    Training.objects.create(site=planned, title="T", provider="P", kind="course", cadre="all", source="S", year=2026,
                            changed=planned.opened)  # fmt: skip
    ends = timezone.now() + timedelta(days=1)
    make(new_user("programmer"), Wish("p", [Scope.READ], [planned], ends), UUID(int=1))
    Token.objects.update(used=planned.opened)
    assert differences() == []
    Token.objects.update(scopes="read run")
    assert [each.why for each in differences()] == ["scopes: not what the book tells"]


def test_a_row_that_this_version_does_not_understand_is_named(planned: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(event: Event, body: dict[str, Any]) -> None:
        raise KeyError("name")

    monkeypatch.setitem(writing._projections, "plan_opened", unknown)
    with pytest.raises(CannotRetell, match=r"row 2 of irbid \(plan_opened, version 1\): KeyError"):
        differences()
    assert Plan.objects.exists() and connection.in_atomic_block
