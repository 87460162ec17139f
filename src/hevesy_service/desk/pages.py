"""Pages of the desk. A view reads rows, calls one function, and shows what came back."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from hevesy_service.accounts.emergency import to_review
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.people import choose_password, welcome
from hevesy_service.accounts.proof import has_second_factor
from hevesy_service.accounts.rights import ANYONE, SIGNED_IN, at_site, lent_to, may, needs
from hevesy_service.accounts.roles import rights, role_called
from hevesy_service.accounts.set_up import check_link, set_up
from hevesy_service.asked import Asked
from hevesy_service.book.acting import acted
from hevesy_service.book.models import Event, Site
from hevesy_service.book.withheld import withheld
from hevesy_service.desk.centre_door import centre_door
from hevesy_service.desk.forms import FirstForm, PasswordForm
from hevesy_service.desk.health import backups_that_failed, health_of
from hevesy_service.desk.waiting import waiting_for

ROWS = 100
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@needs(SIGNED_IN)
def home(request: Asked) -> HttpResponse:
    """The doors that are open to this person, and the sites they work at."""
    held = Membership.objects.filter(user=request.user).select_related("site")
    sites: dict[Site, list[str]] = {}
    doors: dict[Site, list[str]] = {}
    for each in held:
        sites.setdefault(each.site, []).append(each.role_in_words)
        doors.setdefault(each.site, []).append(each.role)
    reviewed = [site for site in sites if may(request.user, "review_emergency", site)]
    page = {
        "wrong": backups_that_failed() if may(request.user, "see_health") else [],
        "national": may(request.user, "see_national_training"),
        "sites": [(site, roles, centre_door(doors[site], site)) for site, roles in sites.items()],
        "waiting": waiting_for(request.user, list(sites)),
         "second_factor": has_second_factor(request.user),
        "borrowed": lent_to(request.user),
        "to_review": [(site, count) for site in reviewed if (count := to_review(site, request.user))],
    }  # fmt: skip
    return render(request, "desk/home.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANYONE)
def first(request: Asked, token: str) -> HttpResponse:
    """Where the first administrator says who they are."""
    check_link(token)
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _come_in(request, set_up(token, form.first()))
        return redirect("second_factor")
    return render(request, "desk/first.html", {"form": form}, status=200 if not form.errors else 422)


@require_safe
@needs(ANYONE)
def icon(request: Asked) -> HttpResponse:
    """The picture of the site, for pages that name none: those that the library wrote."""
    return redirect(static("hevesy/icon.svg"))


@require_safe
@needs("see_health")
def health(request: Asked) -> HttpResponse:
    """Versions, disk, back-ups, chains and clock, each with what to do where something is wrong."""
    return render(request, "desk/health.html", {"rows": list(health_of())})


@require_safe
@needs(ANYONE)
def alive(request: Asked) -> HttpResponse:
    """For the start of the service and for watchdogs: answered only when the database answers."""
    Site.objects.exists()
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@at_site("read_book")
def book(request: Asked, here: Site) -> HttpResponse:
    """The last rows of a site's book, the newest first; what is to be seen later is said to be withheld."""
    rows = Event.objects.filter(site=here).order_by("-site_seq")
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(site_seq__lt=int(before))
    found = list(rows[:ROWS])
    hidden = withheld(found)
    shown = [(row, acted(row), row.pk in hidden) for row in found]
    return render(request, "desk/book.html", {"site": here, "rows": shown, "more": len(shown) == ROWS})


@require_safe
@needs(SIGNED_IN)
def roles(request: Asked) -> HttpResponse:
    """What each role may do: the table that the service itself asks."""
    rows = [(_(each.what), _(each.scope), [role_called(role) for role in each.roles]) for each in rights().values()]
    return render(request, "desk/roles.html", {"rows": rows})


@require_POST
@needs(ANYONE)
def language(request: Asked) -> HttpResponse:
    """Take another language, and stay on the page; the choice is kept in a cookie."""
    return set_language(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANYONE)
def come_in(request: Asked, token: str) -> HttpResponse:
    """Where somebody who was let in chooses a password."""
    user, form = welcome(token), PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = choose_password(token, form.cleaned_data["password"])
            if has_second_factor(user):  # a link stands for a password, never for the second factor
                return redirect("account_login")
            _come_in(request, user)
            return redirect("home")
        except ValidationError as error:
            form.add_error("password", error)
    return render(request, "desk/come_in.html", {"form": form, "person": user}, status=422 if form.errors else 200)


def _come_in(request: Asked, user: User) -> None:
    """Sign in who has just chosen a password; they need not write it again to add a second factor."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, "password")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or stale; nothing of it was written."""
    return render(request, "desk/form_too_old.html", status=403)


def locked_out(request: HttpRequest, credentials: object = None, *args: object, **named: object) -> HttpResponse:
    """Too many wrong passwords for one name."""
    return render(request, "desk/locked_out.html", status=429)
