"""Compile household means: the pack gapminder_fasttrack, and facts/country_groups.csv for what it lacks.

The rows of an income group are the median of its countries, the range their 5th to 95th percentile, rounded
to two digits; they are imputed wherever they are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from raw import (
    FACT_HEADER,
    OPEN,
    PACKS,
    country_codes,
    fact_row,
    iso3_of_gapminder,
    latest,
    raw_folder,
    read_rows,
    write_rows,
)

GROUPS = ("HIC", "UMIC", "LMIC", "LIC", "unclassified")
UNIT = "PPP dollars per person and day"
LAST_YEAR = 2026


def means(raw: Path) -> dict[str, tuple[int, float]]:
    codes, known = iso3_of_gapminder(raw), {row["ISO3166-1-Alpha-3"] for row in country_codes(raw)} | {"XKX"}
    found = latest(
        read_rows(raw / "gapminder_ft_mincpcap_cppp.csv"), "country", "time", "mincpcap_cppp", LAST_YEAR
    )
    return {codes[name]: held for name, held in sorted(found.items()) if codes.get(name, "") in known}


def mean_facts(raw: Path) -> Iterator[dict[str, object]]:
    for iso3, (year, value) in means(raw).items():
        yield fact_row(
            "country.mean_consumption",
            iso3,
            value,
            UNIT,
            year,
            "gapminder_ft_means",
            low=0.75 * value,
            high=value / 0.75,
            dist="lognormal",
            note="constant PPP dollars; partly extrapolated beyond the last survey; range: planning default",
        )


def shipped_numbers(fact: str) -> dict[str, float]:
    rows = read_rows(OPEN / "facts" / "country.csv")
    return {row["place"]: float(row["value"]) for row in rows if row["fact"] == fact and row["value"]}


def income_groups() -> dict[str, str]:
    rows = read_rows(OPEN / "facts" / "country.csv")
    return {row["place"]: row["text"] for row in rows if row["fact"] == "country.income_group"}


def group_facts(
    fact: str, values: dict[str, float], unit: str, dist: str, source: str
) -> Iterator[dict[str, object]]:
    """Median and 5th to 95th percentile of each income group; for the unclassified, of all countries."""
    groups = income_groups()
    for group in GROUPS:
        own = [value for iso3, value in values.items() if group in ("unclassified", groups.get(iso3))]
        low, middle, high = (float(np.percentile(own, share)) for share in (5, 50, 95))
        yield fact_row(
            fact,
            f"income:{group}",
            middle,
            unit,
            "",
            source,
            low=low,
            high=high,
            dist=dist,
            kind="computed",
            state="imputed",
            digits=2,
            note=f"median and 5th to 95th percentile of {len(own)} countries, for places without a figure",
        )


def main() -> None:
    raw = raw_folder()
    print(
        "means",
        write_rows(PACKS / "gapminder_fasttrack" / "facts" / "means.csv", FACT_HEADER, mean_facts(raw)),
    )
    rows = [
        *group_facts(
            "country.mean_consumption",
            {iso3: value for iso3, (_, value) in means(raw).items()},
            UNIT,
            "lognormal",
            "gapminder_ft_means",
        ),
        *group_facts("country.gini", shipped_numbers("country.gini"), "fraction", "triangular", "gini_pip"),
        *group_facts(
            "country.oop_share",
            shipped_numbers("country.oop_share"),
            "fraction",
            "triangular",
            "ghed_gapminder",
        ),
        *group_facts(
            "country.urban_share",
            shipped_numbers("country.urban_share"),
            "fraction",
            "triangular",
            "wdi_urban",
        ),
    ]
    print("income groups", write_rows(OPEN / "facts" / "country_groups.csv", FACT_HEADER, rows))


if __name__ == "__main__":
    main()
