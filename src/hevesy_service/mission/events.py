"""What the book says of questionnaires: what was asked, what was handed in, and what another person decided on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from hevesy_service.accounts.models import User
from hevesy_service.atlas.events import Said as FigureSaid
from hevesy_service.atlas.events import propose
from hevesy_service.atlas.models import ACCEPTED, OPEN, REFUSED
from hevesy_service.book.acting import FOR, acted, acting
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.mission.models import Draft, Filled, Questionnaire, Said
from hevesy_service.refusals import AlreadyDecided, OtherCountry, OwnProposal

KEPT, HANDED_IN, TAKEN, TURNED_DOWN = "questionnaire_kept", "form_handed_in", "form_accepted", "form_refused"


def hand_in(
    site: Site, asked: tuple[str, Sequence[Mapping[str, Any]]], answers: Sequence[Said], others: Sequence[Said],
    national: Sequence[str], by: User, key: str,
) -> Event:  # fmt: skip
    """Write answers into the book, propose those that are national figures, and put their drafts away: all or none.

    `asked` is the version of the questionnaire and its questions; `others` are answers that were not taken, of figures
    to which people gave two. Raises OtherCountry where the site belongs to none.
    """
    if not site.country:
        raise OtherCountry(site=site.name)
    version, questions = asked
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        known = Event.objects.filter(site=site, key=key).first()
        if known is not None:
            return known
        if not Event.objects.filter(site=site, stream=_asked(site, version)).exists():
            body = {"version": version, "asked": list(questions)}
            append(Entry(site, _asked(site, version), KEPT, str(by.pk), f"{site.pk}/{version}", body))
        body = {"country": site.country, "questionnaire": version, "answers": list(answers), "others": list(others)}
        event = append(Entry(site, _story(site), HANDED_IN, str(by.pk), key, body))
        for answer in answers:
            if answer["field"] in national:
                _proposed(site, answer, by, key)
        Draft.objects.filter(site=site, field__in=[each["field"] for each in answers]).delete()
    return event


def decide(form: Filled, accepts: bool, by: User, key: str, reason: str, seen: int) -> Event:
    """Accept or refuse a form; raises OwnProposal, AlreadyDecided, and StreamMoved where of a later row.

    Who handed in, who decides, and those in whose lent roles they do are all different people.
    """
    handed_in_for = acted(Event.objects.get(pk=form.pk)).get(FOR, form.by)
    if {form.by, handed_in_for} & {str(by.pk), acting().get(FOR, str(by.pk))}:
        raise OwnProposal()
    if form.decision != OPEN and not Event.objects.filter(site=form.site, key=key).exists():
        raise AlreadyDecided(decision=form.decision)
    kind = TAKEN if accepts else TURNED_DOWN
    body = {"form": str(form.pk)}
    return append(Entry(form.site, _story(form.site), kind, str(by.pk), key, body, reason, after=seen))


def place_of(site: Site) -> int:
    """The last place in the story of a site's forms."""
    last = Event.objects.filter(stream=_story(site)).order_by("-stream_seq").first()
    return 0 if last is None else last.stream_seq


def accepted_answers(site: Site) -> dict[str, tuple[Said, Filled]]:
    """The answers that hold for a site, by figure, each with the form that it stands in: the last that was accepted."""
    forms = Filled.objects.filter(site=site, country=site.country, decision=ACCEPTED)
    return {each["field"]: (each, form) for form in forms for each in form.answers}


def _proposed(site: Site, answer: Said, by: User, key: str) -> None:
    value = answer["said"].get("value")
    said = FigureSaid(
        answer["field"], None if value is None else float(value), answer["state"], answer["year"], answer["source"]
    )
    why = answer["note"] or "answered in the questionnaire"
    propose(site, said, by, f"{key}/{answer['field'].removeprefix('country.')}", why)


def _story(site: Site) -> str:
    return f"questionnaire/{site.pk}"


def _asked(site: Site, version: str) -> str:
    return f"questionnaire/{site.pk}/{version}"


@projection(KEPT)
def _kept(event: Event, body: dict[str, Any]) -> None:
    Questionnaire.objects.get_or_create(version=body["version"], defaults={"asked": body["asked"]})


@projection(HANDED_IN)
def _handed_in(event: Event, body: dict[str, Any]) -> None:
    Filled.objects.create(
        pk=event.pk, site_id=event.site_id, number=Filled.objects.filter(site_id=event.site_id).count() + 1,
        place=event.stream_seq, questionnaire_id=body["questionnaire"], country=body["country"],
        answers=body["answers"], others=body["others"], by=event.by, at=event.at_device, row=event.site_seq,
    )  # fmt: skip


@projection(TAKEN)
def _taken(event: Event, body: dict[str, Any]) -> None:
    _decided(event, body, ACCEPTED)


@projection(TURNED_DOWN)
def _turned_down(event: Event, body: dict[str, Any]) -> None:
    _decided(event, body, REFUSED)


def _decided(event: Event, body: Mapping[str, Any], decision: str) -> None:
    form = Filled.objects.get(pk=UUID(body["form"]))
    form.decision, form.decided_by = decision, event.by
    form.decided_at, form.decided_why = event.at_device, event.reason
    form.save()


@told_by_the_book
def _no_forms() -> None:
    Filled.objects.all().delete()
    Questionnaire.objects.all().delete()
