"""Codes of apps and of the paper: wrong ones count towards the lock of the name, wherever they are asked for."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest


class _Locking:
    """Reads no code of a name that is locked."""

    user: Any

    def clean_code(self) -> str:
        """The code, where the name is not locked."""
        credentials = {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(context.request, credentials):
            context.request.axes_locked_out = True  # for the middleware, which shows the page of that
            raise get_adapter().validation_error("incorrect_code")
        return str(super().clean_code())  # type: ignore[misc]


class CodeForm(_Locking, AuthenticateForm):  # type: ignore[misc]
    """A code at signing in, or beside a password."""


class CodeAgainForm(_Locking, ReauthenticateForm):  # type: ignore[misc]
    """A code before the account's own protection is changed."""


def count_wrong_code(request: HttpRequest, user: Any, **_named: Any) -> None:
    """A wrong code counts as a wrong password does."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)
