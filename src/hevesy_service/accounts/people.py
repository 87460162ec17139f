"""Letting people in, and giving and withdrawing their roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.dispatch import Signal

from hevesy_service.accounts.events import give_link, give_role, withdraw_role
from hevesy_service.accounts.links import link_of, new_link, use
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.set_up import ADMINISTRATOR
from hevesy_service.book.models import Site
from hevesy_service.refusals import ElsewhereToo, LastAdministrator, NoName, NoSuchLink, NotHere

password_ended = Signal()  # of `user`, by `by`: what was opened with the old one, and lives longer, ends


@dataclass(frozen=True, slots=True)
class Given:
    """A person who has a role now; `token` is that of the link by which a new person comes in, else empty."""

    user: User
    token: str


def let_in(site: Site, username: str, full_name: str, role: str, by: User, key: str) -> Given:
    """Give a role to the person of that name, who is made where nobody has it. All of it, or nothing."""
    with transaction.atomic():
        user = User.objects.filter(username=username).first()
        is_new = user is None
        if user is None:
            if not full_name:
                raise NoName(username=username)
            user = User(username=username, full_name=full_name)
            user.set_unusable_password()
            user.save()
        give_role(site, user, role, str(by.pk), key)
        return Given(user, new_link(user) if is_new else "")


def take_away(site: Site, user: User, role: str, by: User, key: str, reason: str) -> None:
    """Withdraw a role; raises LastAdministrator where nobody would be left to let others in."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        others = Membership.objects.filter(site=site, role=ADMINISTRATOR).exclude(user=user)
        if role == ADMINISTRATOR and not others.exists():
            raise LastAdministrator(site=site.name)
        withdraw_role(site, user, role, str(by.pk), key, reason)


def link_again(site: Site, user: User, by: User, key: str) -> str:
    """The token of a new link for somebody who works at the site and has forgotten the password; the book has it.

    Tokens of programs end with it. Raises as `works_only_under` does.
    """
    with transaction.atomic():
        works_only_under(site, user, by)
        give_link(site, user, str(by.pk), key)
        password_ended.send(sender=User, user=user, by=by)
        return new_link(user)


def works_only_under(site: Site, user: User, by: User) -> None:
    """Raises NotHere where a person does not work at the site, and ElsewhereToo where they also work at a site that
    `by` does not administer: who can change how they sign in can act for them there.
    """
    works = set(Membership.objects.filter(user=user).values_list("site", flat=True))
    if site.pk not in works:
        raise NotHere(site=site.name)
    if works - set(Membership.objects.filter(user=by, role=ADMINISTRATOR).values_list("site", flat=True)):
        raise ElsewhereToo()


def welcome(token: str) -> User:
    """The person of a link; raises NoSuchLink."""
    user = link_of(token).user
    if user is None:
        raise NoSuchLink()
    return user


def choose_password(token: str, password: str) -> User:
    """A person who was let in chooses a password; the link is used up. Raises ValidationError for an easy one."""
    with transaction.atomic():
        user = welcome(token)
        validate_password(password, user)
        use(token)
        user.set_password(password)
        user.save(update_fields=["password"])
        password_ended.send(sender=User, user=user, by=user)
        return user


def end_with_the_password(user: User, **_named: Any) -> None:
    """A person changed their password on the page for that."""
    password_ended.send(sender=User, user=user, by=user)
