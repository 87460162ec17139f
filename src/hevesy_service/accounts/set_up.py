"""The first administrator of an installation comes in by a link that the start of the service prints once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.links import link_of, use
from hevesy_service.accounts.models import Membership, User
from hevesy_service.book.models import Site
from hevesy_service.refusals import NoSuchLink

ADMINISTRATOR = "administrator"
FIRST_ROLES = (ADMINISTRATOR, "planner")


@dataclass(frozen=True, slots=True)
class First:
    """What the first administrator says of themselves and of their site."""

    site: str
    country: str
    username: str
    full_name: str
    password: str


def is_set_up() -> bool:
    """Whether there is an administrator."""
    return Membership.objects.filter(role=ADMINISTRATOR).exists()


def check_link(token: str) -> None:
    """Raises NoSuchLink unless the token may set up this installation."""
    if link_of(token).user is not None or is_set_up():
        raise NoSuchLink()


def set_up(token: str, first: First) -> User:
    """Make the first site and its administrator; the link is used up. All of it, or nothing."""
    with transaction.atomic():
        check_link(token)
        use(token)
        user = User.objects.create_user(first.username, password=first.password, full_name=first.full_name)
        site = Site.objects.create(
            code=slugify(first.site)[:24] or "site", name=first.site, country=first.country, opened=timezone.now()
        )
        open_site(site, str(user.pk), "set-up")
        for role in FIRST_ROLES:
            give_role(site, user, role, str(user.pk), f"set-up {role}", "first administrator of the installation")
    return user
