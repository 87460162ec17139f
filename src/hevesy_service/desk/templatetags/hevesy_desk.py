"""Filters for templates of the desk."""

from __future__ import annotations

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html

from hevesy.words.direction import RIGHT_TO_LEFT
from hevesy_service.said import kept, language

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """For an attribute that a script reads: nothing stands in line, and the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def told(text: str) -> str:
    """A text of the shelf as a page shows it: it carries its own language where that is not the page's."""
    own = getattr(text, "language", language())
    if own == language():
        return kept(text)
    return format_html('<span lang="{}" dir="{}">{}</span>', own, "rtl" if own in RIGHT_TO_LEFT else "ltr", text)
