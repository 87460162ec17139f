"""Filters for templates of the desk."""

from __future__ import annotations

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """For an attribute that a script reads: nothing stands in line, and the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
