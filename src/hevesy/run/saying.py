"""What the record holds as one reads it: names of acts and fields, values with their units, a gate's answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from hevesy.competence import Reason
from hevesy.competence.privilege import privilege_called
from hevesy.competence.saying import reason_said
from hevesy.facts import Shelf
from hevesy.places import country_name
from hevesy.products import find_therapy
from hevesy.record import Field, Problem, Template, acts, fields, forms, templates
from hevesy.run.checks import check_called
from hevesy.run.gate import Gate, GateAnswer
from hevesy.words import called, catalogue, say, say_reason

DIGITS, ROUGHLY = 10, 4  # of what was written down, and of what was worked out
_COUNTED = {"year", "score", "pattern", "grade", "points", "pH", "SUVmax"}  # a number of these is said by itself


# --- names --------------------------------------------------------------------------------------------------


def gate_called(gate: Gate, language: str = "en") -> str:
    """What a line of the gate table asks for."""
    return called("gate", gate.name, gate.words, language)


def act_called(act: str, shelf: Shelf, language: str = "en") -> str:
    """An act as one reads it; a name that is no act stays as it is."""
    known = acts(shelf).get(act)
    return called("act_of_care", act, known.words if known else _plain(act), language)


def field_called(field: str, shelf: Shelf, language: str = "en") -> str:
    """A field as one reads it; of a field in rows the last part of its name."""
    name = field.rpartition(".")[2]
    known = fields(shelf).get(name)
    return called("field", name, known.words if known else _plain(name), language)


def role_of(role: str, language: str = "en") -> str:
    """A role as one reads it."""
    return called("role", role, _plain(role), language)


def choice_called(choice: str, language: str = "en") -> str:
    """An answer of a choice as one reads it."""
    return called("choice", choice, _plain(choice), language)


def choices_said(field: Field, language: str = "en") -> list[tuple[str, str]]:
    """The answers of a choice with their words; of a loss they are the reasons for which people are lost."""
    if field.choices:
        return [(each, choice_called(each, language)) for each in field.choices]
    codes = (code.removeprefix("reason.") for code in catalogue("en") if code.startswith("reason."))
    return sorted(((code, say_reason(code, language)) for code in codes), key=lambda each: each[1])


def instrument_called(kind: str, language: str = "en") -> str:
    """A kind of instrument as one reads it."""
    return called("instrument", kind, _plain(kind), language)


def course_called(template: Template, language: str = "en") -> str:
    """A course as one reads it."""
    return called("course", template.name, template.words, language)


def therapy_called(therapy: str, shelf: Shelf, language: str = "en") -> str:
    """A therapy as one reads it: as its course, where that has no other."""
    name = find_therapy(therapy, shelf).name
    own = [each for each in templates(shelf).values() if therapy in each.therapies]
    if own and len(own[0].therapies) == 1:
        name = course_called(own[0], language)
    return called("therapy", therapy, name, language)


def profile_called(profile: str, language: str = "en") -> str:
    """Criteria of eligibility by the name they go by."""
    return called("profile", profile, profile, language)


def unit_said(unit: str, language: str = "en") -> str:
    """A unit as it is written on paper."""
    return called("unit", unit, unit, language)


def _plain(name: str) -> str:
    return name.replace("_", " ")


# --- values -------------------------------------------------------------------------------------------------


def number_said(value: float, language: str = "en", digits: int = DIGITS) -> str:
    """A number without an exponent and without digits that say nothing.

    >>> number_said(7400.0), number_said(0.1 + 0.2), number_said(2.5, "fr"), number_said(12345.678, digits=4)
    ('7400', '0.3', '2,5', '12346')
    """
    if not math.isfinite(value):
        return f"{value}".replace("inf", "∞")
    whole = len(f"{abs(value):.0f}") if abs(value) >= 1 else 0
    places = max(0, digits - whole)
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text in ("-0", "") else text).replace(".", say("value.decimal", language))


def moment_said(moment: datetime, zone: tzinfo = UTC) -> str:
    """Day and hour on a clock."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def value_said(field: Field, value: Any, shelf: Shelf, language: str = "en", zone: tzinfo = UTC) -> str:
    """What was written down in a field, as one reads it: yes or no, a choice, a number with its unit, a moment.

    >>> from hevesy.record import Field
    >>> value_said(Field("x", "x", "number", "uSv/h"), 12.0, Shelf.load())
    '12 µSv/h'
    """
    if field.kind == "rows":
        rows = rows_said(field, value, shelf, language, zone)
        return "; ".join(", ".join(f"{name}: {said}" for name, said in row) for row in rows)
    if field.kind == "flag" and isinstance(value, bool):
        return say("value.yes" if value else "value.no", language)
    if field.kind == "choice":
        return _chosen(str(value), language)
    if field.kind == "number" and isinstance(value, int | float):
        unit = "" if field.unit in _COUNTED else unit_said(field.unit, language)
        return f"{number_said(value, language)} {unit}".strip()
    return _moment(str(value), zone) if field.kind == "moment" else str(value)


def rows_said(
    field: Field, rows: Iterable[Mapping[str, Any]], shelf: Shelf, language: str = "en", zone: tzinfo = UTC
) -> list[list[tuple[str, str]]]:
    """The rows of a field: of each what its fields are called, and what they say."""
    known = {each.name: each for each in forms(shelf)[field.choices[0]].fields}
    return [
        [
            (field_called(name, shelf, language), value_said(each, row[name], shelf, language, zone))
            for name, each in known.items() if name in row
        ]
        for row in rows
    ]  # fmt: skip


def problem_said(problem: Problem, language: str = "en") -> str:
    """What is wrong with a field, and what to write instead."""
    return say(f"field_says.{problem.code}", language, **{
        name: _of_problem(name, value, language) for name, value in problem.values.items()
    })  # fmt: skip


def _of_problem(name: str, value: Any, language: str) -> str:
    if isinstance(value, float):
        return number_said(value, language)
    if isinstance(value, tuple):
        return ", ".join(choice_called(each, language) for each in value)
    return unit_said(value, language) if name == "unit" else str(value)


def _chosen(value: str, language: str) -> str:
    """A choice, or the reason of a loss: both are chosen from a list."""
    return say_reason(value, language) if f"reason.{value}" in catalogue("en") else choice_called(value, language)


def _moment(text: str, zone: tzinfo) -> str:
    try:
        return moment_said(datetime.fromisoformat(text), zone)
    except ValueError:
        return text


# --- answers of gates ---------------------------------------------------------------------------------------


def said(answer: GateAnswer, shelf: Shelf, language: str = "en", zone: tzinfo = UTC) -> str:
    """The reason of an answer in one sentence."""
    values = {name: _worded(answer, name, value, shelf, language) for name, value in answer.values.items()}
    if "lacking" in values:
        values["lacking"] = " ".join(
            reason_said(each, shelf, language, to_all=True) for each in _reasons(answer.values["lacking"])
        )
    if "at" in values:
        values["at"] = _moment(values["at"], zone)
    return say(f"gate_says.{answer.because}", language, **values)


def _reasons(found: Any) -> Iterable[Reason]:
    return [each for each in found if isinstance(each, Reason)]


def override_said(gate: Gate, language: str = "en") -> str:
    """Who may go on with a reason; empty where nobody may."""
    return ", ".join(role_of(role, language) for role in gate.override)


def _worded(answer: GateAnswer, name: str, value: Any, shelf: Shelf, language: str) -> str:
    if name in _NAMED:
        return ", ".join(_NAMED[name](each, shelf, language) for each in _each(value))
    if isinstance(value, bool | str) and name in ("found", "other"):
        first = answer.gate.of.partition("=")[0].partition("/")[0].rpartition(".")[2]
        known = fields(shelf).get(first)
        return value_said(known, value, shelf, language) if known else str(value)
    if isinstance(value, float):
        return number_said(value, language, ROUGHLY)
    if isinstance(value, tuple | list):
        return ", ".join(_plain(str(each)) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _each(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, Iterable) else []


def _place(place: str, shelf: Shelf, language: str) -> str:
    """What a gate looks at: a field of an act, an act, or the course's own count."""
    act, _, field = place.partition(".")
    if field:
        return field_called(field, shelf, language)
    return act_called(act, shelf, language) if act in acts(shelf) else called("asked_of", act, _plain(act), language)


def _why(code: str, shelf: Shelf, language: str) -> str:
    """Why a course ended or a lot failed: an act that said so, a reason of a loss, or the next step that was chosen."""
    if code in acts(shelf):
        return act_called(code, shelf, language)
    return called("why", code, _chosen(code, language), language)


def _country(place: str, shelf: Shelf, language: str) -> str:
    return country_name(place, shelf, language) if shelf.table("country_names", place) else place


def limit_called(name: str, language: str = "en") -> str:
    """What a limit for release is put on; its name may begin with a nuclide."""
    for code in catalogue("en"):
        group, _, what = code.partition(".")
        if group == "release_limit" and name.endswith(what):
            return say(code, language)
    return _plain(name)


_NAMED: dict[str, Callable[[str, Shelf, str], str]] = {
    "offer": lambda code, _shelf, language: say(f"offer.{code}", language),
    "what": _place,
    "act": act_called,
    "steps": act_called,
    "missing": field_called,
    "limit_of": lambda name, _shelf, language: limit_called(name, language),
    "why": _why,
    "therapy": therapy_called,
    "country": _country,
    "roles": lambda role, _shelf, language: role_of(role, language),
    "profile": lambda profile, _shelf, language: profile_called(profile, language),
    "groups": lambda group, _shelf, language: called("criterion", group, _plain(group), language),
    "check": lambda check, shelf, language: check_called(check, shelf, language),
    "privilege": privilege_called,
    "instrument": lambda kind, _shelf, language: instrument_called(kind, language),
    "unit": lambda unit, _shelf, language: unit_said(unit.partition(" ")[0], language),  # of "uSv/h at 1 m" the first
}
