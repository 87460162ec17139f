"""What the book says of people's competence. Nobody writes down what is known of themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from hevesy.competence import Evidence, What
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.competence.models import EvidenceRow
from hevesy_service.refusals import OwnEvidence

GIVEN = "evidence_given"
Ask = Callable[[Site, str, Evidence], None]
_before: list[Ask] = []


def asked_before(ask: Ask) -> Ask:
    """Names what is asked before something is written of a person, but by the board; it raises where it refuses."""
    _before.append(ask)
    return ask


def give(site: Site, person: str, found: Evidence, key: str, note: str = "", by_board: bool = False) -> Event:
    """Something became known of a person; `found.by` says so. Raises OwnEvidence where they speak of themselves."""
    if found.by == person:
        raise OwnEvidence()
    for ask in () if by_board else _before:
        ask(site, person, found)
    body = {
        "person": person, "what": str(found.what), "about": found.about, "on": found.on.isoformat(),
        "until": found.until.isoformat() if found.until else None, "level": found.level, "note": note,
    }  # fmt: skip
    return append(Entry(site, f"competence/{site.code}/{person}", GIVEN, found.by, key, body))


def evidence_of(site: Site, person: str) -> list[Evidence]:
    """What was written down of a person at a site."""
    return [evidence_in(row) for row in EvidenceRow.objects.filter(site=site, person=person)]


def evidence_of_all(site: Site, people: Collection[str]) -> Mapping[str, list[Evidence]]:
    """What was written down of each of some people."""
    found: dict[str, list[Evidence]] = {person: [] for person in people}
    for row in EvidenceRow.objects.filter(site=site, person__in=people):
        found[row.person].append(evidence_in(row))
    return found


def evidence_in(row: EvidenceRow) -> Evidence:
    """A row as the domain has it."""
    return Evidence(str(row.pk), What(row.what), row.about, row.on, row.until, row.level, by=row.by)


@projection(GIVEN)
def _given(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("person", "what", "about", "level", "note")}
    days = {"on": date.fromisoformat(body["on"]), "until": date.fromisoformat(body["until"]) if body["until"] else None}
    EvidenceRow.objects.create(pk=event.pk, site_id=event.site_id, by=event.by, written=event.at_server, **said, **days)


@told_by_the_book
def _nothing_known() -> None:
    EvidenceRow.objects.all().delete()
