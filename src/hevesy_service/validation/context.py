"""The banner of a page that rests on what nobody has validated at its site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hevesy_service.validation.standing import TITLES, Standing


def banner(request: HttpRequest) -> dict[str, Any]:
    """Names of the modules, and where one sees more; nothing for pages that rest on none."""
    found: Standing | None = getattr(request, "validation", None)
    if found is None or not (found.unvalidated or found.off):
        return {}
    return {
        "not_validated": _called(found.unvalidated), "switched_off": _called(found.off),
        "validation_page": reverse("validation", args=[found.code]),
    }  # fmt: skip


def _called(names: tuple[str, ...]) -> str:
    return _(", ").join(str(TITLES[name]) for name in names)
