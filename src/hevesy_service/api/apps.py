"""The API as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    name = "hevesy_service.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.accounts.people import password_ended
        from hevesy_service.api import events  # noqa: F401  what its rows in the book do
        from hevesy_service.api.tokens import end_all

        password_ended.connect(end_all, dispatch_uid="hevesy_tokens_end")
