"""What a lesson is sorted by, in the language of who reads."""

from __future__ import annotations

from hevesy.products import therapies
from hevesy.run.incidents import KIND, STEP, categories
from hevesy.run.saying import therapy_called
from hevesy.words.direction import RIGHT_TO_LEFT
from hevesy_service.atlas.shelf import shelf
from hevesy_service.said import language, say


def month_said(month: str) -> str:
    """A month, as 2026-05, that stays whole where one reads from right to left."""
    return f"\u2066{month}\u2069" if language() in RIGHT_TO_LEFT else month


def step_called(code: str) -> str:
    """A step of care; by its code where it is of a newer version than this."""
    return _called(STEP, code)


def kind_called(code: str) -> str:
    """A kind of incident; by its code where it is of a newer version than this."""
    return _called(KIND, code)


def _called(scheme: str, code: str) -> str:
    known = {each.code: each.word for each in categories(scheme, shelf())}
    return say(known[code]) if code in known else code.replace("_", " ")


def therapy_of(id: str) -> str:
    """A therapy; empty for a lesson of any."""
    known = {each.id for each in therapies(shelf())}
    return therapy_called(id, shelf(), language()) if id in known else id.replace("_", " ")
