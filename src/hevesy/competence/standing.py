"""May this person do this, on this day? With every reason why not, so that each can be mended.

Positive evidence never takes a privilege away, and what speaks against somebody takes it at once. After an assessment
that was failed only what was shown later counts; a suspension ends only when it is lifted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hevesy.competence.evidence import EVERYTHING, Evidence, What, against, in_force
from hevesy.competence.framework import LEVELS, Framework
from hevesy.competence.privilege import Privilege

FITNESS, LICENCE = "fitness", "licence"  # what a withdrawal is about
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Recent:
    """How much practice keeps a privilege alive: at least so many cases within a while, of any therapy."""

    least: float
    within: timedelta = YEAR


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a code of a sentence of `[may_say]`, with its values."""

    because: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a privilege holds for a therapy on a day; `reasons` are all that stand in the way."""

    privilege: str
    therapy: str
    on: date
    reasons: tuple[Reason, ...]

    @property
    def may(self) -> bool:
        return not self.reasons


def standing(
    known: Collection[Evidence], privilege: Privilege, therapy: str, on: date, frameworks: Mapping[str, Framework],
    recent: Recent | None = None,
) -> Standing:  # fmt: skip
    """What follows for one privilege and therapy from all that is known of one person.

    `recent` is the practice that is asked; None where the privilege asks for none.
    """
    counts, place = in_force(known, on), f"{privilege.name}/{therapy}"
    had = _of_cadre(counts, privilege, frameworks)
    reasons = (
        *_suspended(counts, on, place, privilege.name), *_no_certificate(counts, privilege, had, on),
        *_not_shown(counts, privilege, had, on, frameworks),
        *_not_signed_off(counts, place, on),
        *([] if recent is None else _not_recent(counts, privilege, place, on, recent)),
        *_not_valid(counts, What.FIT, FITNESS, on), *_not_valid(counts, What.LICENSED, LICENCE, on),
    )  # fmt: skip
    return Standing(privilege.name, therapy, on, reasons)


def _suspended(counts: Collection[Evidence], on: date, *places: str) -> Iterator[Reason]:
    for each in against(counts, on, EVERYTHING, *places):
        if each.what is What.SUSPENDED:
            yield Reason("suspended", {"since": each.on})


def _of_cadre(
    counts: Collection[Evidence], privilege: Privilege, frameworks: Mapping[str, Framework]
) -> list[Evidence]:
    return [
        each for each in counts if each.what is What.CERTIFIED and each.about in frameworks
        and frameworks[each.about].cadre in privilege.cadres
    ]  # fmt: skip


def _no_certificate(
    counts: Collection[Evidence], privilege: Privilege, had: Collection[Evidence], on: date
) -> Iterator[Reason]:
    sound = [each for each in had if not against(counts, on, each.about, each.id)]
    if any(each.holds(on) for each in sound):
        return
    stopped = [one.on for each in had if each.holds(on) for one in against(counts, on, each.about, each.id)]
    if stopped:
        yield Reason("certificate_suspended", {"since": max(stopped)})
    elif had:
        yield Reason("certificate_lapsed", {"until": max(each.until for each in had if each.until)})
    else:
        yield Reason("no_certificate", {"cadres": privilege.cadres})


def _not_shown(
    counts: Collection[Evidence], privilege: Privilege, had: Collection[Evidence], on: date,
    frameworks: Mapping[str, Framework],
) -> Iterator[Reason]:  # fmt: skip
    """Each competency at its level: shown by an assessment, or by a certificate whose framework asks for it.

    What a certificate showed stays shown when it ends: that it ended is a reason of its own.
    """
    for name in privilege.competencies:
        failed = max((each.on for each in against(counts, on, name) if each.what is What.FAILED), default=date.min)
        shown = [each.level for each in counts if each.what is What.SHOWN and each.about == name
                 and each.on > failed and each.holds(on)]  # fmt: skip
        shown += [frameworks[each.about].levels[name] for each in had
                  if each.on > failed and name in frameworks[each.about].levels]  # fmt: skip
        if any(LEVELS.index(each) >= LEVELS.index(privilege.level) for each in shown):
            continue
        if failed > date.min:
            yield Reason("failed", {"competency": name, "since": failed})
        else:
            yield Reason("not_shown", {"competency": name, "level": privilege.level})


def _not_signed_off(counts: Collection[Evidence], place: str, on: date) -> Iterator[Reason]:
    failed = max((each.on for each in against(counts, on, place) if each.what is What.FAILED), default=date.min)
    signed = [each for each in counts if each.what is What.SIGNED_OFF and each.about == place]
    if any(each.on > failed and each.holds(on) for each in signed):
        return
    if failed > date.min:
        yield Reason("sign_off_failed", {"since": failed})
    elif signed:
        yield Reason("sign_off_lapsed", {"until": max(each.until for each in signed if each.until)})
    else:
        yield Reason("not_signed_off")


def _not_recent(
    counts: Collection[Evidence], privilege: Privilege, place: str, on: date, asked: Recent
) -> Iterator[Reason]:
    """One credit for each case and act. Who was signed off within the while has not had the time, and is current."""
    first = on - asked.within
    if any(each.what is What.SIGNED_OFF and each.about == place and each.on > first for each in counts):
        return
    done = {
        (each.about.partition("/")[0], each.case) for each in counts
        if each.what is What.PERFORMED and each.about.partition("/")[0] in privilege.acts and first < each.on
    }  # fmt: skip
    if len(done) < asked.least:
        yield Reason("not_recent", {"done": len(done), "least": asked.least, "days": asked.within.days})


def _not_valid(counts: Collection[Evidence], what: What, about: str, on: date) -> Iterator[Reason]:
    withdrawn = max((each.on for each in against(counts, on, about)), default=date.min)
    had = [each for each in counts if each.what is what]
    if any(each.on > withdrawn and each.holds(on) for each in had):
        return
    if withdrawn > date.min:
        yield Reason(f"{about}_withdrawn", {"since": withdrawn})
    elif had:
        yield Reason(f"{about}_lapsed", {"until": max(each.until for each in had if each.until)})
    else:
        yield Reason(f"no_{about}")
