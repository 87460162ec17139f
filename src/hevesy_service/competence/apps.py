"""Competence as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Competence(AppConfig):
    name = "hevesy_service.competence"
    label = "competence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.competence import events  # noqa: F401  what its rows in the book do
