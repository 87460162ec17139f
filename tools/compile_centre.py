"""Compile what a centre needs: the rows of the raw table that are used, and the project's own assumptions.

    python tools/compile_centre.py SHARED_FOLDER

reads SHARED_FOLDER/facts/centre_requirements.csv (which rows, and what they are called here, stands in FACTS) and
tools/centre_rows.csv, and writes src/hevesy/facts/packs/open/facts/centre.csv. Values, ranges, sources and kinds are
kept as they are: nearly all are planning defaults, and say so.
"""

from __future__ import annotations

import sys
from pathlib import Path

from compile_facts import DISTS
from raw import FACT_HEADER, OPEN, read_rows, write_rows

# (id, group, parameter) of the raw table -> the fact here
FACTS = {
    ("rooms", "infrastructure", "hot_lab_radiopharmacy_level2_m2"): "centre.room.hot_lab_2",
    ("rooms", "infrastructure", "petct_suite_m2"): "centre.room.pet_suite",
    ("rooms", "infrastructure", "spectct_suite_m2"): "centre.room.spect_suite",
    ("rooms", "infrastructure", "therapy_chair_bay_m2"): "centre.room.chair_bay",
    ("rooms", "infrastructure", "inpatient_iodine_room_m2"): "centre.room.bed_room",
    ("rooms", "infrastructure", "waste_decay_store_m2"): "centre.room.waste_store",
    ("rooms", "infrastructure", "source_receipt_room_m2"): "centre.room.source_receipt",
    ("rooms", "infrastructure", "uptake_room_per_petct"): "centre.number.uptake_rooms",
    ("rooms", "infrastructure", "consult_rooms"): "centre.number.consulting_rooms",
    ("equipment", "infrastructure", "dose_calibrators"): "centre.number.dose_calibrators",
    ("equipment", "infrastructure", "survey_meters"): "centre.number.survey_meters",
    ("equipment", "infrastructure", "contamination_monitors"): "centre.number.contamination_monitors",
    ("equipment", "infrastructure", "area_monitors"): "centre.number.area_monitors",
    ("equipment", "infrastructure", "shielded_infusion_system"): "centre.number.infusion_systems",
    ("equipment", "infrastructure", "hot_cells"): "centre.number.hot_cells",
    ("equipment", "infrastructure", "ups_generator_hours"): "centre.power.hours",
    ("equipment", "infrastructure", "delay_tanks_volume"): "centre.tank.usual_volume",
    (
        "staffing",
        "minimum_team_for_300_therapies_1000_PETCT_per_year",
        "coordinator_admin",
    ): "centre.staff.coordinator",
    ("levels", "service_level", "iaea_manual_levels"): "centre.level.iaea",
    **{("levels", "service_level", f"T{number}"): f"centre.level.T{number}" for number in range(1, 5)},
    ("ucla", "benchmark", "infusion_chairs"): "centre.benchmark.chairs",
    ("ucla", "benchmark", "treatments_per_year"): "centre.benchmark.treatments_per_year",
}


def main(shared: Path) -> None:
    raw = {(r["id"], r["group"], r["parameter"]): r for r in read_rows(shared / "facts" / "centre_requirements.csv")}
    rows = [_row(raw[key], fact) for key, fact in FACTS.items()]
    rows += read_rows(Path(__file__).parent / "centre_rows.csv")
    write_rows(OPEN / "facts" / "centre.csv", FACT_HEADER, rows)


def _row(old: dict[str, str], fact: str) -> dict[str, str]:
    return {
        "fact": fact,
        "place": "world",
        "value": old["value"],
        "low": old["low"],
        "high": old["high"],
        "unit": old["unit"],
        "text": "" if old["value"] else old["text"],
        "dist": old["dist"] if old["dist"] in DISTS else "fixed",
        "on": "",
        "state": "imputed" if old["value"] and old["provenance"] in ("unverified", "assumption") else "",
        "source": old["source_key"],
        "kind": old["provenance"],
        "note": old["text"] if old["value"] else "",
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
