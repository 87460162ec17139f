"""Compile the cancer burden of GLOBOCAN 2022 and of GBD 2023 into two packs: two named sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from raw import (
    FACT_HEADER,
    PACKS,
    country_codes,
    fact_row,
    iso3_of_gapminder,
    raw_folder,
    read_rows,
    write_rows,
)

SITES = {"27": "prostate", "32": "thyroid", "11": "liver", "40": "all"}
GLOBOCAN = {
    "new_cases": ("globocan2022_incidence.csv", "cases/year"),
    "deaths": ("globocan2022_mortality.csv", "deaths/year"),
}
GBD_YEAR, GBD_LAST = 2022, 2023  # the year that GLOBOCAN speaks of, and the newest year of the release
GBD = {
    "gbd.prostate.new_cases": ("cases/year", ("prostate_cancer_number_of_new_male_cases",)),
    "gbd.prostate.deaths": ("deaths/year", ("prostate_cancer_number_of_male_deaths",)),
    "gbd.liver.new_cases": (
        "cases/year",
        ("liver_cancer_number_of_new_male_cases", "liver_cancer_number_of_new_female_cases"),
    ),
}


def globocan_facts(raw: Path) -> Iterator[dict[str, object]]:
    """Counts only: the prostate rows labelled both sexes carry a male rate, so that no rate is taken over."""
    for measure, (file, unit) in GLOBOCAN.items():
        for row in read_rows(raw / file):
            site = SITES.get(row["Cancer code"])
            if site is None or not row["Alpha-3 code"]:
                continue
            note = (
                "men"
                if site == "prostate"
                else "without non-melanoma skin cancer"
                if site == "all"
                else "both sexes"
            )
            count = float(row["Number"])
            yield fact_row(
                f"globocan.{site}.{measure}",
                row["Alpha-3 code"],
                count,
                unit,
                2022,
                "globocan2022",
                digits=9,
                note=note,
                state="reported" if count else "reported_zero",
            )


def gbd_facts(raw: Path) -> Iterator[dict[str, object]]:
    codes = iso3_of_gapminder(raw)
    known = {row["ISO3166-1-Alpha-3"] for row in country_codes(raw)}
    for fact, (unit, columns) in GBD.items():
        totals: dict[tuple[str, int], float] = defaultdict(float)
        for column in columns:
            for row in read_rows(raw / f"gapminder_sg_{column}.csv"):
                totals[codes.get(row["geo"].upper(), ""), int(row["time"])] += float(row[column])
        for (iso3, year), count in sorted(totals.items()):
            if iso3 in known and year == GBD_YEAR:
                newest = totals.get((iso3, GBD_LAST))
                note = f"release 2023; {GBD_LAST}: {newest:.0f}" if newest is not None else "release 2023"
                yield fact_row(fact, iso3, round(count), unit, year, "gbd2023", digits=9, note=note)


def main() -> None:
    raw = raw_folder()
    for pack, name, facts in (
        ("iarc_globocan", "globocan.csv", globocan_facts(raw)),
        ("ihme_gbd", "gbd.csv", gbd_facts(raw)),
    ):
        rows = sorted(facts, key=lambda row: (str(row["fact"]), str(row["place"])))
        print(pack, write_rows(PACKS / pack / "facts" / name, FACT_HEADER, rows))


if __name__ == "__main__":
    main()
