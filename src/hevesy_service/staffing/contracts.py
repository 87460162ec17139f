"""What the book says of contracts: the share of a full-time post that somebody has in a role at a site, by days.

A person stands there by their number alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hevesy.competence.contract import WHOLE, Contract, fullest, percents_on
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.refusals import OverFullTime
from hevesy_service.staffing.models import ContractRow

STATED = "contract_stated"


def state_contract(site: Site, said: Contract, by: str, key: str) -> Event:
    """Somebody's contract in a role from a day on, in place of what was stated from the same day.

    Raises OverFullTime where all of the person's contracts at the site would come to more than a full-time post.
    """
    body = {
        "person": said.person, "role": said.role, "percent": said.percent, "first": said.first.isoformat(),
        "until": said.until and said.until.isoformat(),
    }  # fmt: skip
    with transaction.atomic():
        one_writer(site)  # so that nobody states another role of the same person at the same moment
        if written(site, key) is None:  # what was sent before is not asked again
            _check_not_over(site, said)
        return append(Entry(site, f"contracts/{site.code}/{said.person}", STATED, by, key, body))


def _check_not_over(site: Site, said: Contract) -> None:
    known = [each for each in contracts_of(site, said.person) if (each.role, each.first) != (said.role, said.first)]
    day, percent = fullest([*known, said])
    if percent > WHOLE:
        raise OverFullTime(on=day, percent=f"{percent:g}")


def contracts_of(site: Site, person: str = "") -> list[Contract]:
    """All that was stated at a site, or of one person; by role and day."""
    rows = ContractRow.objects.filter(site=site, **({"person": person} if person else {}))
    return [Contract(*each) for each in rows.values_list("person", "role", "percent", "first", "until")]


def percents_at(sites: Collection[UUID], on: date) -> dict[tuple[UUID, str, str], float]:
    """By site, person and role, the percent that hold on a day, where they are stated: one query for all sites."""
    rows = ContractRow.objects.filter(Q(until=None) | Q(until__gte=on), site__in=sites, first__lte=on).order_by()
    found: dict[UUID, list[Contract]] = defaultdict(list)
    asked = rows.values_list("site_id", "person", "role", "percent", "first", "until")
    for site, person, role, percent, first, until in asked:
        found[site].append(Contract(person, role, percent, first, until))
    return {
        (site, person, role): percent for site, each in found.items()
        for (person, role), percent in percents_on(each, on).items()
    }  # fmt: skip


@projection(STATED)
def _stated(event: Event, body: dict[str, Any]) -> None:
    first, until = date.fromisoformat(body["first"]), body["until"] and date.fromisoformat(body["until"])
    about = {"site_id": event.site_id, "person": body["person"], "role": body["role"], "first": first}
    ContractRow.objects.filter(**about).delete()
    ContractRow.objects.create(
        pk=event.pk, **about, until=until, percent=body["percent"], by=event.by, written=event.at_server
    )


@told_by_the_book
def _no_contracts() -> None:
    ContractRow.objects.all().delete()
