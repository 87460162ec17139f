"""What the book says of plans, and what follows from it in ordinary tables."""

from __future__ import annotations

from typing import Any
from uuid import UUID

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


def freeze_plan(plan: Plan, number: int, by: str, key: str, seen: int, reason: str) -> Event:
    """The version as it stands becomes a numbered baseline."""
    return append(Entry(plan.site, f"plan/{plan.pk}", FROZEN, by, key, {"number": number}, reason, after=seen))


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


@projection(FROZEN)
def _frozen(event: Event, body: dict[str, Any]) -> None:
    plan = Plan.objects.get(pk=_plan_of(event))
    _step(plan, event, plan.text, event.reason, body["number"])


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
