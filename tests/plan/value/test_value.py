"""What a therapy is worth in a country: the models of the therapies, thresholds, prices and what is said of them."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from hevesy.errors import UnknownCountry, UnknownTherapy
from hevesy.facts import Dist, Fact, Reader, Shelf
from hevesy.money.value import Weibull, WithHazardRatio, mean_years
from hevesy.pictures import share_said
from hevesy.plan.value import answers as answers_module
from hevesy.plan.value.answers import answers, between
from hevesy.plan.value.arms import How, Worth, curve, imaged_per_treated, worth
from hevesy.plan.value.charts import charts_of
from hevesy.plan.value.cohort import worth_without_trial
from hevesy.plan.value.comparison import Comparison, comparisons, without_trial
from hevesy.plan.value.page import page_of
from hevesy.plan.value.sheets import sheets_of
from hevesy.plan.value.thresholds import thresholds
from hevesy.plan.value.valuing import value
from hevesy.products import find_therapy

SHELF = Shelf.load()
SCHEMA = Path(answers_module.__file__).with_name("value.schema.json")


def row(therapy: str, comparison: str) -> Comparison:
    return next(each for each in comparisons(SHELF) if (each.therapy, each.id) == (therapy, comparison))


def stating(place: str, **figures: float) -> Reader:
    """A reader at the middle of every figure, with some stated: dots are written as two underscores."""
    said = {name.replace("__", "."): amount for name, amount in figures.items()}
    reader = SHELF.reader(place)
    return replace(reader, stated={name: _stated(SHELF.fact(name, place), amount) for name, amount in said.items()})


def _stated(fact: Fact, amount: float) -> Fact:
    return replace(fact, value=amount, low=None, high=None, dist=Dist.FIXED)


@lru_cache
def jordan() -> dict[str, Any]:
    return answers(value("JOR", SHELF, 2027, therapies=("lu177_psma617", "i131_hyperthyroid"), draws=128))


# --- curves of the trials -------------------------------------------------------------------------------


def test_medians_of_vision_agree_with_its_hazard_ratios() -> None:
    """15.3 and 8.7 months with Lu-177 PSMA-617, from the control's medians and the ratios: no exponential can."""
    reader = SHELF.reader("world")
    for what, months in (("alive", 15.3), ("free", 8.7)):
        ratio = reader.value(f"value.ratio.vision.{what}")
        for family, within in (("weibull", 0.02), ("log-logistic", 0.02), ("exponential", 0.30)):
            arm = WithHazardRatio(curve(f"value.vision.{what}", family, ratio, reader), ratio)
            found = float(arm.at(np.array([months / 12]))[0])
            assert abs(found - 0.5) < within
    exponential = WithHazardRatio(curve("value.vision.alive", "exponential", 0.62, reader), 0.62)
    assert float(exponential.at(np.array([15.3 / 12]))[0]) > 0.54


def test_progression_of_netter_1_at_twenty_months() -> None:
    """10.8 % of the control arm and 65.2 % of the other were without progression."""
    reader = SHELF.reader("world")
    control = curve("value.netter1.free", "weibull", 0.21, reader)
    at = np.array([20 / 12])
    assert float(control.at(at)[0]) == pytest.approx(0.108, abs=0.005)
    assert float(WithHazardRatio(control, 0.21).at(at)[0]) == pytest.approx(0.652, abs=0.03)


def test_restricted_mean_of_netter_1_within_two_years() -> None:
    control = curve("value.netter1.alive", "weibull", 0.84, SHELF.reader("world"))
    assert 12 * float(mean_years(control, 2.0)) == pytest.approx(19.3, abs=0.2)


# --- one comparison, by hand ----------------------------------------------------------------------------


def test_life_years_are_the_area_between_two_weibulls() -> None:
    reader = SHELF.reader("JOR")
    found = worth(row("lu177_psma617", "vision"), reader, discount=0.0)
    control = Weibull.of_median(11.3 / 12, 1.58)
    expected = mean_years(WithHazardRatio(control, 0.62), 10) - mean_years(control, 10)
    assert found.life_years[0] == pytest.approx(float(expected), abs=1e-4)
    arm = found.with_it
    assert arm.qalys[0] < 0.74 * arm.years.stable[0] + 0.63 * arm.years.progressed[0]


def test_cost_of_a_therapy_is_cycles_times_price_and_the_rest() -> None:
    """Take everything away but the medicine, and the difference is cycles x price."""
    nothing = {
        "economics__psma_petct__unit_cost__provider_cost": 0.0,
        "value__cost__adverse_therapy": 0.0,
        "value__cost__adverse_other": 0.0,
        "value__cost__subsequent_month": 0.0,
        "course__follow_up_cost__cancer": 0.0,
    }
    found = worth(row("lu177_psma617", "vision"), stating("JOR", **nothing))
    assert found.dearer == pytest.approx(found.units * found.price)
    assert found.without.cost == pytest.approx(0.0)


def test_those_imaged_and_not_treated_are_paid_for() -> None:
    therapy = find_therapy("lu177_psma617", SHELF)
    reader = stating("JOR", epidemiology__psma__imaging__positive_by_VISION_rule=0.5)
    assert imaged_per_treated(therapy, reader) == pytest.approx(2.0)
    all_eligible = stating("JOR", epidemiology__psma__imaging__positive_by_VISION_rule=1.0)
    dear, cheap = (worth(row("lu177_psma617", "vision"), each) for each in (reader, all_eligible))
    assert dear.imaging == pytest.approx(2 * cheap.imaging)


def test_cycles_stop_at_progression() -> None:
    soon = stating("JOR", value__vision__free__median=0.2)
    found = worth(row("lu177_psma617", "vision"), soon)
    assert found.units[0] < 2.0


def test_sixty_milligrams_of_octreotide_cost_twice_thirty() -> None:
    """Drawn apart, the two would hide in one another's chance what is the same medicine."""
    once = stating("JOR", value__price__octreotide_doses=1.0)
    twice = SHELF.reader("JOR")
    single, double = (worth(row("lu177_dotatate", "netter1"), each).without for each in (once, twice))
    month = twice.number("value.price.octreotide_month")
    assert double.cost - single.cost == pytest.approx(12 * month * single.years.stable)


def test_cabazitaxel_stops_after_ten_cycles() -> None:
    """A comparator given for at most a month costs less than one given until progression."""
    brief = stating("JOR", value__most_months__cabazitaxel=1.0)
    usual, less = (worth(row("lu177_psma617", "therap"), each) for each in (SHELF.reader("JOR"), brief))
    assert less.without.cost[0] < usual.without.cost[0]
    assert less.with_it.cost == pytest.approx(usual.with_it.cost)


@pytest.mark.parametrize(
    ("therapy", "trial"),
    [("lu177_psma617", "psmafore"), ("lu177_psma_it", "splash"), ("lu177_dotatate", "netter1")],
)
def test_crossover_hides_life_years(therapy: str, trial: str) -> None:
    reader = SHELF.reader("JOR")
    without, crossed = (worth(row(therapy, trial), reader, How(crossover=each)) for each in (False, True))
    assert without.life_years[0] > crossed.life_years[0]


def test_splash_as_randomised_loses_life_years() -> None:
    found = worth(row("lu177_psma_it", "splash"), SHELF.reader("JOR"), How(crossover=True))
    assert found.life_years[0] < 0


def test_price_at_threshold_makes_net_benefit_zero() -> None:
    said = jordan()
    at = said["therapies"][0]["at_thresholds"][-1]
    threshold = said["thresholds"][-1]["value"]
    price = said["therapies"][0]["price"]
    moved = price["cycles"]["value"] * (at["price"] - price["now"]["value"])
    spent = said["therapies"][0]["cost"]["value"] + moved
    assert threshold * said["therapies"][0]["qalys"]["value"] - spent == pytest.approx(0.0, abs=1e-6)


# --- therapies without a trial --------------------------------------------------------------------------


def test_palliation_prolongs_nobodys_life() -> None:
    asked = next(each for each in without_trial(SHELF) if each.therapy == "sm153_edtmp")
    found = worth_without_trial(asked, SHELF.reader("JOR", 64))
    assert found.life_years == pytest.approx(0.0, abs=1e-9)
    assert (found.qalys > -0.05).all()


def test_a_cohort_with_constant_rates_by_hand() -> None:
    """Untreated, dying at a constant rate: years are those under an exponential within the horizon."""
    asked = next(each for each in without_trial(SHELF) if each.therapy == "re188_lipiodol")
    reader = SHELF.reader("JOR")
    rate = reader.number("course.liver.die_untreated")
    found = worth_without_trial(asked, reader, discount=0.0)
    assert found.without.years.alive == pytest.approx((1 - math.exp(-10 * rate)) / rate, abs=1e-4)


def test_a_stated_figure_wins_in_a_valuation_and_its_cases() -> None:
    """Follow-up for nothing: the difference of costs falls by its price times the life-years gained."""
    name = "course.follow_up_cost.cancer"
    plain, free = (
        value("JOR", SHELF, 2027, therapies=("lu177_psma617",), draws=16, stated=stated).valued[0]
        for stated in ({}, {name: _stated(SHELF.fact(name, "JOR"), 0.0)})
    )
    reader = SHELF.reader("JOR", 16, 1)
    fall = reader.value(name) * reader.value("money.local_cost_ratio") * plain.worth.life_years
    assert plain.worth.dearer - free.worth.dearer == pytest.approx(fall)
    assert free.cases[0].cost < plain.cases[0].cost


def test_radioiodine_for_thyroid_cancer_is_not_valued_and_says_why() -> None:
    found = answers(value("JOR", SHELF, 2027, therapies=("i131_dtc",), draws=64))
    assert found["therapies"] == []
    assert "no trial finds a difference" in found["not_valued"][0]["why"]


# --- thresholds -----------------------------------------------------------------------------------------


def test_thresholds_of_jordan_are_shares_of_its_gdp_with_a_fact() -> None:
    found = {each.id: each for each in thresholds(SHELF.reader("JOR"))}
    gdp = SHELF.fact("country.gdp_per_capita", "JOR").value
    assert gdp is not None
    assert found["pichon_riviere"].value == pytest.approx(0.4 * gdp)
    assert "national" not in found
    assert all(each.fact in SHELF.ids("value.threshold") for each in found.values())
    assert next(iter(found)) == "pichon_riviere"


def test_a_threshold_given_comes_first() -> None:
    found = thresholds(SHELF.reader("USA"), (123.0,))
    assert [each.id for each in found[:3]] == ["given_1", "national", "pichon_riviere"]
    assert found[0].value == 123


@pytest.mark.parametrize(
    ("country", "first", "per", "usd"),
    [
        ("GBR", "national", "QALY", 30_000 / 0.75),  # NICE, the middle of 25,000 to 35,000 GBP
        ("IRL", "national", "QALY", 45_000 / 0.86),
        ("POL", "national", "QALY", 3 * 58_642 / 4.4),  # three times GDP a head by law
        ("AUS", "domestic", "QALY", 28_033 / 1.3),
        ("COL", "domestic", "QALY", 5180.8),
        ("CHN", "domestic_daly", "DALY averted", 0.63 * 12_614.1),
        ("IND", "pichon_riviere", "QALY", 0.24 * 2468.53),
        ("KEN", "pichon_riviere", "QALY", 0.4 * 1941.5),
    ],
)
def test_the_most_specific_threshold_comes_first(country: str, first: str, per: str, usd: float) -> None:
    found = thresholds(SHELF.reader(country))
    assert (found[0].id, found[0].per) == (first, per)
    assert found[0].value == pytest.approx(usd, rel=0.005)
    assert found[0].speaks_for == ("its income group" if country == "KEN" else "this country")
    order = ["this country", "its income group", "all countries"]
    at = [order.index(each.speaks_for) for each in found]
    assert at == sorted(at)


def test_every_threshold_says_year_source_and_kind() -> None:
    nice = thresholds(SHELF.reader("GBR"))[0]
    assert (nice.year, nice.source, nice.kind) == ("2026", "nice2026", "derived")
    assert "25,000 to 35,000) GBP, at 0.75 GBP for a USD" in nice.note


@pytest.mark.parametrize(("name", "unit"), [("national", "USD/QALY"), ("woods", "x GDP per capita")])
def test_a_pack_of_the_country_comes_before_its_income_group(name: str, unit: str, tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "pack.toml").write_text('name = "own"\ntitle = "Ours"\nlicence = "CC0-1.0"\n', "utf-8")
    (tmp_path / "facts" / "own.csv").write_text(
        "fact,place,value,low,high,unit,text,dist,on,state,source,kind,note\n"
        f"value.threshold.{name},JOR,2,,,{unit},,fixed,2026,reported,asm,assumption,ours\n",
        "utf-8",
    )
    found = thresholds(Shelf.load([tmp_path]).reader("JOR"))
    gdp = SHELF.fact("country.gdp_per_capita", "JOR").value
    assert gdp is not None
    assert (found[0].id, found[0].speaks_for, found[0].note) == (name, "this country", "ours")
    assert found[0].value == pytest.approx(2 if unit == "USD/QALY" else 2 * gdp)


def test_at_a_threshold_per_daly_information_is_that_of_dalys() -> None:
    """South Africa's own threshold is per DALY averted: where nobody knows DALYs nothing is said."""
    given = answers(value("ZAF", SHELF, 2027, therapies=("lu177_psma617", "i131_hyperthyroid"), draws=64))
    assert given["thresholds"][0]["per"] == "DALY averted"
    found = {each["therapy"]: each for each in given["therapies"]}
    assert found["i131_hyperthyroid"]["information"] is None
    vision = given["therapies"][0]
    assert vision["information"]["evpi"] == vision["at_thresholds"][0]["evpi"]
    page_of(given)
    charts_of({**given, "therapies": given["therapies"][:1]})


def test_the_highest_threshold_of_the_paper_is_that_of_the_united_states() -> None:
    fact = SHELF.fact("value.threshold.pichon_riviere", "USA")
    assert fact.value == pytest.approx(95958 / 65120, abs=0.01)


# --- what is said ---------------------------------------------------------------------------------------


def test_what_is_said_has_the_published_shape() -> None:
    jsonschema.validate(jordan(), json.loads(SCHEMA.read_text("utf-8")))
    json.dumps(jordan(), allow_nan=False)


def test_every_fact_used_is_listed_with_its_source() -> None:
    said = jordan()
    keys = {source["key"] for source in said["sources"]}
    assert {"value.ratio.vision.alive", "country.gdp_per_capita", "money.local_cost_ratio"} <= {
        fact["id"] for fact in said["facts"]
    }
    assert all(fact["source"] in keys for fact in said["facts"])


def test_a_disability_weight_nobody_knows_leaves_dalys_unknown() -> None:
    said = next(each for each in jordan()["therapies"] if each["therapy"] == "i131_hyperthyroid")
    assert said["dalys_averted"] == {"value": None, "low": None, "high": None}
    daroudi = next(each for each in said["at_thresholds"] if each["id"] == "daroudi")
    assert daroudi["probability"] is None


def test_information_in_parts_is_never_worth_more_than_all() -> None:
    for each in jordan()["therapies"]:
        found = each["information"]
        assert all(0 <= part["evppi"] <= found["evpi"] + 1e-9 for part in found["groups"])


def test_acceptability_rises_from_saving_money_to_doing_more() -> None:
    vision = jordan()["therapies"][0]["acceptability"]
    assert vision["best"][0] == "standard care"
    assert vision["best"][-1] == "lu177_psma617"
    assert vision["therapy"][0] < vision["therapy"][-1]


def test_budget_is_people_times_uptake_times_cost() -> None:
    found = value("JOR", SHELF, 2027, therapies=("ra223",), draws=64).valued[0]
    assert found.people is not None
    done: Worth = found.worth
    expected = found.people.eligible[2] * 0.2 * (done.cost_undiscounted - done.other_undiscounted)
    assert found.people.budget[2] == pytest.approx(expected)


def test_thresholds_between_which_a_therapy_becomes_cost_effective() -> None:
    assert between(np.full(100, 10.0), np.full(100, -1.0)) == {"low": None, "high": None}
    assert between(np.full(100, -10.0), np.full(100, 1.0)) == {"low": 0.0, "high": 0.0}
    mostly = between(np.full(100, 10.0), np.where(np.arange(100) < 90, 1.0, -1.0))
    assert mostly == {"low": 10.0, "high": None}


def test_same_seed_same_answer() -> None:
    again = answers(value("JOR", SHELF, 2027, therapies=("lu177_psma617", "i131_hyperthyroid"), draws=128))
    assert again == jordan()


def test_the_page_says_why_and_the_sheets_hold_every_threshold() -> None:
    said = jordan()
    page, charts = page_of(said), charts_of({**said, "therapies": said["therapies"][:1]})
    assert len(page["therapies"]) == len(said["therapies"])
    assert {f"{kind}-{page['therapies'][0]['key']}" for kind in ("ceac", "plane")} <= set(charts)
    assert page["overview"]["rows"][0][4] == share_said(said["therapies"][0]["at_thresholds"][0]["probability"])
    lines = sheets_of(said)["value.csv"].splitlines()
    assert len(lines) == 1 + len(said["therapies"]) * len(said["thresholds"])


def test_a_country_without_output_per_head_has_no_threshold_and_runs() -> None:
    said = answers(value("PRK", SHELF, 2027, therapies=("ra223",), draws=64))
    assert said["gdp_per_head"] is None
    assert said["thresholds"] == []
    assert said["therapies"][0]["returns"]["full_income"]["value"] is None
    page_of(said)


def test_unknown_names_are_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownTherapy, match="lu177_psma617"):
        value("JOR", SHELF, 2027, therapies=("lu177_psma671",))
    with pytest.raises(UnknownCountry):
        value("Jordania9", SHELF, 2027)
