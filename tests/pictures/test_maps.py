"""Maps without streaks: no line of land runs across more than half the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from hevesy.facts.pack import SHIPPED
from hevesy.pictures import Atlas, country_map, read_atlas, world_map
from hevesy.pictures.map_frame import WIDTH, Frame, frame_of
from hevesy.pictures.map_labels import drawn_centres, place_names
from hevesy.pictures.map_towns import band_of, drawn_places, inside

Point = tuple[float, float]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return read_atlas([SHIPPED / "open" / "map.json"])


def town(
    name: str, latitude: float, longitude: float, people: float = 1e5, hours: float | None = 1.0
) -> dict:
    place = {"name": name, "latitude": latitude, "longitude": longitude, "population": people}
    return {**place, "hours_therapy": hours, "hours_imaging": hours, "imputed": False}


TOWNS = {
    "FJI": [town("Suva", -18.14, 178.44), town("Labasa", -16.42, 179.38), town("Lomaloma", -17.29, -178.98)],
    "RUS": [town("Moscow", 55.75, 37.62), town("Anadyr", 64.73, 177.5), town("Uelen", 66.16, -169.8)],
    "USA": [town("New York", 40.7, -74.0), town("Honolulu", 21.3, -157.9), town("Adak", 51.9, -176.6)],
    "KIR": [town("Tarawa", 1.33, 172.98), town("Kiritimati", 1.98, -157.47)],
    "NZL": [town("Auckland", -36.85, 174.76), town("Waitangi, Chatham", -43.95, -176.56)],
}


def segments(svg: str) -> Iterator[tuple[Point, Point]]:
    """Every straight line of every path made of M, L and Z, closing lines included."""
    for path in re.findall(r'<path[^>]* d="([MLZ\d.,\-]+)"', svg):
        for ring in path.split("M")[1:]:
            points = [tuple(map(float, pair.split(","))) for pair in ring.rstrip("Z").split("L")]
            closed = [*points, points[0]] if ring.endswith("Z") else points
            yield from pairwise(closed)  # type: ignore[misc]


def streaks(svg: str, width: float, height: float) -> list[tuple[Point, Point]]:
    """Lines longer than half the width that do not just follow the edge of the picture."""

    def on_edge(a: Point, b: Point) -> bool:
        return any(
            abs(a[axis] - edge) < 0.6 and abs(b[axis] - edge) < 0.6
            for axis, far in ((0, width), (1, height))
            for edge in (0.0, far)
        )

    return [(a, b) for a, b in segments(svg) if abs(a[0] - b[0]) > width / 2 and not on_edge(a, b)]


def test_the_check_finds_a_streak() -> None:
    svg = '<path fill="#fff" d="M10,10L700,12L10,14Z"/>'
    assert len(streaks(svg, 760, 400)) == 2
    assert streaks('<path d="M10,10L20,10L20,20Z"/>', 760, 400) == []


@pytest.fixture(scope="module")
def world(atlas: Atlas) -> str:
    rows = [
        {"iso3": "FJI", "value": 2.0, "state": "reported"},
        {"iso3": "KIR", "value": 50.0, "state": "imputed"},
        {"iso3": "DEU", "value": 900.0, "state": "reported"},
        {"iso3": "KEN", "value": 0.0, "state": "reported_zero"},
    ]
    return world_map(rows, atlas, key="w", title="World", description="d", breaks=[10, 100])


def test_the_world_has_no_streaks(world: str) -> None:
    assert sum(1 for _ in segments(world)) > 5000
    assert streaks(world, 760, 400) == []


def test_small_island_states_are_circles_on_the_world_map(world: str) -> None:
    """A circle is a path with arcs, about 6.6 pixels across; Fiji's and Kiribati's carry their own fills."""
    circles = re.findall(r'd="M3\.3,0A3\.3,3\.3[^"]*" fill="([^"]+)"', world)
    assert len(circles) > 60
    assert "#e8f1f7" in circles  # Fiji, in the lowest class
    assert "url(#w-hatch-7fb0d1)" in circles  # Kiribati, imputed, in the middle class


def test_each_state_has_its_own_texture(world: str) -> None:
    assert '<pattern id="w-hatch-7fb0d1"' in world
    assert '<pattern id="w-dots-ffffff"' in world  # reported zero
    assert '<pattern id="w-faint-f4f4f4"' in world  # no figure
    for word in ("imputed", "reported zero", "no figure", "under 10", "100 or more"):
        assert f">{word}</text>" in world


@pytest.mark.parametrize("iso3", sorted(TOWNS))
def test_a_country_across_the_180th_meridian_has_no_streaks(iso3: str, atlas: Atlas) -> None:
    frame = frame_of(atlas.of(iso3), TOWNS[iso3])
    svg = country_map(iso3, TOWNS[iso3], [], atlas, key="c", title=iso3, description="d")
    assert streaks(svg, WIDTH, frame.height) == []
    for place in TOWNS[iso3]:
        x, y = frame.pixel(place["longitude"], place["latitude"])
        assert 0 < x < WIDTH and 0 < y < frame.height, place["name"]


def test_fiji_is_drawn_as_one_group_of_islands(atlas: Atlas) -> None:
    """Suva and Lomaloma are 289 km apart on the ground; the frame must not span the globe."""
    frame = frame_of(atlas.of("FJI"), TOWNS["FJI"])
    (ax, ay), (bx, by) = frame.pixel(178.44, -18.14), frame.pixel(-178.98, -17.29)
    kilometres = ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 / frame.scale * 6371
    assert kilometres == pytest.approx(289, abs=3)
    assert abs(ax - bx) > WIDTH / 4


def test_the_projection_agrees_with_lamberts_formula() -> None:
    """By hand about (0, 0) on a unit sphere, at 30° E, 40° N: k = √(2 / (1 + cos 40° cos 30°)) = 1.09652,
    x = k cos 40° sin 30° = 0.41999, y = k sin 40° = 0.70483."""
    x, y = Frame(0.0, 0.0).pixel(30.0, 40.0)
    assert (x, -y) == pytest.approx((0.41999, 0.70483), abs=2e-5)


def test_only_confirmed_or_declared_hypothetical_centres_are_drawn(atlas: Atlas) -> None:
    place = {"latitude": 31.95, "longitude": 35.93, "services": None}
    confirmed = {"name": "Signed Hospital", **place, "confirmed": True, "hypothetical": False}
    imagined = {"name": "Amman", **place, "confirmed": False, "hypothetical": True}
    imputed = {"name": "Rumoured Hospital", **place, "confirmed": False, "hypothetical": False}
    assert drawn_centres([confirmed, imagined, imputed]) == [confirmed, imagined]
    svg = country_map("JOR", [], [imagined, imputed], atlas, key="c", title="t", description="d")
    assert "Amman (hypothetical)" in svg and "hypothetical site" in svg
    assert "Rumoured" not in svg and "confirmed centre" not in svg
    assert "url(#c-hatch-ffffff)" in svg


def test_a_town_without_a_travel_time_is_unknown_not_near(atlas: Atlas) -> None:
    assert band_of(None)[0] == "unknown"
    assert band_of(0.5)[1] != band_of(None)[1]
    svg = country_map(
        "JOR", [town("Irbid", 32.55, 35.85, hours=None)], [], atlas, key="c", title="t", description="d"
    )
    assert "travel time unknown" in svg and "within 1 hour" not in svg


def rural(latitude: float, longitude: float) -> dict:
    return town("", latitude, longitude) | {"imputed": True}


def crowded(count: int) -> list[dict]:
    """Towns in a row, the first the largest; only the very last is far."""
    towns = [town(f"T{at}", 32.0, 36.0 + at / 1000, people=1e6 - at) for at in range(count)]
    return [*towns[:-1], towns[-1] | {"hours_therapy": 9.0}]


def test_of_very_many_towns_the_largest_and_the_far_are_circles(atlas: Atlas) -> None:
    drawn = drawn_places(crowded(500), atlas.of("JOR"), "hours_therapy")
    assert [node["name"] for node in drawn.towns] == [*(f"T{at}" for at in range(100)), "T499"]
    assert len(drawn.faint) == 399
    assert drawn.said == ["Of 500 towns the largest 100 and 1 far ones are circles, the others dots."]
    svg = country_map("JOR", crowded(500), [], atlas, key="c", title="t", description="d")
    assert ">another town</text>" in svg and f">{drawn.said[0]}</text>" in svg


def test_a_rural_place_outside_the_outline_is_not_drawn(atlas: Atlas) -> None:
    """Ma'an lies in Jordan; Jerusalem, Damascus and the sea off Haifa do not."""
    nodes = [rural(30.2, 35.7), rural(31.78, 35.22), rural(33.5, 36.3), rural(33.0, 34.0)]
    drawn = drawn_places(nodes, atlas.of("JOR"), "hours_therapy")
    assert list(drawn.assumed) == nodes[:1]
    assert drawn.said == ["3 of 4 rural places fall outside the outline: not drawn."]
    many = drawn_places([rural(30.2, 35.7)] * 1000, atlas.of("JOR"), "hours_therapy")
    assert not many.assumed and many.said == ["1,000 rural places would hide the towns and are not drawn."]


def test_the_outline_holds_across_the_180th_meridian(atlas: Atlas) -> None:
    """Chukotka west and east of 180° is Russia; Nome in Alaska is not."""
    russia = atlas.of("RUS")
    assert inside(rural(67.5, 176.0), russia) and inside(rural(66.5, -172.0), russia)
    assert not inside(rural(64.6, -165.3), russia)


def test_many_sites_are_drawn_small_and_only_the_first_are_named_without_overlap(atlas: Atlas) -> None:
    towns = [town(f"Town {at}", 29.6 + (at * 7 % 60) / 20, 35.6 + (at % 7) / 10) for at in range(60)]
    sites = [{**node, "confirmed": False, "hypothetical": True} for node in towns]
    frame = frame_of(atlas.of("JOR"), towns)
    names = place_names(towns, sites, frame, "hours_therapy")
    assert [name["text"] for name in names if "hypothetical" in name["text"]] == [
        f"Town {at} (hypothetical)" for at in range(3)
    ]
    boxes = [(n["x"], n["y"], n["x"] + 6.4 * len(n["text"]), n["y"] + 14) for n in names]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart
    svg = country_map("JOR", towns, sites, atlas, key="c", title="t", description="d")
    assert svg.count("url(#c-hatch-ffffff)") == 61  # and one in the legend
