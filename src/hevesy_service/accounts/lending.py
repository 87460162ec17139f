"""Lending a role: to a colleague of the site, from day to day, with a reason; it ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from hevesy_service.accounts.models import Lending, Membership, User
from hevesy_service.accounts.set_up import ADMINISTRATOR
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.book.zone import today_at
from hevesy_service.refusals import NotLendable

LENT, ENDED = "role_lent", "lending_ended"
NEVER_LENT = (ADMINISTRATOR,)  # who gives roles would by it give themselves what was only lent


@dataclass(frozen=True, slots=True)
class Loan:
    """A role as somebody wishes to lend it; `first` and `last` are both included."""

    borrower: User
    role: str
    first: date
    last: date
    reason: str


def lend(site: Site, lender: User, loan: Loan, key: UUID, longest_days: float) -> Event:
    """Lend one of one's own roles; raises NotLendable, which says why."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        if not Event.objects.filter(site=site, key=str(key)).exists():
            why = why_not(site, lender, loan, longest_days)
            if why:
                raise NotLendable(why=why)
        body = {
            "lender": str(lender.pk), "borrower": str(loan.borrower.pk), "role": loan.role,
            "first": loan.first.isoformat(), "last": loan.last.isoformat(),
        }  # fmt: skip
        stream = f"lending/{uuid5(site.pk, str(key))}"
        return append(Entry(site, stream, LENT, str(lender.pk), str(key), body, loan.reason))


def why_not(site: Site, lender: User, loan: Loan, longest_days: float) -> str:
    """Why a role cannot be lent so; empty where it can."""
    works = Membership.objects.filter(site=site)
    if loan.role in NEVER_LENT:
        return _("an administrator's role is given, never lent")
    if not works.filter(user=lender, role=loan.role).exists():
        return _("you do not hold this role here yourself, and a role that was lent is not lent on")
    if loan.borrower == lender or not works.filter(user=loan.borrower).exists():
        return _("the other person must be a colleague who holds a role at this site")
    if works.filter(user=loan.borrower, role=loan.role).exists():
        return _("the other person holds this role already")
    if not today_at(site) <= loan.first <= loan.last:
        return _("it begins today or later, and ends on that day or after it")
    if loan.last - loan.first >= timedelta(days=longest_days):
        return _("it may last %(days)s days at most") % {"days": round(longest_days)}
    return _overlapping(site, loan)


def _overlapping(site: Site, loan: Loan) -> str:
    same = Lending.objects.filter(site=site, borrower=loan.borrower, role=loan.role, ended=None)
    if same.filter(first__lte=loan.last, last__gte=loan.first).exists():
        return _("the same role is lent to this person in these days already")
    return ""


def end(lending: Lending, by: User, key: str) -> None:
    """End a lending before its last day; where it was ended before, nothing happens."""
    if lending.ended is None:
        append(Entry(lending.site, f"lending/{lending.pk}", ENDED, str(by.pk), key))


@projection(LENT)
def _lent(event: Event, body: dict[str, Any]) -> None:
    Lending.objects.create(
        pk=UUID(event.stream.partition("/")[2]), site_id=event.site_id, lender_id=UUID(body["lender"]),
        borrower_id=UUID(body["borrower"]), role=body["role"], first=date.fromisoformat(body["first"]),
        last=date.fromisoformat(body["last"]), reason=event.reason,
    )  # fmt: skip


@projection(ENDED)
def _ended(event: Event, body: dict[str, Any]) -> None:
    found = Lending.objects.filter(pk=UUID(event.stream.partition("/")[2]), ended=None)
    found.update(ended=event.at_device, ended_by=event.by)


@told_by_the_book
def _no_lendings() -> None:
    Lending.objects.all().delete()
