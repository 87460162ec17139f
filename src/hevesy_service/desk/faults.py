"""The page where something failed: what it means for who was writing. It asks the database nothing."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from hevesy import __version__
from hevesy.words import sentence
from hevesy_service.faults import refusal_of
from hevesy_service.refusals import Fault


def fault(request: HttpRequest) -> HttpResponse:
    """For every exception that no page expects: a full disk, one that cannot be written to, a mistake of ours."""
    error = sys.exc_info()[1]
    said = (refusal_of(error) if error else None) or Fault(at=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
    # without the request no context processor asks for the person and their doors, which may fail again
    page = {"said": sentence(said), "version": __version__}
    return HttpResponse(render_to_string("desk/refused.html", page), status=said.status)
