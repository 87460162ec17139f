"""Compile the pack who_gho: old equipment densities with their states, and health expenditure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from raw import FACT_HEADER, PACKS, country_codes, fact_row, latest, raw_folder, read_rows, write_rows

FILES = {
    "who.pet.per_million": "who_gho_DEVICES10_pet.csv",
    "who.gamma_camera.per_million": "who_gho_DEVICES11_gamma_camera.csv",
    "who.linac.per_million": "who_gho_DEVICES12_linac.csv",
    "who.radiotherapy.per_million": "who_gho_DEVICES22_radiotherapy.csv",
}
PUBLIC_ONLY = "Only public sector data"
PRIVATE_ONLY = "Only private sector data"  # says nothing of the country: missing, the figure kept in the note
DOUBTED = {
    ("who.gamma_camera.per_million", "LBN"): "looks too low beside the PET figure",
    ("who.linac.per_million", "KEN"): "18 radiotherapy units are known by 2026",
    ("who.pet.per_million", "MCO"): "one scanner: never rank tiny states by density",
}
SPENDING = {
    "country.health_expenditure_per_capita": ("per capita, USD constant (2022)", "USD 2022", 1.0),
    "country.health_expenditure_share_of_gdp": ("percent of GDP", "fraction", 0.01),
}


def equipment_facts(raw: Path, known: set[str]) -> Iterator[dict[str, object]]:
    """The newest density of each country; a country that did not answer has no row."""
    for fact, file in FILES.items():
        newest: dict[str, dict[str, str]] = {}
        for row in read_rows(raw / file):
            if (
                row["COUNTRY"] in known
                and row["Numeric"]
                and row["YEAR"] >= newest.get(row["COUNTRY"], {"YEAR": ""})["YEAR"]
            ):
                newest[row["COUNTRY"]] = row
        for iso3, row in sorted(newest.items()):
            density = float(row["Numeric"])
            yield fact_row(
                fact,
                iso3,
                None if row["Comments"].strip() == PRIVATE_ONLY else density,
                "per million people",
                row["YEAR"],
                "who_gho_devices",
                state=state_of(row, density),
                note=note_of(row, DOUBTED.get((fact, iso3), "")),
            )


def state_of(row: dict[str, str], density: float) -> str:
    if row["Comments"].strip() == PUBLIC_ONLY:
        return "public_only"
    if row["Comments"].strip() == PRIVATE_ONLY:
        return "missing"
    return "reported" if density > 0 else "reported_zero"


def note_of(row: dict[str, str], doubt: str) -> str:
    comment = row["Comments"].strip()
    if "DIRA" in comment:
        comment = "from the DIRAC radiotherapy database of the IAEA"
    if comment == PRIVATE_ONLY:
        comment = f"only the private sector was counted ({float(row['Numeric']):g} per million)"
    return "; ".join(
        part for part in (comment, doubt, "a density of that year, never a count of today") if part
    )


def spending_facts(raw: Path, known: set[str]) -> Iterator[dict[str, object]]:
    rows = read_rows(raw / "ghed_total_health_expenditure_one.csv")
    for fact, (measure, unit, factor) in SPENDING.items():
        for iso3, (year, value) in sorted(
            latest((row for row in rows if row["unit"] == measure), "iso3_code", "year", "value").items()
        ):
            if iso3 in known and value > 0:
                yield fact_row(fact, iso3, value * factor, unit, year, "ghed_one")


def main() -> None:
    raw = raw_folder()
    known = {row["ISO3166-1-Alpha-3"] for row in country_codes(raw)}
    rows = [*equipment_facts(raw, known), *spending_facts(raw, known)]
    print("who_gho", write_rows(PACKS / "who_gho" / "facts" / "who.csv", FACT_HEADER, rows))


if __name__ == "__main__":
    main()
