"""The world table: every country has a row, a stop loses none, and unknown stays unknown."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hevesy.errors import UnknownCountry
from hevesy.facts import Shelf
from hevesy.places import all_countries
from hevesy.plan.world import write_world
from hevesy.plan.world.cells import SHOWN, cells
from hevesy.plan.world.columns import COLUMNS, Row
from hevesy.plan.world.page import mapped, opening, world_page
from hevesy.plan.world.table import fingerprint, resumed, world_table


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def quiet(done: int, of: int, name: str) -> None:
    """No progress."""


def summary(iso3: str, shelf: Shelf) -> Mapping[str, Any]:
    return {
        "population": 1234567.0,
        "needed_per_million": 120.25 if iso3 == "JOR" else None,
        "confirmed": 0,
        "note": "a, b\nc",
    }


def test_every_country_has_one_row_in_the_order_of_the_codes(shelf: Shelf, tmp_path: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    rows = world_table(shelf, summary, tmp_path, lambda *said: heard.append(said))
    assert [row["iso3"] for row in rows] == [country.iso3 for country in all_countries(shelf)]
    assert len(rows) >= 249
    assert heard[-1][:2] == (len(rows), len(rows))
    jordan = next(row for row in rows if row["iso3"] == "JOR")
    assert (jordan["population"], jordan["needed_per_million"], jordan["needed"], jordan["note"]) == (
        "1234567",
        "120.25",
        "",
        "a, b c",
    )


def test_a_rerun_after_a_stop_asks_only_for_what_is_left(shelf: Shelf, tmp_path: Path) -> None:
    asked: list[str] = []

    def stops(iso3: str, shelf: Shelf) -> Mapping[str, Any]:
        if len(asked) == 5:
            raise KeyboardInterrupt
        asked.append(iso3)
        return summary(iso3, shelf)

    with pytest.raises(KeyboardInterrupt):
        world_table(shelf, stops, tmp_path, quiet)
    part = next(tmp_path.glob("world.part-*.csv"))
    part.write_bytes(part.read_bytes() + b"AND,Andor")  # the row that the power cut tore
    assert [row["iso3"] for row in resumed(part)] == asked
    again: list[str] = []
    rows = world_table(shelf, lambda iso3, held: again.append(iso3) or summary(iso3, held), tmp_path, quiet)  # type: ignore[func-returns-value]
    assert asked + again == [row["iso3"] for row in rows]


def test_rows_of_other_packs_are_not_mixed_in(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    other = shelf.with_pack(tmp_path)
    assert fingerprint(shelf) != fingerprint(other)
    assert fingerprint(shelf) != fingerprint(shelf, "gbd")
    assert fingerprint(shelf) == fingerprint(Shelf(shelf.packs, (), ()))


def test_a_country_that_cannot_be_planned_says_why(shelf: Shelf, tmp_path: Path) -> None:
    def refuses(iso3: str, shelf: Shelf) -> Mapping[str, Any]:
        if iso3 == "ATA":
            raise UnknownCountry(text="ATA", nearest="")
        return summary(iso3, shelf)

    rows = {row["iso3"]: row for row in world_table(shelf, refuses, tmp_path, quiet)}
    assert rows["ATA"]["note"].startswith("Not planned: ")
    assert rows["ATA"]["population"] == ""


def test_the_page_stands_alone_and_prints_unknown(shelf: Shelf, tmp_path: Path) -> None:
    files = write_world(shelf, summary, tmp_path, quiet)
    assert (
        sorted(path.name for path in tmp_path.iterdir())
        == ["world.csv", "world.html"]
        == sorted(path.name for path in files)
    )
    page = (tmp_path / "world.html").read_text("utf-8")
    assert "<svg" in page and "<script" not in page and "http://" not in page.replace("http://www.w3.org", "")
    assert page.count('<th scope="row">') >= 249
    assert "unknown</td>" in page and "1,230,000" in page
    with (tmp_path / "world.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == [column.name for column in COLUMNS]


def test_a_country_without_a_figure_is_missing_on_the_map_and_not_zero() -> None:
    blank: Row = {column.name: "" for column in COLUMNS}
    rows = [blank | {"iso3": "JOR", "needed_per_million": "120", "confirmed": "2"}, blank | {"iso3": "KEN"}]
    assert [(shown["value"], shown["state"]) for shown in mapped(rows)] == [
        (120.0, "imputed"),
        (None, "missing"),
    ]
    assert opening(rows).startswith("2 countries and territories, 1 with a first plan. In 1 of them")


PLANNED: Row = {column.name: "" for column in COLUMNS} | {
    "iso3": "JOR",
    "name": "Jordan",
    "needed": "1234.4",
    "needed_low": "300",
    "needed_high": "4000",
    "completed": "6e-05",
    "completed_low": "0",
    "completed_high": "0.3",
    "completed_share": "0.0004",
    "within_2h": "0.6654",
    "largest_loss": "not referred",
    "largest_loss_a": "Accessibility",
    "confirmed": "0",
    "burden_source": "globocan",
    "note": "hypothetical: one centre in Amman",
}


def test_the_page_has_few_columns_and_no_computer_numbers() -> None:
    said = {str(cell["title"]): cell for cell in cells(PLANNED)}
    assert len(said) == len(SHOWN) <= 9
    right = said["Right for a first-choice therapy, persons a year"]
    assert (right["text"], right["small"]) == ("1,230", "300 to 4,000")
    done = said["Complete their course, by planning defaults"]
    assert (done["text"], done["small"]) == ("<0.1", "0 to 0.3")
    assert said["Share who do"]["text"] == "<1 %"
    assert said["People within 2 h of therapy"]["text"] == "67 %"
    assert said["People"]["unknown"] and not said["People"]["hypothetical"]
    assert said["Rests on"]["text"] == "GLOBOCAN, 0 inputs confirmed"


@pytest.mark.parametrize(
    ("note", "imagined"), [(PLANNED["note"], 4), ("2 centres from the country's pack", 0)]
)
def test_what_rests_on_imagined_centres_is_marked(note: str, imagined: int) -> None:
    assert sum(bool(cell["hypothetical"]) for cell in cells(PLANNED | {"note": note})) == imagined


def test_the_page_marks_the_hypothetical_and_aligns_numbers_with_their_headers(shelf: Shelf) -> None:
    page = world_page([PLANNED], shelf)
    assert page.count(' hypothetical">') == 4 and page.count("(hypothetical)") == 4
    heads = page.count('<th scope="col" class="number">')
    assert heads == page.count('class="number') - heads == sum(column.number for column in SHOWN)
    assert "e-05" not in page and "Complete it today" not in page
