"""What is true of a synthetic centre: assumptions of ours, chosen to look like a busy department, measured nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MIX = {
    "lu177_psma617": 0.34, "lu177_dotatate": 0.18, "i131_dtc": 0.16, "i131_hyperthyroid": 0.12, "ra223": 0.07,
    "i131_mibg": 0.02, "y90_microspheres": 0.04, "sr89": 0.02, "ac225_psma": 0.03, "tb161_psma": 0.02,
}  # fmt: skip
CYCLES = {
    "lu177_psma617": 6, "lu177_dotatate": 4, "ra223": 6, "i131_mibg": 2, "ac225_psma": 3, "tb161_psma": 3,
}  # fmt: skip
LOST = {
    "imaging": ("cannot_travel", 0.06), "eligibility": ("cannot_pay", 0.05), "consent": ("declines", 0.04),
    "prescription": ("waits_too_long", 0.05),
}  # fmt: skip
MINUTES = {
    "physician": 1.3, "physicist": 0.8, "radiopharmacist": 1.15, "technologist": 0.9, "nurse": 0.7,
    "radiation_protection_officer": 0.6, "camera": 0.75,
}  # fmt: skip
WAITS = {"triage": 4.0, "imaging": 14.0, "eligibility": 7.0, "board": 6.0, "consent": 5.0, "prescription": 12.0}


@dataclass(frozen=True, slots=True)
class Truth:
    """Shares and times of a synthetic centre. Waits are medians in days of a lognormal with `spread` (sd of the log).

    Minutes of a step have the plan's mean times that of the cadre in `minutes`; `minutes_spread` is the sd of the log.
    `mix` says how the courses divide among therapies, `cycles` how many are planned, `lost` who is lost before which
    act and for which of PLAN's reasons.
    """

    mix: Mapping[str, float] = field(default_factory=lambda: MIX)
    cycles: Mapping[str, int] = field(default_factory=lambda: CYCLES)
    lost: Mapping[str, tuple[str, float]] = field(default_factory=lambda: LOST)
    wait_days: Mapping[str, float] = field(default_factory=lambda: WAITS)
    spread: float = 0.5
    minutes: Mapping[str, float] = field(default_factory=lambda: MINUTES)
    minutes_spread: float = 0.4
    declined: float = 0.08  # of those referred, at triage
    not_eligible: float = 0.12
    late_delivery: float = 0.04  # of deliveries
    qc_fails: float = 0.015
    late_qc_fails: float = 0.003
    no_show: float = 0.03
    hold: float = 0.06  # of cycles, for toxicity or infection
    stops: float = 0.10  # of cycles, for progression, toxicity or death
    deviates: float = 0.02  # of administrations
    corrected: float = 0.01  # of entries
    check_fails: float = 0.004  # of checks of instruments and places
    check_forgotten: float = 0.002
    closed: tuple[int, ...] = (4, 5)  # days of the week on which the centre is closed: Friday and Saturday
