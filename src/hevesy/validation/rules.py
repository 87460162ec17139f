"""Cases of the gates: limits, and what nobody has said or signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hevesy.record import Course, find_template, templates
from hevesy.run.asking import answer
from hevesy.run.gate import Gate, Limit, gates_of
from hevesy.run.instruments import Instruments
from hevesy.run.questions import QUESTIONS
from hevesy.run.readiness import Means, obstacles
from hevesy.run.signed import GateTable
from hevesy.run.situation import Person, Situation
from hevesy.validation.asked import Ask, Inputs, known, shipped

TEMPLATE, THERAPY = "lu177_psma", "lu177_psma617"
DAY = date(2027, 3, 2)


def may_be_given(inputs: Inputs) -> str:
    """The therapies with nothing in the way where nothing is signed, calibrated or licensed, and nobody works."""
    found = [
        therapy for template in templates(shipped()).values() for therapy in template.therapies
        if not obstacles(template, therapy, DAY, Means(GateTable(therapy), {}, {}, ()), shipped())
    ]  # fmt: skip
    return ", ".join(found) or "none"


def unsigned_line(inputs: Inputs) -> str:
    """A gate's answer at a course for care, with everything said and nothing signed."""
    gate = next(
        each for each in gates_of(find_template(TEMPLATE, shipped()), shipped()) if each.name == inputs["gate"]
    )
    act, _, name = gate.of.partition(".")
    return str(answer(gate, _situation(act, {name: True})).answer.value)


def per_kilogram(inputs: Inputs) -> str:
    """Whether an activity is that by weight."""
    said = {
        "prescribed_mbq": known(inputs["prescribed"]), "prescribed_mbq_per_kg": known(inputs["per_kg"]),
        "weight_used_kg": known(inputs["weight"]),
    }  # fmt: skip
    return _asked("per_weight", "", "prescription", said, known(inputs["tolerance"]))


def tolerance(inputs: Inputs) -> str:
    """Whether what was administered is what was prescribed."""
    said = {"found": known(inputs["administered"]), "wanted": known(inputs["prescribed"])}
    return _asked("within_percent", "administration.found/administration.wanted", "administration", said,
                  known(inputs["tolerance"]))  # fmt: skip


def days_old(inputs: Inputs) -> str:
    """Whether a sample is recent enough."""
    on = date.fromisoformat(inputs["on"])
    return _asked("recent_days", "prescription.sampled_on", "prescription", {"sampled_on": inputs["sampled"]},
                  known(inputs["limit"]), on=on)  # fmt: skip


def calibrated(inputs: Inputs) -> str:
    """Whether the instrument that a form names is in date; `other` is another of its kind."""
    days = {"C1": inputs["until"], "C2": inputs.get("other", "")}
    until = {"dose_calibrator": {name: date.fromisoformat(day) for name, day in days.items() if day}}
    on = date.fromisoformat(inputs["on"])
    return _asked("in_date", "dose_calibrator", "dispensing", {"calibrator": "C1"}, None, on=on, instruments=until)


def _asked(
    question: str, of: str, act: str, said: Mapping[str, Any], limit: float | None, on: date = DAY,
    instruments: Instruments | None = None,
) -> str:  # fmt: skip
    """What a question of the gate table answers for a gate that is made for the case."""
    gate = Gate("case", "", (act,), (TEMPLATE,), question, of, "", "", (), (), "")
    found = QUESTIONS[question](gate, _situation(act, said, on, instruments), Limit(limit, limit, "", ""))
    return str(found[0].value)


def _situation(
    act: str, said: Mapping[str, Any], on: date = DAY, instruments: Instruments | None = None
) -> Situation:
    template = find_template(TEMPLATE, shipped())
    course = Course("case", template.name, template.version, THERAPY, practice=False)
    return Situation(
        course, template, act, said, datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        Person("case", frozenset(("physician",))), GateTable(THERAPY), shipped().reader("world"),
        instruments=instruments or {},
    )  # fmt: skip


ASKS: dict[str, Ask] = {
    "may_be_given": may_be_given, "unsigned_line": unsigned_line, "per_kilogram": per_kilogram,
    "tolerance": tolerance, "days_old": days_old, "calibrated": calibrated,
}  # fmt: skip
