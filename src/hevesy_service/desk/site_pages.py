"""Pages of a site: who works there, and giving and withdrawing roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hevesy_service.accounts.models import Advised, Membership, User
from hevesy_service.accounts.people import let_in, link_again, take_away
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.desk.centre_door import centre_door
from hevesy_service.desk.forms import PersonForm, RoleForm, WithdrawForm
from hevesy_service.desk.lending_pages import lent_at


@require_safe
@at_site("see_site")
def site(request: Asked, here: Site) -> HttpResponse:
    """Who works at a site, and in which roles."""
    return _shown(request, here, RoleForm(initial={"key": new_id()}))


@require_POST
@at_site("give_roles")
def give(request: Asked, here: Site) -> HttpResponse:
    """Give a role, to a person who is let in where they are new."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _shown(request, here, form, 422)
    said = form.cleaned_data
    given = let_in(here, said["username"], said["full_name"], said["role"], request.user, str(said["key"]))
    if given.token:
        return _link_shown(request, here, given.user, given.token)
    messages.success(request, _("The role was given."))
    return redirect("site", here.code)


@require_POST
@at_site("give_roles")
def withdraw(request: Asked, here: Site) -> HttpResponse:
    """Withdraw a role, with a reason."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was withdrawn: write the reason."))
        return redirect("site", here.code)
    said = form.cleaned_data
    user = get_object_or_404(User, pk=said["user"])
    take_away(here, user, said["role"], request.user, str(said["key"]), said["reason"])
    messages.success(request, _("The role was withdrawn."))
    return redirect("site", here.code)


@require_POST
@at_site("give_roles")
def link(request: Asked, here: Site) -> HttpResponse:
    """A new link for somebody who has forgotten the password; it ends their open sessions when it is used."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return redirect("site", here.code)
    user = get_object_or_404(User, pk=form.cleaned_data["user"])
    return _link_shown(request, here, user, link_again(here, user, request.user, str(form.cleaned_data["key"])))


def _link_shown(request: Asked, here: Site, user: User, token: str) -> HttpResponse:
    path = request.build_absolute_uri(f"/come-in/{token}/")
    return render(request, "desk/let_in.html", {"site": here, "person": user, "path": path})


def _shown(request: Asked, here: Site, form: RoleForm, status: int = 200) -> HttpResponse:
    held = Membership.objects.filter(site=here).select_related("user").order_by("user__full_name", "role")
    page: dict[str, Any] = {"site": here, "held": [(each, new_id()) for each in held], "form": form}
    mine = [each.role for each in held if each.user == request.user]
    page |= {"care": centre_door(mine, here)}
    page |= {
        "lent": lent_at(here, request.user), "lends": may(request.user, "lend_role", here), "factor_key": new_id(),
        "advised": Advised.objects.filter(site=here).first(),
    }  # fmt: skip
    page |= {"gives": may(request.user, "give_roles", here), "reads": may(request.user, "read_book", here)}
    page["exports"] = may(request.user, "export_counts", here)
    return render(request, "desk/site.html", page, status=status)
