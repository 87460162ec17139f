"""What was typed for a figure, read: an answer for the book, or in a sentence what is still wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hevesy.facts import State
from hevesy.tables import Column, typed
from hevesy_service.atlas.events import FIRST_YEAR, MOST, STATES
from hevesy_service.mission.models import Said
from hevesy_service.mission.questions import Field
from hevesy_service.said import language, say

ABOUT = ("state", "year", "source", "note")
LONGEST = 300
POINTS = ("fr", "ru", "es")  # languages that write a decimal comma


def is_empty(typed_: Mapping[str, str]) -> bool:
    """Whether nothing was typed."""
    return not any(typed_.values())


def read(field: Field, typed_: Mapping[str, str], whole_only: bool = False) -> tuple[Said | None, list[str]]:
    """The answer that was typed, and what is wrong with it; no answer where something is."""
    wrong: list[str] = []
    said = {part: _part(field, part, typed_.get(part, "").strip(), wrong) for part in field.parts}
    state = typed_.get("state", "") or _state_meant(said)
    year, source = typed_.get("year", "").strip(), typed_.get("source", "").strip()
    wrong += _state_wrong(field, said, state)
    wrong += _year_wrong(year)
    if not source:
        wrong.append(_("Say where it stands: the document and page, or the office that counted."))
    if field.national and said.get("value"):
        number = float(said["value"])
        if number > MOST or (not number.is_integer() and not field.key.startswith("country.staff.")):
            wrong.append(_("A whole number is needed, of at most a million."))
    if wrong:
        return None, wrong
    note = typed_.get("note", "").strip()
    kept = {part: text for part, text in said.items() if text}
    if state == State.REPORTED_ZERO:
        kept = {"value": "0"}
    return {"field": field.key, "said": kept, "state": state, "year": int(year), "source": source[:LONGEST],
            "note": note[:LONGEST]}, []  # fmt: skip


def in_words(field: Field | None, said: Said) -> str:
    """An answer in one line, for who compares."""
    known = dict(field.choices) if field else {}
    parts = [_(", ").join(known.get(word, word) for word in re.split(r"\s+", text)) if known else text
             for text in said["said"].values()]  # fmt: skip
    state = "" if said["state"] == State.REPORTED else say(f"state.{said['state']}")
    unit = field.unit if field and parts else ""
    return _(", ").join(each for each in [" – ".join(parts) + (f" {unit}" if unit else ""), state] if each.strip())


def _state_meant(said: Mapping[str, str]) -> str:
    """The state of an answer for which none was chosen: a number or a word was reported."""
    filled = any(said.values())
    return str(State.REPORTED) if filled and said.get("value") not in ("0", "-0") else ""


def _part(field: Field, part: str, text: str, wrong: list[str]) -> str:
    """A part as the library writes it; what cannot be read is said."""
    if not text:
        return ""
    known = [code for code, _name in field.choices]
    if known:
        words = text.split() if field.several else [text]
        strange = [word for word in words if word not in known]
        if strange:
            wrong.append(_("“%(word)s” is not one of the answers; choose from the list.") % {"word": strange[0]})
        return " ".join(words)
    if field.parts[0] != "value" or field.table:
        return text[:LONGEST]
    return _number(part, text, field.unit, wrong)


def _number(part: str, text: str, unit: str, wrong: list[str]) -> str:
    thousands = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) and language() not in POINTS
    highest = 1.0 if unit.startswith("fraction") else None
    try:
        number: Any = typed(text, Column(part, "number", low=0, high=highest, unit=unit), not thousands, False)
    except ValueError as error:
        wrong.append(_("“%(text)s” cannot be read: %(why)s.") % {"text": text[:60], "why": error.args[0]})
        return ""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _state_wrong(field: Field, said: Mapping[str, str], state: str) -> list[str]:
    """States are never mixed: missing has no value, zero is zero, what was reported is there."""
    value, filled = said[field.parts[0]], any(said.values())
    if not state:
        return [_("Choose what stands behind it: 0 can be a count of none, and empty can be that nobody knows.")]
    if state not in STATES:
        return [_("Choose what stands behind it.")]
    if state == State.MISSING and filled:
        return [_("Nobody knows it, so there is no answer: clear it, or choose another state.")]
    if state == State.REPORTED_ZERO and (field.parts[0] != "value" or field.table or value not in ("", "0")):
        return [_("Reported zero is 0; choose “reported” for another answer.")]
    if state == State.REPORTED and value == "0" and field.national:
        return [_("Somebody counted and there is none: choose “reported zero”.")]
    if state in (State.REPORTED, State.PUBLIC_ONLY) and not filled:
        return [_("The answer is missing: write it, or choose “missing” where nobody knows it.")]
    return _order_wrong(said)


def _order_wrong(said: Mapping[str, str]) -> list[str]:
    low, value, high = (float(said[part]) if said.get(part) else None for part in ("low", "value", "high")) \
        if {"low", "high"} <= set(said) else (None, None, None)  # fmt: skip
    if (low is None) != (high is None):
        return [_("Give both ends of the range, or neither.")]
    if low is not None and high is not None and not (value is not None and low <= value <= high and low < high):
        return [_("The lowest, the best and the highest figure must stand in this order.")]
    return []


def _year_wrong(year: str) -> list[str]:
    if not re.fullmatch(r"\d{4}", year) or not FIRST_YEAR <= int(year) <= timezone.now().year:
        return [_("Write the year for which it holds, as in 2025.")]
    return []
