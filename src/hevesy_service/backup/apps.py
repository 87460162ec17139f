"""Back-ups as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Backups(AppConfig):
    name = "hevesy_service.backup"
    label = "backup"
    default_auto_field = "django.db.models.BigAutoField"
