"""Lessons as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Lessons(AppConfig):
    name = "hevesy_service.lessons"
    label = "lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.lessons import events  # noqa: F401  what its rows in the book do
