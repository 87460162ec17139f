"""Compile barriers, imaging partners, approvals and release rules into tables of the open pack.

    python tools/compile_products.py SHARED_FOLDER

writes barriers.csv, tracers.csv, policy.csv and facts/policy.csv. Limits that stand only in
the text of a release row are listed here as RELEASE_TEXTS, each unverified.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OPEN = Path(__file__).parents[1] / "src/hevesy/facts/packs/open"
FACT_COLUMNS = "fact,place,value,low,high,unit,text,dist,on,state,source,kind,note"
BARRIER_COLUMNS = (
    "barrier,domain,a,a_stated,challenge,in_table1,indicator_1,formula_1,indicator_2,"
    "formula_2,data_needed,mitigation,source,kind"
)
POLICY_COLUMNS = (
    "iso3,therapy,item,value,agency,order,days,state,on,source,kind,note,confirmed_by,confirmed_on"
)
NUCLIDES = {
    "f18": "F-18",
    "ga68": "Ga-68",
    "cu64": "Cu-64",
    "i123": "I-123",
    "i124": "I-124",
    "i131": "I-131",
    "tc99m": "Tc-99m",
    "in111": "In-111",
}
PET = {"F-18", "Ga-68", "Cu-64", "I-124"}

# a product that the European Commission approves may be sold in each of these states (EU and EEA)
EUROPEAN = (
    "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN"
    " ESP SWE ISL LIE NOR"
)
CENTRAL = (
    "; one approval for all EU and EEA states; it does not say that the medicine is sold or paid for there"
)

# rows of radiation_safety.csv (id, parameter) -> (country, fact)
RELEASE = {
    ("US", "administered_I131_below"): ("USA", "policy.release.i131_administered"),
    ("US", "dose_rate_1m_I131_below"): ("USA", "policy.release.i131_dose_rate_1m"),
    ("US", "dose_to_other_max"): ("USA", "policy.release.dose_to_other"),
    ("US", "instructions_if_dose_above"): ("USA", "policy.release.instructions_above"),
    ("Germany", "discharge_criterion"): ("DEU", "policy.release.i131_retained"),
    ("Germany_dose", "discharge_criterion"): ("DEU", "policy.release.dose_2m_per_year"),
    ("UK", "discharge_criterion"): ("GBR", "policy.release.i131_retained"),
    ("Japan_I131", "discharge_criterion"): ("JPN", "policy.release.i131_dose_rate_1m"),
    ("Australia", "discharge_criterion"): ("AUS", "policy.release.dose_rate_1m"),
    ("India_AERB", "discharge_criterion"): ("IND", "policy.release.dose_rate_1m"),
    ("South_Africa", "discharge_criterion"): ("ZAF", "policy.release.dose_rate_1m"),
    ("Brazil_CNEN", "discharge_criterion"): ("BRA", "policy.release.dose_rate_1m"),
    ("Turkey", "discharge_criterion"): ("TUR", "policy.release.dose_rate_1m"),
    ("Jordan", "discharge_criterion"): ("JOR", "policy.release.dose_rate_1m"),
    ("IAEA_SRS63", "discharge_criterion"): ("world", "policy.guidance.iaea_srs63_i131_retained"),
    ("EU_RP97", "discharge_criterion"): ("world", "policy.guidance.eu_rp97_i131_retained"),
}
# limits that stand only in the text of such a row: country, fact, value, unit
RELEASE_TEXTS = (
    ("DEU", "policy.release.lu177_stay", 48, "h"),
    ("JPN", "policy.release.i131_retained", 0.5, "GBq I-131"),
    ("JPN", "policy.release.lu177_dose_rate_1m", 18, "uSv/h at 1 m"),
    ("JPN", "policy.release.lu177_retained", 7.6, "GBq Lu-177"),
    ("AUS", "policy.release.i131_retained", 0.6, "GBq I-131"),
    ("IND", "policy.release.i131_retained", 1.1, "GBq I-131"),
    ("BRA", "policy.release.i131_administered", 1.85, "GBq I-131"),
    ("TUR", "policy.release.i131_retained", 0.6, "GBq I-131"),
)


def main(shared: Path) -> None:
    facts = shared / "facts"
    _write(
        OPEN / "barriers.csv",
        BARRIER_COLUMNS.split(","),
        [barrier(row) for row in _read(facts / "access_barriers.csv")],
    )
    _write(OPEN / "tracers.csv", ["tracer", "name", "nuclide", "modality", "source", "kind"], tracers(facts))
    _write(OPEN / "facts/policy.csv", FACT_COLUMNS.split(","), release_facts(facts))
    _write(OPEN / "policy.csv", POLICY_COLUMNS.split(","), policy_rows(facts))


def barrier(old: dict[str, str]) -> dict[str, object]:
    return {
        "barrier": old["barrier_id"],
        "domain": old["domain"],
        "a": old["five_a"].strip("()"),
        "a_stated": "no" if old["five_a"].startswith("(") else "yes",
        "challenge": old["challenge"],
        "in_table1": old["review_table1"],
        "indicator_1": old["indicator_1"],
        "formula_1": old["indicator_1_formula"],
        "indicator_2": old["indicator_2"],
        "formula_2": old["indicator_2_formula"],
        "data_needed": old["data_needed"],
        "mitigation": old["mitigation_in_review"],
        "source": "review0",
        "kind": old["provenance"],
    }


def tracers(facts: Path) -> list[dict[str, object]]:
    found = []
    for row in _read(facts / "diagnostics.csv"):
        if row["parameter"] != "name":
            continue
        nuclide = NUCLIDES[row["id"].partition("_")[0]]
        found.append(
            {
                "tracer": row["id"],
                "name": row["text"],
                "nuclide": nuclide,
                "modality": "pet" if nuclide in PET else "spect",
                "source": row["source_key"],
                "kind": row["provenance"],
            }
        )
    return found


def release_facts(facts: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for old in _read(facts / "radiation_safety.csv"):
        if old["group"] == "release" and (old["id"], old["parameter"]) in RELEASE:
            place, fact = RELEASE[old["id"], old["parameter"]]
            rows.append(
                {
                    "fact": fact,
                    "place": place,
                    "value": old["value"],
                    "unit": old["unit"],
                    "dist": "fixed",
                    "source": old["source_key"],
                    "kind": old["provenance"],
                    "note": old["text"],
                }
            )
    for place, fact, value, unit in RELEASE_TEXTS:
        rows.append(
            {
                "fact": fact,
                "place": place,
                "value": value,
                "unit": unit,
                "dist": "fixed",
                "source": "mem",
                "kind": "unverified",
                "note": "stands in the text of the country's release row",
            }
        )
    return sorted(rows, key=lambda row: (str(row["fact"]), str(row["place"])))


def policy_rows(facts: Path) -> list[dict[str, object]]:
    rows = [row for old in _read(facts / "therapies.csv") for row in approvals(old)]
    rows += [
        _rule(
            iso3,
            "ra223",
            "requires_two_systemic_lines",
            "yes",
            "2018",
            "mem",
            "unverified",
            "European restriction of 2018: two earlier systemic lines, or no other possible",
        )
        for iso3 in EUROPEAN.split()
    ]
    rows += [
        _rule(
            iso3,
            "lu177_psma617",
            "requires_taxane",
            "yes",
            "2022",
            "plufda",
            "secondary",
            "the European indication is after a pathway inhibitor and a taxane",
        )
        for iso3 in EUROPEAN.split()
    ]
    for therapy in ("lu177_psma617", "lu177_psma_it"):
        note = (
            "item 16050 names Lu-177 PSMA; the fee includes administration and whole-body SPECT, two cycles"
        )
        for item in ("benefit_package", "paid_drug", "paid_administration", "paid_imaging"):
            rows.append(_rule("AUS", therapy, item, "yes", "", "mbs", "verified", note))
    rows.append(
        _rule(
            "USA",
            "lu177_psma617",
            "requires_taxane",
            "no",
            "2025",
            "plufda",
            "secondary",
            "label of March 2025: also when a taxane is to be delayed",
        )
    )
    rows.append(
        _rule(
            "GBR",
            "lu177_psma617",
            "benefit_package",
            "no",
            "",
            "mem",
            "unverified",
            "NICE TA930, not recommended, as recalled",
        )
    )
    rows.append(
        _rule(
            "JOR",
            "tb161_psma",
            "approval",
            "named_patient",
            "",
            "mem",
            "unverified",
            "compassionate use at one centre, as reviews say",
        )
    )
    return sorted(rows, key=lambda row: (str(row["iso3"]), str(row["therapy"]), str(row["item"])))


def approvals(old: dict[str, str]) -> list[dict[str, object]]:
    where = {"fda_approval": ("USA",), "ema_approval": tuple(EUROPEAN.split())}.get(old["parameter"], ())
    central = CENTRAL if old["parameter"] == "ema_approval" else ""
    note = (old["text"] + central).strip("; ")
    year = old["value"].partition(".")[0]
    return [
        _rule(iso3, old["id"], "approval", "registered", year, old["source_key"], old["provenance"], note)
        for iso3 in where
    ]


def _rule(
    iso3: str, therapy: str, item: str, value: str, on: str, source: str, kind: str, note: str
) -> dict[str, object]:
    return {
        "iso3": iso3,
        "therapy": therapy,
        "item": item,
        "value": value,
        "on": on,
        "source": source,
        "kind": kind,
        "state": "reported",
        "note": note,
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, columns: list[str], rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
