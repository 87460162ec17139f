"""Who pays in a small country: bundles against tariffs, pay on response, the pool, its own feet, and fairness."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from hevesy.capacity.minutes import CADRES, use
from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.money.equity import concentration, equally_distributed
from hevesy.plan.bundle import bundle_of
from hevesy.plan.pay import Bill, Part
from hevesy.plan.payers import answers, screen
from hevesy.plan.payers.equity import concentration_over_fifths, equivalents, net_benefit, paid_by_starters
from hevesy.plan.payers.page import page_of
from hevesy.plan.payers.payers import Payers, payers
from hevesy.plan.payers.pool import more_often
from hevesy.plan.payers.response import check_responses, responses
from hevesy.plan.payers.sheets import COLUMNS, lines
from hevesy.plan.payers.sustained import first_for_good
from hevesy.plan.payers.tariffs import Priced
from hevesy.plan.price import cycle_price
from hevesy.plan.report.shape import problems
from hevesy.plan.results.who_starts import People, people_of
from hevesy.plan.scenario.check_tariffs import BUNDLE
from hevesy.plan.scenario.scenario import Funder, Range, Scenario, Tariff
from hevesy.plan.simulation.simulate import Result, simulate
from hevesy.products import find_therapy

SCHEMA = Path(answers.__file__).with_name("payers.schema.json")


def exactly(value: float) -> Range:
    return Range(value, value, value)


PSMA, IODINE = "lu177_psma617", "i131_dtc"
TARIFFS = (
    Tariff("whole", "fund", (PSMA,), per_cycle=exactly(5000), members=exactly(0.4), household=0.5,
           at_once=exactly(0.5), risk="maker"),
    Tariff("half", "private_insurance", (PSMA,), share=exactly(0.5), members=exactly(0.1), at_once=exactly(0.2),
           responds=exactly(0.25)),
    Tariff("lines", "gift", (IODINE,), by_line={"drug": exactly(300), "imaging": exactly(200)}),
)  # fmt: skip
FIJI = Scenario(
    "Fiji", "FJI", date(2027, 1, 4), 3, 8, 1, therapies=(PSMA, IODINE),
    funders=(Funder("fund", "national_insurance"), Funder("gift", "donor")), tariffs=TARIFFS,
)  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def run(shelf: Shelf) -> Result:
    return simulate(FIJI, shelf)


@pytest.fixture(scope="module")
def made(run: Result, shelf: Shelf) -> Payers:
    return payers(run, shelf)


@pytest.fixture(scope="module")
def said(made: Payers, shelf: Shelf) -> dict[str, Any]:
    return answers.payers_said(made, shelf)


def row(made: Payers, id: str, therapy: str = PSMA) -> Priced:
    return next(each for rows in made.priced for each in rows if (each.tariff.id, each.therapy) == (id, therapy))


def test_what_is_borne_is_what_it_costs_to_the_cent_everywhere(made: Payers) -> None:
    for priced in (each for rows in made.priced for each in rows):
        for amounts in (priced.expected, priced.drawn):
            borne = amounts.borne
            whole = borne.scheme + borne.household + borne.maker + borne.centre
            assert np.array_equal(whole, amounts.total) and np.all(amounts.total > 0)


def test_medicine_and_administration_are_the_price_of_a_cycle(made: Payers) -> None:
    for bundle in made.bundles:
        both = np.asarray(bundle.lines["drug"].value) + bundle.lines["administration"].value
        assert both == pytest.approx(np.asarray(cycle_price(bundle.therapy.id, made.reader)))
        assert tuple(bundle.lines) == BUNDLE
    assert np.all(np.asarray(made.bundles[0].lines["dosimetry"].value) >= 0)


def test_every_cycle_has_one_payer(made: Payers) -> None:
    for rows in made.priced:
        assert sum(np.asarray(each.members.value) for each in rows) == pytest.approx(np.ones(8))
        assert sum(each.by_year for each in rows) == pytest.approx(np.ones((3, 8)))
        assert all(each.fifths.sum(axis=0) == pytest.approx(np.ones(8)) for each in rows)


def test_who_pays_alone_is_charged_the_price_of_a_cycle_and_imaging(made: Payers) -> None:
    bundle, alone = made.bundles[0], row(made, "households").expected.borne
    charged = np.mean(cycle_price(PSMA, made.reader) + np.asarray(bundle.before.value))
    assert int(alone.household) == pytest.approx(100 * charged, abs=2) and not alone.scheme
    rest = sum(np.mean(np.asarray(bundle.lines[name].value)) for name in ("dosimetry", "monitoring", "staff_and_rooms"))
    after = np.mean(np.asarray(bundle.lines["imaging"].value) - bundle.before.value)
    assert int(alone.centre) == pytest.approx(100 * (rest + after), abs=4)


def test_staff_and_rooms_are_minutes_and_upkeep_by_hand(made: Payers, shelf: Shelf) -> None:
    """Iodine in a bed in Fiji with the expected figures: minutes over 40 h x 44 weeks x 0.85, a room over its days."""
    reader = shelf.reader("FJI")
    therapy = find_therapy(IODINE, shelf)
    taken, n = use(therapy, reader), reader.number(therapy.posology.cycles_given)
    paid_as = {"radiation_protection_officer": "physicist"}
    staff = sum(
        (taken.again[c] + (taken.first[c] - taken.again[c]) / n)
        * reader.number(f"economics.salary.{paid_as.get(c, c)}") / (40 * 44 * 60 * 0.85)
        for c in CADRES
    )  # fmt: skip
    rooms = taken.again["bed"] * 120_000 * 0.1 / 365.25 + taken.again["chair"] * 600_000 * 0.1 / (3 * 230)
    lines = bundle_of(therapy, False, reader).lines
    held = 0.5 * lines["administration"].value
    assert lines["staff_and_rooms"].value == pytest.approx(max(0.0, (staff + rooms) / 0.6 - held))
    psma = bundle_of(find_therapy(PSMA, shelf), True, reader).lines
    assert psma["administration"].value == 0 and psma["staff_and_rooms"].value > 0


def test_a_tariff_by_hand(made: Payers) -> None:
    """Of 5,000 half at once and 66 % of the rest: 4,150; the maker goes without 850, the centre bears its half."""
    found = row(made, "whole")
    bears, cost = found.expected.borne, int(found.expected.total)
    assert int(bears.scheme) == 415000 and int(bears.maker) == 85000
    left = max(0, cost - 500000)
    assert int(bears.household) == (left + 1) // 2 and int(bears.centre) == cost - 500000 - int(bears.household)
    assert found.spread == pytest.approx(np.full(8, 2500 * np.sqrt(0.66 * 0.34)))
    assert found.break_even == pytest.approx(found.drawn.total / 100, abs=0.03)  # the maker's risk, not the centre's


def test_at_the_centres_risk_it_must_be_promised_more(made: Payers) -> None:
    """A fifth at once, a quarter respond: 0.2 + 0.8 x 0.25 = 0.4 is paid, so 2.5 times the cost must be promised."""
    found = row(made, "half")
    assert found.k == pytest.approx(np.full(8, 0.4))
    assert found.break_even == pytest.approx(found.drawn.total / 100 * 2.5, abs=0.1)
    assert found.drawn.borne.centre == pytest.approx(found.drawn.total * 0.8, abs=2)


def test_by_line_what_is_not_named_is_not_paid(said: dict[str, Any]) -> None:
    iodine = next(each for each in said["therapies"] if each["therapy"] == IODINE)
    scheme = next(each for each in iodine["schemes"] if each["tariff"] == "lines")
    paid = {line["line"]: line["pays"]["value"] for line in scheme["by_line"]}
    assert paid == {"drug": 300, "administration": 0, "imaging": 200, "dosimetry": 0, "monitoring": 0,
                    "staff_and_rooms": 0}  # fmt: skip
    assert scheme["kind"] == "donor" and scheme["bears"]["scheme"]["value"] == 500


def test_without_a_tariff_whoever_pays_pays_the_cost(shelf: Shelf) -> None:
    plain = simulate(replace(FIJI, tariffs=(), funders=()), shelf)
    found = payers(plain, shelf)
    at_cost = row(found, "at_cost")
    assert np.array_equal(at_cost.drawn.borne.scheme, at_cost.drawn.total) and not at_cost.drawn.borne.centre.any()
    assert any("No tariff is stated" in note for note in answers.payers_said(found, shelf)["notes"])
    assert screen.lines(answers.payers_said(found, shelf))


def test_the_pool_is_enough_for_its_claims(made: Payers) -> None:
    pool = made.pool
    for year, claims in enumerate(pool.claims):
        loading = np.asarray(made.reader.value("payers.loading"))
        due = claims.mean * (1 + loading) + 1.6448536 * np.sqrt(claims.variance)
        assert pool.premium[year] * pool.members == pytest.approx(due)
    assert (np.diff(pool.share_of_means, axis=0) < 0).all()  # the same premium is more to the poor


def test_a_stated_micro_insurance_is_the_pool(shelf: Shelf) -> None:
    """A fifth of people are members and it pays 1,000 for each cycle of PSMA, and for nothing else."""
    tariff = Tariff("club", "micro_insurance", (PSMA,), per_cycle=exactly(1000), members=exactly(0.2), household=0.5)
    found = payers(simulate(replace(FIJI, tariffs=(tariff,), funders=()), shelf), shelf)
    pool, club = found.pool, row(found, "club")
    assert pool.members == pytest.approx(np.full(8, 0.2 * found.reader.number("country.population")))
    started = found.result.outcome.at_centres["started"].sum(axis=1)[:, 0]
    for year, claims in enumerate(pool.claims):
        assert claims.number == pytest.approx(started[year] * club.by_year[year])
    homes = found.result.built.households
    ends = homes.faced(0, 0, covered=True).course.ends_after(8)
    cycles = (ends * np.arange(1, len(ends) + 1)[:, None]).sum(axis=0)
    assert pool.claims[0].mean == pytest.approx(pool.claims[0].number * cycles * 1000.0)
    assert pool.premium == pytest.approx(pool.as_covered)


def test_members_start_as_those_do_for_whom_others_pay() -> None:
    """Of 100 who pay alone 10 start, of 100 who are covered 30: of all 0.2 start, of the covered 0.3: 1.5 times."""
    considered, started = np.zeros((1, 2, 5, 2, 1)), np.zeros((1, 2, 5, 2, 1))
    considered[:] = 10.0
    started[0, 0], started[0, 1] = 1.0, 3.0
    assert more_often(People(considered, considered, started), 1) == pytest.approx([1.5])
    assert more_often(People(considered, considered, 0 * started), 1) == pytest.approx([1.0])
    assert more_often(None, 2) == pytest.approx([1.0, 1.0])


def test_a_year_holds_only_if_all_later_ones_do() -> None:
    holds = np.array([[True, False, False], [False, True, False], [True, True, False]])
    assert first_for_good(holds).tolist() == [2, 1, 3]


def test_income_leaves_donors_out(made: Payers) -> None:
    """Of iodine the donor pays 500 for its members' cycles, and their households nothing."""
    given = made.result.outcome.at_centres["given"].sum(axis=1)[:, 1]
    assert made.sustained.donors == pytest.approx(given * row(made, "lines", IODINE).by_year * 500, abs=0.01)
    assert (made.sustained.income >= 0).all() and (made.sustained.costs > 0).all()


def test_concentration_over_fifths_is_that_of_the_money_room() -> None:
    amounts = np.array([[1.0], [2.0], [3.0], [5.0], [9.0]])
    assert concentration_over_fifths(amounts)[0] == pytest.approx(concentration(amounts[:, 0], range(5)).index)
    assert np.isnan(concentration_over_fifths(np.zeros((5, 1)))[0])


def test_households_pay_what_those_who_start_pay_and_not_what_all_members_are_asked() -> None:
    """Half are asked for nothing, half for 100 a cycle: a tenth of these start and a twentieth go on to the second.

    So 0.5 (0.1 + 0.05) 100 = 7.5 over the 0.55 who start. Under no tariff half of them also pay 20 for imaging, once.
    """

    class Tenth:
        paid = 1.0

        def of_quintile(self, quintile: Any, cost: float) -> Any:
            return np.full((5, 2), 1.0 if cost == 0 else 0.1 if cost <= 120 else 0.05)

    def paid(bill: Bill, *parts: Part) -> Any:
        course: Any = SimpleNamespace(cycles=2, goes_on=1.0)
        return paid_by_starters(SimpleNamespace(bill=bill, course=course, parts=parts))  # type: ignore[arg-type]

    bill = Bill(1.0, 0.5, 20.0, 100.0, Tenth())  # type: ignore[arg-type]
    assert paid(bill, Part(0.5, 0.0, True), Part(0.5, 100.0, True)) == pytest.approx(np.full((5, 2), 7.5 / 0.55))
    assert paid(bill, Part(1.0, 100.0)) == pytest.approx(np.full((5, 2), (0.1 * 10 + 0.15 * 100) / 0.1))


def test_net_benefit_takes_own_payments_from_the_own_fifth() -> None:
    """2 QALYs each; 20 USD more each of which the poorest pay 20 alone; at 10 USD a QALY 8 QALYs' worth for others."""
    own = np.array([[20.0], [0.0], [0.0], [0.0], [0.0]])
    found = net_benefit(np.full((5, 1), 2.0), np.full((5, 1), 20.0), own, 10.0)
    assert found[:, 0] == pytest.approx([-1.6, 0.4, 0.4, 0.4, 0.4]) and found.sum() == pytest.approx(0.0)


@pytest.mark.parametrize(("aversion", "found"), [(0.0, 60.0), (1.0, np.sqrt(3500.0)), (2.0, 2 / (1 / 50 + 1 / 70))])
def test_equally_distributed_health_by_hand(aversion: float, found: float) -> None:
    """The arithmetic, geometric and harmonic mean of 50 and 70."""
    assert equally_distributed([50.0, 70.0], aversion) == pytest.approx(found)


def test_the_worst_off_count_more(made: Payers) -> None:
    """The same net benefit is worth more with the poorest, and its plain sum is the same."""
    poorest, richest = np.zeros((5, 8)), np.zeros((5, 8))
    poorest[0], richest[4] = 1000.0, 1000.0
    low, high = (equivalents(net, 1e6, made.reader) for net in (poorest, richest))
    assert (low[1] > high[1]).all() and np.array_equal(low[0], high[0]) and np.array_equal(low[2], high[2])
    of = made.distributional
    assert of is not None and of.missing == (IODINE,)


def test_members_who_are_not_stated_are_those_who_start_and_are_paid_for(made: Payers, run: Result) -> None:
    """Of a therapy of one cycle the cycles are the starts: year by year those of the covered."""
    started = people_of(run, run.built.households, 1).started.sum(axis=(2, 3))  # (Y, 2, D)
    some = started.sum(axis=1) > 0
    share = started[:, 1] / np.where(some, started.sum(axis=1), 1.0)
    assert row(made, "lines", IODINE).by_year[some] == pytest.approx(share[some])


def test_what_is_unsure_is_remarked(said: dict[str, Any]) -> None:
    notes = " ".join(said["notes"])
    assert "Nobody has stated a range for the share who respond (therapies.lu177_psma617.trial" in notes
    assert "skewness up to" in notes


def test_hardship_is_that_of_the_households_of_the_run(said: dict[str, Any]) -> None:
    assert [each["fifth"] for each in said["equity"]["fifths"]] == [1, 2, 3, 4, 5]
    assert len(said["equity"]["fifths"][0]["hardship"]) == 12


def test_the_json_keeps_to_its_published_schema(said: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    plain = json.loads(json.dumps(said, allow_nan=False))
    assert problems(plain, schema, "payers") == []
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(plain, schema)


def test_page_screen_and_sheet_say_it(said: dict[str, Any]) -> None:
    page = page_of(said)
    assert page["hardship"] is not None and "Equally distributed" in page["health"]["says"]
    text = screen.lines(said)
    assert "66 % who respond (PSA falls by half)" in text and "the centre loses" in text
    assert all(len(each) == len(COLUMNS) for each in lines(said)) and len(screen.rows(said)) == 6


def test_each_response_is_a_fact_in_percent(shelf: Shelf) -> None:
    for found in responses().values():
        assert shelf.rows(found.fact)[0].unit == "percent"


def test_a_response_that_nobody_knows_is_refused_before_anything_is_run(shelf: Shelf) -> None:
    wrong = replace(FIJI, tariffs=(Tariff("a", "fund", (IODINE,), share=exactly(1), at_once=exactly(0.5)),))
    with pytest.raises(BadScenario, match=r"\[\[tariff\]\] 1 \('a'\), key 'at_once': nobody has stated how many"):
        check_responses(wrong, (PSMA, IODINE))
    check_responses(FIJI, (PSMA, IODINE))
