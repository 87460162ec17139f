"""What every page has: the version, and the doors that this person may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from hevesy import __version__
from hevesy_service.accounts.rights import may

DOORS = (("atlas", "/atlas/", "see_atlas"), ("health", "/health/", "see_health"))


def of_every_page(request: HttpRequest) -> dict[str, Any]:
    """Nothing but the version for who is not signed in."""
    if not request.user.is_authenticated:
        return {"version": __version__, "doors": []}
    doors = [(name, path) for name, path, action in DOORS if may(request.user, action)]
    return {"version": __version__, "doors": doors}
