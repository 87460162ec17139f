"""What every page has: the version, and the doors that this person may open."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hevesy import __version__
from hevesy_service.accounts.passkeys import has_passkey, work_here
from hevesy_service.accounts.rights import may
from hevesy_service.desk.back import came_from
from hevesy_service.desk.lock import drafts, is_locked
from hevesy_service.said import INTERFACE, MEDICAL, is_reviewed

DOORS = (("atlas", "/atlas/", "see_atlas"), ("health", "/health/", "see_health"))


def of_every_page(request: HttpRequest) -> dict[str, Any]:
    """Nothing but the version for who is not signed in."""
    every = {
        "version": __version__, "doors": [], "unread": not is_reviewed(INTERFACE),
        "unread_medical": not is_reviewed(MEDICAL),
        "here": request.get_full_path() if request.method in ("GET", "HEAD") else "/",
        "passkeys_here": work_here(request), "came_from": partial(came_from, request),
    }  # fmt: skip
    if not request.user.is_authenticated:
        return every
    every["passkey"] = has_passkey(request)
    if is_locked(request):  # nothing of what the person may see
        return every
    every |= {"covers": True, "idle_minutes": settings.IDLE_MINUTES, "drafts_wait": bool(drafts(request))}
    return every | {"doors": [(name, path) for name, path, action in DOORS if may(request.user, action)]}
