"""The questions that gates ask, each a short function by the name that `gates.csv` uses.

Each gets the gate, the situation and its limit, and answers with a code of a sentence and the values it needs.
What nobody said is unknown, and unknown is never met.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hevesy.physics.library import nuclide
from hevesy.products import evaluate, find_therapy, items
from hevesy.quantities import Activity
from hevesy.record.act import split
from hevesy.run.checks import HOURS, checks, lasts
from hevesy.run.gate import Gate, Limit
from hevesy.run.house_rules import PRIVILEGES, recent_asked
from hevesy.run.instruments import field_naming, of_that_name
from hevesy.run.judging import MET, NOT_MET, UNKNOWN, Question, Said, judged, lacks
from hevesy.run.material import lot_holds, waste_has_a_way
from hevesy.run.release.course import MEASURED, verdict_of
from hevesy.run.situation import Person, Situation
from hevesy.run.taking import as_it_came, takes

PRESCRIBED, PLANNED = "prescription.prescribed_mbq", "prescription.planned_at"
_MBQ = {"GBq": 1e3, "MBq": 1.0, "kBq": 1e-3}


# --- steps and people ---------------------------------------------------------------------------------------


def in_order(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    missing = now.template.missing(now.act, now.course.standing, bool(now.course.given))
    return judged(not missing, "steps_missing", steps=missing)


def right_role(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    roles = now.template.moves[now.act].act.roles
    return judged(bool(now.by.roles & set(roles)), "wrong_role", roles=roles)


def second_person(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Another person of a role that may, who was there; in a role that the first one lent, nobody is another."""
    act = now.template.moves[now.act].act
    first = now.by.sides(act.roles)
    if now.value("day_checks.identity_by") == "scan" or _is_second(now.second, act.second, first):
        return MET, "met", {"roles": act.second}
    waits = _is_second(now.awaited, act.second, first)
    return NOT_MET, "second_awaited" if waits else "second_missing", {"roles": act.second}


def _is_second(person: Person | None, roles: tuple[str, ...], first: set[str]) -> bool:
    return person is not None and bool(person.roles & set(roles)) and not first & person.sides(roles)


def other_person(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Neither who did the other act, nor anybody for whom one of the two acts."""
    held = now.course.standing.get(gate.of)
    if held is None:
        return lacks(gate.of)
    mine = now.by.sides(now.template.moves[now.act].act.roles)
    return judged(not mine & {held.by, held.acts_for}, "same_person", act=gate.of)


def not_ended(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    return judged(not now.course.ended, "ended", why=now.course.ended)


def absent(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    return judged(gate.of not in now.course.standing, "stands", act=gate.of)


# --- what was said ------------------------------------------------------------------------------------------


def equals(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    place, _, wanted = gate.of.partition("=")
    found = now.value(place)
    return lacks(place) if found is None else judged(found in split(wanted), "other_answer", what=place, found=found)


def yes(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    return lacks(gate.of) if found is None else judged(found is True, "says_no", what=gate.of)


def no(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    return lacks(gate.of) if found is None else judged(found is False, "says_yes", what=gate.of)


def same(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    first, second = gate.of.split("/")
    one, other = now.value(first), now.value(second)
    if one is None or other is None:
        return lacks(first if one is None else second)
    return judged(one == other, "differ", found=one, other=other)


def criteria(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    therapy = find_therapy(now.course.therapy, now.reader.shelf)
    profile = limit.text if limit is not None else ""
    if not profile:
        return UNKNOWN, "no_profile", {"therapy": now.course.therapy}
    verdict = evaluate(therapy, profile, _findings(now), now.reader.shelf)
    groups = tuple(each.group for each in verdict.not_met)
    because = {MET: "met", NOT_MET: "criteria_not_met", UNKNOWN: "criteria_unknown"}[verdict.answer]
    return verdict.answer, because, {"profile": profile, "missing": verdict.missing, "groups": groups}


def _findings(now: Situation) -> dict[str, Any]:
    """Every finding as it was said last, whichever form said it."""
    known, found = items(now.reader.shelf), dict[str, Any]()
    for held in sorted(now.course.standing.values(), key=lambda each: each.at):
        found.update((name, value) for name, value in held.said.items() if name in known)
    return found


# --- numbers ------------------------------------------------------------------------------------------------


def at_least(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    if found is None or limit is None or limit.low is None:
        return _missing(gate.of, found)
    return judged(found >= limit.low, "below", what=gate.of, found=found, limit=limit.low, unit=limit.unit)


def at_most(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    if found is None or limit is None or limit.high is None:
        return _missing(gate.of, found)
    return judged(found <= limit.high, "above", what=gate.of, found=found, limit=limit.high, unit=limit.unit)


def within_percent(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    first, second = gate.of.split("/")
    found, wanted = now.value(first), now.value(second)
    if found is None or not wanted:
        return lacks(first if found is None else second)
    return _within(first, found, wanted, limit)


def _within(what: str, found: float, wanted: float, limit: Limit | None) -> Said:
    if limit is None or limit.high is None:
        return _missing(what, found)
    off = 100 * (found / wanted - 1)
    values = {"what": what, "found": found, "wanted": wanted, "percent": off, "limit": limit.high}
    return judged(abs(off) <= limit.high + 1e-9, "off", **values)


def activity_within(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    if found is None or limit is None or limit.low is None or limit.high is None:
        return _missing(gate.of, found)
    size = _MBQ[limit.unit.partition("/")[0]]
    low, high = limit.low * size, limit.high * size
    return judged(low - 1e-9 <= found <= high + 1e-9, "outside", what=gate.of, found=found, low=low, high=high)


def per_weight(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    names = ("prescribed_mbq", "prescribed_mbq_per_kg", "weight_used_kg")
    given, per_kg, weight = (now.value(f"prescription.{name}") for name in names)
    for name, value in zip(names, (given, per_kg, weight), strict=True):
        if not value:
            return lacks(f"prescription.{name}")
    return _within("prescription.prescribed_mbq", given, per_kg * weight, limit)


def cycles_left(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    if limit is None or limit.high is None:
        return _missing("cycle", now.course.cycle)
    return judged(now.course.cycle <= limit.high, "no_cycle_left", cycle=now.course.cycle, limit=limit.high)


# --- times --------------------------------------------------------------------------------------------------


def recent_days(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    if found is None or limit is None or limit.high is None:
        return _missing(gate.of, found)
    days = (now.day - date.fromisoformat(found)).days
    return judged(0 <= days <= limit.high, "too_old", what=gate.of, days=days, limit=limit.high)


def recent_hours(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    held = now.course.standing.get(gate.of)
    if held is None or limit is None or limit.high is None:
        return _missing(gate.of, held)
    hours = (now.now - held.at) / timedelta(hours=1)
    return judged(0 <= hours <= limit.high, "hours_ago", what=gate.of, hours=round(hours, 1), limit=limit.high)


def interval_weeks(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    if not now.course.given:
        return MET, "met", {}
    if limit is None or limit.low is None:
        return _missing("interval", None)
    weeks = (now.now - now.course.given[-1]) / timedelta(weeks=1)
    return judged(weeks >= limit.low, "too_soon", weeks=weeks, limit=limit.low)


def not_past(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    found = now.value(gate.of)
    return lacks(gate.of) if found is None else judged(datetime.fromisoformat(found) > now.now, "past", at=found)


def in_date(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    name, known = _named(gate.of, now), now.instruments.get(gate.of, {})
    until = of_that_name(name, known) if name else max(known.values(), default=None)
    if until is None:
        return UNKNOWN, _of("no_calibration", name), {"instrument": gate.of, "named": name}
    in_time = now.day <= until
    return judged(in_time, _of("calibration_ended", name), instrument=gate.of, named=name, until=until)


def _named(kind: str, now: Situation) -> str:
    """The instrument of a kind that the form names; empty where it names none."""
    field = field_naming(kind, now.act, now.template, now.reader.shelf)
    return str(now.value(f"{now.act}.{field}") or "") if field else ""


def _of(code: str, name: str) -> str:
    return f"{code}_of" if name else code


def checked_within(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Asked only where the centre has signed how long a check of the day lasts."""
    longest = lasts(now.table, now.day)
    if longest is None:
        return MET, "not_asked", {"condition": HOURS}
    name, good = _named(checks(now.reader.shelf)[gate.of].of, now), now.checked.get(gate.of, {})
    done = of_that_name(name, good) if name else max(good.values(), default=None)
    in_time = done is not None and now.now - longest <= done <= now.now
    return judged(in_time, _of("not_checked", name), check=gate.of, named=name)


def privileged(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Asked only where the centre has signed that acts need a privilege."""
    if recent_asked(now.table, now.day) is None:
        return MET, "not_asked", {"condition": PRIVILEGES}
    found = now.standing
    if found is None:
        return UNKNOWN, "standing_unknown", {}
    return judged(found.may, "not_privileged", privilege=found.privilege, lacking=found.reasons)


# --- radioactive material -----------------------------------------------------------------------------------


def licensed(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    name = find_therapy(now.course.therapy, now.reader.shelf).nuclide
    licence, asked = now.licences.get(name), now.value(f"{now.act}.{_AMOUNT[now.act]}")
    if licence is None:
        return UNKNOWN, "no_licence", {"nuclide": name}
    if licence.until < now.day:
        return NOT_MET, "licence_ended", {"nuclide": name, "until": licence.until}
    if asked is None:
        return lacks(f"{now.act}.{_AMOUNT[now.act]}")
    values = {"nuclide": name, "held": licence.held, "asked": Activity.mbq(asked), "most": licence.most}
    return judged(licence.held.bq + asked * 1e6 <= licence.most.bq, "above_licence", **values)


_AMOUNT = {"order": "ordered_mbq", "receipt": "measured_mbq"}


def order_enough(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    missing = _unsaid(now, "order.ordered_mbq", "order.calibration_at")
    if missing:
        return lacks(missing)
    then, wanted = _at_planned(now, "order.ordered_mbq", "order.calibration_at"), now.value(PRESCRIBED)
    return judged(then >= wanted * (1 - 1e-9), "too_little", found=then, wanted=wanted, at=now.value(PLANNED))


def dispensed_within(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    missing = _unsaid(now, "dispensing.measured_mbq", "dispensing.measured_at")
    if missing:
        return lacks(missing)
    then = _at_planned(now, "dispensing.measured_mbq", "dispensing.measured_at")
    return _within("dispensing.measured_mbq", then, now.value(PRESCRIBED), limit)


def _unsaid(now: Situation, *places: str) -> str:
    return next((place for place in (PRESCRIBED, PLANNED, *places) if now.value(place) is None), "")


def _at_planned(now: Situation, amount: str, since: str) -> float:
    """What an activity in MBq will be at the planned time of administration."""
    half_life = nuclide(find_therapy(now.course.therapy, now.reader.shelf).nuclide).half_life
    elapsed = datetime.fromisoformat(now.value(PLANNED)) - datetime.fromisoformat(now.value(since))
    return Activity.mbq(now.value(amount)).after(elapsed, half_life).in_mbq


def release_rule(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """The country's rule, by the function that PLAN asks too; a signed line's figure stands for its dose rate."""
    missing = next((f"release.{name}" for name in MEASURED if now.value(f"release.{name}") is None), "")
    if missing:
        return lacks(missing)
    verdict = verdict_of(now, limit)
    if not verdict.limits:
        return UNKNOWN, "no_release_rule", {"country": now.reader.place}
    worst = next((each for each in verdict.failing() if each.answer is verdict.answer), verdict.limits[0])
    values = {"limit_of": worst.limit.name, "found": worst.found, "limit": worst.limit.fact.value}
    because = {MET: "met", NOT_MET: "release_not_kept", UNKNOWN: "release_unknown"}[verdict.answer]
    return verdict.answer, because, {**values, "unit": worst.limit.fact.unit}


def _missing(place: str, found: object) -> Said:
    return lacks(place) if found is None else (UNKNOWN, "no_limit", {"what": place})


QUESTIONS: dict[str, Question] = {
    each.__name__: each
    for each in (
        in_order, right_role, second_person, other_person, not_ended, absent, equals, yes, no, same, criteria,
        at_least, at_most, within_percent, activity_within, per_weight, cycles_left, recent_days, recent_hours,
        interval_weeks, not_past, in_date, checked_within, privileged, licensed, order_enough, dispensed_within,
        release_rule, lot_holds, waste_has_a_way, takes, as_it_came,
    )
}  # fmt: skip
