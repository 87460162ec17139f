"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "hevesy_service.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.accounts import events  # noqa: F401  what its rows in the book do
