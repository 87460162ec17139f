"""The idle lock: the session stays, its pages are covered until the person is back, and what they typed is kept."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.http import HttpRequest

from hevesy_service.accounts.forms import SECRET
from hevesy_service.accounts.proof import SERIES
from hevesy_service.book.identifiers import new_id

LOCKED, SEEN, DRAFTS = "locked", "seen", "drafts"
SEEN_EVERY = 60.0  # seconds after which a sign of life is written down
MOST_DRAFTS = 5  # of at most 2.5 MB each, which is what Django reads of a form


def is_locked(request: HttpRequest) -> bool:
    """Whether a session is locked: by its page, or because nobody gave a sign of life for so long."""
    return bool(request.session.get(LOCKED)) or _idle(request) > settings.IDLE_MINUTES * 60


def look(request: HttpRequest) -> None:
    """At each request of who is signed in and not locked: write down that somebody is there.

    That a page became idle needs no writing down, so that it locks on a full disk too.
    """
    late = _idle(request) > SEEN_EVERY or SEEN not in request.session
    if late and not is_locked(request) and not is_quiet(request):
        _sign_of_life(request)


def lock(request: HttpRequest) -> None:
    """Lock a session now."""
    request.session[LOCKED] = True


def unlock(request: HttpRequest) -> None:
    """The person is back; a series of signatures has ended."""
    for name in (LOCKED, SERIES):
        request.session.pop(name, None)
    request.session[SEEN] = time.time()


def is_quiet(request: HttpRequest) -> bool:
    """Whether a page asked by itself, as that of a job does: no sign that anybody is there."""
    return "wait" in request.GET or request.headers.get("X-Quiet") == "1"


def keep_draft(request: HttpRequest) -> None:
    """Keep what was sent in a form to a locked session; passwords, codes and files are not kept."""
    fields = [[name, value] for name, values in request.POST.lists() for value in values if _is_kept(name)]
    sent = {"path": request.get_full_path(), "fields": fields, "files": sorted(request.FILES)}
    others = [each for each in drafts(request) if {**each, "id": ""} != {**sent, "id": ""}]
    request.session[DRAFTS] = [*others, {"id": str(new_id()), **sent}][-MOST_DRAFTS:]


def drafts(request: HttpRequest) -> list[dict[str, Any]]:
    """What was sent to a locked session and not sent again since."""
    found: list[dict[str, Any]] = request.session.get(DRAFTS, [])
    return found


def drop_draft(request: HttpRequest, id: str) -> None:
    """A draft was sent, or thrown away."""
    request.session[DRAFTS] = [each for each in drafts(request) if each["id"] != id]


def _is_kept(name: str) -> bool:
    return name not in (*SECRET, "csrfmiddlewaretoken", "draft") and "password" not in name


def _idle(request: HttpRequest) -> float:
    return time.time() - float(request.session.get(SEEN, time.time()))


def _sign_of_life(request: HttpRequest) -> None:
    """Write down that somebody is there; where the disk is full or read-only they go on reading all the same."""
    request.session[SEEN] = time.time()
    with suppress(OperationalError, UpdateError):  # the second is how a session says that the first happened
        request.session.save()
    request.session.modified = False
