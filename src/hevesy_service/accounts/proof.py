"""Proving again who one is, in the middle of one's work: by the password and a code, or by a passkey.

Whatever was wrong counts towards the lock of the name, as at signing in.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from hevesy_service.accounts.codes import CodeForm
from hevesy_service.accounts.models import User
from hevesy_service.accounts.passkey_forms import OwnForm
from hevesy_service.refusals import NotProven

PASSWORD, BOTH, PASSKEY = "password", "password_and_code", "passkey"
SERIES = "signing_since"  # in the session: when both were given, after which the password alone goes on signing


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives to prove who they are."""

    password: str = ""
    code: str = ""
    credential: str = ""


def has_second_factor(user: User) -> bool:
    """Whether a person's account is protected by more than a password."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def needs_code(request: HttpRequest) -> bool:
    """Whether a signature needs a code beside the password: the first of a series that was not interrupted does."""
    return has_second_factor(request.user) and SERIES not in request.session  # type: ignore[arg-type]


def prove(request: HttpRequest, given: Given, alone: bool = False) -> str:
    """How a person proved just now who they are; raises NotProven. After five such, the name is locked.

    `alone`: the password alone is enough, as to go on with a session that was opened with both.
    """
    user: User = request.user  # type: ignore[assignment]
    if given.credential:
        _by_passkey(request, user, given.credential)
        how = PASSKEY
    else:
        check_password(request, user, given.password)
        how = PASSWORD if alone or not needs_code(request) else _by_code(user, given.code)
    if how != PASSWORD and not alone:
        request.session[SERIES] = time.time()
    AxesProxyHandler.reset_attempts(username=user.get_username())
    return how


def prove_beside(request: HttpRequest, user: User, given: Given) -> str:
    """How somebody else proved who they are, in the session of who is signed in; raises NotProven.

    It takes both factors each time, for this session is not theirs. What was wrong counts towards the lock of their own
    name. A passkey of theirs answers to a session of theirs alone, so with no more than that they sign from there.
    """
    check_password(request, user, given.password)
    how = _by_code(user, given.code) if has_second_factor(user) else PASSWORD
    AxesProxyHandler.reset_attempts(username=user.get_username())
    return how


def check_password(request: HttpRequest, user: User, password: str) -> None:
    """Raises NotProven for a wrong one, and counts it."""
    if authenticate(request, username=user.get_username(), password=password) != user:
        raise NotProven()


def _by_code(user: User, code: str) -> str:
    """A wrong code counts by the signal of allauth; none at all is no guess."""
    if not CodeForm(user=user, data={"code": code}).is_valid():
        raise NotProven()
    return BOTH


def _by_passkey(request: HttpRequest, user: User, credential: str) -> None:
    """The key must be this person's, and must have asked for a finger or a PIN: it stands for both factors."""
    form = OwnForm(user=user, data={"credential": credential})
    if not form.is_valid():
        count_failure(request, user)
        raise NotProven()


def count_failure(request: HttpRequest, user: User) -> None:
    """Let a failure count towards the lock of the name."""
    credentials = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
