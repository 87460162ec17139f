"""All strategies of a disease side by side: chains of trials, dominance, acceptability, expected loss, information."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from hevesy.facts import Dist, Reader, Shelf
from hevesy.money.value import Weibull, WithHazardRatio, mean_years
from hevesy.plan.value.answers import answers
from hevesy.plan.value.arms import worth
from hevesy.plan.value.charts import charts_of
from hevesy.plan.value.comparison import comparisons
from hevesy.plan.value.figures import group_of
from hevesy.plan.value.leagues_said import league_said
from hevesy.plan.value.page import page_of
from hevesy.plan.value.page_leagues import league_table, standing_said
from hevesy.plan.value.sheets import sheets_of
from hevesy.plan.value.strategies import League, chain, leagues, strategies_of
from hevesy.plan.value.valuing import Answer, value

SHELF = Shelf.load()


def league(name: str, reader: Reader) -> League:
    return next(each for each in leagues((), reader) if each.id == name)


def stating(**figures: float) -> Reader:
    """A reader in Jordan at the middle of every figure, with some stated: dots are written as two underscores."""
    said = {name.replace("__", "."): amount for name, amount in figures.items()}
    facts = {
        name: replace(SHELF.fact(name, "JOR"), value=amount, low=None, high=None, dist=Dist.FIXED)
        for name, amount in said.items()
    }
    return replace(SHELF.reader("JOR"), stated=facts)


@lru_cache
def of_jordan() -> Answer:
    return value("JOR", SHELF, 2027, therapies=("lu177_dotatate",), given=(30_000.0,), draws=256)


@lru_cache
def said() -> dict[str, Any]:
    return answers(of_jordan())


def rows(of: League) -> dict[str, dict[str, Any]]:
    """The strategies of a league as they are said, by name."""
    found = league_said(of, replace(of_jordan(), reader=SHELF.reader("JOR", 64)))
    return {row["id"]: row for row in found["strategies"]}


# --- the model ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "therapy", "comparison", "against"),
    [
        ("mcrpc", "lu177_psma617", "vision", "standard_care"),
        ("net", "lu177_dotatate", "netter1", "octreotide_60"),
        ("liver", "y90_microspheres", "sarah", "sorafenib"),
    ],
)
def test_where_a_trial_compares_two_the_league_says_what_the_pair_says(
    name: str, therapy: str, comparison: str, against: str
) -> None:
    """The same draws, so the same difference in each of them."""
    row = next(each for each in comparisons(SHELF) if (each.therapy, each.id) == (therapy, comparison))
    pair = worth(row, SHELF.reader("JOR", 64))
    sample = league(name, SHELF.reader("JOR", 64)).sample()
    own, other = (sample.strategies.index(each) for each in (therapy, against))
    assert sample.costs[:, own] - sample.costs[:, other] == pytest.approx(pair.dearer, abs=1e-6)
    assert sample.effects[:, own] - sample.effects[:, other] == pytest.approx(pair.qalys, abs=1e-9)


def test_cabazitaxel_by_hand() -> None:
    """VISION 0.62 over TheraP 0.97 on the Weibull curve of VISION's control arm, not discounted."""
    found = league("mcrpc", stating(economics__discount__threshold__rate_costs_and_effects=0.0))
    ratios = chain(found.strategies, SHELF.reader("JOR"))["cabazitaxel"]
    assert ratios["alive"][0] == pytest.approx(0.62 / 0.97)
    assert ratios["free"][0] == pytest.approx(0.40 / 0.63)
    expected = mean_years(WithHazardRatio(Weibull.of_median(11.3 / 12, 1.58), 0.62 / 0.97), 10)
    place = [each.id for each in found.strategies].index("cabazitaxel")
    assert found.arms[place].years.alive[0] == pytest.approx(float(expected), abs=1e-4)


def test_card_found_what_the_chain_says_and_compete_did_not() -> None:
    """CARD: 0.64 for survival, where VISION over TheraP gives 0.639. COMPETE: 0.67 for progression, the chain 0.38."""
    reader = SHELF.reader("JOR")
    checks = {(each.trial, each.measure): each for name in ("mcrpc", "net") for each in league(name, reader).checks}
    assert checks["CARD", "alive"].chain == pytest.approx(0.639, abs=0.001)
    assert checks["CARD", "alive"].found == 0.64
    assert checks["CARD", "alive"].within
    assert checks["CARD", "free"].within
    assert checks["RADIANT-2", "alive"].within
    assert checks["COMPETE", "free"].chain == pytest.approx(0.38)
    assert not checks["COMPETE", "free"].within


def test_by_compete_everolimus_would_have_to_do_more_than_radiant_4_found() -> None:
    """0.21 over 0.67 is 0.31 for progression, where RADIANT-4 found 0.48 against placebo."""
    checks = {each.trial: each for each in league("net_compete", SHELF.reader("JOR")).checks if each.measure == "free"}
    assert checks["RADIANT-4"].chain == pytest.approx(0.21 / 0.67)
    assert not checks["RADIANT-4"].within


def test_trials_are_drawn_apart_and_the_two_ratios_of_one_trial_together() -> None:
    reader = SHELF.reader("JOR", 4096)
    drawn = {
        name: np.log(reader.draw(f"value.ratio.{name}")) for name in ("vision.alive", "vision.free", "therap.alive")
    }
    together = np.corrcoef(drawn["vision.alive"], drawn["vision.free"])[0, 1]
    apart = np.corrcoef(drawn["vision.alive"], drawn["therap.alive"])[0, 1]
    assert together == pytest.approx(0.5, abs=0.05)
    assert apart == pytest.approx(0.0, abs=0.05)


# --- dominance ------------------------------------------------------------------------------------------


def test_a_medicine_that_costs_more_and_does_less_is_dominated_by_the_therapy() -> None:
    found = rows(league("mcrpc", stating(value__price__cabazitaxel_month=20_000.0)))
    assert found["cabazitaxel"]["standing"] == "dominated"
    assert found["cabazitaxel"]["dominated_by"] == ["lu177_psma617"]
    assert found["cabazitaxel"]["icer"] is None
    assert list(found) == ["standard_care", "lu177_psma617", "cabazitaxel"]


def test_a_medicine_beaten_by_a_mixture_is_extendedly_dominated_by_both() -> None:
    """Cabazitaxel at 3,800 USD a month: less than Lu-177 PSMA-617, but more for each QALY than Lu-177 over standard."""
    of = league("mcrpc", stating(value__price__cabazitaxel_month=3_800.0))
    found = rows(of)
    cost, effect = ({one: found[one][name]["value"] for one in found} for name in ("cost", "qalys"))
    assert cost["standard_care"] < cost["cabazitaxel"] < cost["lu177_psma617"]
    first = (cost["cabazitaxel"] - cost["standard_care"]) / (effect["cabazitaxel"] - effect["standard_care"])
    then = (cost["lu177_psma617"] - cost["cabazitaxel"]) / (effect["lu177_psma617"] - effect["cabazitaxel"])
    assert first > then
    assert found["cabazitaxel"]["standing"] == "extendedly dominated"
    assert found["cabazitaxel"]["dominated_by"] == ["standard_care", "lu177_psma617"]
    whole = (cost["lu177_psma617"] - cost["standard_care"]) / (effect["lu177_psma617"] - effect["standard_care"])
    assert found["lu177_psma617"]["icer"] == pytest.approx(whole)


def test_microspheres_fall_out_behind_medicines_that_do_more() -> None:
    """SARAH: 1.15 against sorafenib."""
    found = rows(league("liver", SHELF.reader("JOR", 256)))
    assert found["y90_microspheres"]["standing"] == "dominated"
    assert found["no_medicine"]["cost"]["value"] < found["sorafenib"]["cost"]["value"]


# --- curves and information -----------------------------------------------------------------------------


def test_curves_are_shares_and_the_lowest_loss_is_perfect_information() -> None:
    at = said()["leagues"][0]["curves"]
    shares = np.array(list(at["acceptability"].values()))
    losses = np.array(list(at["expected_loss"].values()))
    assert shares.sum(axis=0) == pytest.approx(1.0)
    assert losses.min(axis=0) == pytest.approx(at["evpi"])
    assert (losses >= 0).all()
    names = list(at["acceptability"])
    assert [shares[names.index(best), place] for place, best in enumerate(at["best"])] == at["frontier"]
    assert at["best"][0] == said()["leagues"][0]["strategies"][0]["id"]


def test_perfect_information_for_everybody_is_that_of_a_person_times_people() -> None:
    each = said()["leagues"][0]
    at = each["at_thresholds"][0]
    assert at["evpi"] > 0
    assert at["evpi_all"] == pytest.approx(at["evpi"] * each["eligible_over_five_years"])
    assert each["information"]["evpi"] == at["evpi"]
    assert sum(at["probabilities"].values()) == pytest.approx(1.0)
    assert at["expected_loss"][at["best"]] == pytest.approx(at["evpi"])


def test_no_group_of_figures_is_worth_more_than_all() -> None:
    found = said()["leagues"][0]["information"]
    groups = {part["group"]: part["evppi"] for part in found["groups"]}
    assert {"survival", "medicines", "quality of life", "other care"} <= set(groups)
    assert all(0 <= worth <= found["evpi"] + 1e-9 for worth in groups.values())
    assert max(groups.values()) > 0


def test_at_its_price_the_therapy_is_as_good_as_the_best_of_the_others() -> None:
    """Net benefit at 50,000 USD a QALY falls by the discounted cycles for each dollar of the price."""
    of = next(each for each in of_jordan().leagues if each.id == "net")
    found = league_said(of, replace(of_jordan(), thresholds=value("JOR", SHELF, 2027, therapies=("ra223",),
                                                                  given=(50_000.0,), draws=64).thresholds))  # fmt: skip
    price = found["at_thresholds"][0]["price"]
    assert price is not None
    benefit = of.sample().benefit(50_000.0).mean(axis=0)
    own = [each.id for each in of.strategies].index("lu177_dotatate")
    moved = benefit[own] - (price - of.price.mean()) * of.units.mean()
    assert moved == pytest.approx(np.delete(benefit, own).max())


# --- what is said ---------------------------------------------------------------------------------------


def test_only_the_diseases_of_the_therapies_asked_for() -> None:
    assert [each["id"] for each in said()["leagues"]] == ["net", "net_compete"]
    assert value("JOR", SHELF, 2027, therapies=("ra223",), draws=64).leagues == ()


def test_the_page_names_what_is_assumed_and_draws_every_strategy() -> None:
    page, charts = page_of(said()), charts_of(said())
    shown = page["leagues"][0]
    assert "not randomised" in shown["says"]
    assert {"ceac-net", "loss-net", "worth-net"} <= set(charts)
    for name in ("everolimus", "octreotide 60 mg", "Lu-177 DOTATATE", "best on average (frontier)"):
        assert name in charts["ceac-net"]
    assert [row[-1] for row in shown["checks"]["rows"]] == ["yes", "yes", "yes", "no"]


def test_the_table_says_by_whom_a_strategy_is_dominated() -> None:
    each = said()["leagues"][0]
    by = ["everolimus", "lu177_dotatate"]
    out = {**each["strategies"][1], "standing": "extendedly dominated", "dominated_by": by}
    assert standing_said(out, each) == "extendedly dominated by everolimus with Lu-177 DOTATATE"
    assert [row[0] for row in league_table(each)["rows"]] == [one["name"] for one in each["strategies"]]


def test_the_sheets_hold_every_strategy_and_every_point_of_its_curve() -> None:
    sheets = sheets_of(said())
    assert len(sheets["league.csv"].splitlines()) == 1 + 2 * 3
    points = sum(3 * len(each["curves"]["thresholds"]) for each in said()["leagues"])
    assert len(sheets["league_curves.csv"].splitlines()) == 1 + points


def test_a_medicine_costs_the_same_in_a_league_as_in_a_pair() -> None:
    """Both tables name the facts of a comparator: they must be the same."""
    pairs = {
        each.comparator: (each.price_month, each.price_times, each.most_months, each.adverse_other, each.decrement)
        for each in comparisons(SHELF)
        if each.trial in ("VISION", "TheraP", "NETTER-1", "indirect comparison with RADIANT-4", "SARAH")
    }
    found = {
        each.name: (each.price_month, each.price_times, each.most_months, each.adverse, each.decrement)
        for row in SHELF.table("value_leagues")
        for each in strategies_of(row["id"], SHELF)
        if not each.therapy
    }
    assert set(pairs) <= set(found)
    assert all(found[name] == pairs[name] for name in pairs)


def test_curves_of_every_trial_are_figures_of_survival() -> None:
    curves = {row[which] for name in ("value", "value_strategies") for row in SHELF.table(name) for which in
              ("alive", "free") if row[which]}  # fmt: skip
    assert "value.compete.alive" in curves
    assert {group_of(f"{of}.{figure}") for of in curves for figure in ("median", "shape")} == {"survival"}
    assert group_of("value.trial_effect.card") == group_of("value.ratio.maic.alive") == "survival"
    assert group_of("value.utility.on_tablets_decrement") == "quality of life"


def test_a_ratio_that_is_stated_moves_the_chain_that_is_checked() -> None:
    checked = league("mcrpc", stating(value__ratio__therap__alive=0.5)).checks[0]
    assert checked.chain == pytest.approx(SHELF.fact("value.ratio.vision.alive", "JOR").value / 0.5)


def test_where_no_threshold_is_known_the_csv_still_has_every_comparison() -> None:
    """Niue: nobody knows a GDP a head."""
    found = answers(value("NIU", SHELF, 2027, therapies=("lu177_psma617",), draws=64))
    head, *rows_ = csv.reader(io.StringIO(sheets_of(found)["value.csv"].lstrip("\ufeff")))
    assert found["thresholds"] == [] and len(rows_) == len(found["therapies"]) == 3
    at = dict(zip(head, rows_[0], strict=True))
    assert (at["comparison"], at["threshold"], at["evpi"]) == ("vision", "unknown", "unknown")
    assert float(at["price_now"]) == pytest.approx(found["therapies"][0]["price"]["now"]["value"])
