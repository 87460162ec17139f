"""What the book says of plans, and what follows from it in ordinary tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from hevesy_service.accounts.signature import keep, overtake, shows, signed, text_of
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.plans.models import Plan, Version

OPENED, CHANGED, FROZEN = "plan_opened", "plan_changed", "plan_frozen"


def open_plan(site: Site, pk: UUID, country: str, name: str, text: str, what: str, by: str, key: str) -> Event:
    """A plan begins."""
    body = {"country": country, "name": name, "text": text, "what": what}
    return append(Entry(site, f"plan/{pk}", OPENED, by, key, body))


def change_plan(plan: Plan, name: str, text: str, what: str, by: str, key: str, seen: int) -> Event:
    """A plan's next version; raises StreamMoved where somebody changed it after version `seen`."""
    body = {"name": name, "text": text, "what": what}
    return append(Entry(plan.site, f"plan/{plan.pk}", CHANGED, by, key, body, after=seen))


def freeze_plan(plan: Plan, by: str, key: str, seen: int, reason: str, how: str) -> int:
    """The version as it stands becomes the next numbered baseline, and its number is returned.

    It is signed: `how` says by what the person proved who they are.
    """
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=plan.site_id)
        known = Event.objects.filter(stream=f"plan/{plan.pk}", key=key, type=FROZEN, by=by).first()
        if known is not None:  # sent again: the number that it was given
            return int(json.loads(known.body)["number"])
        number = plan.versions.exclude(frozen=None).count() + 1
        body = {"number": number, **signed(_shown(str(plan.pk), number, plan.text, reason), how)}
        append(Entry(plan.site, f"plan/{plan.pk}", FROZEN, by, key, body, reason, after=seen))
    return number


def about_baseline(plan: UUID, number: int) -> str:
    """What a signature of a baseline is about."""
    return f"{plan}/{number}"


def _shown(plan: str, number: int, text: str, reason: str) -> str:
    return text_of(FROZEN, {"plan": plan, "number": number, "reason": reason, "text": text})


@shows(FROZEN)
def _shown_again(event: Event, body: Mapping[str, Any]) -> str:
    version = Version.objects.get(plan=_plan_of(event), number=event.stream_seq)
    return _shown(str(_plan_of(event)), body["number"], version.text, event.reason)


@projection(OPENED)
def _opened(event: Event, body: dict[str, Any]) -> None:
    plan = Plan.objects.create(
        pk=_plan_of(event), site_id=event.site_id, country=body["country"], name=body["name"], text=body["text"],
        version=event.stream_seq, changed=event.at_device,
    )  # fmt: skip
    _keep(plan, event, body["text"], body["what"])


@projection(CHANGED)
def _changed(event: Event, body: dict[str, Any]) -> None:
    plan = Plan.objects.get(pk=_plan_of(event))
    plan.name, plan.text = body["name"], body["text"]
    _step(plan, event, body["text"], body["what"])
    overtake(event, FROZEN)


@projection(FROZEN)
def _frozen(event: Event, body: dict[str, Any]) -> None:
    plan = Plan.objects.get(pk=_plan_of(event))
    _step(plan, event, plan.text, event.reason, body["number"])
    keep(event, body, about_baseline(plan.pk, body["number"]))
    overtake(event, FROZEN)


def _step(plan: Plan, event: Event, text: str, what: str, frozen: int | None = None) -> None:
    plan.version, plan.changed = event.stream_seq, event.at_device
    plan.save()
    _keep(plan, event, text, what, frozen)


def _keep(plan: Plan, event: Event, text: str, what: str, frozen: int | None = None) -> None:
    Version.objects.create(
        plan=plan, number=event.stream_seq, text=text, what=what, by=event.by, at=event.at_device, frozen=frozen
    )


def _plan_of(event: Event) -> UUID:
    return UUID(event.stream.partition("/")[2])


@told_by_the_book
def _no_plans() -> None:
    Plan.objects.all().delete()
