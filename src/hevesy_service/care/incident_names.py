"""What an incident is called on pages and boards."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hevesy.run.incidents import KIND
from hevesy.run.saying import act_called
from hevesy_service.atlas.shelf import shelf
from hevesy_service.care.models import Incident
from hevesy_service.said import language, say


def called(incident: Incident) -> str:
    """What an incident is of: its act, or its kind where no act opened it."""
    if incident.act:
        return act_called(incident.act, shelf(), language())
    return say(f"incident.{KIND}_{incident.kind}") if incident.kind else _("Incident")
