"""Validation as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Validation(AppConfig):
    name = "hevesy_service.validation"
    label = "validation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.validation import checks, events, standing  # noqa: F401  ends of jobs; rows in the book; what pages are asked
