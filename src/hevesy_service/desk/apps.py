"""The desk as a Django app: its pages and what every page has."""

from __future__ import annotations

from django.apps import AppConfig


class Desk(AppConfig):
    name = "hevesy_service.desk"
    label = "desk"
