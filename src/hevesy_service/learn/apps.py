"""LEARN as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Learn(AppConfig):
    name = "hevesy_service.learn"
    label = "learn"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.learn import waiting  # noqa: F401  what it knows to wait for somebody
