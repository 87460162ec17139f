"""May a therapy be given here on a day? Everything that stands in the way, before there is any patient.

Lines that nobody has signed or whose signature has run out, instruments out of date, licences, and people: the same
things that the gates of the acts will ask on the day, asked the day before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hevesy.competence import Standing, privilege_of
from hevesy.competence.privilege import privilege_called
from hevesy.facts import Shelf
from hevesy.products import find_therapy
from hevesy.record import Act, Template
from hevesy.run.checks import check_called, lasts
from hevesy.run.gate import Gate, gates_of
from hevesy.run.instruments import Instruments, latest
from hevesy.run.saying import act_called, gate_called, instrument_called, role_of
from hevesy.run.signed import GateTable
from hevesy.run.situation import Licence, Person
from hevesy.words import say

ON_THE_WAY = ("prescription", "order", "receipt", "quality_control", "product_release", "dispensing", "day_checks",
              "administration", "release")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way: a code of `ready_says` in words, what it is about, since when, and who can help."""

    because: str
    about: str
    since: date | None = None
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """What a centre has for a therapy: its signed lines, instruments, licences and people.

    `unchecked` are the checks of the day that were not done, or not good; of a day that has not come there are none.
    `standings` are the privileges of each person on the day, by person and privilege; None where none are asked.
    """

    table: GateTable
    instruments: Instruments
    licences: Mapping[str, Licence]
    people: Collection[Person]
    unchecked: Collection[str] = ()
    standings: Mapping[str, Mapping[str, Standing]] | None = None


def obstacles(template: Template, therapy: str, on: date, means: Means, shelf: Shelf) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a therapy on a day; empty where it may be given."""
    gates = gates_of(template, shelf)
    return (
        *_instruments(gates, on, means), *_licence(find_therapy(therapy, shelf).nuclide, on, means),
        *_checks(gates, on, means), *_lines(gates, on, means.table), *_people(template, means.people),
        *_privileged(template, means, shelf),
    )  # fmt: skip


def _lines(gates: Collection[Gate], on: date, table: GateTable) -> Iterator[Obstacle]:
    for gate in gates:
        if not gate.needs_signature or table.line(gate.name, on) is not None:
            continue
        line = table.lines.get(gate.name)
        ended = None if line is None or line.until is None else line.until
        yield Obstacle("signature_ended" if ended else "not_signed", gate.name, ended, gate.signed_by)


def _instruments(gates: Collection[Gate], on: date, means: Means) -> Iterator[Obstacle]:
    held = latest(means.instruments)
    for gate in gates:
        until = held.get(gate.of)
        if gate.test == "in_date" and (until is None or until < on):
            yield Obstacle("not_calibrated" if until is None else "calibration_ended", gate.of, until, gate.override)


def _checks(gates: Collection[Gate], on: date, means: Means) -> Iterator[Obstacle]:
    """Only where the centre has signed that it uses no instrument without its check of the day."""
    for gate in gates:
        if gate.test == "checked_within" and gate.of in means.unchecked and lasts(means.table, on) is not None:
            yield Obstacle("not_checked", gate.of, None, gate.override)


def _licence(nuclide: str, on: date, means: Means) -> Iterator[Obstacle]:
    licence = means.licences.get(nuclide)
    if licence is None or licence.until < on:
        since = None if licence is None else licence.until
        yield Obstacle(
            "no_licence" if licence is None else "licence_ended", nuclide, since, ("radiation_protection_officer",)
        )


def _people(template: Template, people: Collection[Person]) -> Iterator[Obstacle]:
    """Every act on the way to the patient has somebody who may do it, and another person where it takes two."""
    for name in ON_THE_WAY:
        move = template.moves.get(name)
        if move is not None and not _staffed(move.act, people):
            yield Obstacle("nobody" if not move.act.second else "no_two", name, None, move.act.roles)


def _privileged(template: Template, means: Means, shelf: Shelf) -> Iterator[Obstacle]:
    """Every act on the way that needs a privilege has somebody who holds it, among those whose role does it."""
    if means.standings is None:
        return
    for name in ON_THE_WAY:
        asked, move = privilege_of(name, shelf), template.moves.get(name)
        if asked is None or move is None:
            continue
        able = [each.id for each in means.people if each.roles & set(move.act.roles)]
        held = [means.standings[id][asked.name] for id in able if id in means.standings]
        if able and not any(each.may for each in held):
            ended = [reason.values["until"] for each in held for reason in each.reasons if "until" in reason.values]
            yield Obstacle("nobody_privileged", asked.name, max(ended, default=None), move.act.roles)


def _staffed(act: Act, people: Collection[Person]) -> bool:
    able = {each.id for each in people if each.roles & set(act.roles)}
    if not act.second:
        return bool(able)
    others = {each.id for each in people if each.roles & set(act.second)}
    return any(others - {one} for one in able)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that holds today and ends soon."""

    what: str
    name: str
    until: date


def ending(
    instruments: Instruments, licences: Mapping[str, Licence], tables: Mapping[str, GateTable], on: date,
    within: timedelta,
) -> tuple[Ending, ...]:  # fmt: skip
    """Calibrations, licences and signatures that end within a while, the first of them at the top."""
    held = [
        *(Ending("instrument", f"{kind}/{name}", until) for kind, named in instruments.items()
          for name, until in named.items()),
        *(Ending("licence", name, each.until) for name, each in licences.items()),
        *(Ending("signature", f"{therapy}/{line.gate}", line.until) for therapy, table in tables.items()
          for line in table.lines.values() if line.until is not None),
    ]  # fmt: skip
    soon = [each for each in held if on <= each.until <= on + within]
    return tuple(sorted(soon, key=lambda each: (each.until, each.what, each.name)))


def obstacle_said(found: Obstacle, gates: Mapping[str, Gate], shelf: Shelf, language: str = "en") -> str:
    """What stands in the way and who can help, in one sentence."""
    about = found.about
    if found.about in gates:
        about = gate_called(gates[found.about], language)
    elif found.because in ("nobody", "no_two"):
        about = act_called(found.about, shelf, language)
    elif found.because in ("not_calibrated", "calibration_ended"):
        about = instrument_called(found.about, language)
    elif found.because == "nobody_privileged":
        about = privilege_called(found.about, shelf, language)
        return say(f"ready_says.{'privilege_ended' if found.since else found.because}", language, about=about,
                   since=found.since or "")  # fmt: skip
    elif found.because == "not_checked":
        about = check_called(found.about, shelf, language)
    who = ", ".join(role_of(each, language) for each in found.who)
    return say(f"ready_says.{found.because}", language, about=about, since=found.since or "", who=who)


def answer_said(therapy: str, on: date, found: Collection[Obstacle], first: str, language: str = "en") -> str:
    """The answer in one sentence: yes, or no with the first thing in the way and how many more there are."""
    if not found:
        return say("ready_says.yes", language, therapy=therapy, on=on)
    more = len(found) - 1
    code = "no_and_more" if more else "no"
    return say(f"ready_says.{code}", language, therapy=therapy, on=on, first=first, more=more)
