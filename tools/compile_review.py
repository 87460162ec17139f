"""Compile the figures that the review states into a shelf file.

    python tools/compile_review.py SHARED_FOLDER

reads facts/review_numbers.csv and, for the names of the facts, the shipped table review_checks.csv; writes
src/hevesy/facts/packs/open/facts/review.csv. Nothing in need, access or cascade reads these facts: they stand
beside the results and are never fitted.
"""

from __future__ import annotations

import sys
from pathlib import Path

from raw import FACT_HEADER, OPEN, read_rows, write_rows

RELATIONS = {">": "more than", "~": "about", "<=": "at most", "=": "exactly", "": "about"}
SOURCES = {"Al-Ibraheem": "review0", "SNMMI": "review1", "derived": "der"}
# What the table says in words only, as a figure or a text that can be compared.
SAID = {"S38": ("90", "countries"), "S39": ("availability", "")}
ABOUT = {
    "fact": "review.agreement.about",
    "place": "world",
    "value": "0.25",
    "unit": "fraction",
    "dist": "fixed",
    "source": "asm",
    "kind": "assumption",
    "note": "a figure that the review gives as 'about' is called reproduced within this share of it",
}


def main(shared: Path) -> None:
    names = {row["number"]: row["fact"] for row in read_rows(OPEN / "review_checks.csv")}
    rows = [fact(row, names[row["id"]]) for row in read_rows(shared / "facts" / "review_numbers.csv")]
    print(write_rows(OPEN / "facts" / "review.csv", FACT_HEADER, [*rows, ABOUT]), "facts of the review")


def fact(row: dict[str, str], name: str) -> dict[str, object]:
    """The shelf row of one stated number: its relation (more than, about) is the text of the fact."""
    value, unit = SAID.get(row["id"], (row["value"], row["unit"]))
    number = value.replace(".", "", 1).isdigit()
    vintage = row["year_or_vintage"]
    year = vintage if vintage.isdigit() else ""
    remarks = (row["statement"], "" if year else vintage, row["check"])
    return {
        "fact": name,
        "place": "world",
        "value": value if number else "",
        "unit": unit if number else "",
        "text": RELATIONS[row["qualifier"]] if number else value,
        "dist": "fixed",
        "on": year,
        "state": "reported_zero" if value == "0" else "reported",
        "source": next(key for start, key in SOURCES.items() if row["source"].startswith(start)),
        "kind": row["provenance"],
        "note": "; ".join(remark for remark in remarks if remark),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
