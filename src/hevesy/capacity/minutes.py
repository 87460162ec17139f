"""What one administration of a therapy takes of a centre: chair, bed, camera and everybody's minutes.

There is one table of minutes for each event and cadre, the facts `capacity.minutes.<event>.<cadre>`; a cadre without
a row has no part in that event. An event that is another in one setting has rows of its own, `<event>_<setting>`.
Table `administrations.csv` says how each medicine is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader, Shelf
from hevesy.policy import Leaving, may_leave, release_rule
from hevesy.products import Answer, Therapy

Value = float | NDArray[np.float64]  # a figure, or its draws

CADRES = (
    "physician",
    "physicist",
    "radiopharmacist",
    "technologist",
    "nurse",
    "radiation_protection_officer",
)
ENGINEER = "engineer"  # keeps the machines working, and has no minutes in a treatment
RESOURCES = ("chair", "bed", "spect", *CADRES, "waste", "money")  # the order of Model.resources
UNITS = {
    "chair": "chair-days",
    "bed": "bed-days",
    "spect": "minutes",
    **dict.fromkeys(CADRES, "minutes"),
    "waste": "litre-weeks",
    "money": "USD",
}
MODALITIES = ("pet", "spect")  # in the order of the model's PET, SPECT
SECONDS_PER_WEEK = 7 * 86_400.0
SLOT_MINUTES = 30.0  # a scanner slot is a unit of ours, half an hour
ONCE = (
    "referral_review",
    "first_visit",
)  # events of a course; a board comes with them where the path has one
SETTINGS = ("infusion", "infusion_long", "injection", "capsule", "inpatient", "angiography")
OUTPATIENT = "capacity.bed.outpatient_rule"  # how far a rule that lets patients go home the same day has come
NEVER, BY_RULE, ALWAYS = "never", "by_rule", "always"


@dataclass(frozen=True, slots=True)
class Administration:
    """How a medicine is given: in which setting, whether it needs a shielded bed, a scan afterwards, dosimetry.

    `bed` is never, by_rule or always; `stay` names the fact with the days in bed where it is always.
    """

    therapy: str
    setting: str
    bed: str
    stay: str
    scan: bool
    dosimetry: bool


@dataclass(frozen=True, slots=True)
class Use:
    """What the first and each later administration take of each resource, in UNITS; 0 where they take nothing."""

    first: dict[str, Value]
    again: dict[str, Value]
    notes: tuple[str, ...] = field(default=())


def administration(therapy: Therapy, shelf: Shelf) -> Administration:
    """How a medicine is given; one without a row is given as its own file says: by infusion, or in a bed."""
    for row in shelf.table("administrations"):
        if row["therapy"] == therapy.id:
            scan, dosimetry = row["scan"] == "yes", row["dosimetry"] == "yes"
            return Administration(therapy.id, row["setting"], row["bed"], row["stay"], scan, dosimetry)
    setting = "inpatient" if therapy.inpatient else "angiography" if therapy.angiography else "infusion"
    bed = {"inpatient": ALWAYS, "outpatient": NEVER}.get(therapy.stay, BY_RULE)
    return Administration(therapy.id, setting, bed, therapy.stay_days, scan=True, dosimetry=False)


def event_in(event: str, setting: str, shelf: Shelf) -> str:
    """The event as it is in a setting: its own rows where the table has such, else those of the event."""
    own = f"{event}_{setting}"
    return own if shelf.ids(f"capacity.minutes.{own}.") else event


def minutes(event: str, cadre: str, reader: Reader) -> Value:
    """Minutes of one cadre for one event; 0 where the table gives that cadre no part in it."""
    name = f"capacity.minutes.{event}.{cadre}"
    return reader.value(name) if reader.find(name) is not None else 0.0


def use(therapy: Therapy, reader: Reader, money: Value = 0.0) -> Use:
    """What one patient of this therapy takes; `money` is what an administration costs the centre, USD.

    Follow-up is counted with the cycle that it follows. Imaging before therapy is not here: it has its own slots.
    """
    given = administration(therapy, reader.shelf)
    in_bed, days, notes = bed_stay(given, therapy, reader)
    again: dict[str, Value] = {
        "chair": _chair(given, in_bed, reader),
        "bed": in_bed * (days + reader.value("capacity.bed.turnover_days")) if _any(in_bed) else 0.0,
        "spect": _camera(given, reader),
        **{cadre: _of_each_cycle(given, in_bed, cadre, reader) for cadre in CADRES},
        "waste": _waste(therapy, reader),
        "money": money,
    }
    once = [event_in(event, given.setting, reader.shelf) for event in ONCE]
    once += ["board"] if therapy.board else []
    first = dict(again)
    for cadre in CADRES:
        first[cadre] = again[cadre] + sum(minutes(event, cadre, reader) for event in once)
    return Use(first, again, notes)


def bed_stay(given: Administration, therapy: Therapy, reader: Reader) -> tuple[Value, Value, tuple[str, ...]]:
    """The share of administrations that need a shielded bed, for how many days, and how that is known.

    A stated stay of the country's release rule decides; a rule without one sends most home; where no rule is
    stated, an assumption with a wide range stands in: unknown is not leave to go.
    """
    if given.bed == NEVER:
        return 0.0, 0.0, ()
    if given.bed == ALWAYS:
        return 1.0, reader.value(given.stay or "capacity.bed.stay_by_rule"), ()
    share, days, notes = _by_the_rule(therapy, reader)
    outpatient = reader.value(OUTPATIENT)
    if _any(outpatient):
        under = np.minimum(share, reader.value("capacity.bed.share_under_a_rule"))
        share = share + (under - share) * outpatient
    return share, days, notes


def _by_the_rule(therapy: Therapy, reader: Reader) -> tuple[Value, Value, tuple[str, ...]]:
    """Who needs a bed as the country's rule of today says, and for how many days.

    It is the rule that RUN asks at release, with what a plan knows of a patient who would leave at once: a stay that
    is asked for is not kept, and nothing is measured yet.
    """
    rule = release_rule(reader.place.partition("/")[0], reader.shelf)
    verdict = may_leave(rule, therapy.nuclide, Leaving(hours=0.0))
    for each in verdict.limits:
        if each.answer is Answer.NOT_MET:
            hours = reader.value(each.limit.fact.id)
            return 1.0, hours / 24.0, (f"release_rule_states_stay:{therapy.id}",)
    days = reader.value("capacity.bed.stay_by_rule")
    if verdict.limits:
        reader.fact(verdict.limits[0].limit.fact.id)
        return reader.value("capacity.bed.share_under_a_rule"), days, ()
    return reader.value("capacity.bed.share_without_a_rule"), days, (f"no_release_rule:{therapy.id}",)


def slots_per_candidate(therapy: Therapy, modality: str, reader: Reader) -> Value:
    """Scanner slots that imaging one candidate takes: the mean over the tracers that show the target."""
    tracers = therapy.pet if modality == "pet" else therapy.spect
    if not tracers:
        return 0.0
    each = [reader.value(f"diagnostics.{tracer}.protocol.scanner_slot_incl_changeover") for tracer in tracers]
    return sum(each[1:], start=each[0]) / (len(each) * SLOT_MINUTES)


def table_of_minutes(shelf: Shelf) -> Iterator[tuple[str, str, float]]:
    """Event, cadre and expected minutes of every row, for the manual and for those who check it."""
    for name in shelf.ids("capacity.minutes."):
        event, _, cadre = name.removeprefix("capacity.minutes.").rpartition(".")
        value = shelf.fact(name).value
        assert value is not None
        yield event, cadre, float(value)


def _chair(given: Administration, in_bed: Value, reader: Reader) -> Value:
    if given.setting == "inpatient" or given.bed == ALWAYS:
        return 0.0
    return (1.0 - in_bed) / reader.value(f"capacity.chair.turns_per_day.{given.setting}")


def _waste(therapy: Therapy, reader: Reader) -> Value:
    """Litres that one patient leaves behind times the weeks that they lie in the store until they have decayed.

    By Little's law a store of V litres takes as many in a week as make V litre-weeks.
    """
    from hevesy.physics import nuclide

    half_life = nuclide(therapy.nuclide).half_life_s / SECONDS_PER_WEEK
    litres = reader.value("capacity.waste.litres_per_administration")
    return litres * (reader.value("capacity.waste.half_lives_held") * half_life)


def _camera(given: Administration, reader: Reader) -> Value:
    if not given.scan:
        return 0.0
    scans = reader.value("capacity.spect.scans_per_administration")
    if given.dosimetry:
        scans = scans + reader.value("capacity.dosimetry.share") * reader.value("capacity.dosimetry.scans")
    return scans * reader.value("capacity.spect.minutes_per_scan")


def _of_each_cycle(given: Administration, in_bed: Value, cadre: str, reader: Reader) -> Value:
    """Minutes of a cadre for one administration, the scan, dosimetry and visits that belong to it."""
    found = minutes(given.setting, cadre, reader)
    if given.setting not in ("inpatient", "angiography") and _any(in_bed):
        found = (1.0 - in_bed) * found + in_bed * minutes("inpatient", cadre, reader)
    if given.scan:
        scans = reader.value("capacity.spect.scans_per_administration")
        found = found + scans * minutes("post_therapy_imaging", cadre, reader)
    if given.dosimetry:
        found = found + reader.value("capacity.dosimetry.share") * minutes("dosimetry", cadre, reader)
    visits = reader.value("capacity.follow_up.visits_per_cycle")
    return found + visits * minutes(event_in("follow_up_visit", given.setting, reader.shelf), cadre, reader)


def _any(value: Value) -> bool:
    return bool(np.any(np.asarray(value) > 0))
