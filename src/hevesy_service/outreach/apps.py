"""Outreach as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Outreach(AppConfig):
    name = "hevesy_service.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.outreach import events  # noqa: F401  what its rows in the book do
