"""The outlines: every country has one, small islands are kept, and a programme's own file replaces ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hevesy.errors import BadTable
from hevesy.facts.pack import SHIPPED
from hevesy.pictures.shapes import Atlas, read_atlas, rewound, signed_area, thinned

MAP = SHIPPED / "open" / "map.json"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return read_atlas([MAP])


def test_the_file_stays_small() -> None:
    assert MAP.stat().st_size < 900_000


def test_small_island_states_keep_an_outline(atlas: Atlas) -> None:
    for iso3 in (
        "KIR",
        "TUV",
        "NRU",
        "MDV",
        "MHL",
        "FSM",
        "PLW",
        "TON",
        "FJI",
        "SYC",
        "ATG",
        "KNA",
        "TKL",
        "MCO",
    ):
        assert atlas.of(iso3), iso3


def test_there_are_outlines_for_all_but_an_uninhabited_island(atlas: Atlas) -> None:
    codes = {outline.iso3 for outline in atlas.outlines if outline.iso3}
    assert len(codes) == 249  # 249 of ISO 3166 without Bouvet Island, and Kosovo
    assert {"XKX", "GUF", "REU", "MYT", "SJM", "BES", "GIB"} <= codes


def test_the_shapes_without_a_code_are_named(atlas: Atlas) -> None:
    nameless = {outline.name: outline.part_of for outline in atlas.outlines if not outline.iso3}
    assert nameless == {"Somaliland": "SOM", "N. Cyprus": "CYP", "Siachen Glacier": ""}
    assert {outline.name for outline in atlas.of("SOM")} == {"Somalia", "Somaliland"}
    assert "do not imply any opinion" in atlas.disclaimer


def test_every_outer_ring_runs_clockwise(atlas: Atlas) -> None:
    wrong = [
        outline.name
        for outline in atlas.outlines
        for polygon in outline.polygons
        if signed_area(polygon[0]) > 0 and outline.name != "Antarctica"
    ]
    assert wrong == []


def test_an_area_is_right_across_the_180th_meridian() -> None:
    square = [(179.0, 10.0), (-179.0, 10.0), (-179.0, 12.0), (179.0, 12.0), (179.0, 10.0)]
    assert signed_area(square) == pytest.approx(4.0)
    assert signed_area(square[::-1]) == pytest.approx(-4.0)


def test_a_ring_wound_the_standard_way_is_turned_round() -> None:
    outer = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
    hole = [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 1.0], [1.0, 1.0]]
    turned = rewound([outer, hole])
    assert signed_area(turned[0]) == -16.0
    assert signed_area(turned[1]) == 1.0


def test_thinning_never_makes_a_country_vanish_or_turn_over() -> None:
    islet = [[[0.0, 0.0], [0.0, 0.01], [0.01, 0.01], [0.01, 0.0], [0.0, 0.0]]]
    land = [[[0.0, 0.0], [0.0, 9.0], [0.001, 9.0], [9.0, 9.0], [9.0, 0.0], [0.0, 0.0]]]
    assert thinned([islet], 1.0) == [islet]
    (kept,) = thinned([land, islet], 1.0)
    assert kept == [[[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 0.0], [0.0, 0.0]]]


def test_a_pack_replaces_the_countries_it_holds(tmp_path: Path) -> None:
    square = [[[10.0, 10.0], [10.0, 11.0], [11.0, 11.0], [11.0, 10.0], [10.0, 10.0]]]
    own = {
        "type": "FeatureCollection",
        "disclaimer": "Ours.",
        "features": [
            {
                "type": "Feature",
                "properties": {"iso3": "JOR", "name": "Jordan"},
                "geometry": {"type": "Polygon", "coordinates": square},
            }
        ],
    }
    file = tmp_path / "map.json"
    file.write_text(json.dumps(own), "utf-8")
    atlas = read_atlas([MAP, file])
    assert [outline.polygons for outline in atlas.of("JOR")] == [(square,)]
    assert atlas.of("EGY")
    assert atlas.disclaimer == "Ours."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not JSON"),
        ('{"type": "Feature"}', "not a GeoJSON FeatureCollection"),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"name": "Jordan"}, '
            '"geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            "Jordan is of type 'Point'",
        ),
    ],
)
def test_a_bad_map_is_refused_with_its_name(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "map.json"
    file.write_text(text, "utf-8")
    with pytest.raises(BadTable, match=problem) as caught:
        read_atlas([file])
    assert str(file) in str(caught.value)
