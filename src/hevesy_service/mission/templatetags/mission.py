"""One figure of the questionnaire as boxes to fill in."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from hevesy.facts import State
from hevesy_service.atlas.events import STATES
from hevesy_service.mission.questions import Field
from hevesy_service.said import say

register = template.Library()
LABELS = {
    "value": _("Answer"), "low": _("At least"), "high": _("At most"), "text": _("Answer"), "producer": _("Producer"),
    "to_airport": _("Airport of arrival"), "carrier": _("Airline"), "class7": _("Takes Class 7 (yes or no)"),
    "days": _("Days it flies (Mon Thu)"),
}  # fmt: skip


@register.inclusion_tag("mission/field.html")
def figure(field: Field, typed: dict[str, str], wrong: list[str], others: list[Any], accepted: str) -> dict[str, Any]:
    """The boxes of a figure with what this person typed, what is wrong with it, and what others typed."""
    parts = [(part, LABELS[part], typed.get(part, "")) for part in field.parts]
    zero = field.parts[0] == "value" and not field.table
    states = [(str(each), say(f"state.{each}")) for each in STATES if zero or each != State.REPORTED_ZERO]
    return {"field": field, "typed": typed, "wrong": wrong, "others": others, "accepted": accepted, "parts": parts,
            "states": states, "chosen": typed.get(field.parts[0], "").split()}  # fmt: skip
