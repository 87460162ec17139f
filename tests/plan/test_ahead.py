"""The years ahead in the country report: said as it is counted, and left out where nothing was simulated."""

from datetime import date
from typing import Any

import pytest

from hevesy.plan.report.page_ahead import ahead_charts, ahead_said
from hevesy.plan.report.sheets import sheets_of
from hevesy.plan.scenario.scenario import Intervention, Scenario


def rows(*values: float) -> list[dict[str, Any]]:
    return [
        {"year": 2027 + number, "value": value, "low": value / 2, "high": value * 2}
        for number, value in enumerate(values)
    ]


@pytest.fixture
def plan() -> dict[str, Any]:
    spread = {"value": 30.0, "low": -4.0, "high": 90.0}
    return {
        "ahead": {
            "exploratory": True,
            "draws": 128,
            "first_year": 2027,
            "package": [
                {
                    "id": "a",
                    "kind": "add_chairs",
                    "name": "More chairs",
                    "centre": "hypothetical:al_karak",
                    "ready": "2027-06-28",
                }
            ],
            "by_year": {
                name: {"nothing": rows(100, 80), "package": rows(100, 110)}
                for name in ("started", "died_waiting", "costs", "waiting")
            },
            "therapies": [
                {
                    "therapy": "x",
                    "name": "Medicine",
                    "first_year": rows(5)[0],
                    "nothing": rows(4)[0],
                    "package": rows(0.01)[0],
                }
            ],
            "more_started_last_year": spread,
            "resting_on_assumption": [],
            "share_of_draws_better": 0.75,
            "cost_of_package": spread,
            "notes": [],
        },
        "cascades": [],
        "needs": [],
        "access": {"nodes": [], "basis": ""},
        "sources": [],
        "facts": [],
    }


def test_counts_of_the_pack_are_not_passed_over(plan: dict[str, Any]) -> None:
    """Without a calibration it says where the reconciled years are had; with one it says so first."""
    plan["ahead"]["counted_year"] = 2025
    said = ahead_said(plan)["ahead"]
    assert "the counts of 2025 in the country's pack stand beside the plan" in said["exploratory"]
    assert "hevesy plan reconcile" in said["exploratory"] and "--calibration" in said["exploratory"]
    assert "those who had been waiting among them" in said["sentences"][0]
    plan["ahead"].update(exploratory=False, calibrated="Calibrated to the country's own counts of 2025.")
    said = ahead_said(plan)["ahead"]
    assert said["exploratory"] == "" and said["sentences"][0].startswith(
        "Calibrated to the country's own counts"
    )
    assert "those who had been waiting" not in said["sentences"][1]


def test_the_section_says_both_runs_and_that_nothing_checked_them(plan: dict[str, Any]) -> None:
    said = ahead_said(plan)["ahead"]
    assert said["title"] == "2027 to 2028: doing nothing, and a stated package"
    assert said["exploratory"].startswith("Exploratory")
    assert "80 (40 to 160) when nothing is done and 110 (55 to 220) with the package" in said["sentences"][0]
    assert "better in 75 % of 128 draws" in said["sentences"][1].replace("\u202f", " ").replace("\u00a0", " ")
    assert said["rows"] == [["Medicine", "5.0 (2.5 to 10)", "4.0 (2.0 to 8.0)", "<0.05 (<0.05 to <0.05)"]]
    assert said["acts"] == [["More chairs", "Al Karak (hypothetical)", "2027-06-28"]]
    assert "doing nothing" in ahead_charts(plan)["years-ahead"]
    assert sheets_of(plan)["years_ahead.csv"].splitlines()[1] == "started,nothing,2027,100,50.0,200"


def test_no_rank_where_an_effect_is_only_assumed(plan: dict[str, Any]) -> None:
    plan["ahead"] |= {"resting_on_assumption": ["lodging"], "share_of_draws_better": None}
    said = ahead_said(plan)["ahead"]["sentences"][1]
    assert (
        said.startswith("No rank is given: how much 1 of the 1 acts do is only assumed")
        and "better" not in said
    )


@pytest.mark.parametrize("nothing", [None, {}])
def test_where_nothing_was_simulated_nothing_is_said(nothing: Any) -> None:
    assert ahead_said({"ahead": nothing}) == {"ahead": {}} and ahead_charts({}) == {}


def test_doing_nothing_is_the_same_country_without_any_act() -> None:
    act = Intervention("chairs", "add_chairs", date(2027, 1, 1))
    package = Scenario("a package", "JOR", date(2027, 1, 1), 10, 16, 3, interventions=(act,))
    nothing = package.with_nothing_done()
    assert nothing.interventions == () and (nothing.start, nothing.draws, nothing.seed) == (
        package.start,
        16,
        3,
    )


def share(value: float) -> dict[str, float]:
    return {"value": value, "low": value / 2, "high": value * 2}


def test_the_section_says_which_doses_do_not_come(plan: dict[str, Any]) -> None:
    """Causes that stop nothing in any draw are left out, and the likeliest comes first."""
    assert ahead_said(plan)["ahead"]["doses"] == {}
    plan["ahead"]["doses"] = {
        "missing_share": share(0.2),
        "causes": {"maintenance": share(0.05), "reactor": share(0.15), "late": share(0.0)},
        "therapies": [{"therapy": "x", "makers": ["One", "Other"], "missing_share": share(0.2)}],
        "dependence": {"index": 0.5, "worst_name": "One", "left_without_the_worst": share(0.4)},
    }
    said = ahead_said(plan)["ahead"]["doses"]
    plain = [each.replace("\u202f", " ").replace("\u00a0", " ") for each in said["sentences"]]
    assert plain[0] == (
        "20 % (10 to 40) of all orders would bring no dose in these years, where a patient who gets none orders again "
        "each week: reactors that stand still or have closed 15 % (8 to 30); planned stops of reactors 5 % (2 to 10)."
    )
    assert plain[1].startswith("Of the doses that come, 40 % (20 to 80) would still come while One alone stands still.")
    assert said["rows"][0][:2] == ["Medicine", "One and Other"]
