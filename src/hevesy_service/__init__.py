"""The service: accounts, the book of what happened, and desks for planning, running and learning, in a browser."""

from __future__ import annotations

import os


def django_ready() -> None:
    """Django with our settings; slow to import, so only where it is needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hevesy_service.settings")
    import django

    django.setup()
