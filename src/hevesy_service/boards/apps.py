"""Boards as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Boards(AppConfig):
    name = "hevesy_service.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hevesy_service.boards import blind, board, cases, made_known, trusted  # noqa: F401  what their rows in the book do
