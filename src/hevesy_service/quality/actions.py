"""What the book says of corrective actions: each step is asked of the domain before it is written."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hevesy.quality import Action, Step
from hevesy.quality.action import SOURCES, after, check_may_follow
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.quality.discarded import check_stands
from hevesy_service.quality.models import ActionRow, AuditRow, StepRow

OPENED, STEPPED = "action_opened", "action_stepped"


def open_action(
    site: Site, found: Action, by: str, key: str, audit: AuditRow | None = None, origin: str = ""
) -> Event:
    """A finding is to be mended; `found` says where it came from.

    `origin` names the very thing: what has an action already keeps that one, whoever asks twice or at once. Raises
    AuditDiscarded where the audit that it came from was.
    """
    if found.source not in SOURCES:
        raise ValueError(f"{found.source} is none of {SOURCES}")
    body = {
        "source": found.source, "about": found.about, "priority": found.priority, "finding": found.finding,
        "opened": found.opened.isoformat(), "audit": str(audit.pk) if audit else None, "origin": origin,
    }  # fmt: skip
    with transaction.atomic():
        one_writer(site)
        known = ActionRow.objects.filter(site=site, origin=origin).first() if origin else None
        if known is not None:
            return Event.objects.get(pk=known.pk)
        if audit is not None and written(site, key) is None:
            check_stands(AuditRow.objects.get(pk=audit.pk))
        return append(Entry(site, f"actions/{site.code}", OPENED, by, key, body))


def take_step(row: ActionRow, step: Step, key: str, today: date | None = None) -> Event:
    """Something happened to an action, and not after `today`. Raises BadStep for what can't follow."""
    body = {
        "action": str(row.pk), "what": step.what, "on": step.on.isoformat(), "said": step.said, "owner": step.owner,
        "due": step.due.isoformat() if step.due else None, "evidence": list(step.evidence), "result": step.result,
    }  # fmt: skip
    with transaction.atomic():
        one_writer(row.site)
        if written(row.site, key) is None:  # what was sent before is not asked again
            check_may_follow(action_of(ActionRow.objects.get(pk=row.pk)), step, today)
        return append(Entry(row.site, f"actions/{row.site.code}", STEPPED, step.by, key, body))


def action_of(row: ActionRow) -> Action:
    """A row with its steps, as the domain has it."""
    action = Action(row.source, row.about, row.priority, row.finding, row.opened)
    for each in row.steps.all():
        action = after(action, step_of(each))
    return action


def step_of(row: StepRow) -> Step:
    """A step as the domain has it."""
    return Step(row.what, row.on, row.by, row.said, row.owner, row.due, tuple(row.evidence), row.result)


@projection(OPENED)
def _opened(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("source", "about", "priority", "finding")}
    ActionRow.objects.create(
        pk=event.pk, site_id=event.site_id, audit_id=UUID(body["audit"]) if body["audit"] else None,
        opened=date.fromisoformat(body["opened"]), origin=body.get("origin", ""), **said,
    )  # fmt: skip


@projection(STEPPED)
def _stepped(event: Event, body: dict[str, Any]) -> None:
    row = ActionRow.objects.get(pk=body["action"])
    said = {name: body[name] for name in ("what", "said", "owner", "evidence", "result")}
    due = date.fromisoformat(body["due"]) if body["due"] else None
    StepRow.objects.create(
        pk=event.pk, action=row, place=row.steps.count(), on=date.fromisoformat(body["on"]), by=event.by, due=due,
        **said,
    )  # fmt: skip
    now = action_of(row)
    ActionRow.objects.filter(pk=row.pk).update(owner=now.owner, due=now.due, closed=now.closed)


@told_by_the_book
def _no_actions() -> None:
    for table in (StepRow, ActionRow):
        table.objects.all().delete()
