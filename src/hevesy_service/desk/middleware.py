"""What holds for every page: one signs in first, and a refusal is said in words."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from hevesy.tables import OF_AN_UPLOAD
from hevesy_service.accounts.rights import ANYONE, BY_TOKEN
from hevesy_service.refusals import Refusal, UploadTooLarge
from hevesy_service.said import sentence

Respond = Callable[[HttpRequest], HttpResponse]
OTHERS = ("allauth.", "django.contrib.staticfiles.")  # whose pages ask for themselves who may see them
MOST_BYTES = int((OF_AN_UPLOAD.file_mb + 1) * 1_000_000)  # a file, and the rest of its form
HEARD_BYTES = 100_000_000
SEEN_EVERY = 60.0  # seconds after which a sign of life is written down


class signed_in_by_default:
    """Lets nobody see a page unless it says `anyone`, and no page be served that says nothing."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and time.time() - request.session.get("seen", 0.0) > SEEN_EVERY:
            _sign_of_life(request)
        return self._respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, named: Any
    ) -> HttpResponse | None:
        """Send a stranger to the page where one signs in, and back afterwards."""
        action = getattr(view, "action", None)
        if action is None:
            if view.__module__.startswith(OTHERS):
                return None
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not say who may see it")
        if action in (ANYONE, BY_TOKEN) or request.user.is_authenticated:
            return None
        return redirect(f"/accounts/login/?{urlencode({'next': request.get_full_path()})}")


def _sign_of_life(request: HttpRequest) -> None:
    """Write down that somebody is there; where the disk is full or read-only they go on reading all the same."""
    request.session["seen"] = time.time()
    with suppress(OperationalError, UpdateError):  # the second is how a session says that the first happened
        request.session.save()
    request.session.modified = False


class uploads_within_bounds:
    """Turns away what is too large before a form is read of it; stands before whoever reads forms.

    A request without its length has no body for Django. The API has a limit of its own. Browsers show no answer
    while they still send, so what is not far too large is heard to its end, and nothing of it kept.
    """

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, named: Any
    ) -> HttpResponse | None:
        """Say that it is too large."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= MOST_BYTES or getattr(view, "action", None) == BY_TOKEN:
            return None
        while int(length) <= HEARD_BYTES and request.read(65_536):
            pass
        refused = UploadTooLarge(most=f"{OF_AN_UPLOAD.file_mb:g}")
        return render(request, "desk/refused.html", {"said": sentence(refused)}, status=refused.status)


class refusals_in_words:
    """A refusal becomes a page with its sentence, and the status that machines read."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say a refusal; any other exception is a fault, and Django's to report."""
        if not isinstance(error, Refusal):
            return None
        return render(request, "desk/refused.html", {"said": sentence(error)}, status=error.status)
