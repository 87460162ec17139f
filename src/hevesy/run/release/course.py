"""The release of a course: its earlier cycles from the record, and the country's rule for the gate."""

from __future__ import annotations

from collections.abc import Iterable

from hevesy.facts import Fact, Reader
from hevesy.facts.fact import Dist, Kind, State
from hevesy.policy import Leaving, ReleaseRule, ReleaseVerdict, enough, may_leave, release_rule
from hevesy.policy import Limit as RuleLimit
from hevesy.products import find_therapy
from hevesy.record import Course, Entry, Template, follow
from hevesy.run.gate import Limit
from hevesy.run.release.form import ReleaseForm, form_of
from hevesy.run.release.plan import Release, plan_release
from hevesy.run.signed import Signature
from hevesy.run.situation import Situation
from hevesy.safety.nearness import rate_at_1m

MEASURED = ("dose_rate_1m_usv_h", "background_usv_h")
RATE, GATE = "dose_rate_1m", "rate_below_rule"


def releases(course: Course, entries: Iterable[Entry], template: Template, reader: Reader) -> tuple[Release, ...]:
    """The release of every cycle of a course, the earliest first; each counts those before it.

    `course` is as it was before its first entry. A correction replaces what it corrects.
    """
    forms: dict[int, ReleaseForm] = {}
    for entry in entries:
        course = follow(course, entry, template)
        found = form_of(course.therapy, course.said) if "release" in course.standing else None
        if found is not None:
            forms[course.cycle] = found
    made: list[Release] = []
    for form in forms.values():
        made.append(plan_release(form, reader, tuple(made)))
    return tuple(made)


def verdict_of(now: Situation, limit: Limit | None) -> ReleaseVerdict:
    """The country's rule for the patient of a situation.

    In practice every limit of the shelf is asked. Else only what somebody has signed: the figure of the gate's line,
    which stands for the country's dose rate, and the country's limits that are confirmed in its pack.
    """
    country, reader = now.reader.place.partition("/")[0], now.reader
    limits = release_rule(country, reader.shelf).limits
    if not now.course.practice:
        limits = tuple(each for each in limits if each.fact.confirmed)
    how, line = enough(country, reader.shelf), now.table.line(GATE, now.day)
    if line is not None and limit is not None and limit.high is not None:
        signed = RuleLimit(RATE, _signed_rate(line, limit.high, reader.place))
        limits = (*(each for each in limits if not each.name.endswith(RATE)), signed)
        how = "all"  # a rate that the centre has signed must be kept, whatever else would be enough in the country
    nuclide = find_therapy(now.course.therapy, reader.shelf).nuclide
    return may_leave(ReleaseRule(country, limits, ()), nuclide, _leaving(now), how)


def _signed_rate(line: Signature, most: float, place: str) -> Fact:
    """The figure of a centre's signed line as a fact, so that the rule can say who stands behind it."""
    return Fact(
        f"policy.release.{RATE}", place, most, None, None, "uSv/h at 1 m", "", Dist.FIXED, line.on.isoformat(),
        State.REPORTED, line.source, Kind.VERIFIED, line.edition, line.by, line.on.isoformat(), GATE, "", 0,
    )  # fmt: skip


def _leaving(now: Situation) -> Leaving:
    """What is known of the patient; with the doses to others only where the whole form is there."""
    form = form_of(now.course.therapy, now.value)
    if form is None:
        rate, background = (now.value(f"release.{name}") for name in MEASURED)
        return Leaving(rate_at_1m(rate, background, now.value("release.rate_metres") or 1.0, 0.0))
    return plan_release(form, now.reader, now.earlier).known
