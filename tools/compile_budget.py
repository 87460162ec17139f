"""Compile the currencies of countries, and the project's own assumptions of a budget.

    python tools/compile_budget.py --raw FOLDER

reads FOLDER/country_codes.csv (datasets/country-codes, ODC-PDDL) and tools/budget_rows.csv, and writes
src/hevesy/facts/packs/open/facts/budget.csv: the currency of every country on the shelf by its ISO 4217 code, then the
rows as they are.
"""

from __future__ import annotations

from pathlib import Path

from raw import FACT_HEADER, OPEN, raw_folder, read_rows, write_rows

SOURCE = "country_codes"


def main(raw: Path) -> None:
    here = {row["iso3"] for row in read_rows(OPEN / "countries.csv")}
    raw_rows = read_rows(raw / "country_codes.csv")
    codes = {row["ISO3166-1-Alpha-3"]: row["ISO4217-currency_alphabetic_code"] for row in raw_rows}
    rows = [_currency(iso3, codes[iso3].split(",")[0]) for iso3 in sorted(here) if codes.get(iso3)]
    rows += read_rows(Path(__file__).parent / "budget_rows.csv")
    write_rows(OPEN / "facts" / "budget.csv", FACT_HEADER, rows)


def _currency(iso3: str, code: str) -> dict[str, str]:
    return {
        "fact": "budget.currency", "place": iso3, "unit": "ISO 4217", "text": code, "dist": "fixed",
        "source": SOURCE, "kind": "secondary",
        "note": "the first currency that the table names",
    }  # fmt: skip


if __name__ == "__main__":
    main(raw_folder())
