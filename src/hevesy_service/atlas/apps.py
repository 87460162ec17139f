"""The atlas as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Atlas(AppConfig):
    name = "hevesy_service.atlas"
    label = "atlas"

    def ready(self) -> None:
        from hevesy_service.atlas import centres, events  # noqa: F401  what its rows in the book do
