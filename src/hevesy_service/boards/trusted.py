"""Boards of other installations that are trusted here, and the check of a certificate without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hevesy.competence import certificate
from hevesy.competence.certificate import Certificate, Checked, Revoked
from hevesy.competence.certification import SUSPENDED, WITHDRAWN
from hevesy.errors import BadCertificate
from hevesy_service.accounts.models import User
from hevesy_service.boards.cases import case_of
from hevesy_service.boards.chains import chain, in_chains
from hevesy_service.boards.keys import key_here
from hevesy_service.boards.models import BoardRow, CaseRow, TrustedRow
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.refusals import BoardTrusted, ListAhead, OlderList

TRUSTED, LISTED = "board_trusted", "board_list_taken"


@dataclass(frozen=True, slots=True)
class Known:
    """A board that is known here, with its public key and what it took back; None where no list is here."""

    name: str
    public: bytes
    revoked: Revoked | None


def trust(site: Site, name: str, public: str, by: str, key: str) -> Event:
    """A board of another installation is trusted here. Raises BoardTrusted where one of this name is."""
    with transaction.atomic():
        one_writer(site)
        if written(site, key) is None and name in {each.name for each in boards_known()}:
            raise BoardTrusted(name=name)
        return append(Entry(site, f"trusted/{site.code}", TRUSTED, by, key, {"name": name, "public": public}))


def take_list(row: TrustedRow, text: str, by: str, key: str) -> Event:
    """A newer list of what a board took back. Raises BadCertificate, OlderList, ListAhead."""
    found = certificate.read_list(text, row.public.encode())
    if found.board != row.name:
        raise _of_another(found.board, row.name)
    body = {"board": str(row.pk), "list": text.strip(), "on": found.on.isoformat()}
    with transaction.atomic():
        one_writer(row.site)
        if written(row.site, key) is None:
            _check_newer(found, TrustedRow.objects.get(pk=row.pk))
        return append(Entry(row.site, f"trusted/{row.site.code}", LISTED, by, key, body))


def _check_newer(found: Revoked, row: TrustedRow) -> None:
    """Strictly newer than what is held, and not of the future; one of the future that is held is followed by any."""
    now = timezone.now()
    if found.is_ahead(now):
        raise ListAhead(on=_dated(found))
    held = certificate.read_list(row.list, row.public.encode()) if row.list else None
    if held is not None and not held.is_ahead(now) and not found.is_newer(held):
        raise OlderList(on=_dated(found), held=_dated(held))


def _dated(found: Revoked) -> str:
    return f"{found.at:%Y-%m-%d %H:%M:%S} UTC" if found.at else str(found.on)


def certificate_text(row: CaseRow) -> str:
    """The signed text of a case's certificate: what its QR code holds."""
    held, user = case_of(row), User.objects.get(pk=row.person)
    if held.granted is None or held.until is None:
        raise ValueError(f"{row.pk} has no certificate")
    said = Certificate(row.number, row.board.name, row.framework, row.version, str(user), held.granted, held.until)
    return certificate.issue(said, key_here(settings.HOME))


def taken_back(board: BoardRow, on: date) -> Revoked:
    """What the board of this installation has taken back or suspended, as of a day; east of it that may be the next.

    With a certificate goes every one that it renews, for the same was said by each of them.
    """
    numbers: dict[str, tuple[date, str]] = {}
    serial = 0
    for row in in_chains(CaseRow.objects.filter(board=board).exclude(number="")):
        held = case_of(row)
        serial += len(held.steps)  # which are only ever added
        if held.withdrawn or held.suspended:
            why = (held.withdrawn, WITHDRAWN) if held.withdrawn else (held.suspended or on, SUSPENDED)
            numbers |= {each.number: why for each in chain(row) if each is row or each.number not in numbers}
    last, at = max((on, *(since for since, _why in numbers.values()))), timezone.now().replace(microsecond=0)
    return Revoked(board.name, last, numbers, serial, at)


def list_text(board: BoardRow, on: date) -> str:
    """The dated list, signed."""
    return certificate.revoke(taken_back(board, on), key_here(settings.HOME))


def boards_known(on: date | None = None) -> list[Known]:
    """The board of this installation, which knows what it took back, and those trusted here, by their lists."""
    own = [
        Known(each.name, each.public.encode(), taken_back(each, on) if on else None) for each in BoardRow.objects.all()
    ]
    others = [
        Known(each.name, each.public.encode(),
              certificate.read_list(each.list, each.public.encode()) if each.list else None)
        for each in TrustedRow.objects.all()
    ]  # fmt: skip
    return own + others


def check(text: str, on: date) -> Checked:
    """Whether a certificate stands on a day, by what is here alone. Raises BadCertificate."""
    known = boards_known(on)
    if not known:
        raise BadCertificate(problem="no board is trusted here yet", advice="ask an administrator to enter its key",
                             because="no_board")  # fmt: skip
    for board in known:
        try:
            found = certificate.check(text, board.public, board.revoked, on)
        except BadCertificate as error:
            last = error
            continue
        if found.certificate.board != board.name:
            raise _of_another(found.certificate.board, board.name)
        return found
    raise last


def _of_another(found: str, board: str) -> BadCertificate:
    return BadCertificate(problem=f"it names {found}, and {board} has signed it", because="other_board", found=found,
                          board=board, advice="believe nothing of it, and ask the board")  # fmt: skip


@projection(TRUSTED)
def _trusted(event: Event, body: dict[str, Any]) -> None:
    TrustedRow.objects.create(pk=event.pk, site_id=event.site_id, list="", listed=None, **body)


@projection(LISTED)
def _listed(event: Event, body: dict[str, Any]) -> None:
    TrustedRow.objects.filter(pk=body["board"]).update(list=body["list"], listed=date.fromisoformat(body["on"]))


@told_by_the_book
def _none_trusted() -> None:
    TrustedRow.objects.all().delete()
