"""Compile how much training, practice and renewal is asked: rows of the raw table, and the project's own assumptions.

    python tools/compile_competence.py SHARED_FOLDER

reads SHARED_FOLDER/facts/competencies.csv (which rows, and what they are called here, stands in FACTS) and
tools/competence_rows.csv, and writes src/hevesy/facts/packs/open/facts/competence.csv. Values, ranges, sources and
kinds are kept as they are: nearly all are defaults of this software and no table of a board, and say so.
"""

from __future__ import annotations

import sys
from pathlib import Path

from compile_centre import _row
from raw import FACT_HEADER, OPEN, read_rows, write_rows

CASES = ("i131_benign", "i131_dtc", "lu177_dotatate", "lu177_psma", "bone_seekers_incl_ra223", "i131_mibg", "y90_sirt",
         "ac225_alpha", "dosimetry_cases")  # fmt: skip
# (id, group, parameter) of the raw table -> the fact here
FACTS = {
    ("track_postgrad", "track", "duration_theranostics_within_NM_residency"): "competence.months.postgraduate",
    ("track_practising", "track", "duration_topup"): "competence.months.practising",
    ("cme", "track", "cme_credits_per_year"): "competence.credits_per_year",
    ("cme", "track", "maintenance_therapies_per_year"): "competence.recent.therapies",
    **{(f"min_{name}", "minimum_procedures", "supervised_cases"): f"competence.least.{name}" for name in CASES},
    ("nrc_35.390", "regulatory_minimum", "total_hours"): "competence.nrc_390.hours",
    ("nrc_35.390", "regulatory_minimum", "supervised_cases_each_category"): "competence.nrc_390.cases",
}


def main(shared: Path) -> None:
    raw = {(r["id"], r["group"], r["parameter"]): r for r in read_rows(shared / "facts" / "competencies.csv")}
    rows = [_row(raw[key], fact) for key, fact in FACTS.items()]
    rows += read_rows(Path(__file__).parent / "competence_rows.csv")
    write_rows(OPEN / "facts" / "competence.csv", FACT_HEADER, rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
