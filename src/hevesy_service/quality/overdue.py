"""Corrective actions whose day has passed, with the roles that they have gone up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hevesy.quality import escalated_to, rungs
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.quality.actions import action_of
from hevesy_service.quality.models import ActionRow


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue action and whose matter it is beside its owner's."""

    row: ActionRow
    roles: tuple[str, ...]


def late_actions(site: Site, today: date) -> list[Late]:
    """The open actions of a site whose day has passed and of which nothing was done, the longest overdue first."""
    ladder = rungs(shelf(), shelf().reader("world"))
    rows = ActionRow.objects.filter(site=site, closed=None).exclude(due=None).prefetch_related("steps").order_by("due")
    found = [Late(row, escalated_to(action_of(row), today, ladder)) for row in rows]
    return [each for each in found if each.roles]
