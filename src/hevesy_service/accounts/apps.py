"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "hevesy_service.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_set
        from allauth.mfa.signals import authentication_failed

        from hevesy_service.accounts import (  # noqa: F401  what their rows in the book do
            emergency,
            events,
            lending,
            second_factor,
            signature,
        )
        from hevesy_service.accounts.codes import count_wrong_code
        from hevesy_service.accounts.people import end_with_the_password

        authentication_failed.connect(count_wrong_code, dispatch_uid="hevesy_wrong_code")
        for each in (password_changed, password_set):
            each.connect(end_with_the_password, dispatch_uid="hevesy_password_ended")
