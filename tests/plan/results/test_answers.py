"""What a run says: hand-made sums, shapes as published, and the sentences that must come first."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.published import check_published
from tests.plan.results.toy_results import DRAWS, result, shelf, toy, values

from hevesy.plan.results import importance as importance_of
from hevesy.plan.results.answers import EXPLORATORY, answers
from hevesy.plan.results.charts import charts_of
from hevesy.plan.results.measures import headlines, totals, yearly
from hevesy.plan.results.page import page_of
from hevesy.plan.results.screen import run_lines
from hevesy.plan.results.sheets import sheets_of
from hevesy.plan.results.writing import write_simulation
from hevesy.plan.simulation.model import DIED_IMAGING, DIED_WAITING
from hevesy.plan.simulation.outcome import empty

SCHEMA = Path(importance_of.__file__).with_name("simulation.schema.json")


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    return answers(result(), shelf())


def test_money_life_years_and_qalys_are_counts_times_their_worth() -> None:
    """One therapy, by hand: 10 imaged, 20 cycles, 52 person-weeks in each state, in the second year alone."""
    model = toy().model()
    outcome = empty(model)
    outcome.in_country["imaged"][1, 0] = 10
    outcome.at_centres["given"][1, 0, 0] = 20
    for state in ("untreated", "in_course", "stable", "progressed"):
        outcome.in_country[f"weeks_{state}"][1, 0] = 52
    worth = values(model, capital=1_000_000.0)
    by_therapy = yearly(model, worth, outcome)
    assert (
        by_therapy["costs"][1, 0, 0] == 10 * 1000 + 20 * 10_000 + 2 * 500
    )  # follow-up: stable and progressed
    assert by_therapy["life_years"][1, 0, 0] == pytest.approx(4)
    assert by_therapy["qalys"][1, 0, 0] == pytest.approx(0.5 + 0.6 + 0.75 + 0.5)
    assert totals(worth, by_therapy)["costs"][:, 0].tolist() == [1_007_000, 211_000 + 7000]
    whole = headlines(model, worth, outcome)
    assert whole["qalys"][0] == pytest.approx(2.35 / 1.03)
    assert whole["costs"][0] == pytest.approx(1_007_000 + 218_000 / 1.03)


def test_who_died_waiting_died_on_either_list_and_late_is_of_those_who_start() -> None:
    model = toy().model()
    outcome = empty(model)
    outcome.lost[0, 1, model.most_gates + DIED_WAITING] = 3
    outcome.lost[1, 0, model.most_gates + DIED_IMAGING] = 4
    outcome.lost[1, 0, 0] = 100  # at a gate
    outcome.at_centres["started"][0, 0, 0], outcome.at_centres["restarted"][0, 1, 0] = 6, 2
    outcome.at_centres["started_late"][0, 0, 0] = 2
    whole = headlines(model, values(model), outcome)
    assert whole["died_waiting"].tolist() == [7] * DRAWS
    assert whole["late"].tolist() == [0.25] * DRAWS


def test_nobody_and_nothing_is_zero_and_not_a_fault() -> None:
    found = replace(result(), outcome=empty(result().model))
    quiet = answers(found, shelf())
    assert {row["value"] for row in quiet["headlines"] if row["name"] != "costs"} == {0.0}
    assert quiet["centres"][0]["late_share"]["value"] == 0.0 and quiet["total"]["lost_by_a"] == []
    assert quiet["importance"][0]["facts"] == [] and quiet["says_first"] == [EXPLORATORY]


def test_the_answers_have_the_published_shape(said: dict[str, Any]) -> None:
    check_published(said, SCHEMA)


class Fit:
    """What the page reads of a calibration."""

    said_apart = ("Ten live elsewhere.",)

    def __str__(self) -> str:
        return "Calibrated to 3 counts of 2025."


def test_it_is_exploratory_until_counts_were_met_and_says_so_first(said: dict[str, Any]) -> None:
    assert said["title"] == "Exploratory: Jordan, 2026 to 2027: base"
    assert said["says_first"][0].startswith("Exploratory: ")
    met = answers(replace(result(), calibration=Fit()), shelf())
    assert met["title"] == "Jordan, 2026 to 2027: base" and not met["exploratory"]
    assert met["says_first"][:2] == ["Calibrated to 3 counts of 2025.", "Ten live elsewhere."]


@pytest.mark.parametrize(
    ("assumed", "together", "speaks"), [(0.31, 0.4, True), (0.29, 0.4, False), (0.0, 1.0, False)]
)
def test_assumptions_that_carry_most_of_what_facts_explain_are_said_first(
    assumed: float, together: float, speaks: bool
) -> None:
    row = {"answer": "completed", "assumed_share": assumed, "left_over": together, "facts": []}
    assert bool(importance_of.rests_mostly_on_assumptions([row])) is speaks


def test_the_fact_behind_an_answer_is_found_and_named_with_its_kind() -> None:
    """The answer is made to follow one fact's score exactly: it carries all of the variance but for chance."""
    found = result()
    name = "epidemiology.prostate.cascade.receive_ARPI"
    fact, score = found.built.reader.used[name], found.built.reader.scores[name]
    outcome = empty(found.model)
    outcome.at_centres["completed"][0, 0, 0] = 100 + score
    row = importance_of.importance_said(replace(found, outcome=outcome))[0]
    assert (row["answer"], row["facts"][0]["fact"], row["facts"][0]["kind"]) == (
        "completed",
        name,
        str(fact.kind),
    )
    assert row["facts"][0]["share"] >= 0.8


def test_hundreds_of_facts_without_influence_get_no_share_of_the_variance() -> None:
    """One fact makes half of the variance, 400 make none: chance alone would give each of them a little."""
    chance = np.random.default_rng(1)
    scores = {f"none.{number}": chance.standard_normal(256) for number in range(400)}
    scores["half"] = chance.standard_normal(256)
    found = importance_of.speaking(scores["half"] + chance.standard_normal(256), scores)
    assert "half" in found and len(found) <= 5
    assert importance_of.speaking(np.ones(256), scores) == {}


def test_each_centre_says_what_is_fullest_and_whether_it_binds(said: dict[str, Any]) -> None:
    amman, irbid = said["centres"]
    assert [row["centre"] for row in said["centres"]] == ["amman", "irbid"]  # nobody is sent to the third
    assert amman["binding"]["resource"] == "chair" and amman["binding"]["share_of_draws"] == 1.0
    chair = next(row for row in amman["resources"] if row["resource"] == "chair")
    used, had = (getattr(result().outcome, name)[:, 0, 0] for name in ("used", "had"))
    assert chair["used"]["value"] == pytest.approx(np.median(used.sum(axis=0) / had.sum(axis=0)))
    assert "money" not in {row["resource"] for row in amman["resources"]}  # it has no limit
    assert irbid["closed_month"] == {"in_a_year": None, "share_of_weeks": None}
    assert 0 < amman["closed_month"]["in_a_year"] <= 1


def test_doses_with_a_limit_are_a_resource_like_others() -> None:
    """Two doses a week, 52 of them, and 13 given in the first of two years: a quarter in all, half in that year."""
    model = replace(
        toy(), doses=np.asarray([[2.0, np.inf], [np.inf, np.inf], [np.inf, np.inf]])[:, :, None]
    ).model()
    outcome = empty(model)
    outcome.at_centres["given"][0, 0, 0] = 13
    found = replace(result(), built=replace_model(model), outcome=outcome)
    amman = answers(found, shelf())["centres"][0]
    doses = next(row for row in amman["resources"] if row["resource"].startswith("doses"))
    assert doses["resource"] == "doses lu177_psma617"
    assert (doses["used"]["value"], doses["by_year"][0]["value"]) == (0.25, 0.5)


def replace_model(model: Any) -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(**{**vars(result().built), "model": model})


def test_losses_carry_stage_reason_a_and_domain_and_add_up(said: dict[str, Any]) -> None:
    first = said["therapies"][0]
    assert {"stage", "reason", "a", "domain", "lost", "by_year"} <= set(first["losses"][0])
    assert [loss["reason"] for loss in first["losses"][:2]] == ["not_recognised", "not_eligible"]
    whole = replace(result(), outcome=result().outcome)
    lost = whole.outcome.lost.sum(axis=(0, 1, 2))
    by_a = answers(whole, shelf())["total"]["lost_by_a"]
    assert sum(row["lost"]["value"] for row in by_a) == pytest.approx(np.median(lost), rel=0.05)


def test_the_tables_hold_every_year_therapy_and_centre(said: dict[str, Any]) -> None:
    sheets = {name: list(csv.DictReader(io.StringIO(text))) for name, text in sheets_of(said).items()}
    assert set(sheets) == {"yearly.csv", "centres.csv", "losses.csv", "households.csv", "who_starts.csv", "facts.csv"}
    started = [row for row in sheets["yearly.csv"] if row["measure"] == "started"]
    assert {(row["therapy"], row["year"]) for row in started} == {
        (therapy, year) for therapy in ("all", "lu177_psma617", "lu177_dotatate") for year in ("2026", "2027")
    }
    unknown = [
        row for row in sheets["centres.csv"] if row["centre"] == "irbid" and "closed" in row["measure"]
    ]
    assert unknown[0]["value"] == "unknown"
    assert {row["kind"] for row in sheets["facts.csv"]} and all(row["source"] for row in sheets["facts.csv"])


def test_the_page_stands_alone_and_opens_with_what_must_be_known(
    said: dict[str, Any], tmp_path: Path
) -> None:
    names = [path.name for path in write_simulation(said, tmp_path)]
    assert names[:2] == ["simulation.html", "simulation.json"] and len(names) == 8
    page = (tmp_path / "simulation.html").read_text("utf-8")
    assert page.index("no counts of what this country already does") < page.index("<h1>")
    assert "<script" not in page and "http://" not in page and "src=" not in page
    assert page.count("<svg") >= 9 and "None" not in page and "nan" not in page.lower().replace("finan", "")
    assert json.loads((tmp_path / "simulation.json").read_text("utf-8")) == json.loads(json.dumps(said))
    assert not list(tmp_path.glob(".*.part"))


def test_every_picture_is_named_and_described(said: dict[str, Any]) -> None:
    for key, svg in charts_of(said).items():
        assert f'id="{key}-title"' in svg and "<desc" in svg


def test_the_page_says_people_as_people_and_the_largest_therapy_first() -> None:
    """Between 100 and 107 people start, the median draw 103.5: whole people."""
    outcome = empty(result().model)
    outcome.at_centres["started"][0, 0, 1] = np.arange(100.0, 100.0 + DRAWS)
    outcome.at_centres["started"][0, 0, 0] = 1e-3
    page = page_of(answers(replace(result(), outcome=outcome), shelf()), {}, False)
    assert [row["name"] for row in page["therapies"]] == ["Lu-177 DOTATATE", "Lu-177 PSMA-617"]
    assert page["headlines"]["rows"][0][1] == "104 (100 to 107)"
    assert page["therapies"][1]["sentence"] == "<0.1 start in 2026, 0 in 2027."
    assert page["acts"]["rows"] == []


def test_the_screen_says_title_warning_headlines_and_centres(said: dict[str, Any]) -> None:
    lines = run_lines(said).splitlines()
    assert lines[0].startswith("Exploratory: Jordan") and lines[1] == EXPLORATORY
    assert any(line.startswith("Amman: ") and "P(wait > 12 weeks)" in line for line in lines)
