"""A course as it goes when everything is in order, for tests to disturb. All people and doses are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hevesy.facts import Shelf
from hevesy.quantities import Activity
from hevesy.record import Course, Entry, find_template, follow
from hevesy.run.asking import may
from hevesy.run.gate import GateAnswer, gates_of
from hevesy.run.signed import GateTable, Signature
from hevesy.run.situation import Licence, Person, Situation

SHELF = Shelf.load(restricted=False)
DAY = datetime(2027, 3, 2, 8, tzinfo=UTC)
BY = {
    "physician": "p1", "nurse": "n1", "radiopharmacist": "r1", "releasing_person": "r2", "medical_physicist": "m1",
    "technologist": "t1", "radiation_protection_officer": "o1", "coordinator": "c1", "referrer": "f1",
}  # fmt: skip
PEOPLE = {id: Person(id, frozenset({role})) for role, id in BY.items()}
INSTRUMENTS = {"dose_calibrator": {"C1": date(2027, 12, 31)}, "survey_meter": {"G1": date(2027, 12, 31)}}
LICENCES = {"Lu-177": Licence("Lu-177", Activity.gbq(100), date(2027, 12, 31))}


def at(hours: float) -> datetime:
    """So many hours after eight in the morning of the day of treatment."""
    return DAY + timedelta(hours=hours)


# one Lu-177 PSMA course: (act, hours from the day of treatment, by, second, said)
LU_PSMA: tuple[tuple[str, float, str, str, dict[str, Any]], ...] = (
    ("referral", -900, "f1", "", {
        "diagnosis": "mCRPC", "question": "Lu-PSMA", "urgency": "routine", "birth_year": 1950.0, "sex": "male",
        "can_be_pregnant": False}),
    ("triage", -880, "p1", "", {"decision": "accept", "urgency": "routine", "reason_given": "as referred"}),
    ("imaging", -600, "p1", "", {
        "agent": "Ga-68 PSMA-11", "imaged_on": "2027-02-05", "finding": "bone and nodes",
        "psma_positive_vision": True}),
    ("examination", -240, "p1", "", {
        "seen_on": "2027-02-20", "ecog": 1.0, "life_expectancy_months": 12.0, "weight_kg": 78.0,
        "liver_metastases": False}),
    ("laboratory", -240, "n1", "", {
        "sampled_on": "2027-02-20", "platelets": 210.0, "neutrophils": 3.1, "white_cells": 5.4, "haemoglobin": 11.2,
        "creatinine_clearance": 72.0, "creatinine_x_uln": 0.9, "bilirubin_x_uln": 0.6, "ast_x_uln": 0.8,
        "alt_x_uln": 0.7, "albumin": 38.0}),
    ("eligibility", -200, "p1", "", {"decision": "accept", "reason_given": "meets VISION"}),
    ("board", -190, "p1", "", {"decision": "accept", "reason_given": "agreed", "attended": "oncology, urology"}),
    ("consent", -180, "n1", "", {
        "leaflet": "Lu-PSMA", "leaflet_version": "3", "leaflet_language": "ar", "explained_by": "physician",
        "agreed": True}),
    ("prescription", -170, "p1", "", {
        "identifier_one": "number", "identifier_two": "birth_date", "product": "Lu-177 PSMA-617",
        "product_status": "ready_to_use",
        "prescribed_mbq": 7400.0, "tolerance_percent": 10.0, "route": "intravenous",
        "planned_at": at(2).isoformat(), "justification": "board"}),
    ("order", -165, "r1", "", {
        "supplier": "maker", "ordered_mbq": 11500.0, "carrier": "no_carrier_added",
        "calibration_at": at(-96).isoformat()}),
    ("receipt", -2, "r1", "", {
        "vial": "V1", "lot": "L1", "calibration_at": at(-96).isoformat(), "expires_at": at(24).isoformat(),
        "carrier": "no_carrier_added", "expected_mbq": 7700.0, "measured_mbq": 7650.0,
        "measured_at": at(-2).isoformat(), "calibrator": "C1", "wipe_bq_cm2": 0.1, "papers_complete": True,
        "package_sound": True}),
    ("quality_control", -1.5, "r1", "", {"certificate_seen": True, "appearance_clear": True, "qc_passes": True}),
    ("product_release", -1, "r2", "", {"released": True}),
    ("dispensing", 1, "r1", "", {
        "syringe": "S1", "vial": "V1", "measured_mbq": 7430.0, "measured_at": at(1).isoformat(), "calibrator": "C1",
        "label_checked": True}),
    ("day_checks", 1.5, "n1", "p1", {
        "identity_confirmed": True, "identity_by": "two_people", "weight_kg": 78.0}),
    ("administration", 2, "p1", "n1", {
        "activity_before_mbq": 7405.0, "activity_before_at": at(1.9).isoformat(), "activity_after_mbq": 35.0,
        "activity_after_at": at(2.6).isoformat(), "administered_mbq": 7370.0, "calibrator": "C1",
        "started_at": at(2).isoformat(), "ended_at": at(2.5).isoformat(), "extravasation": False}),
    ("release", 8, "o1", "", {
        "dose_rate_1m_usv_h": 12.1, "background_usv_h": 0.1, "survey_meter": "G1", "rate_at": at(8).isoformat(),
        "works_with_others": False, "journey_hours": 1.0, "journey_public": False, "own_toilet": True,
        "incontinent": False, "dialysis": False, "instructions_given": True, "card_given": True}),
    ("next_step", 200, "p1", "", {"next": "next_cycle", "why": "no toxicity"}),
)  # fmt: skip


def signed(template: str, therapy: str) -> GateTable:
    """A centre's table in which a named person has signed every line, with the shelf's figures as limits."""
    table = GateTable(therapy)
    for gate in gates_of(find_template(template, SHELF), SHELF):
        if not gate.needs_signature:
            continue
        fact = SHELF.find(gate.limit.format(therapy=therapy)) if gate.limit else None
        low = high = None if fact is None else fact.value
        if fact is not None and gate.test in ("activity_within", "interval_weeks"):
            low, high = fact.low, fact.high
        if gate.test == "release_rule":
            high = 30.0
        text = "VISION" if gate.test == "criteria" else ""
        line = Signature(gate.name, "signer", date(2026, 1, 1), "local rule", "1", low, high, text)
        table = table.with_line(line)
    return table


def step_of(act: str) -> tuple[str, float, str, str, dict[str, Any]]:
    return next(each for each in LU_PSMA if each[0] == act)


def situation(act: str, **changes: Any) -> Situation:
    """The moment before an act of the Lu-PSMA course, everything before it done; `changes` disturb it.

    `change={"laboratory.platelets": 50}` alters what a form says (None takes it out), `skip` leaves acts out,
    `before` are further steps that came last.
    """
    template, change = find_template("lu177_psma", SHELF), changes.pop("change", {})
    skip, extra = changes.pop("skip", ()), changes.pop("before", ())
    course = Course("c", template.name, template.version, "lu177_psma617", practice=False)
    step = step_of(act)
    for each in (*LU_PSMA[: LU_PSMA.index(step)], *extra):
        if each[0] not in skip:
            course = follow(course, entry(each, change), template)
    made = entry(step, change)
    now = Situation(
        course, template, act, made.said, made.at, PEOPLE[made.by], signed("lu177_psma", "lu177_psma617"),
        SHELF.reader("JOR"), PEOPLE.get(made.second), INSTRUMENTS, LICENCES,
    )  # fmt: skip
    return replace(now, **changes)


def entry(step: tuple[str, float, str, str, dict[str, Any]], change: dict[str, Any] | None = None) -> Entry:
    act, hours, by, second, said = step
    changed = {place.partition(".")[2]: value for place, value in (change or {}).items() if place.startswith(act + ".")}
    kept = {name: value for name, value in {**said, **changed}.items() if value is not None}
    return Entry(f"e-{act}", act, at(hours), at(hours), by, kept, second)


def unmet(now: Situation) -> dict[str, GateAnswer]:
    """The gates in the way, by name."""
    return {each.gate.name: each for each in may(now) if not each.is_met}
