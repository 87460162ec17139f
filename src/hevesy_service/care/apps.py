"""Care as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Care(AppConfig):
    name = "hevesy_service.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.care import (  # noqa: F401  what their rows in the book do
            centre_events,
            checks,
            events,
            incidents,
            nav,
            people,
            safety_events,
        )
