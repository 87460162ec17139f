"""Why somebody may not, and what somebody lacks, as one reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.competence.crosswalk import Lack
from hevesy.competence.framework import LEVELS, Procedures, competencies, frameworks
from hevesy.competence.standing import Reason
from hevesy.errors import BadCertificate
from hevesy.facts import Said, Shelf
from hevesy.words import called, say

OF_HEALTH = ("no_fitness", "fitness_lapsed", "fitness_withdrawn")


def competency_called(name: str, shelf: Shelf, language: str = "en") -> str:
    """A competency as one reads it."""
    known = competencies(shelf).get(name)
    return shelf.called("competency", name, known.words if known else name.replace("_", " "), language)


def framework_called(id: str, shelf: Shelf, language: str = "en") -> Said:
    """A framework as one reads it; by its id where the shelf has it no more."""
    known = frameworks(shelf).get(id)
    return shelf.called("framework", id, known.name if known else id, language)


def procedures_called(name: str, shelf: Shelf, language: str = "en") -> str:
    """A group of procedures that a framework asks for, as one reads it."""
    return shelf.called("procedures", name, name.replace("_", " "), language)


def level_called(level: str, language: str = "en") -> str:
    """How well, as one reads it."""
    return say(f"level.{level}", language) if level in LEVELS else level


def reason_said(reason: Reason, shelf: Shelf, language: str = "en", to_all: bool = False) -> str:
    """Why not, in a sentence; to all colleagues without what is known of somebody's health."""
    if to_all and reason.because in OF_HEALTH:
        return say("may_say.not_told", language)
    return say(f"may_say.{reason.because}", language, **{
        name: _said(name, value, shelf, language) for name, value in reason.values.items()
    })  # fmt: skip


def lacking_said(reason: Reason, shelf: Shelf, language: str = "en") -> str:
    """What is missing for a certificate, in a sentence."""
    return say(f"lacks_say.{reason.because}", language, **{
        name: _said(name, value, shelf, language) for name, value in reason.values.items()
    })  # fmt: skip


def _said(name: str, value: Any, shelf: Shelf, language: str) -> str:
    if name == "competency":
        return competency_called(value, shelf, language)
    if name == "level":
        return level_called(value, language)
    if name == "procedures":
        return procedures_called(str(value), shelf, language)
    if name == "cadres":
        return ", ".join(called("role", each, each.replace("_", " "), language) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def problem_said(code: str, values: Mapping[str, Any], language: str = "en") -> str:
    """What stands against a certificate, in a sentence."""
    return say(f"certificate_says.{code}", language, **values)


def not_taken_said(error: BadCertificate, language: str = "en") -> str:
    """Why nothing of a certificate or a list is believed, in a sentence."""
    return say(f"not_taken.{error.values['because']}", language, **error.values)


def lack_said(lack: Lack, shelf: Shelf, language: str = "en") -> str:
    """What is lacking, by name."""
    if lack.kind == "competency":
        return competency_called(lack.name, shelf, language)
    if lack.kind == "procedures":
        return procedures_called(lack.name, shelf, language)
    return say(f"framework_says.{lack.kind}", language)


def counted_said(asked: Procedures, least: float, language: str = "en") -> str:
    """How many procedures a framework asks for, how each counts, and how closely they are supervised."""
    supervision = say(f"framework_says.{asked.supervision}", language)
    return say(f"framework_says.{asked.counts}", language, least=f"{least:g}", supervision=supervision)
