"""People and acts of the board, for its tests: a nurse applies, members decide."""

from __future__ import annotations

from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone
from tests.service.conftest import MEMBERS

from hevesy.competence import Evidence, Recent, What, find_framework
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.cases import Said, apply_for, confirm, decide
from hevesy_service.boards.models import CaseRow
from hevesy_service.book.models import Event, Site
from hevesy_service.care.standings import standing_for
from hevesy_service.competence.events import give
from hevesy_service.learn.certifying import lacks_of

FRAMEWORK = "default_nurse"


def key() -> str:
    return str(uuid4())


def applied(site: Site, nurse: User, whole: bool = True, **more: object) -> CaseRow:
    """A nurse has applied; somebody of the site confirmed all that is asked."""
    asked = find_framework(FRAMEWORK, shelf())
    made = apply_for(site, str(nurse.pk), asked, 5, today(), key(), **more)  # type: ignore[arg-type]
    row = CaseRow.objects.get(pk=made.pk)
    if whole:
        for name, level in asked.levels.items():
            shown = Evidence("", What.SHOWN, name, today(), level=level, by="boss")
            give(site, str(nurse.pk), shown, key(), "seen")
        for kind, amount in (("months", 3), ("hours", 40), ("credits", 100)):
            confirm(row, kind, amount, "file 7", "boss", today(), key())
    return fresh(row)


def today() -> date:
    """The day at both sites."""
    return timezone.now().astimezone(ZoneInfo("Asia/Amman")).date()


def fresh(row: CaseRow) -> CaseRow:
    return CaseRow.objects.get(pk=row.pk)


def voted(row: CaseRow, by: User, grants: bool = True, sent: str = "") -> Event:
    lacks = tuple(each.because for each in lacks_of(fresh(row), today()))
    told = Said("voted", "because", grants)
    return decide(fresh(row), told, str(by.pk), today(), sent or key(), "password", lacks)


def did(row: CaseRow, what: str, by: User) -> Event:
    return decide(fresh(row), Said(what, "because"), str(by.pk), today(), key(), "password")


def granted(site: Site, nurse: User, board: dict[str, User]) -> CaseRow:
    row = applied(site, nurse)
    for name in MEMBERS[:2]:
        voted(row, board[name])
    return fresh(row)


def may_administer(site: Site, nurse: User, on: date) -> list[str]:
    """Why a nurse may not, as far as a certificate says it."""
    found = standing_for(site, str(nurse.pk), "administration", "ra223", on, Recent(0), shelf())
    assert found is not None
    return [each.because for each in found.reasons if "certificate" in each.because]


def renewed(site: Site, nurse: User, board: dict[str, User], row: CaseRow) -> CaseRow:
    """The certificate is renewed by two; nothing of it is said to be missing."""
    again = applied(site, nurse, whole=False, renews=row)
    for name in MEMBERS[:2]:
        decide(again, Said("voted", "because", True), str(board[name].pk), today(), key(), "password")
    return fresh(again)


def text_of(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, found.content.decode()
    return found.content.decode()
