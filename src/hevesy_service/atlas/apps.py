"""The atlas as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Atlas(AppConfig):
    name = "hevesy_service.atlas"
    label = "atlas"
