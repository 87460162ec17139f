"""Reading the raw country tables and writing the project's own; shared by the compile scripts.

The raw folder is an argument (default ../shared/data beside the clone); nothing here is needed to run Hevesy.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
PACKS = CLONE / "src" / "hevesy" / "facts" / "packs"
OPEN = PACKS / "open"
FACT_HEADER = (
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
)
SOURCE_HEADER = ("key", "citation", "locator", "licence")


def raw_folder(arguments: Sequence[str] | None = None) -> Path:
    """The folder of raw tables named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--raw", type=Path, default=CLONE.parent / "shared" / "data", help="folder of the raw tables"
    )
    return Path(parser.parse_args(arguments).raw)


def read_rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Write a table; an absent cell is empty. Returns the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def latest(
    rows: Iterable[Mapping[str, str]], place: str, year: str, value: str, last: int = 9999
) -> dict[str, tuple[int, float]]:
    """The newest (year, value) of each place, not later than `last`; empty cells are passed over."""
    found: dict[str, tuple[int, float]] = {}
    for row in rows:
        if not row[value].strip() or int(row[year]) > last:
            continue
        key = row[place].strip().upper()
        if key not in found or int(row[year]) > found[key][0]:
            found[key] = (int(row[year]), float(row[value]))
    return found


def plain(value: float, digits: int = 6) -> str:
    """A number as short as its significant digits allow, never in exponent form."""
    text = f"{value:.{digits}g}"
    return f"{float(text):.10f}".rstrip("0").rstrip(".") if "e" in text else text


def fact_row(
    fact: str,
    place: str,
    value: float | None,
    unit: str,
    on: object,
    source: str,
    kind: str = "secondary",
    state: str = "reported",
    text: str = "",
    note: str = "",
    low: float | None = None,
    high: float | None = None,
    dist: str = "",
    digits: int = 6,
) -> dict[str, object]:
    """One row of a shelf file; numbers to `digits` significant digits."""
    shown = {
        name: "" if number is None else plain(number, digits)
        for name, number in (("value", value), ("low", low), ("high", high))
    }
    return {
        "fact": fact,
        "place": place,
        **shown,
        "unit": unit,
        "text": text,
        "dist": dist,
        "on": on,
        "state": state,
        "source": source,
        "kind": kind,
        "note": note,
    }


def country_codes(raw: Path) -> list[dict[str, str]]:
    """The 249 countries and territories of ISO 3166, in the order of their alpha-3 codes."""
    return sorted(read_rows(raw / "country_codes.csv"), key=lambda row: row["ISO3166-1-Alpha-3"])


def iso3_of_gapminder(raw: Path) -> dict[str, str]:
    """Gapminder's own place names as alpha-3 codes; places outside ISO 3166 are left out, Kosovo is XKX."""
    rows = read_rows(raw / "gapminder_sg_country.csv")
    known = {row["country"].upper(): row["iso3166_1_alpha3"] for row in rows if row["iso3166_1_alpha3"]}
    return known | {"KOS": "XKX"}
