"""Compile population.csv (people by age and sex, 2025-2050) and facts/people.csv (how far it is off)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from raw import FACT_HEADER, OPEN, country_codes, fact_row, latest, raw_folder, read_rows, write_rows

YEARS = tuple(str(year) for year in range(2025, 2051, 5))
AGES = tuple(range(0, 101, 5))
HEADER = ("iso3", "sex", "year", *(f"a{age}" for age in AGES))
FILES = {"male": "wpp2019_popMprojMed.txt", "female": "wpp2019_popFprojMed.txt"}
WORLD = "900"
Structure = dict[tuple[str, str], list[float]]  # (sex, year) -> persons by five-year group


def structures(raw: Path) -> dict[str, Structure]:
    """Persons by five-year group for each UN code of the projection."""
    found: dict[str, Structure] = defaultdict(dict)
    for sex, file in FILES.items():
        with (raw / file).open(encoding="utf-8") as stream:
            header = next(stream).rstrip("\n").split("\t")
            for line in stream:
                row = dict(zip(header, line.rstrip("\n").split("\t"), strict=True))
                index = AGES.index(int(row["age"].strip('"').split("-")[0].rstrip("+")))
                for year in YEARS:
                    groups = found[row["country_code"]].setdefault((sex, year), [0.0] * len(AGES))
                    groups[index] = float(row[year]) * 1000
    return dict(found)


def by_place(raw: Path) -> dict[str, Structure]:
    """Structures by alpha-3 code, by M49 sub-region (sum of its countries) and for the world (WLD)."""
    found = structures(raw)
    places: dict[str, Structure] = {"WLD": found[WORLD]}
    regions: dict[str, Structure] = {}
    for country in country_codes(raw):
        own = found.get(country["ISO3166-1-numeric"].lstrip("0"))
        if own is None:
            continue
        places[country["ISO3166-1-Alpha-3"]] = own
        if country["Sub-region Code"].strip():
            total = regions.setdefault(f"M49-{country['Sub-region Code'].zfill(3)}", {})
            for key, groups in own.items():
                total[key] = [a + b for a, b in zip(total.get(key, [0.0] * len(AGES)), groups, strict=True)]
    return places | regions


def rows(places: dict[str, Structure]) -> Iterator[dict[str, object]]:
    for place, structure in sorted(places.items()):
        for (sex, year), groups in sorted(structure.items()):
            yield {"iso3": place, "sex": sex, "year": year} | {
                f"a{age}": round(n) for age, n in zip(AGES, groups, strict=True)
            }


def gap_facts(raw: Path, places: dict[str, Structure]) -> Iterator[dict[str, object]]:
    """People that the 2019 revision expects in 2025 over the newest World Bank count of 2024."""
    counted = latest(read_rows(raw / "wb_population.csv"), "Country Code", "Year", "Value")
    for place, structure in sorted(places.items()):
        if place in counted and not place.startswith("M49"):
            year, people = counted[place]
            ratio = (sum(structure["male", "2025"]) + sum(structure["female", "2025"])) / people
            note = f"projection for 2025 over the count of {year}"
            if place == "SRB":
                note += "; the projection includes Kosovo, the count does not"
            yield fact_row(
                "people.projection_gap",
                place,
                ratio,
                "ratio",
                2025,
                "wpp2019",
                kind="computed",
                note=note,
                digits=5,
            )


def main() -> None:
    raw = raw_folder()
    places = by_place(raw)
    print("population rows", write_rows(OPEN / "population.csv", HEADER, rows(places)), "places", len(places))
    print("gaps", write_rows(OPEN / "facts" / "people.csv", FACT_HEADER, gap_facts(raw, places)))


if __name__ == "__main__":
    main()
