"""What the forms of a synthetic course say when everything is in order; a little noise on every number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.products import activity_per_cycle, find_therapy
from hevesy.quantities import Activity

Said = dict[str, Any]
SCANNED = {
    "lu177_psma617": "Ga-68 PSMA-11", "lu177_dotatate": "Ga-68 DOTATATE", "i131_dtc": "I-123", "ra223": "Tc-99m MDP",
    "i131_hyperthyroid": "Tc-99m pertechnetate", "i131_mibg": "I-123 MIBG", "y90_microspheres": "F-18 FDG",
}  # fmt: skip


@dataclass(slots=True)
class Patient:
    """A synthetic patient of one therapy at a centre: what does not change, and what the last forms said."""

    number: int
    therapy: str
    sex: str
    birth_year: int
    weight: float
    prescribed: float
    per_kg: float | None
    half_life: timedelta
    status: str
    vial: int = 0
    planned: datetime | None = None


def patient(number: int, therapy: str, rng: np.random.Generator, reader: Reader) -> Patient:
    """Somebody who never was."""
    found = find_therapy(therapy, reader.shelf)
    female = 0.0 if found.target == "PSMA" or therapy == "ra223" else 0.7 if therapy == "i131_dtc" else 0.5
    weight = float(np.clip(rng.normal(75, 13), 42, 130))
    per_kg = reader.number(found.posology.activity) / 1000 if found.posology.basis == "per_kg" else None
    if per_kg is not None and "MBq" in reader.fact(found.posology.activity).unit:
        per_kg *= 1000
    prescribed = per_kg * round(weight) if per_kg is not None else activity_per_cycle(found, reader).in_mbq
    status = "device" if therapy == "y90_microspheres" else "ready_to_use"
    sex = "female" if rng.random() < female else "male"
    return Patient(
        number, therapy, sex, int(rng.integers(1940, 1985)), round(weight), prescribed, per_kg,
        nuclide(found.nuclide).half_life, status,
    )  # fmt: skip


def said_at(act: str, who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    """What the form of an act says of this patient at this moment."""
    return SAYING[act](who, at, rng)


def _near(rng: np.random.Generator, value: float, percent: float = 2.0) -> float:
    return round(abs(float(value * (1 + rng.normal(0, percent / 100)))), 4)


def _referral(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    possible = who.sex == "female" and at.year - who.birth_year < 52
    return {
        "diagnosis": f"synthetic, for {who.therapy}", "question": "therapy", "urgency": "routine", "sex": who.sex,
        "birth_year": float(who.birth_year), "can_be_pregnant": possible,
    }  # fmt: skip


def _triage(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {"decision": "accept", "urgency": "routine", "reason_given": "complete", "appropriate_use": "appropriate"}


def _imaging(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    lesions = [
        {"lesion_site": str(rng.choice(["bone", "node", "liver"])), "lesion_suvmax_psma": _near(rng, 24, 20)}
        for _ in range(int(rng.integers(1, 4)))
    ]
    return {
        "agent": SCANNED.get(who.therapy, "Ga-68 PSMA-11"), "imaged_on": at.date().isoformat(), "finding": "synthetic",
        "lesions": lesions, "psma_positive_vision": True, "suvmax_best_site": 31.0, "sstr_uptake_at_least_liver": True,
        "krenning_score": 3.0, "imaging_activity_mbq": _near(rng, 160), "fdg_discordant": False,
    }  # fmt: skip


def _work_up(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "work_up_on": at.date().isoformat(), "angiography": "synthetic", "maa_activity_mbq": _near(rng, 150),
        "lung_shunt_percent": _near(rng, 4, 20), "lung_dose_gy": _near(rng, 6, 20), "digestive_shunt": False,
    }  # fmt: skip


def _examination(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "seen_on": at.date().isoformat(), "ecog": float(rng.integers(0, 2)), "karnofsky": 90.0,
        "life_expectancy_months": 12.0, "weight_kg": who.weight, "pain_score": float(rng.integers(0, 5)),
        "liver_metastases": False, "visceral_metastases": False, "ascites": False, "breast_feeding": False,
        "pregnancy_possible": False, "urinary_obstruction": False, "cord_compression_untreated": False,
        "abiraterone_with_prednisone": False,
    }  # fmt: skip


def _laboratory(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "sampled_on": at.date().isoformat(), "platelets": _near(rng, 215, 10), "neutrophils": _near(rng, 3.4, 10),
        "white_cells": _near(rng, 5.6, 10), "haemoglobin": _near(rng, 12.0, 6),
        "creatinine_clearance": _near(rng, 82, 8), "creatinine_x_uln": 0.8,
        "bilirubin_x_uln": 0.5, "bilirubin_mg_dl": 0.6, "ast_x_uln": 0.7, "alt_x_uln": 0.7,
        "albumin": _near(rng, 40, 3), "psa": _near(rng, 38, 40), "tsh": 45.0 if who.therapy == "i131_dtc" else 2.1,
        "child_pugh_points": 5.0, "disseminated_coagulation": False, "calcium": _near(rng, 2.3), "potassium": 4.2,
    }  # fmt: skip


def _decision(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {"decision": "accept", "reason_given": "synthetic"}


def _board(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {**_decision(who, at, rng), "attended": "oncology, surgery, nuclear medicine"}


def _consent(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "leaflet": who.therapy, "leaflet_version": "1", "leaflet_language": str(rng.choice(["ar", "en", "fr"])),
        "explained_by": "physician", "agreed": True,
    }  # fmt: skip


def _prescription(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    who.planned = at + timedelta(days=9)
    oral = who.therapy.startswith("i131_dtc") or who.therapy == "i131_hyperthyroid"
    said = {
        "identifier_one": "number", "identifier_two": "birth_date", "product": who.therapy,
        "product_status": who.status,
        "prescribed_mbq": who.prescribed, "tolerance_percent": 10.0, "route": "oral" if oral else "intravenous",
        "planned_at": who.planned.isoformat(), "justification": "board", "weight_used_kg": who.weight,
    }  # fmt: skip
    return said if who.per_kg is None else {**said, "prescribed_mbq_per_kg": who.per_kg}


def _order(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    calibration = _planned(who) - timedelta(hours=24)
    needed = Activity.mbq(who.prescribed * 1.05).after(-timedelta(hours=24), who.half_life).in_mbq
    return {
        "supplier": "synthetic maker", "ordered_mbq": round(needed, 3), "calibration_at": calibration.isoformat(),
        "carrier": _carrier(who),
    }  # fmt: skip


def _carrier(who: Patient) -> str:
    return "no_carrier_added" if who.therapy.startswith("lu177") else "not_applicable"


def _receipt(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    who.vial += 1
    there = Activity.mbq(who.prescribed * 1.05).after(at - _planned(who), who.half_life).in_mbq
    return {
        "vial": vial_of(who), "lot": f"L{at:%y%j}-{who.therapy}",
        "calibration_at": (_planned(who) - timedelta(hours=24)).isoformat(),
        "expires_at": (_planned(who) + timedelta(hours=20)).isoformat(), "carrier": _carrier(who),
        "expected_mbq": round(there, 3), "measured_mbq": _near(rng, there, 1.5), "measured_at": at.isoformat(),
        "calibrator": "C1", "surface_rate_usv_h": _near(rng, 300, 20), "wipe_bq_cm2": _near(rng, 0.1, 50),
        "papers_complete": True, "package_sound": True,
    }  # fmt: skip


def _quality_control(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "certificate_seen": True, "appearance_clear": True, "filter_intact": True, "qc_passes": True,
        "radiochemical_purity": min(_near(rng, 98.9, 0.3), 100.0), "ph": _near(rng, 5.4, 3),
    }  # fmt: skip


def _late_qc(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {"sterile": True, "endotoxin_iu": _near(rng, 5, 40), "qc_passes": True}


def _dispensing(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    there = Activity.mbq(_near(rng, who.prescribed, 1.0)).after(at - _planned(who), who.half_life).in_mbq
    return {
        "syringe": f"S{who.number}-{who.vial}", "vial": vial_of(who), "measured_mbq": round(there, 4),
        "measured_at": at.isoformat(), "calibrator": "C1", "label_checked": True,
    }  # fmt: skip


def _day_checks(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "identity_confirmed": True, "identity_by": "two_people", "weight_kg": who.weight, "potassium": 4.1, "tsh": 48.0,
        "pregnancy_test_negative": True, "pregnancy_test_on": at.date().isoformat(), "breast_feeding": False,
        "iodine_contrast_weeks": 20.0, "interfering_drugs": False, "abiraterone_days": 60.0, "catheter": False,
        "hydrated": True,
    }  # fmt: skip


def _administration(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    before, after = _near(rng, who.prescribed, 1.0), _near(rng, who.prescribed * 0.004, 30)
    return {
        "activity_before_mbq": before, "activity_before_at": at.isoformat(), "activity_after_mbq": after,
        "activity_after_at": (at + timedelta(minutes=40)).isoformat(), "administered_mbq": round(before - after, 4),
        "calibrator": "C1", "started_at": at.isoformat(), "ended_at": (at + timedelta(minutes=30)).isoformat(),
        "extravasation": False,
    }  # fmt: skip


def _release(who: Patient, at: datetime, rng: np.random.Generator) -> Said:
    return {
        "dose_rate_1m_usv_h": _near(rng, 11, 20), "background_usv_h": 0.1, "survey_meter": "G1",
        "rate_at": at.isoformat(), "works_with_others": False, "journey_hours": 1.5, "journey_public": False,
        "own_toilet": True, "incontinent": False, "dialysis": False, "instructions_given": True, "card_given": True,
    }  # fmt: skip


def vial_of(who: Patient) -> str:
    """The vial that came for this cycle."""
    return vial_name(who.number, who.vial)


def vial_name(course: int, count: int) -> str:
    """What is on the label of the vial that came as the `count`-th of a course."""
    return f"V{course}-{count}"


def _planned(who: Patient) -> datetime:
    assert who.planned is not None, "prescribed before"
    return who.planned


SAYING: dict[str, Callable[[Patient, datetime, np.random.Generator], Said]] = {
    "referral": _referral, "triage": _triage, "imaging": _imaging, "work_up": _work_up, "examination": _examination,
    "laboratory": _laboratory, "eligibility": _decision, "board": _board, "consent": _consent,
    "prescription": _prescription, "order": _order, "receipt": _receipt, "quality_control": _quality_control,
    "product_release": lambda who, at, rng: {"released": True}, "dispensing": _dispensing, "day_checks": _day_checks,
    "administration": _administration, "release": _release, "late_quality_control": _late_qc,
    "post_therapy_scan": lambda who, at, rng: {"scan_at": at.isoformat(), "scan_note": "synthetic"},
    "dosimetry": lambda who, at, rng: {
        "method": "single time point", "organ_doses": [{"organ": "kidney", "organ_dose_gy": _near(rng, 3.8, 30)}]},
    "waste": lambda who, at, rng: {
        "waste_mbq": _near(rng, who.prescribed * 0.02, 30), "waste_place": "store A",
        "measured_at": at.isoformat()},
    "toxicity": lambda who, at, rng: {
        "seen_on": at.date().isoformat(),
        "toxicities": [{"toxicity_term": "fatigue", "toxicity_grade": float(rng.integers(0, 3))}]},
    "patient_report": lambda who, at, rng: {
        "quality_of_life": float(rng.integers(40, 95)), "pain_score": float(rng.integers(0, 6)),
        "tiredness": float(rng.integers(0, 8)), "cost_to_patient": float(rng.integers(0, 200))},
    "contact": lambda who, at, rng: {
        "contact_by": str(rng.choice(["telephone", "telephone", "message", "not_reached"])),
        "contact_about": "question"},
    "response": lambda who, at, rng: {"response": str(rng.choice(["partial", "stable", "stable", "not_assessed"]))},
    "next_step": lambda who, at, rng: {"next": "next_cycle", "why": "synthetic"},
    "hold": lambda who, at, rng: {"why": "fever"},
    "resume": lambda who, at, rng: {"why": "recovered"},
    "follow_up": lambda who, at, rng: {
        "seen_on": at.date().isoformat(), "alive": True, "quality_of_life": float(rng.integers(40, 95))},
}  # fmt: skip
