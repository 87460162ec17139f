"""The atlas as one reads it: columns, order, CSV, map, disparity and registers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.service.atlas_acts import PET, accepted, said

from hevesy.plan.disparity import Lorenz
from hevesy_service.atlas.coloured import coloured
from hevesy_service.atlas.columns import columns
from hevesy_service.atlas.disparity_pages import points
from hevesy_service.atlas.outlines import base, map_path, point, unrolled
from hevesy_service.atlas.shelf import shelf
from hevesy_service.atlas.table import Asked, every_row, rows
from hevesy_service.book.models import Site

MOST_BYTES = 120_000
TRAINING = {
    "title": "Fellowship in theranostics", "provider": "Synthetic University", "kind": "fellowship",
    "cadre": "physician", "weeks": "52", "places": "", "language": "English", "source": "its page", "link": "",
    "year": "2025",
}  # fmt: skip


def order(**asked: str) -> list[str]:
    return [row.country.iso3 for row in rows(shelf(), Asked.of(asked))]


def test_the_order_by_a_column_and_who_has_no_figure_stands_last() -> None:
    facts = [shelf().fact("who.pet.per_million", place) for place in shelf().places("who.pet.per_million")]
    known = {fact.place: fact.value for fact in facts if fact.value is not None}
    down, up = order(sort="pet", down="1"), order(sort="pet")
    assert known[down[0]] == max(known.values()) and known[up[0]] == 0
    assert set(down[: len(known)]) == set(up[: len(known)]) == set(known)
    assert len(down) == 250


@pytest.mark.parametrize("asked", [{"sort": "nonsense"}, {"show": "nonsense"}, {"sort": "pet", "show": "need"}, {}])
def test_what_an_address_asks_in_vain_changes_nothing(asked: dict[str, str]) -> None:
    assert order(**asked) == order()


def test_every_set_has_the_columns_of_the_issue() -> None:
    found = {name: [column.key for column in each] for name, each in columns(shelf()).items()}
    assert found["capability"][:6] == ["nuclear_medicine", "spect", "pet", "cyclotron", "generator", "therapy_room"]
    assert {"lu177_psma617", "i131_dtc", "y90_microspheres"} <= set(found["therapies"])
    assert len(found["therapies"]) == 16
    assert {"physician", "physicist", "radiopharmacist", "technologist", "nurse"} <= set(found["cadres"])


def test_the_csv_says_for_each_figure_its_state_year_and_source(site: Site, signed_in: Callable[..., Client]) -> None:
    accepted(site, said(12, source="=HYPERLINK(1)"))
    found = signed_in("planner").get("/atlas/table.csv", {"named": "JOR", "per": "count"})
    text = found.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    found = [row[f"PET scanners{part}"] for part in ("", ", state", ", year")]
    assert (row["ISO3"], *found) == ("JOR", "12", "reported", "2025")
    assert row["PET scanners, source"] == "'=HYPERLINK(1)"
    assert (row["Cyclotrons"], row["Cyclotrons, state"]) == ("", "missing")


def test_a_country_stands_beside_the_median_of_its_income_group(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get("/atlas/KEN/", {"per": "million"}).content.decode()
    row = page[page.index("PET scanners per million") :].split("</tr>")[0]
    values = sorted(each.cells[2].number for each in every_row(shelf(), "capability", "million")
                    if each.country.income_group == "LMIC" and each.cells[2].number is not None)  # fmt: skip
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    assert f'<td class="number">{middle:.2f}<small>of {len(values)} countries</small>' in row


# --- map --------------------------------------------------------------------------------------------------------


def test_where_the_projection_puts_a_place() -> None:
    """Equal Earth: a full turn along the equator is 2 pi * 0.8609 high units; the pole lies at 1.3173 of them."""
    east, north = point(180, 0), point(0, 90)
    assert east[0] - 1000 == pytest.approx(369 * 2.7066299836960748, abs=0.5)
    assert 525 - north[1] == pytest.approx(369 * 1.3173627591574133, abs=0.5)


def test_rings_over_the_date_line_stay_whole() -> None:
    assert unrolled([179.5, -179.5, 179.5]) == [168.5, 169.5, 168.5]
    assert unrolled([-10, 10]) == [-21, -1]


def test_the_base_is_small_and_holds_every_country() -> None:
    svg = base().svg
    assert len(svg.encode()) <= MOST_BYTES
    drawn = set(re.findall(r'<g id="(\w{3})">', svg))
    assert len(drawn) >= 245 and {"RUS", "FJI", "TUV", "MLT", "XKX", "JOR"} <= drawn
    russia, fiji = (svg[svg.index(f'id="{name}"') :].split("</g>")[0] for name in ("RUS", "FJI"))
    starts = [int(x) for x in re.findall(r"M(\d+) ", russia)]
    assert min(starts) > 1000, "nothing of Russia lies at the left edge"
    assert all(int(x) > 1700 for x in re.findall(r"M(\d+) ", fiji))
    assert "<circle" in svg[svg.index('id="TUV"') :].split("</g>")[0]
    assert "<circle" not in russia


def test_each_country_has_the_class_of_its_figure() -> None:
    every = every_row(shelf(), "capability", "million")
    shapes, keys = coloured(every, 2, ".2f")
    found = {each.iso3: each for each in shapes}
    numbers = {row.country.iso3: row.cells[2].number for row in every}
    assert found["KEN"].classes == "mz" and numbers["KEN"] == 0
    assert found["DEU"].classes == "mm" and numbers["DEU"] is None
    assert found["JOR"].classes in ("m1", "m2", "m3", "m4") and "Jordan: " in found["JOR"].said
    assert sum(key.countries for key in keys if key.classes != "mp") == 250


def test_the_map_shows_the_same_as_its_table(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get("/atlas/map/", {"sort": "pet"}).content.decode()
    assert f'<use href="{map_path()}#JOR" class="m' in page and 'aria-hidden="true"' in page
    table = page[page.index("<table") :]
    coloured_in = set(re.findall(r'#(\w{3})" class="m[0-4z]', page))
    assert set(re.findall(r'<th scope="row"><a href="/atlas/(\w{3})/"', table)) >= coloured_in
    assert "do not imply any opinion on the legal status" in page


def test_the_browser_keeps_the_base(signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    found = client.get(map_path())
    assert found["Content-Type"] == "image/svg+xml" and "immutable" in found["Cache-Control"]
    assert client.get(map_path(), headers={"If-None-Match": found["ETag"]}).status_code == 304
    assert client.get("/atlas/map.000000000000.svg")["location"] == map_path()


def test_a_map_of_what_nobody_stated_says_what_to_do(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get("/atlas/map/", {"show": "cadres"}).content.decode()
    assert "A focal point proposes it" in page


# --- disparity and registers ----------------------------------------------------------------------------------------


def test_a_curve_as_a_line() -> None:
    assert points(Lorenz((0, 0.5, 1), (0, 0, 1))) == "40.0,340.0 190.0,340.0 340.0,40.0"


def test_disparity_says_what_is_known_and_what_the_review_says(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get("/atlas/disparity/").content.decode()
    assert "Known of 116 countries: 0 by their own accepted count" in page
    low = page[page.index('<th scope="row">low income') :].split("</tr>")[0]
    assert "no machine among them" in low
    assert "S09" in page and "people per nothing is no number" in page
    assert "a Lorenz" not in page and 'role="img" aria-labelledby="curve-title curve-said"' in page


def test_an_accepted_count_changes_the_disparity(site: Site, signed_in: Callable[..., Client]) -> None:
    accepted(site)
    assert "1 by their own accepted count" in signed_in("planner").get("/atlas/disparity/").content.decode()


def test_trainings_are_kept_changed_and_taken_out(site: Site, signed_in: Callable[..., Client]) -> None:
    trainer = signed_in("trainer")
    assert b"No training is in the register yet" in trainer.get("/atlas/registers/").content
    for _ in range(2):
        assert trainer.post("/sites/irbid/trainings/", TRAINING).status_code == 302
    kept = site.trainings.get()
    page = signed_in("nurse").get("/atlas/registers/").content.decode()
    assert "Fellowship in theranostics" in page and "IAEA Rays of Hope" in page and "Keep the trainings" not in page
    trainer.post(f"/sites/irbid/trainings/{kept.pk}/", {**TRAINING, "weeks": "26"})
    kept.refresh_from_db()
    assert kept.weeks == 26
    wrong = trainer.post("/sites/irbid/trainings/", {**TRAINING, "year": "1200", "title": "x"})
    assert wrong.status_code == 422 and b"A year from 1950" in wrong.content
    trainer.post(f"/sites/irbid/trainings/{kept.pk}/", {"remove": "yes"})
    assert not site.trainings.exists()


def test_history_of_a_figure_that_nobody_proposed(signed_in: Callable[..., Client]) -> None:
    assert b"Nobody has proposed this figure yet" in signed_in("planner").get(f"/atlas/JOR/history/{PET}/").content
