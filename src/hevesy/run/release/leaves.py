"""The papers of a release in a language: instructions, wallet card, and the sheets for surgery, readmission, death.

A leaf bears its marks on top: PRACTICE where any rule is signed by nobody, and that no clinician has reviewed it.
Names and telephone numbers are left blank for whoever prints it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hevesy.run.release.instructions import Instruction, card_until, instructions
from hevesy.run.release.plan import Release
from hevesy.run.release.sheets import Day, Sheet, sheets
from hevesy.words import is_reviewed, say
from hevesy.words.direction import RIGHT_TO_LEFT, kept_together

MEDICAL, BLANK = "medical", ""
A4, A6 = "a4", "a6"
CARD = "card"
LONG_H, LEAST_USV_H = 1000, 0.1  # longer, and less, is said as no more than that


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper: what stands on it, in order. An empty value of `facts` is a line to write on."""

    name: str
    language: str
    paper: str
    title: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def version(self) -> str:
        """The version that stands on it, the last of its facts."""
        return self.facts[-1][1]

    @property
    def right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    def said(self) -> dict[str, Any]:
        """As plain values, for a template; from right to left with every date and amount kept together."""
        said = {name: getattr(self, name) for name in (*self.__dataclass_fields__, "right_to_left")}
        if self.right_to_left:
            said |= {name: _kept(said[name]) for name in ("title", "marks", "facts", "lines", "head", "rows")}
        return said


def _kept(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_kept(each) for each in value)
    return kept_together(value) if isinstance(value, str) else value


def may_print_for_patients(language: str) -> bool:
    """Whether a clinician has reviewed what patients read in this language; until one is named, no."""
    return is_reviewed(MEDICAL, language)


def leaves(release: Release, language: str = "en", known: Mapping[str, str] | None = None) -> tuple[Leaf, ...]:
    """Every paper of a release; `known` may hold the patient's `name`, the `centre` and its `phone`."""
    made, blank = _made(release, language, known or {}), _made(release, language, {})
    label = say("release.version", language)
    return tuple(
        replace(leaf, facts=(*leaf.facts, (label, version_of(nameless))))
        for leaf, nameless in zip(made, blank, strict=True)
    )


def version_of(leaf: Leaf) -> str:
    """What tells one text of a paper from every other: the same words and values have the same eight signs.

    Asked of a leaf with blank names, so that it is the same whoever prints it.
    """
    return hashlib.sha256(json.dumps(leaf.said(), sort_keys=True).encode()).hexdigest()[:8]


def _made(release: Release, language: str, known: Mapping[str, str]) -> tuple[Leaf, ...]:
    return (
        _instructions(release, language, known), _card(release, language, known),
        *(_sheet(sheet, release, language, known) for sheet in sheets(release)),
    )  # fmt: skip


def marks(release: Release, language: str) -> tuple[str, ...]:
    """What must stand on top of every paper of this release."""
    found = [say("release.practice", language)] if release.practice else []
    if not may_print_for_patients(language):
        found.append(say("release.not_reviewed" if language == "en" else "release.translated", language))
    return tuple(found)


def sentence_of(one: Instruction, language: str) -> str:
    """An instruction in words."""
    until = one.until.isoformat() if one.until else ""
    return say(f"release.{one.code}", language, until=until, person=one.person, **one.values)


def _instructions(release: Release, language: str, known: Mapping[str, str]) -> Leaf:
    lines = tuple(sentence_of(each, language) for each in instructions(release))
    signed = tuple(say("release.made_by_rule", language, who=who) for who in release.signed_by)
    facts = _head(release, language, known)
    title = say("release.title_instructions", language)
    return Leaf("instructions", language, A4, title, marks(release, language), facts, (*lines, *signed))


def _card(release: Release, language: str, known: Mapping[str, str]) -> Leaf:
    until = card_until(release).isoformat()
    lines = tuple(
        say(f"release.{code}", language, nuclide=release.therapy.nuclide, until=until)
        for code in ("card_says", "card_detectors", "card_emergency")
    )
    title = say("release.title_card", language)
    return Leaf(CARD, language, A6, title, marks(release, language), _head(release, language, known), lines)


def _sheet(sheet: Sheet, release: Release, language: str, known: Mapping[str, str]) -> Leaf:
    head = tuple(
        say(f"release.{code}", language) for code in ("days", "on_day", "at_most", "rate_1m", "rate_near", "hours_near")
    )
    lines = tuple(say(f"release.{line.code}", language, **line.values) for line in sheet.lines)
    rows = tuple(_row(day) for day in sheet.days)
    title = say(f"release.title_{sheet.name}", language)
    facts = _head(release, language, known)
    return Leaf(sheet.name, language, A4, title, marks(release, language), facts, lines, head, rows)


def _head(release: Release, language: str, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    form = release.form
    said = {
        "name": known.get("name", BLANK),
        "treated_with": release.therapy.name,
        "activity": str(form.given),
        "given_on": form.given_at.date().isoformat(),
        "left_on": form.on.isoformat(),
        "centre": known.get("centre", BLANK),
        "phone": known.get("phone", BLANK),
    }
    return tuple((say(f"release.{code}", language), value) for code, value in said.items())


def _row(day: Day) -> tuple[str, ...]:
    hours = f"{day.hours_to_limit:.0f} h" if day.hours_to_limit < LONG_H else f">{LONG_H} h"
    rates = (_rate(rate) for rate in (day.rate_1m_usv_h, day.rate_bedside_usv_h))
    return (str(day.days), day.on.isoformat(), str(day.most), *rates, hours)


def _rate(usv_h: float) -> str:
    """A dose rate as a meter can show it."""
    return f"{usv_h:.2g} µSv/h" if usv_h >= LEAST_USV_H else f"<{LEAST_USV_H} µSv/h"
