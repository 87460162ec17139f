"""Compile the tidy tables of sourced figures into shelf files.

    python tools/compile_facts.py SHARED_FOLDER

writes src/hevesy/facts/packs/open/facts/<table>.csv and sources.csv. Families of rows that differ by income
group become one fact with a row for each group; the rows that the tables lack come from tools/income_rows.csv,
each an assumption with its reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

from raw import FACT_HEADER, OPEN, SOURCE_HEADER, read_rows, write_rows

TABLES = ("therapies", "diagnostics", "economics", "epidemiology", "radiation_safety", "qc")
COLUMNS = [
    "fact",
    "place",
    "value",
    "low",
    "high",
    "unit",
    "text",
    "dist",
    "on",
    "state",
    "source",
    "kind",
    "note",
]
DISTS = {"beta", "lognormal", "gamma", "triangular", "uniform"}
GROUPS = ("HIC", "UMIC", "LMIC", "LIC")

# rows of the tidy tables that are one fact at several income groups: old id -> (new id, groups)
BY_INCOME: dict[str, tuple[str, tuple[str, ...]]] = {
    **{f"epidemiology.thyroid.crude_rate.{g}": ("epidemiology.thyroid.crude_rate", (g,)) for g in GROUPS},
    **{
        f"epidemiology.net.incidence_by_income.{g}": ("epidemiology.net.incidence_by_income", (g,))
        for g in GROUPS
    },
    "epidemiology.cascade.access.referral_of_eligible_HIC": (
        "epidemiology.cascade.access.referral_of_eligible",
        ("HIC",),
    ),
    "epidemiology.cascade.access.referral_of_eligible_LMIC": (
        "epidemiology.cascade.access.referral_of_eligible",
        ("LMIC",),
    ),
    "epidemiology.cascade.access.lost_to_follow_up_per_year_LMIC": (
        "epidemiology.cascade.access.lost_to_follow_up_per_year",
        ("LMIC",),
    ),
    "epidemiology.prostate.cascade.receive_ARPI": ("epidemiology.prostate.cascade.receive_ARPI", ("HIC",)),
    **{
        f"epidemiology.prostate.cascade.receive_ARPI_{g}": (
            "epidemiology.prostate.cascade.receive_ARPI",
            (g,),
        )
        for g in GROUPS[1:]
    },
    "economics.lu177_psma.price.UMIC_per_cycle": ("economics.lu177_psma.price.per_cycle", ("UMIC",)),
    "economics.lu177_psma.price.LIC_LMIC_import_in_house_per_cycle": (
        "economics.lu177_psma.price.per_cycle",
        ("LMIC", "LIC"),
    ),
    "economics.scanner.capital.downtime_HIC": ("economics.scanner.capital.downtime", ("HIC",)),
    "economics.scanner.capital.downtime_LIC_LMIC": ("economics.scanner.capital.downtime", ("LMIC", "LIC")),
    **{
        f"economics.salary_{g}.salary.{cadre}": (f"economics.salary.{cadre}", (g,))
        for g in GROUPS
        for cadre in ("physician", "physicist", "radiopharmacist", "technologist", "nurse")
    },
}


def main(shared: Path) -> None:
    facts = OPEN / "facts"
    facts.mkdir(parents=True, exist_ok=True)
    extra = read_rows(Path(__file__).parent / "income_rows.csv")
    for table in TABLES:
        rows = [new for old in read_rows(shared / "facts" / f"{table}.csv") for new in shelf_rows(table, old)]
        rows += [row for row in extra if row["fact"].startswith(f"{table}.")]
        write_rows(facts / f"{table}.csv", FACT_HEADER, rows)
    sources = [
        {"key": r["source_key"], "citation": r["citation"], "locator": r["locator"], "licence": ""}
        for r in read_rows(shared / "facts" / "sources.csv")
    ]
    sources += _cited_in_rows(shared, {row["key"] for row in sources})
    write_rows(OPEN / "sources.csv", SOURCE_HEADER, sources)


def _cited_in_rows(shared: Path, known: set[str]) -> list[dict[str, str]]:
    """Sources that stand only in the rows that cite them."""
    found: dict[str, dict[str, str]] = {}
    for table in TABLES:
        for row in read_rows(shared / "facts" / f"{table}.csv"):
            if row["source_key"] not in known:
                citation, _, locator = row["source"].partition(" | ")
                found[row["source_key"]] = {
                    "key": row["source_key"], "citation": citation, "locator": locator, "licence": "",
                }  # fmt: skip
    return list(found.values())


def shelf_rows(table: str, old: dict[str, str]) -> list[dict[str, str]]:
    """The shelf rows that one tidy row becomes: one, or one for each income group it speaks for."""
    name = ".".join((table, old["id"], old["group"], old["parameter"])).replace(" ", "_")
    fact, groups = BY_INCOME.get(name, (name, ()))
    if not _is_number(old["value"]):  # an identifier such as UN2915, or no value at all: the row is a text
        old = {**old, "text": "; ".join(filter(None, (old["value"], old["text"]))), "value": ""}
    row = {
        "fact": fact,
        "place": "world",
        "value": old["value"],
        "low": old["low"],
        "high": old["high"],
        "unit": old["unit"],
        "text": "" if old["value"] else old["text"],
        "dist": old["dist"] if old["dist"] in DISTS else "fixed",
        "on": "",
        "state": "",
        "source": old["source_key"],
        "kind": old["provenance"],
        "note": old["text"] if old["value"] else "",
    }
    return [{**row, "place": f"income:{group}"} for group in groups] if groups else [row]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
