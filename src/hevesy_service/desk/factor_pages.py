"""Pages of the second factor: adding it, putting it off once, and what a site says of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hevesy_service.accounts import second_factor
from hevesy_service.accounts.models import User
from hevesy_service.accounts.passkeys import work_here
from hevesy_service.accounts.rights import SIGNED_IN, at_site, needs
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.desk.forms import KeyForm, LostForm, SayWhyForm


@require_safe
@needs(SIGNED_IN)
def adding(request: Asked) -> HttpResponse:
    """Where who has only a password is led: a code from an app, a passkey where they work, or later, once."""
    page = {
        "key": new_id(), "passkeys": work_here(request), "later": second_factor.may_put_off(request.user),
        "pending": second_factor.is_pending(request.user),
    }  # fmt: skip
    return render(request, "desk/second_factor.html", page)


@require_POST
@needs(SIGNED_IN)
def put_off(request: Asked) -> HttpResponse:
    """Later, once: for who has no phone at hand."""
    form = KeyForm(request.POST)
    if form.is_valid():
        second_factor.put_off(request.user, form.cleaned_data["key"])
    return redirect("home")


@require_POST
@at_site("give_roles")
def at_this_site(request: Asked, here: Site) -> HttpResponse:
    """The site requires the second factor, or only advises it; with the reason, in its book."""
    form = SayWhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: write the reason."))
        return redirect("site", here.code)
    said = form.cleaned_data
    change = second_factor.advise if said["act"] == "advise" else second_factor.require
    change(here, request.user, said["reason"], str(said["key"]))
    messages.success(request, _("It stands in the book, and holds from now on."))
    return redirect("site", here.code)


@require_POST
@at_site("give_roles")
def lost(request: Asked, here: Site) -> HttpResponse:
    """Take away the second factor of somebody who lost it; they add another when they next sign in."""
    form = LostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: write the reason."))
        return redirect("site", here.code)
    said = form.cleaned_data
    user = get_object_or_404(User, pk=said["user"])
    second_factor.take_away(here, user, request.user, said["reason"], str(said["key"]))
    messages.success(request, _("Taken away. They add another when they next sign in."))
    return redirect("site", here.code)
