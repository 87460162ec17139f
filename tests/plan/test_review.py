"""The review's numbers: what is reproduced and what is not is worked out, pinned by hand, and never fitted."""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from hevesy.cli import hevesy
from hevesy.cli.facts import SECTIONS
from hevesy.facts import Shelf, State
from hevesy.plan.country import picture
from hevesy.plan.review import Check, Verdict, agrees, checks, clashes
from hevesy.plan.review_said import found
from hevesy.products import therapies

CLONE = Path(__file__).resolve().parents[2]
RAW = CLONE.parent / "shared" / "facts" / "review_numbers.csv"
REPRODUCED = {"S08", "S27"}
AGREES_WITH_ITSELF = {"S11", "S22", "S23", "S24", "S25", "S37", "S38", "S39"}
NOT_REPRODUCED = {"S03", "S05", "S07", "S09", "S28"}


def tool(name: str) -> ModuleType:
    sys.path.insert(0, str(CLONE / "tools"))
    try:
        found = importlib.util.spec_from_file_location(f"tools_{name}", CLONE / "tools" / f"{name}.py")
        assert found is not None and found.loader is not None
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
    finally:
        sys.path.remove(str(CLONE / "tools"))
    return module


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def every(shelf: Shelf) -> dict[str, Check]:
    return {check.number: check for check in checks(shelf)}


@pytest.fixture(scope="module")
def page(shelf: Shelf) -> str:
    return str(tool("review_page").page(shelf))


def test_the_page_of_the_manual_says_what_the_data_give(page: str) -> None:
    committed = (CLONE / "docs" / "reference" / "review_numbers.md").read_text("utf-8")
    assert committed == page, "run `make command-pages` and commit docs/reference"


def test_each_verdict_is_the_one_found_by_hand(every: dict[str, Check]) -> None:
    by_hand = {
        **dict.fromkeys(every, Verdict.CANNOT),
        **dict.fromkeys(REPRODUCED, Verdict.REPRODUCED),
        **dict.fromkeys(AGREES_WITH_ITSELF, Verdict.AGREES_WITH_ITSELF),
        **dict.fromkeys(NOT_REPRODUCED, Verdict.NOT_REPRODUCED),
    }
    assert {number: check.verdict for number, check in every.items()} == by_hand
    assert all(check.why for check in every.values())


@pytest.mark.parametrize(
    "number, by_hand",
    [
        ("S03", 77.0),  # gamma cameras above zero, counted in the raw table
        ("S05", 41.0),  # 118 PET values, 76 of them zero, one (Korea) of the private sector alone
        ("S11", 1530.0),  # 1,400 + 130
        ("S22", 412_900.0),  # 250,000 + 45,000 + 43,000 + 1,900 + 48,000 + 1,000 + 24,000
        ("S23", 673.4),  # 91,000 x 7.4 GBq, in TBq
        ("S24", 8.0),  # 1,000 x 8 MBq, in GBq
        ("S25", 925.0),  # 250,000 x 3.7 GBq, in TBq
        ("S38", 89.0),  # 194 members of WHO less 105
    ],
)
def test_ours_is_what_a_hand_finds(every: dict[str, Check], number: str, by_hand: float) -> None:
    ours = every[number].ours
    assert ours is not None and ours.value == pytest.approx(by_hand, rel=1e-9)


def test_old_densities_say_how_many_answered_and_for_whom(every: dict[str, Check]) -> None:
    assert "118 countries answered in 2010-2014 (31 for the public sector only)" in found(every["S03"])
    assert "116 countries answered" in found(every["S05"])


def test_the_need_of_the_world_is_what_world_figures_give(every: dict[str, Check]) -> None:
    """GLOBOCAN's world has 397,430 deaths; 1.15 new patients each, 55 % fit, 87 % eligible, 4.5 cycles."""
    ours = every["S19b"].ours
    assert ours is not None and ours.value == pytest.approx(397_430 * 1.15 * 0.55 * 0.87 * 4.5, rel=0.03)


def test_demand_is_printed_and_never_judged(page: str, every: dict[str, Check]) -> None:
    beside = [check for check in every.values() if check.basis == "beside"]
    assert all(check.verdict is Verdict.CANNOT and check.ours is not None for check in beside)
    table = page.partition("reported as a share of need")[2].partition("\n\n")[0]
    assert table.count(" % |") == 7


# --- never fitted, never together ---------------------------------------------------------------------------------


def test_no_plan_reads_a_number_of_the_review_but_to_show_it(shelf: Shelf) -> None:
    assert not [
        name for therapy in therapies(shelf) for name in therapy.all_facts if name.startswith("review.")
    ]
    worked_out = picture("JOR", shelf, date(2026, 11, 21), None, 16, 1)
    assert not [name for name in worked_out.reader.used if name.startswith("review.")]


def test_the_only_inputs_from_the_review_are_ranges_marked_as_imputed(shelf: Shelf) -> None:
    rows = [row for name in shelf.ids() if not name.startswith("review.") for row in shelf.rows(name)]
    taken = [row for row in rows if row.source in ("review0", "review1")]
    assert {row.id for row in taken} == {"places.people_per_scanner.pet", "places.people_per_scanner.spect"}
    assert {row.state for row in taken} == {State.IMPUTED}


def test_totals_and_ratios_per_person_are_never_asserted_together(
    shelf: Shelf, every: dict[str, Check]
) -> None:
    measures = {row["number"]: row["measure"] for row in shelf.table("review_checks")}
    totals = [number for number, check in every.items() if check.section == "totals"]
    ratios = [number for number, check in every.items() if check.section == "ratios"]
    assert (totals, ratios) == (["S04", "S06"], ["S07", "S08", "S09", "S10"])
    assert not [measures[number] for number in totals if "people_per" in measures[number]]
    assert not [measures[number] for number in ratios if "review." in measures[number]]
    assert not [number for number in totals if every[number].verdict is not Verdict.CANNOT]


def test_why_they_contradict_is_shown(shelf: Shelf) -> None:
    """1.41 thousand million people over 57,000 make 24,785 machines: more than the 23,488 of the whole world."""
    spect, pet = clashes(shelf)
    assert spect.implied == pytest.approx(24_785, rel=1e-3) and spect.share == pytest.approx(1.055, rel=1e-3)
    assert pet.implied == pytest.approx(5_651, rel=1e-3) and pet.share == pytest.approx(1.050, rel=1e-3)


# --- states and rules ---------------------------------------------------------------------------------------------


def test_without_the_restricted_packs_nothing_turns_into_zero() -> None:
    open_only = Shelf.load(restricted=False)
    sections = ("countries", "totals", "ratios", "other")
    bare = {check.number: check for section in sections for check in checks(open_only, section)}
    for number in ("S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S30"):
        ours = bare[number].ours
        assert ours is not None and ours.value is None and ours.state is State.MISSING, number
        assert bare[number].verdict is Verdict.CANNOT


def test_people_per_no_machine_is_no_number(every: dict[str, Check]) -> None:
    ours = every["S10"].ours
    assert ours is not None and ours.value is None and ours.state is State.REPORTED_ZERO


@pytest.mark.parametrize(
    "stated, relation, value, expected",
    [
        (131.0, "more than", 131.0, False),
        (131.0, "more than", 132.0, True),
        (33.0, "at most", 33.0, True),
        (33.0, "at most", 33.1, False),
        (100.0, "about", 125.0, True),
        (100.0, "about", 74.0, False),
        (8.0, "exactly", 10.0, False),
        ("availability", "availability", "availability", True),
        ("availability", "availability", "affordability", False),
    ],
)
def test_what_satisfies_a_statement(
    stated: float | str, relation: str, value: float | str, expected: bool
) -> None:
    assert agrees(stated, relation, value, 0.25) is expected


def test_the_command_prints_a_section() -> None:
    printed = CliRunner().invoke(hevesy, ["facts", "review", "totals", "--json"])
    assert printed.exit_code == 0, printed.output
    said = {row["number"]: row["the review"] for row in json.loads(printed.output)}
    assert said == {"S04": "about 23,488 systems", "S06": "more than 5,381 scanners"}


def test_the_command_knows_every_section(shelf: Shelf) -> None:
    assert {row["section"] for row in shelf.table("review_checks")} == set(SECTIONS)


@pytest.mark.skipif(not RAW.is_file(), reason="the raw table of the review's numbers is not beside the clone")
def test_every_number_of_the_raw_table_is_on_the_page(every: dict[str, Check]) -> None:
    with RAW.open(encoding="utf-8", newline="") as lines:
        raw = {row["id"]: row["value"] for row in csv.DictReader(lines)}
    assert list(raw) == list(every)
    compiled = {number: check.fact.value for number, check in every.items() if check.fact.value is not None}
    stated = {number: float(value) for number, value in raw.items() if value.replace(".", "").isdigit()}
    assert {number: compiled[number] for number in stated} == stated
