"""Quality as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Quality(AppConfig):
    name = "hevesy_service.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.quality import actions, audits, dismissals  # noqa: F401  what their rows in the book do
