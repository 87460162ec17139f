"""Days that somebody writes on a form or in an address: between bounds, so that counting with them never fails."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hevesy_service.refusals import DayOutside

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
OUTSIDE = format_lazy(_("Write a day from {first} to {last}."), first=EARLIEST, last=LATEST)


class DayField(forms.DateField):
    """A day that counting can be done with; refused with one sentence outside its bounds."""

    def __init__(self, **named: Any) -> None:
        bounds = {"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        super().__init__(**{"widget": forms.DateInput(bounds), **named})
        self.validators += [MinValueValidator(EARLIEST, OUTSIDE), MaxValueValidator(LATEST, OUTSIDE)]


def day_in(text: str, otherwise: date) -> date:
    """The day that an address asks for; another where it names none. Raises DayOutside beyond the bounds."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return otherwise
    if not EARLIEST <= found <= LATEST:
        raise DayOutside(day=found, first=EARLIEST, last=LATEST)
    return found
