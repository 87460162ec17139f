"""The door from home and from a site's page to the desk of the centre, as far as a person's roles open it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from hevesy_service.accounts.roles import rights
from hevesy_service.book.models import Site

FIRST = (("today", "see_care"), ("my_referrals", "see_own_referrals"), ("centre_desk", "see_gates"),
         ("inspection", "pull_inspection"), ("trainees", "lead_training"), ("audits", "see_audits"),
         ("modules", "learn_modules"), ("validation", "see_validation"), ("staffing", "see_staffing"),
         ("lessons", "see_lessons"), ("leaflets", "see_leaflets"), ("outreach", "see_outreach"))  # fmt: skip


def centre_door(roles: Iterable[str], site: Site) -> str:
    """The first page of the centre's desk for somebody with these roles; empty where none is open."""
    held = set(roles)
    for name, action in FIRST:
        if held & set(rights()[action].roles):
            return reverse(name, args=[site.code])
    return ""
