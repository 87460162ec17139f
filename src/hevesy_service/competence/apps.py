"""Competence as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Competence(AppConfig):
    name = "hevesy_service.competence"
    label = "competence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.competence import assessing, events, logbook, training  # noqa: F401  what their rows do
