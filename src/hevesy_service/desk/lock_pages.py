"""Pages of the idle lock: covered, unlocked, and what was being written meanwhile."""

from __future__ import annotations

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy_service.accounts.proof import Given, prove
from hevesy_service.accounts.rights import SIGNED_IN, needs
from hevesy_service.asked import Asked
from hevesy_service.desk.lock import drafts, drop_draft, is_locked, lock, unlock
from hevesy_service.refusals import NotProven
from hevesy_service.said import sentence

IN_PLACE = "X-In-Place"  # of a request by the script that covers a page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(SIGNED_IN)
def unlocking(request: Asked) -> HttpResponse:
    """Unlock by the password or a passkey, and go back to where one was, or to what one had sent."""
    after, said = _after(request), ""
    if not is_locked(request):
        return redirect(after)
    if request.method == "POST":
        try:
            prove(request, Given(request.POST.get("password", ""), "", request.POST.get("credential", "")), alone=True)
        except NotProven as error:
            said = sentence(error)
        else:
            unlock(request)
            return JsonResponse({"said": ""}) if IN_PLACE in request.headers else redirect(after)
    if IN_PLACE in request.headers:
        return JsonResponse({"said": said}, status=403)
    page = {"said": said, "after": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "desk/unlock.html", page, status=403 if said else 200)


@require_POST
@needs(SIGNED_IN)
def locking(request: Asked) -> HttpResponse:
    """Lock now: because nobody touched the page for so long, or because the person goes away."""
    lock(request)
    return HttpResponse(status=204) if IN_PLACE in request.headers else redirect("unlock")


@require_POST
@needs(SIGNED_IN)
def here(request: Asked) -> HttpResponse:
    """Somebody writes on a page and sends nothing yet: the sign of life is written down as for any request."""
    return HttpResponse(status=204)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(SIGNED_IN)
def waiting(request: Asked) -> HttpResponse:
    """Forms that were sent while the page was locked: to send now, or to throw away."""
    if request.method == "POST":
        drop_draft(request, request.POST.get("drop", ""))
        messages.success(request, _("Thrown away."))
        return redirect("home")
    return render(request, "desk/drafts.html", {"waiting": drafts(request)})


@never_cache
@require_safe
@needs(SIGNED_IN)
def passkey_options(request: Asked) -> HttpResponse:
    """What a browser needs to ask for a passkey of the person who is signed in."""
    return JsonResponse(begin_authentication(request.user))


def _after(request: Asked) -> str:
    if drafts(request):
        return "drafts"
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else "home"
