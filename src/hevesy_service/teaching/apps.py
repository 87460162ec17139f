"""Teaching as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Teaching(AppConfig):
    name = "hevesy_service.teaching"
    label = "teaching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.teaching import attempts, offers, timetables  # noqa: F401  what their rows in the book do
