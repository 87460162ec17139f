"""Instruments of a centre by kind and name: which of them the form of an act names, and what is known of it.

A gate of a kind is asked of the instrument that the form names; before it names one, or where it has no field for one,
one of the kind is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from hevesy.facts import Shelf
from hevesy.record.form import forms
from hevesy.record.template import Template

Instruments = Mapping[str, Mapping[str, date]]  # kind, name: calibrated until the end of
Known = TypeVar("Known")
INSTRUMENT = "instrument"  # the kind of a field that names one; its choice is the kind of instrument


def field_naming(kind: str, act: str, template: Template, shelf: Shelf) -> str:
    """The field in which the form of an act names an instrument of a kind; empty where it has none."""
    asked = forms(shelf)[template.moves[act].act.form]
    return next((each.name for each in asked.fields if each.kind == INSTRUMENT and kind in each.choices), "")


def of_that_name(name: str, known: Mapping[str, Known]) -> Known | None:
    """What is known of an instrument; letters may be large or small, and spaces more."""
    return {plain(each): found for each, found in known.items()}.get(plain(name))


def plain(name: str) -> str:
    """A name as two people write it alike."""
    return " ".join(name.split()).casefold()


def latest(instruments: Instruments) -> dict[str, date]:
    """Until when a kind is in date: one of a kind is enough."""
    return {kind: max(named.values()) for kind, named in instruments.items() if named}
