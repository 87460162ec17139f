"""The way from an item of an audit to the action that mends it, and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from hevesy_service.book.models import Site
from hevesy_service.quality.findings import item_of
from hevesy_service.quality.models import ActionRow, AuditRow


def audit_of_finding(site: Site, said: Any) -> AuditRow | None:
    """The audit of the site that a form or an address names; None where it names none."""
    try:
        return AuditRow.objects.filter(site=site, pk=UUID(str(said or ""))).first()
    except ValueError:
        return None


def start_of(site: Site, asked: QueryDict) -> dict[str, Any]:
    """What is known of a finding before anybody writes it down: of an item its priority and what was seen."""
    about, audit = asked.get("about", ""), audit_of_finding(site, asked.get("audit"))
    found = item_of(about, audit)
    if found is None:
        return {"about": about}
    scored = audit.scores.filter(item=about).first() if audit else None
    return {
        "about": about, "source": "audit", "audit": audit.pk if audit else None,
        "priority": (scored.priority if scored else "") or found[2].priority,
        "finding": scored.comment if scored else "",
    }  # fmt: skip


def page_of_finding(row: ActionRow) -> str:
    """The item in its audit; empty where an action is not of one."""
    found = item_of(row.about, row.audit) if row.audit else None
    if found is None or row.audit is None:
        return ""
    name, _at, therapy = row.about.partition("@")
    asked = f"?{urlencode({'therapy': therapy})}" if therapy else ""
    return f"{reverse('checklist', args=[row.audit.pk, found[1].id])}{asked}#{name}"
