"""Compile airports.csv: the airports with an IATA code. How large they are is not known.

`main` is `recalled` for those of main_airports.csv (recalled, to be checked); a user's pack writes `yes`.
"""

from __future__ import annotations

from raw import CLONE, OPEN, country_codes, raw_folder, read_rows, write_rows

HEADER = ("iata", "name", "city", "iso3", "latitude", "longitude", "main")
OUTSIDE_ISO = {"XK": "XKX", "KS": "XKX"}


def main() -> None:
    import airportsdata

    iso3 = {
        row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"] for row in country_codes(raw_folder())
    } | OUTSIDE_ISO
    main = {row["iata"] for row in read_rows(CLONE / "tools" / "main_airports.csv")}
    rows, unknown = [], set()
    for code, airport in sorted(airportsdata.load("IATA").items()):
        if airport["country"] not in iso3:
            unknown.add(airport["country"])
            continue
        rows.append(
            {
                "iata": code,
                "name": airport["name"],
                "city": airport["city"],
                "iso3": iso3[airport["country"]],
                "latitude": round(airport["lat"], 4),
                "longitude": round(airport["lon"], 4),
                "main": "recalled" if code in main else "",
            }
        )
    print(
        "airports", write_rows(OPEN / "airports.csv", HEADER, rows), "countries not known:", sorted(unknown)
    )


if __name__ == "__main__":
    main()
