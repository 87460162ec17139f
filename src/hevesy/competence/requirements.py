"""What a candidate still lacks for a certificate, or its holder for a renewal: a reason for each thing missing.

Only what somebody else has confirmed counts. Unknown never means shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hevesy.competence.evidence import EVERYTHING, Evidence, What, against, in_force
from hevesy.competence.framework import LEVELS, Framework, Procedures
from hevesy.competence.logbook import Procedure, credits
from hevesy.competence.standing import Reason, Recent
from hevesy.competence.training import days_within, months_within
from hevesy.facts import Reader

MONTHS, HOURS, CREDITS, PROCEDURES = "months", "hours", "credits", "procedures/"
HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a candidate: evidence, their logbook, and amounts that others confirmed on paper.

    An amount is of months, hours, credits, or of `procedures/` and the name of a group of the framework.
    """

    known: Collection[Evidence] = ()
    log: Collection[Procedure] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)


def amounts_asked(framework: Framework, renewal: bool) -> tuple[str, ...]:
    """The amounts that a framework asks somebody to confirm: of training, or of the time since the last certificate."""
    if renewal:
        return (CREDITS,) if framework.credits_per_year else ()
    spans = [name for name, asked in ((MONTHS, framework.months), (HOURS, framework.hours)) if asked]
    return (*spans, *(f"{PROCEDURES}{each.name}" for each in framework.procedures))


def most_within(kind: str, first: date, last: date) -> float | None:
    """The most months, or hours, that a training can have had between two days; None for what time does not bound."""
    if kind == MONTHS:
        return months_within(first, last)
    return float(HOURS_OF_A_DAY * days_within(first, last, first, last)) if kind == HOURS else None


def lacking(shown: Shown, framework: Framework, on: date, reader: Reader) -> tuple[Reason, ...]:
    """All that is missing for a first certificate on a day; empty where the rules are met."""
    counts = in_force(shown.known, on)
    return (
        *_suspended(counts, framework, on), *_not_shown(counts, framework, on),
        *_few_procedures(shown, framework, reader),
        *_few(shown, MONTHS, reader.number(framework.months) if framework.months else 0.0),
        *_few(shown, HOURS, reader.number(framework.hours) if framework.hours else 0.0),
    )  # fmt: skip


def lacking_to_renew(
    shown: Shown, framework: Framework, on: date, reader: Reader, acts: Collection[str], recent: Recent | None
) -> tuple[Reason, ...]:
    """All that is missing for a renewal: credits for each year that a certificate is valid, and practice of some acts.

    What the last certificate showed stays shown, unless an assessment was failed since.
    """
    counts = in_force(shown.known, on)
    years = reader.number(framework.valid_years) if framework.valid_years else 1.0
    asked = reader.number(framework.credits_per_year) * years if framework.credits_per_year else 0.0
    return (
        *_suspended(counts, framework, on), *_failed_since(counts, framework, on), *_few(shown, CREDITS, asked),
        *([] if recent is None else _not_practised(counts, acts, on, recent)),
    )  # fmt: skip


def _suspended(counts: Collection[Evidence], framework: Framework, on: date) -> Iterator[Reason]:
    for each in against(counts, on, EVERYTHING, framework.id):
        if each.what is What.SUSPENDED:
            yield Reason("suspended", {"since": each.on})


def _not_shown(counts: Collection[Evidence], framework: Framework, on: date) -> Iterator[Reason]:
    for name, level in framework.levels.items():
        failed = _failed(counts, name, on)
        shown = [each.level for each in counts if each.what is What.SHOWN and each.about == name
                 and each.on > failed and each.holds(on)]  # fmt: skip
        if any(LEVELS.index(each) >= LEVELS.index(level) for each in shown):
            continue
        if failed > date.min:
            yield Reason("failed", {"competency": name, "since": failed})
        else:
            yield Reason("not_shown", {"competency": name, "level": level})


def _failed_since(counts: Collection[Evidence], framework: Framework, on: date) -> Iterator[Reason]:
    for name in framework.levels:
        failed = _failed(counts, name, on)
        mended = any(each.what is What.SHOWN and each.about == name and each.on > failed for each in counts)
        if failed > date.min and not mended:
            yield Reason("failed", {"competency": name, "since": failed})


def _failed(counts: Collection[Evidence], name: str, on: date) -> date:
    return max((each.on for each in against(counts, on, name) if each.what is What.FAILED), default=date.min)


def _few_procedures(shown: Shown, framework: Framework, reader: Reader) -> Iterator[Reason]:
    for each in framework.procedures:
        done, least = procedures_done(shown, each), reader.number(each.least)
        if done < least:
            yield Reason("few_procedures", {"procedures": each.name, "done": done, "least": least})


def procedures_done(shown: Shown, asked: Procedures) -> float:
    """The procedures of a group that others confirmed: in the logbook or on paper, whichever has more.

    They are not added up, as both may tell of the same cases.
    """
    return max(float(len(credits(shown.log, asked))), shown.amounts.get(f"{PROCEDURES}{asked.name}", 0.0))


def _few(shown: Shown, what: str, least: float) -> Iterator[Reason]:
    done = shown.amounts.get(what, 0.0)
    if done < least:
        yield Reason(f"few_{what}", {"done": done, "least": least})


def _not_practised(counts: Collection[Evidence], acts: Collection[str], on: date, asked: Recent) -> Iterator[Reason]:
    done = {
        (each.about.partition("/")[0], each.case) for each in counts
        if each.what is What.PERFORMED and each.about.partition("/")[0] in acts and each.on > on - asked.within
    }  # fmt: skip
    if len(done) < asked.least:
        yield Reason("not_recent", {"done": len(done), "least": asked.least, "days": asked.within.days})
