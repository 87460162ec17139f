"""What comes before a plan as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Mission(AppConfig):
    name = "hevesy_service.mission"
    label = "mission"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.mission import counts, events  # noqa: F401  what their rows in the book do
