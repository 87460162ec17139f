"""Staffing as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Staffing(AppConfig):
    name = "hevesy_service.staffing"
    label = "staffing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.staffing import contracts, events, seats  # noqa: F401  what their rows in the book do
