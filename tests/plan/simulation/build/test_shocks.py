"""What each shock does to a model: the amounts by hand, everything else as it was to the last bit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from hevesy.capacity.minutes import CADRES
from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario, Shock
from hevesy.plan.simulation import tracers
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.deliveries import CAUSES, Deliveries, arrays_of
from hevesy.plan.simulation.model import ONE, Floats, Model
from hevesy.plan.simulation.simulate import How, Kernel, run_block, simulate, simulate_all
from hevesy.plan.simulation.tracers import Tracers
from hevesy.plan.simulation.tracers_found import tracers_there
from hevesy.plan.simulation.undelivered import missing

START = date(2027, 1, 4)
DAY = date(2027, 3, 1)  # the first day of week 8
AMMAN = "hypothetical:amman"
BASE = Scenario("base", "JOR", START, years=1, draws=8, seed=3, therapies=("lu177_psma617", "i131_dtc"))
LUTETIUM = replace(BASE, therapies=("lu177_psma617",))
LATE = 2  # the last of three eras: before, while it is felt in full, after


@cache
def shelf() -> Shelf:
    return Shelf.load()


_BASES: dict[str, Built] = {}


def base(scenario: Scenario = BASE) -> Built:
    if repr(scenario) not in _BASES:
        _BASES[repr(scenario)] = built(scenario, shelf())
    return _BASES[repr(scenario)]


def same(one: object, other: object) -> bool:
    if isinstance(one, Deliveries) and isinstance(other, Deliveries):
        pairs = zip(arrays_of(one), arrays_of(other), strict=True)
        return all(np.array_equal(a, b, equal_nan=name.endswith("ends")) for (name, a), (_, b) in pairs)  # type: ignore[call-overload]
    if isinstance(one, Tracers) and isinstance(other, Tracers):
        parts = zip(tracers.arrays_of(one), tracers.arrays_of(other), strict=True)
        return all(np.array_equal(a, b, equal_nan=name.endswith("ends")) for (name, a), (_, b) in parts)  # type: ignore[call-overload]
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other  # type: ignore[arg-type]


def exact(value: float) -> Range:
    return Range(value, value, value)


def shock(kind: str, **said: object) -> Shock:
    """Felt in full from week 8 for eight weeks, and then not at all."""
    usual = {"begins": DAY, "lasts_weeks": exact(8), "recovery_weeks": exact(0)}
    return Shock("s", kind, **{**usual, **said})  # type: ignore[arg-type]


def struck(kind: str, scenario: Scenario = BASE, **said: object) -> Built:
    return built(replace(scenario, shocks=(shock(kind, **said),)), shelf())


def at(model: Model, name: str, era: int) -> Floats:
    """The values behind the rows of an array in an era."""
    return np.asarray(model.rows[getattr(model, name)[..., era]])


BY_ERA = (
    "share_row", "gate_row", "again_row", "have_row", "units", "fails_row", "back_row", "slots_row", "scanners",
    "scanner_fails_row", "scanner_back_row", "dose_row",
)  # fmt: skip


def assert_only(made: Built, changed: Collection[str], scenario: Scenario = BASE) -> None:
    """Before and after the shock all is as in the base; while it is felt, all but `changed` is."""
    model, plain = made.model, base(scenario).model
    assert made.timeline.weeks == 52 and sorted(set(model.era_of_week)) == [0, 1, LATE]
    assert np.flatnonzero(model.era_of_week == 1).tolist() == list(range(8, 16))
    whole = ("units", "scanners")
    for name in BY_ERA:
        for era in range(3):
            own, other = getattr(model, name)[..., era], getattr(plain, name)[..., 0]
            values = (own, other) if name in whole else (model.rows[own], plain.rows[other])
            assert np.array_equal(*values) == (era != 1 or name not in changed), (name, era)
    for field in fields(Model):
        if field.name not in (*BY_ERA, "rows", "era_of_week", "route", "rank", "onward", "onward_row"):
            one, other = getattr(model, field.name), getattr(plain, field.name)
            if field.name.endswith("_row"):
                assert np.array_equal(model.rows[one], plain.rows[other]), field.name
            elif field.name == "deliveries":
                each_week = [missing(each, each.rows, 0) for each in (model, plain)]
                assert np.array_equal(*each_week)
            elif field.name == "tracers" and one is not None:
                all_come = (model.rows[one.open_row] == 1.0).all(axis=(0, 2))
                assert all_come.tolist() == [True, "tracers" not in changed, True]
                free = replace(model, tracers=replace(one, open_row=np.full_like(one.open_row, ONE)))
                assert np.array_equal(*(tracers_there(each, each.rows, 0) for each in (free, plain)))
            else:
                assert same(one, other), field.name
    assert np.array_equal(model.route[..., 1], plain.route[..., 0])


ROOMS = ("chair", "bed")


@pytest.mark.parametrize(
    ("kind", "part", "takes"),
    [
        ("strike", "work", (*ROOMS, "spect", *CADRES)),
        ("power_failure", "hours", (*ROOMS, "spect")),
        ("water_failure", "hours", (*ROOMS, "spect")),
    ],
)
def test_what_stops_work_takes_its_share_of_the_week(kind: str, part: str, takes: tuple[str, ...]) -> None:
    made = struck(kind, sizes={part: exact(0.75)})
    assert_only(made, {"have_row", "slots_row"})
    model = made.model
    for place, name in enumerate(model.resources):
        share = 0.25 if name in takes else 1.0
        assert at(model, "have_row", 1)[0, place] == pytest.approx(share * at(model, "have_row", 0)[0, place]), name
    assert at(model, "slots_row", 1) == pytest.approx(0.25 * at(model, "slots_row", 0))
    assert np.array_equal(made.usual.have_row[..., 1], made.usual.have_row[..., 0])


def test_a_strike_of_three_weeks_takes_three_quarters_of_its_size_from_a_step_of_four() -> None:
    model = struck("strike", size=exact(0.8), lasts_weeks=exact(3)).model
    chair = model.resources.index("chair")
    assert at(model, "have_row", 1)[0, chair] == pytest.approx(0.4 * at(model, "have_row", 0)[0, chair])


def test_one_elsewhere_strikes_no_centre_here() -> None:
    here, elsewhere = (struck("strike", regions=(region,)).model for region in ("amman", "irbid"))
    assert at(elsewhere, "have_row", 1).tolist() == at(elsewhere, "have_row", 0).tolist()
    assert (at(here, "have_row", 1)[0, 0] < at(here, "have_row", 0)[0, 0]).all()


def test_two_shocks_at_once_leave_the_product_of_what_each_leaves() -> None:
    shocks = (shock("strike", size=exact(0.5)), replace(shock("power_failure", size=exact(0.2)), id="p"))
    model = built(replace(BASE, shocks=shocks), shelf()).model
    chair = model.resources.index("chair")
    assert at(model, "have_row", 1)[0, chair] == pytest.approx(0.5 * 0.8 * at(model, "have_row", 0)[0, chair])


def test_a_currency_that_falls_by_half_is_prices_that_double_and_a_budget_that_halves() -> None:
    money = {f"capacity.money.usd_per_year@{AMMAN}": exact(100_000)}
    scenario = replace(LUTETIUM, facts=money)  # type: ignore[arg-type]
    model = struck("currency_fall", scenario, size=exact(0.5)).model
    place = model.resources.index("money")
    assert at(model, "have_row", 0)[0, place] == pytest.approx(100_000 / 52)
    assert at(model, "have_row", 1)[0, place] == pytest.approx(50_000 / 52)
    level = shelf().fact("money.price_level", "JOR").value
    assert level is not None
    states = {"money.price_level": exact(level)} | money
    halved = {"money.price_level": exact(level / 2)} | money
    one, other = (replace(LUTETIUM, facts=facts) for facts in (states, halved))  # type: ignore[arg-type]
    gates = at(struck("currency_fall", one, size=exact(0.5)).model, "gate_row", 1)
    assert gates == pytest.approx(at(built(other, shelf()).model, "gate_row", 0), rel=1e-12)


def test_where_funding_stops_whole_schemes_pay_for_nobody() -> None:
    model = struck("funding_stop", LUTETIUM, sizes={"schemes": exact(1)}).model
    covered = [number for number, name in enumerate(model.strata) if ", covered," in name]
    assert at(model, "share_row", 0)[0, covered].sum(axis=0).min() > 0.0
    assert at(model, "share_row", 1)[0, covered].sum() == 0.0
    assert at(model, "share_row", 1)[0].sum(axis=0) == pytest.approx(np.ones(8))


def test_war_takes_work_and_journeys_and_doses() -> None:
    sizes = {"work": exact(0.5), "travel": exact(0.25), "doses": exact(0.4)}
    made = struck("armed_conflict", LUTETIUM, sizes=sizes)
    model = made.model
    chair = model.resources.index("chair")
    assert at(model, "have_row", 1)[0, chair] == pytest.approx(0.5 * at(model, "have_row", 0)[0, chair])
    assert let_through(made, "open_row", 1) == pytest.approx(np.full((1, 1, 8), 0.6))
    reasons = [why.reason for why in model.gates[0]]
    for number, reason in enumerate(reasons):
        before, now = (at(model, "gate_row", era)[0, number] for era in (0, 1))
        share = 0.75 if reason.startswith("too_far") else 1.0
        assert now == pytest.approx(share * before), reason
    again = at(model, "again_row", 1)[0, 1:, 0] / at(model, "again_row", 0)[0, 1:, 0]
    assert again == pytest.approx(np.full_like(again, 0.75))


def test_war_in_one_region_cuts_the_journeys_of_its_people_in_part() -> None:
    """Of the engine's region around Irbid that part is cut off that lives in the province; elsewhere nobody is."""
    made = struck("armed_conflict", LUTETIUM, regions=("irbid",), sizes={"travel": exact(0.5)})
    model = made.model
    place = [why.reason for why in model.gates[0]].index("too_far_from_imaging")
    before, now = (at(model, "gate_row", era)[0, place] for era in (0, 1))
    for region in made.regions:
        own = [number for number, name in enumerate(model.strata) if name.startswith(f"{region.name},")]
        left = (now[own] / before[own]).round(9)
        assert np.ptp(left) == 0.0
        assert (0.5 <= left[0, 0] < 0.7) if region.id == "irbid" else left[0, 0] > 0.9


# --- doses ----------------------------------------------------------------------------------------------------


def let_through(made: Built, name: str, era: int) -> Floats:
    """Of the doses sent, what is let in (`open_row`) or paid for (`paid_row`) in an era: shape (C, H, draws)."""
    found = made.model.deliveries
    assert found is not None
    return np.asarray(made.model.rows[getattr(found, name)[..., era]])


def test_a_ban_keeps_doses_at_the_border_and_open_bills_with_the_maker() -> None:
    for kind, row, other in (("import_ban", "open_row", "paid_row"), ("supplier_unpaid", "paid_row", "open_row")):
        made = struck(kind, LUTETIUM, size=exact(0.7))
        assert let_through(made, row, 1) == pytest.approx(np.full((1, 1, 8), 0.3))
        assert (let_through(made, other, 1) == 1.0).all()
        assert all((let_through(made, row, era) == 1.0).all() for era in (0, LATE))
        assert_only(made, {"tracers"}, LUTETIUM)


def test_a_ban_keeps_back_a_weekly_generator_each_week_and_a_long_lived_one_when_it_is_due() -> None:
    """Of SPECT's Mo-99 three tenths come while the border is shut; a Ge-68 column stays of use until its renewal."""
    models = struck("import_ban", LUTETIUM, size=exact(0.7)).model, base(LUTETIUM).model
    assert models[0].tracers is not None
    milked = models[0].tracers.column != -1
    assert milked.tolist() == [False, True] and (models[0].tracers.cyclotron == -1).all()
    (weekly, column), (weekly_before, column_before) = (tracers_there(each, each.rows, 0)[:2] for each in models)
    left = np.ones((52, 1))
    left[8:16] = 0.3
    assert weekly_before.mean() > 0.9 and weekly == pytest.approx(weekly_before * left)
    assert np.array_equal(column[:8], column_before[:8]) and (column[8:16] <= column_before[8:16]).all()
    assert 0.0 < (column_before - column)[8:16].mean() < (weekly_before - weekly)[8:16].mean()


def test_what_a_ban_keeps_back_is_missing_by_its_cause() -> None:
    """A ban for the whole year, no plant stops, all is in time: seven tenths of all orders are stopped at borders."""
    rates = ("supply.outage.reactor.per_year", "supply.outage.maker.per_year", "supply.outage.together.share")
    still = replace(LUTETIUM, facts={name: exact(0) for name in rates})
    model = struck("import_ban", still, size=exact(0.7), begins=START, lasts_weeks=exact(104)).model
    found = model.deliveries
    assert found is not None
    in_time, idle = np.full_like(found.in_time_row, ONE), np.zeros_like(found.idle)
    calm = replace(found, in_time_row=in_time, idle=idle, ends=np.full_like(found.ends, np.nan))
    done = run_block(replace(model, deliveries=calm), "flow", "f8", 1, ()).outcome
    by_cause = done.missing.sum(axis=(0, 1, 2))
    border = CAUSES.index("border")
    assert by_cause[border] == pytest.approx(0.7 * done.at_centres["ordered"].sum(axis=(0, 1, 2)), rel=1e-9)
    assert by_cause[border].min() > 0.0 and np.delete(by_cause, border, axis=0).max() < 1e-12


def test_a_ban_lets_pass_what_the_country_makes_itself() -> None:
    """Jordan's reactor sells I-131; a supplier that is not paid delivers none of either."""
    banned, unpaid = (struck(kind, size=exact(1)) for kind in ("import_ban", "supplier_unpaid"))
    assert let_through(banned, "open_row", 1)[0].tolist() == [[0.0] * 8, [1.0] * 8]
    assert let_through(unpaid, "paid_row", 1).max() == 0.0


def test_a_therapy_that_is_not_named_is_delivered_as_before() -> None:
    made = struck("supplier_unpaid", size=exact(1), therapies=("i131_dtc",))
    assert let_through(made, "paid_row", 1)[0].tolist() == [[1.0] * 8, [0.0] * 8]


def test_a_ban_keeps_back_imported_tracers_too_and_one_of_a_therapy_does_not() -> None:
    whole = struck("import_ban", LUTETIUM, size=exact(0.7)).model
    named = struck("import_ban", LUTETIUM, size=exact(0.7), therapies=("lu177_psma617",)).model
    for model, left in ((whole, 0.3), (named, 1.0)):
        assert model.tracers is not None
        far = model.tracers.lane != -1
        shares = model.rows[model.tracers.open_row[far]]
        assert far.any() and shares[:, 1] == pytest.approx(np.full_like(shares[:, 1], left))
        assert (shares[:, [0, LATE]] == 1.0).all()


# --- people and places ----------------------------------------------------------------------------------------


def test_refugees_are_more_people_who_pay_alone() -> None:
    people = shelf().reader("JOR").number("country.population")
    said = replace(LUTETIUM, shocks=(shock("refugees", persons=exact(people / 4)),))
    made = built(said, shelf())
    assert_only(made, {"share_row"}, LUTETIUM)
    model = made.model
    assert at(model, "share_row", 1)[0].sum(axis=0) == pytest.approx(np.full(8, 1.25))
    covered = [number for number, name in enumerate(model.strata) if ", covered," in name]
    assert np.array_equal(at(model, "share_row", 1)[0, covered], at(model, "share_row", 0)[0, covered])


@pytest.mark.parametrize("kernel", ["flow", "queue", "reference"])
def test_everybody_who_arrives_is_counted_and_nobody_vanishes(kernel: Kernel) -> None:
    """A quarter more people for eight weeks; the slow reference follows one draw."""
    few = replace(LUTETIUM, draws=1 if kernel == "reference" else 2)
    people = shelf().reader("JOR").number("country.population")
    said = replace(few, shocks=(shock("refugees", persons=exact(people / 4)),))
    plain, more = (simulate(each, shelf(), kernel=kernel) for each in (few, said))
    model = more.model
    came, before = (each.outcome.in_country["entered"].sum(axis=(0, 1)) for each in (more, plain))
    weekly = model.rows[model.need_row[0]] * model.growth[0, 8:16].sum()
    weekly = weekly + 8 * model.rows[model.backlog_row[0]] / model.backlog_weeks
    assert came - before == pytest.approx(weekly / 4, abs=0.02 * came.max())  # whole people are drawn anew
    assert more.outcome.conservation_error().max() < 1e-9


def test_refugees_come_to_the_regions_that_are_named() -> None:
    said = replace(LUTETIUM, shocks=(shock("refugees", persons=exact(100_000), regions=("irbid",)),))
    made = built(said, shelf())
    model, people = made.model, made.reader.number("country.population")
    more = (at(model, "share_row", 1) - at(model, "share_row", 0))[0].sum(axis=0)
    assert more == pytest.approx(np.full(8, 100_000 / people))
    names = [model.strata[number] for number in np.flatnonzero(model.share_row[0, :, 1] != model.share_row[0, :, 0])]
    assert 0 < len(names) < len(model.strata) / 2 and all("pays alone" in name for name in names)


IRBID = (
    Intervention("licence", "site_licence", START, centre="irbid", lead_weeks=exact(0)),
    Intervention("permit", "source_import_permit", START, centre="irbid", lead_weeks=exact(0)),
    Intervention("staff", "train_staff", START, centre="irbid", lead_weeks=exact(0), ramp_weeks=exact(0)),
    Intervention("open", "open_centre", START, centre="irbid", town="Irbid", lead_weeks=exact(0), ramp_weeks=exact(0)),
)


def test_patients_of_a_destroyed_centre_go_to_another_one() -> None:
    scenario = replace(LUTETIUM, interventions=IRBID)
    model = struck("armed_conflict", scenario, sizes={}, destroys=(AMMAN,), regions=("aqaba",)).model
    amman, irbid = (model.centres.index(name) for name in (AMMAN, "irbid"))
    to = [set(model.route_centre[0][model.route[0, :, era]].tolist()) for era in range(model.have_row.shape[-1])]
    felt = int(model.era_of_week[8])
    assert to[felt] == {irbid} and amman in to[felt - 1] and amman in to[felt + 1]
    assert at(model, "have_row", felt)[amman, : len(("chair", "bed"))].max() == 0.0


def test_where_the_only_centre_is_destroyed_no_centre_is_open() -> None:
    model = struck("armed_conflict", LUTETIUM, destroys=(AMMAN,), regions=("aqaba",)).model
    gate = [why.reason for why in model.gates[0]].index("no_centre_open")
    assert at(model, "gate_row", 1)[0, gate].max() == 0.0 and at(model, "gate_row", 0)[0, gate].min() == 1.0


# --- nothing else ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["strike", "import_ban", "currency_fall", "power_failure"])
def test_a_shock_of_no_size_is_the_base_to_the_last_bit(kind: str) -> None:
    made = struck(kind, size=exact(0))
    assert_only(made, ())
    assert let_through(made, "open_row", 1).min() == let_through(made, "paid_row", 1).min() == 1.0


def test_a_shock_that_never_comes_is_the_base_to_the_last_bit() -> None:
    never = Shock("s", "strike", per_year=exact(0))
    model, plain = built(replace(BASE, shocks=(never,)), shelf()).model, base().model
    for field in fields(Model):
        assert same(getattr(model, field.name), getattr(plain, field.name)), field.name


def test_a_centre_does_not_become_small_because_it_is_on_strike() -> None:
    """Else a comparison would set whole people beside a fluid."""
    big = {f"capacity.equipment.treatment_chair@{AMMAN}": exact(40)}
    big |= {f"capacity.team.{cadre}@{AMMAN}": exact(20) for cadre in CADRES}
    big |= {f"capacity.equipment.isolation_bed@{AMMAN}": exact(40)}
    plain = replace(BASE, facts=big)  # type: ignore[arg-type]
    said = replace(plain, shocks=(shock("strike", size=exact(1)),))
    without, with_it = simulate_all([plain, said], shelf(), How())
    assert without.small == with_it.small == ()
    lost = (without.outcome.at_centres["given"] - with_it.outcome.at_centres["given"]).sum(axis=(0, 1, 2))
    assert (lost > 0.0).all()
