"""A gate's answer as a sentence: what was found, what it is held against, and who may help."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hevesy.facts import Shelf
from hevesy.products.criteria import items
from hevesy.record import acts, fields
from hevesy.run.gate import Gate, GateAnswer
from hevesy.words import called, say

_PLACES = ("what",)
_ACTS = ("act", "steps")
_ROLES = ("roles",)


def gate_called(gate: Gate, language: str = "en") -> str:
    """What a line of the gate table asks for."""
    return called("gate", gate.name, gate.words, language)


def act_called(act: str, shelf: Shelf, language: str = "en") -> str:
    """An act as one reads it; a name that is no act stays as it is."""
    known = acts(shelf).get(act)
    return called("act_of_care", act, known.words if known else act.replace("_", " "), language)


def field_called(field: str, shelf: Shelf, language: str = "en") -> str:
    """A field as one reads it."""
    known = fields(shelf).get(field)
    return called("field", field, known.words if known else field.replace("_", " "), language)


def role_of(role: str, language: str = "en") -> str:
    """A role as one reads it."""
    return called("role", role, role.replace("_", " "), language)


def said(answer: GateAnswer, shelf: Shelf, language: str = "en") -> str:
    """The reason of an answer in one sentence."""
    values = {name: _worded(name, value, shelf, language) for name, value in answer.values.items()}
    return say(f"gate_says.{answer.because}", language, **values)


def override_said(gate: Gate, language: str = "en") -> str:
    """Who may go on with a reason; empty where nobody may."""
    return ", ".join(role_of(role, language) for role in gate.override)


def _worded(name: str, value: object, shelf: Shelf, language: str) -> str:
    if name in _PLACES:
        return _place(str(value), shelf, language)
    if name in _ACTS:
        return ", ".join(act_called(each, shelf, language) for each in _each(value))
    if name in _ROLES:
        return ", ".join(role_of(each, language) for each in _each(value))
    if name == "missing":
        return ", ".join(items(shelf)[each].words for each in _each(value))
    if name == "limit_of":
        return str(value).replace("_", " ")
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, tuple | list):
        return ", ".join(str(each).replace("_", " ") for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _each(value: object) -> Iterable[str]:
    return [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, Iterable) else []


def _place(place: str, shelf: Shelf, language: str) -> str:
    act, _, field = place.partition(".")
    return field_called(field, shelf, language) if field else act_called(act, shelf, language)
