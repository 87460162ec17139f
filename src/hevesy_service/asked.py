"""A request as our views get it: from a person who is signed in, or marked `anyone`."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from hevesy_service.accounts.models import User


class Asked(HttpRequest):
    """What the middleware has added; only for types."""

    user: User
    htmx: HtmxDetails
