"""Plans as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Plans(AppConfig):
    name = "hevesy_service.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.plans import events  # noqa: F401  what its rows in the book do
