"""How signing in differs from what allauth does on its own: nobody makes an account for themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator, or by the set-up link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
