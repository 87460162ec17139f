"""What the five A's of a country say: the published shape, sums, the page, and when ranks replace percentages."""

from __future__ import annotations

import csv
import io
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.fives.small_country import shelf
from tests.plan.published import check_published

from hevesy.pictures import studio
from hevesy.plan.fives import answers as answers_of
from hevesy.plan.fives.answers import EVERY_WAY, FAMILIES, FIRST, How, answers, fives, measured, served
from hevesy.plan.fives.gates import assumed_share
from hevesy.plan.fives.page import page_of
from hevesy.plan.fives.reading import crowded, sentences
from hevesy.plan.fives.screen import lines, rows
from hevesy.plan.fives.sheets import sheets_of
from hevesy.plan.fives.splitting import split_said
from hevesy.plan.fives.writing import write_fives
from hevesy.plan.scenario.scenario import Scenario
from hevesy.products.therapy import FIVE_A

FIJI = Scenario("Fiji: a year", "FJI", date(2027, 1, 1), 1, 8, 1, therapies=("lu177_psma617",))
pytestmark = pytest.mark.slow(reason="whichever comes first makes the 96 runs that all read")
SCHEMA = Path(answers_of.__file__).with_name("fives.schema.json")


@pytest.fixture(scope="module")
def found() -> Any:
    return fives(FIJI, shelf(), How(threads=1))


@pytest.fixture(scope="module")
def said(found: Any) -> dict[str, Any]:
    return answers(found, shelf())


@pytest.fixture
def drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)


def known(said: dict[str, Any]) -> dict[str, Any]:
    """The same as if the gates rested on what was measured."""
    return {**deepcopy(said), "ranks_only": False}


def test_the_json_keeps_to_its_published_schema(said: dict[str, Any]) -> None:
    check_published(said, SCHEMA)


def test_shares_and_the_residual_add_up_to_the_unmet_need(found: Any, said: dict[str, Any]) -> None:
    for family, split in zip(FAMILIES, said["splits"], strict=True):
        unmet = found.runs[family][0].entered.sum(axis=0) - served(found.runs[family])[0]
        parts = sum(row["shapley"]["mean"] for row in split["a"])
        assert parts == pytest.approx(split["explained"]["mean"], abs=1e-9)
        assert parts + split["residual"]["mean"] == pytest.approx(unmet.mean(), abs=1e-9)
        assert sum(row["shapley"]["share"]["mean"] for row in split["a"]) + split["residual"]["share"][
            "mean"
        ] == pytest.approx(1.0, abs=1e-9)


def test_groups_add_up_to_everybody(said: dict[str, Any]) -> None:
    whole = said["splits"][0]
    for rows_ in said["groups"].values():
        for place in range(len(FIVE_A)):
            parts = sum(row["a"][place]["shapley"]["mean"] for row in rows_)
            assert parts == pytest.approx(whole["a"][place]["shapley"]["mean"], abs=1e-9)
        assert sum(row["residual"]["mean"] for row in rows_) == pytest.approx(
            whole["residual"]["mean"], abs=1e-9
        )
    assert [row["name"] for row in said["groups"]["sex"]] == ["male"]
    assert len(said["groups"]["quintile"]) == 5


def test_the_poor_owe_more_to_affordability_than_the_rich(said: dict[str, Any]) -> None:
    place = FIVE_A.index("affordability")
    poor, *_, rich = (row["a"][place]["shapley"]["share"]["mean"] for row in said["groups"]["quintile"])
    assert poor > rich


def test_both_mappings_and_both_levels_are_there(said: dict[str, Any]) -> None:
    ways = [(split["level"], split["sorting"]) for split in said["splits"]]
    assert ways == [("perfect", "primary"), ("perfect", "also"), ("attainable", "primary")]
    first, also, less = said["splits"]
    assert first["explained"] == also["explained"]  # the same gates, sorted otherwise
    assert less["explained"]["mean"] < first["explained"]["mean"]


def test_all_a_lifted_leaves_the_share_that_the_disease_lets_through(found: Any) -> None:
    """PSMA has one clinical gate before the first cycle: what begins is need times that share, in every draw."""
    runs = found.runs[FAMILIES[0]]
    share = found.built.reader.value("epidemiology.psma.imaging.positive_by_VISION_rule")
    assert served(runs)[-1] == pytest.approx(runs[0].entered.sum(axis=0) * share)


def test_where_gates_are_mostly_assumptions_ranks_replace_percentages(said: dict[str, Any]) -> None:
    assert said["ranks_only"] and said["assumed_share"] > 0.5
    assert any("ranks the five A's" in line for line in said["says_first"])
    told = sentences(said["splits"][0], True)
    assert not any("of the unmet need)" in line or "of it." in line for line in told)
    assert all("rank" in name for name in list(rows(said)[0])[1:])
    assert any("share of the unmet need" in name and "rank" not in name for name in rows(known(said))[0])


def test_the_share_that_is_assumed_is_of_those_lost_to_access() -> None:
    gates = [
        {"a": "availability", "lost": 30.0, "assumed": True},
        {"a": "acceptability", "lost": 10.0, "assumed": False},
        {"a": "clinical", "lost": 60.0, "assumed": True},
    ]
    assert assumed_share(gates) == 0.75 and assumed_share([]) is None


def test_near_zero_service_says_what_to_read() -> None:
    """No centre and four gates at one half: 39 % and 6 %, and the text says what a planner should read."""
    passes = [0.0, 0.5, 0.5, 0.5, 0.5]
    values = np.array(
        [np.prod([1.0 if s >> g & 1 else share for g, share in enumerate(passes)]) for s in range(32)]
    )[:, None] * np.full((1, 4), 1000.0)
    split = split_said(values, np.full(4, 1000.0))
    first = split["a"][0]
    assert round(100 * first["shapley"]["share"]["value"]) == 39
    assert round(100 * first["alone"]["share"]["value"]) == 6
    told = " ".join(sentences(split, False))
    assert "So few are served here that shares alone mislead" in told and "39 % of the unmet need" in told
    assert "gains most in 100 % of the draws, 6 % of the unmet need" in told


def test_fewer_who_begin_as_far_as_attainable_is_said() -> None:
    values = np.linspace(10.0, 8.0, 32)[:, None] * np.ones((1, 4))
    assert "capacity has to grow" in crowded(split_said(values, np.full(4, 20.0)))[0]
    assert crowded(split_said(values[::-1], np.full(4, 20.0))) == []


def test_the_screen_says_the_reading_and_the_order(said: dict[str, Any]) -> None:
    text = lines(said)
    assert text.startswith("Exploratory: Fiji: a year, 2027: the five A's")
    assert "By share of the unmet need they stand in this order: affordability" in " ".join(text.split())


@pytest.mark.usefixtures("drawn_here")
@pytest.mark.parametrize("with_shares", [False, True])
def test_the_page_has_no_script_and_says_what_is_not_to_be_quoted(
    said: dict[str, Any], tmp_path: Path, with_shares: bool
) -> None:
    found = known(said) if with_shares else said
    names = [path.name for path in write_fives(found, tmp_path)]
    assert names == ["fives.html", "fives.json", "fives.csv", "gates.csv"]
    page = (tmp_path / "fives.html").read_text("utf-8")
    assert (
        "<script" not in page and "http" not in page.replace("http://www.w3.org", "")[: page.index("h-facts")]
    )
    assert page.count('role="img"') == 3
    assert ("not to be quoted" in page) is not with_shares
    assert ("Share of the unmet need, % (90 %); persons" in page) and (
        "likeliest rank" in page
    ) is not with_shares


def test_the_sheet_has_a_line_for_each_figure(said: dict[str, Any]) -> None:
    sheet = list(csv.DictReader(io.StringIO(sheets_of(said)["fives.csv"])))
    (line,) = (
        row for row in sheet
        if (row["level"], row["sorting"], row["by"], row["a"], row["figure"], row["counted"])
        == ("perfect", "also", "all", "acceptability", "without", "started")
    )  # fmt: skip
    expected = said["splits"][1]["a"][4]["without"]
    assert float(line["persons_mean"]) == pytest.approx(expected["mean"])
    assert float(line["share"]) == pytest.approx(expected["share"]["value"])


def test_a_calibrated_country_is_not_called_exploratory(found: Any) -> None:
    calibrated = replace(
        found, calibration=type("Fit", (), {"__str__": lambda _: "Fitted.", "said_apart": ()})()
    )
    told = answers(calibrated, shelf())
    assert not told["exploratory"] and told["says_first"][0] == "Fitted."


def test_every_way_adds_what_is_attainable_under_the_second_sorting(found: Any, said: dict[str, Any]) -> None:
    more = answers(fives(FIJI, shelf(), How(threads=1, families=EVERY_WAY)), shelf())
    assert more["splits"][:-1] == said["splits"]
    assert (more["splits"][-1]["level"], more["splits"][-1]["sorting"]) == ("attainable", "also")
    assert more["made_with"]["runs"] == 128
    assert len(page_of(more)["ways"]["rows"]) == 4
    check_published(more, SCHEMA)


def test_one_way_alone_says_nothing_of_what_is_attainable(found: Any, said: dict[str, Any]) -> None:
    one = answers(measured(FIJI, found.built, shelf(), How(threads=1, families=(FIRST,))), shelf())
    assert one["splits"] == said["splits"][:1]
    assert one["attained"] == [] and all(gate["attainable"] is None for gate in one["gates"])
    check_published(one, SCHEMA)


def test_where_ranks_stand_instead_of_percentages_the_page_says_why(said: dict[str, Any]) -> None:
    assert "because" in page_of(said)["why_ranks"] and "mostly assumptions" in page_of(said)["why_ranks"]
    assert page_of(known(said))["why_ranks"] == ""
