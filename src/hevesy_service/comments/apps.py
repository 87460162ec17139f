"""Comments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Comments(AppConfig):
    name = "hevesy_service.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.comments import events  # noqa: F401  what its rows in the book do
