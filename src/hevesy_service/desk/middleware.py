"""What holds for every page: one signs in first, with two factors; an idle page locks; a refusal is said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from hevesy.tables import OF_AN_UPLOAD
from hevesy_service.accounts.emergency import note_use
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.passkeys import work_here
from hevesy_service.accounts.rights import ANYONE, BY_TOKEN, read_once
from hevesy_service.accounts.second_factor import is_pending
from hevesy_service.book.acting import EMERGENCY, acting, in_own_name
from hevesy_service.desk.back import desk_beside
from hevesy_service.desk.lock import drop_draft, is_locked, keep_draft, look
from hevesy_service.logs import UNWATCHED
from hevesy_service.refusals import NoPasskeysHere, NotYours, Refusal, UploadTooLarge
from hevesy_service.said import sentence

Respond = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
OTHERS = ("allauth.", "django.contrib.staticfiles.")  # whose pages ask for themselves who may see them
MOST_BYTES = int((OF_AN_UPLOAD.file_mb + 1) * 1_000_000)  # a file, and the rest of its form
HEARD_BYTES = 100_000_000
OUT = ("account_logout", "account_inactive")
LOCKED_TOO = (*OUT, "unlock", "lock", "passkey_options")
PENDING_TOO = (
    *LOCKED_TOO, "second_factor", "put_off", "here", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "mfa_reauthenticate", "account_reauthenticate", "account_change_password",
)  # fmt: skip
PASSKEYS = ("mfa_add_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "passkey_options")


class signed_in_by_default:
    """Lets nobody see a page unless it says `anyone`, and no page be served that says nothing."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(UNWATCHED):  # no sign of life of who tells a near miss
            return self._respond(request)
        known = request.user.is_authenticated
        if known:
            look(request)
            if request.method in ("GET", "HEAD"):
                read_once(request.user)  # type: ignore[arg-type]
        answer = self._respond(request)
        if known and not request.user.is_authenticated:
            answer["Clear-Site-Data"] = '"cache"'  # pages of patients that the browser would still go back to
        if request.method == "POST" and answer.status_code < 400 and "draft" in request.POST:
            drop_draft(request, request.POST["draft"])
        return answer

    def process_view(self, request: HttpRequest, view: View, args: Any, named: Any) -> HttpResponse | None:
        """Send a stranger to the page where one signs in, and who is idle or has one factor where they go on."""
        action, name = getattr(view, "action", None), _name(request)
        if action is None and not view.__module__.startswith(OTHERS):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not say who may see it")
        if action in (ANYONE, BY_TOKEN):
            return None
        if action is not None and not request.user.is_authenticated:
            return _to("account_login", request)
        if name in PASSKEYS and not work_here(request):
            return _refused(request, NoPasskeysHere())
        if not request.user.is_authenticated:
            return None
        if is_locked(request) and name not in LOCKED_TOO:
            return _locked(request)
        if name not in PENDING_TOO and is_pending(request.user):
            return redirect("second_factor")
        return None


def _locked(request: HttpRequest) -> HttpResponse:
    """A page is shown after unlocking; a form is kept, and offered again."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)  # a part of a page that is covered
    if request.method == "POST":
        keep_draft(request)
        return redirect("unlock")
    return _to("unlock", request)


def _to(name: str, request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def _name(request: HttpRequest) -> str:
    return str(request.resolver_match.url_name) if request.resolver_match else ""


class acts_in_own_name:
    """Whatever is done for somebody else or in an emergency is said in the book, and ends with the request."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with in_own_name():
            answer = self._respond(request)
            emergency = acting().get(EMERGENCY)
            if emergency and answer.status_code < 400:
                note_use(UUID(emergency), str(request.user.pk), _name(request), request.path)
            return answer


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
        return _refused(request, error) if isinstance(error, Refusal) else None


def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    page: dict[str, Any] = {"said": sentence(error), "nav": desk_beside(request)}
    if isinstance(error, NotYours) and error.emergency and _works_at(request, error.emergency[0]):
        page["emergency"] = error.emergency
    return render(request, "desk/refused.html", page, status=error.status)


def _works_at(request: HttpRequest, code: str) -> bool:
    user = request.user
    return user.is_authenticated and Membership.objects.filter(user=user, site__code=code).exists()
