"""What the book says of who is in training at a site: for which framework, since when, and who supervises them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.competence.models import EnrolmentRow, SupervisorRow
from hevesy_service.refusals import InTraining, OwnProcedure

ENROLLED, ENDED = "trainee_enrolled", "training_ended"


def enrol(
    site: Site, person: str, framework: str, since: date, supervisors: Collection[str], by: str, key: str
) -> Event:
    """Somebody is in training from a day on, for one framework at a time; of the same one, day and supervisors change.

    Raises OwnProcedure where they would supervise themselves, InTraining where they train for another framework then.
    """
    if person in supervisors:
        raise OwnProcedure()
    body = {
        "person": person, "framework": framework, "since": since.isoformat(), "supervisors": sorted(supervisors),
    }  # fmt: skip
    with transaction.atomic():
        one_writer(site)
        other = in_the_way(site, person, framework, since)
        if other is not None and written(site, key) is None:  # what was sent before is not asked again
            raise InTraining(framework=other.framework, since=other.since.isoformat())
        return append(Entry(site, stream_of(site, person), ENROLLED, by, key, body))


def in_the_way(site: Site, person: str, framework: str, since: date) -> EnrolmentRow | None:
    """The training for another framework that is not over when one would begin; it is to be ended first."""
    other = EnrolmentRow.objects.filter(Q(until=None) | Q(until__gte=since), site=site, person=person)
    return other.exclude(framework=framework).first()


def end_training(site: Site, person: str, until: date, by: str, key: str) -> Event:
    """The last day of somebody's training; what they have done stays in their logbook."""
    body = {"person": person, "until": until.isoformat()}
    return append(Entry(site, stream_of(site, person), ENDED, by, key, body))


def stream_of(site: Site, person: str) -> str:
    """The story of a trainee at a site."""
    return f"training/{site.code}/{person}"


def enrolment_of(site: Site, person: str) -> EnrolmentRow | None:
    """The training of a person, also one that has ended; None for who was never enrolled."""
    return EnrolmentRow.objects.filter(site=site, person=person).first()


def time_trained(person: str, framework: str, on: date) -> tuple[date, date] | None:
    """From which day to which, today at most, somebody trained for a framework at any site; None if not known."""
    rows = EnrolmentRow.objects.filter(person=person, framework=framework)
    found = list(rows.values_list("since", "until"))
    if not found:
        return None
    return min(since for since, _until in found), min(on, max(until or on for _since, until in found))


def in_training(site: Site, on: date) -> list[EnrolmentRow]:
    """Who is in training on a day."""
    rows = EnrolmentRow.objects.filter(Q(until=None) | Q(until__gte=on), site=site, since__lte=on)
    return list(rows)


@projection(ENROLLED)
def _enrolled(event: Event, body: dict[str, Any]) -> None:
    EnrolmentRow.objects.filter(site_id=event.site_id, person=body["person"]).delete()
    said = {name: body[name] for name in ("person", "framework", "supervisors")}
    since = date.fromisoformat(body["since"])
    EnrolmentRow.objects.create(pk=event.pk, site_id=event.site_id, since=since, by=event.by, **said)
    for each in body["supervisors"]:
        SupervisorRow.objects.get_or_create(site_id=event.site_id, person=body["person"], supervisor=each)


@projection(ENDED)
def _ended(event: Event, body: dict[str, Any]) -> None:
    found = EnrolmentRow.objects.filter(site_id=event.site_id, person=body["person"])
    found.update(until=date.fromisoformat(body["until"]))


@told_by_the_book
def _nobody_in_training() -> None:
    EnrolmentRow.objects.all().delete()
    SupervisorRow.objects.all().delete()
