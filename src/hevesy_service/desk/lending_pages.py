"""Lending a role at a site, and ending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hevesy_service.accounts.lending import NEVER_LENT, Loan, end, lend
from hevesy_service.accounts.models import Lending, Membership, User
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.desk.forms import KeyForm, LendForm
from hevesy_service.desk.limits import longest_lending_days


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("lend_role")
def lending(request: Asked, here: Site) -> HttpResponse:
    """Lend one of one's own roles to a colleague, from day to day."""
    today, longest = today_at(here), longest_lending_days(here)
    form = LendForm(
        request.POST or None, roles=_own_roles(request.user, here), colleagues=_colleagues(request.user, here),
        initial={"key": new_id(), "first": today, "last": today},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        loan = Loan(said["borrower"], said["role"], said["first"], said["last"], said["reason"])
        lend(here, request.user, loan, said["key"], longest)
        messages.success(request, _("Lent. It ends by itself after the last day."))
        return redirect("site", here.code)
    page: dict[str, Any] = {"site": here, "form": form, "longest": round(longest)}
    return render(request, "desk/lend.html", page, status=422 if form.errors else 200)


@require_POST
@needs("see_site", Lending)
def ending(request: Asked, found: Lending) -> HttpResponse:
    """End a lending before its last day: who lent, who borrowed, or an administrator may."""
    form = KeyForm(request.POST)
    if not _ends(request.user, found):
        messages.error(request, _("Only who lent the role, who borrowed it, or an administrator ends this."))
    elif form.is_valid():
        end(found, request.user, str(form.cleaned_data["key"]))
        messages.success(request, _("The lending was ended."))
    return redirect("site", found.site.code)


def lent_at(site: Site, user: User) -> list[tuple[Lending, bool, str]]:
    """What is lent at a site now and later: whether this person may end it, and a key for that."""
    found = Lending.objects.filter(site=site, ended=None, last__gte=today_at(site))
    return [
        (each, _ends(user, each), str(new_id()))
        for each in found.select_related("lender", "borrower", "site").order_by("first")
    ]


def _ends(user: User, lending: Lending) -> bool:
    return user.pk in (lending.lender_id, lending.borrower_id) or may(user, "give_roles", lending.site)


def _own_roles(user: User, site: Site) -> list[tuple[str, str]]:
    held = Membership.objects.filter(user=user, site=site).exclude(role__in=NEVER_LENT)
    return [(each.role, role_called(each.role)) for each in held]


def _colleagues(user: User, site: Site) -> Any:
    return User.objects.filter(memberships__site=site).exclude(pk=user.pk).distinct().order_by("full_name")
