"""May this act be done? Every gate answers; one that is not met or unknown blocks, and says who may override it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hevesy.errors import NeedsReason, PaperNeedsReason
from hevesy.facts import Fact, Reader
from hevesy.products import Answer, find_therapy
from hevesy.record import Entry
from hevesy.run.gate import Gate, GateAnswer, Limit, gates_of
from hevesy.run.incidents import SYSTEM_DOWN
from hevesy.run.questions import QUESTIONS
from hevesy.run.release_limit import rate_limit
from hevesy.run.signed import Signature
from hevesy.run.situation import Situation


@dataclass(frozen=True, slots=True)
class Incident:
    """What an act outside the rules opens, in the same transaction as the act itself."""

    entry: str
    course: str
    act: str
    unmet: tuple[str, ...]
    reason: str
    kind: str = ""


def may(now: Situation) -> tuple[GateAnswer, ...]:
    """Every gate of the act, answered. All of them met is what lets it be done."""
    return tuple(answer(gate, now) for gate in gates_of(now.template, now.reader.shelf, now.act))


def blocking(answers: tuple[GateAnswer, ...]) -> tuple[GateAnswer, ...]:
    """The gates that stand in the way: not met, or unknown."""
    return tuple(each for each in answers if not each.is_met)


def answer(gate: Gate, now: Situation) -> GateAnswer:
    """One gate's answer; a line that nobody has signed is unknown, but in practice the shelf's figure stands in."""
    line = now.table.line(gate.name, now.day)
    signed = line is not None or not gate.needs_signature
    asked = _applies(gate, now)
    if asked is Answer.NOT_MET:
        return GateAnswer(gate, Answer.MET, "not_asked", {"condition": gate.only_if}, signed)
    if asked is Answer.UNKNOWN:
        return GateAnswer(gate, Answer.UNKNOWN, "not_said", {"what": gate.only_if.partition("=")[0]}, signed)
    if not signed and not now.course.practice:
        return GateAnswer(gate, Answer.UNKNOWN, "not_signed", {"roles": gate.signed_by}, signed)
    found, because, values = QUESTIONS[gate.test](gate, now, limit_of(gate, now, line))
    return GateAnswer(gate, found, because, values, signed)


def limit_of(gate: Gate, now: Situation, line: Signature | None) -> Limit | None:
    """What a gate is held against: a field of the course, the signed line, or in practice the shelf's figure."""
    if gate.limit and (said := now.value(gate.limit)) is not None:
        return Limit(said, said, "", "")
    fact = now.reader.find(gate.limit.format(therapy=now.course.therapy)) if gate.limit else None
    unit = fact.unit if fact is not None else ""
    if line is not None:
        return Limit(line.low, line.high, unit, line.text, fact)
    return proposed(gate, now.course.therapy, now.reader) if now.course.practice else None


def proposed(gate: Gate, therapy: str, reader: Reader) -> Limit | None:
    """What the shelf proposes for a line, for practice and for who signs it; None where it says nothing."""
    found = find_therapy(therapy, reader.shelf)
    if gate.test == "criteria":
        return Limit(None, None, "", found.profiles[0]) if found.profiles else None
    if gate.test == "release_rule":
        most = rate_limit(found, reader)
        return None if most is None else Limit(None, most, "uSv/h", "")
    fact = reader.find(gate.limit.format(therapy=therapy)) if gate.limit else None
    return None if fact is None else _of_fact(gate, fact)


def _of_fact(gate: Gate, fact: Fact) -> Limit:
    """A figure as a limit; only a usual range has two ends."""
    if gate.test == "activity_within":
        return Limit(fact.low, fact.high, fact.unit, fact.text, fact)
    if gate.test == "interval_weeks":
        return Limit(fact.low if fact.low is not None else fact.value, None, fact.unit, fact.text, fact)
    return Limit(fact.value, fact.value, fact.unit, fact.text, fact)


def _applies(gate: Gate, now: Situation) -> Answer:
    if not gate.only_if:
        return Answer.MET
    place, _, wanted = gate.only_if.partition("=")
    found = now.value(place)
    if found is None:
        return Answer.UNKNOWN
    said = {True: "yes", False: "no"}.get(found, found) if isinstance(found, bool) else found
    return Answer.MET if said in wanted.split(";") else Answer.NOT_MET


def recorded(now: Situation, entry: Entry) -> tuple[Entry, Incident | None]:
    """The entry as it goes into the record: with the gates it does not meet, and the incident that it opens.

    What was typed in from paper is outside the rules even where every gate is met: its incident is that of the
    downtime, which holds every act of it. Raises NeedsReason where a gate is not met and no reason is given, and
    PaperNeedsReason where it is not said why there was paper. Nothing that happened is refused beyond that.
    """
    unmet = tuple(each.gate.name for each in blocking(may(now)))
    if not unmet and not entry.typed_by:
        return entry, None
    if not entry.reason.strip():
        words = now.template.moves[entry.act].act.words
        raise NeedsReason(act=words, unmet=", ".join(unmet)) if unmet else PaperNeedsReason(act=words)
    kind = "" if unmet else SYSTEM_DOWN
    return replace(entry, unmet=unmet), Incident(entry.id, now.course.id, entry.act, unmet, entry.reason, kind)
