"""What the book says of assessments at work: each is evidence of the trainee too, written in the same transaction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from hevesy.competence.assessment import Assessment, evidence_from
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.competence.events import give
from hevesy_service.competence.models import AssessmentRow
from hevesy_service.competence.training import stream_of

ASSESSED = "workplace_assessed"


def assess(site: Site, person: str, found: Assessment, key: str) -> Event:
    """A colleague has looked on: passed, the competency is shown at its level; else it is failed.

    Raises OwnEvidence where somebody assesses themselves.
    """
    said = asdict(found)
    body = {"person": person, **said, "on": found.on.isoformat()}
    del body["by"]
    with transaction.atomic():
        give(site, person, evidence_from(found), f"{key} evidence", found.feedback)
        return append(Entry(site, stream_of(site, person), ASSESSED, found.by, key, body))


@projection(ASSESSED)
def _assessed(event: Event, body: dict[str, Any]) -> None:
    plain = ("person", "kind", "competency", "level", "passed", "feedback", "case")
    AssessmentRow.objects.create(
        pk=event.pk, site_id=event.site_id, on=date.fromisoformat(body["on"]), by=event.by, written=event.at_server,
        **{name: body[name] for name in plain},
    )  # fmt: skip


@told_by_the_book
def _nobody_assessed() -> None:
    AssessmentRow.objects.all().delete()
