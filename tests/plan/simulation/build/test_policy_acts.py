"""What each policy act moves, by hand: that, in that direction and by that much, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hevesy.capacity.minutes import OUTPATIENT, administration, bed_stay
from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.plan.price import cycle_price
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import NOWHERE, PET, SPECT, ZERO, Floats, Model
from hevesy.plan.simulation.simulate import simulate
from hevesy.products import find_therapy

START = date(2027, 1, 4)
AMMAN = "hypothetical:amman"
BASE = Scenario("base", "JOR", START, years=1, draws=8, seed=3, therapies=("lu177_psma617",))
BY_STRATUM = ("share_row", "gate_row", "again_row")
OF_CENTRES = ("have_row", "dose_row", "slots_row", "fails_row", "onward_row")


@cache
def shelf() -> Shelf:
    return Shelf.load()


def exact(value: float) -> Range:
    return Range(value, value, value)


def act(kind: str, **said: Any) -> Intervention:
    """Ready after 26 weeks and in full use at once, in all draws."""
    usual = {"lead_weeks": exact(26), "ramp_weeks": exact(0)}
    return Intervention("a", kind, START, **{**usual, **said})


def decided(kind: str, base: Scenario = BASE, on: Shelf | None = None, **said: Any) -> Built:
    return built(replace(base, interventions=(act(kind, **said),)), on or shelf())


def at(model: Model, name: str, era: int) -> Floats:
    return np.asarray(model.rows[getattr(model, name)[..., era]])


def assert_moves_only(made: Built, *moved: str, base: Scenario = BASE, on: Shelf | None = None) -> None:
    """Before it is ready all is the base to the last bit; then all but what is named."""
    model, plain = made.model, built(base, on or shelf()).model
    assert np.flatnonzero(np.diff(model.era_of_week)).tolist() == [27]  # the grid of four weeks
    for name in (*BY_STRATUM, *OF_CENTRES):
        assert np.array_equal(at(model, name, 0), at(plain, name, 0)), name
        assert np.array_equal(at(model, name, 1), at(plain, name, 0)) == (name not in moved), name
    for field in fields(Model):
        if field.name.endswith("_row") and field.name not in (*BY_STRATUM, *OF_CENTRES):
            one, other = (each.rows[getattr(each, field.name)] for each in (model, plain))
            assert np.array_equal(one[..., :1, :], other[..., :1, :]), field.name


def gates(model: Model, era: int) -> dict[str, Floats]:
    return {why.reason: at(model, "gate_row", era)[0, number] for number, why in enumerate(model.gates[0])}


def assert_gates(model: Model, moved: dict[str, float], lost: float = 1.0) -> None:
    """Of what each named gate loses, the share in `moved` passes; every other gate is as it was."""
    before, now = gates(model, 0), gates(model, 1)
    for reason in before:
        effect = moved.get(reason, 0.0)
        assert now[reason] == pytest.approx(before[reason] + (1 - before[reason]) * effect), reason
    assert all((before[reason] < 1.0).any() for reason in moved)


@pytest.mark.parametrize("kind", ["product_registration", "harmonised_approval"])
def test_approval_opens_the_legal_route_to_all(kind: str) -> None:
    made = decided(kind)
    assert_moves_only(made, "gate_row")
    assert_gates(made.model, {"no_legal_route": 1.0})


def test_named_patient_access_opens_it_to_a_part() -> None:
    assert_gates(decided("named_patient_access", effect=exact(0.25)).model, {"no_legal_route": 0.25})


def test_an_approval_moves_what_the_country_is_known_to_have_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "policy.csv").write_text(
        "iso3,therapy,item,value,state,on,source,kind\nJOR,lu177_psma617,approval,none,reported,2026-01-01,own,verified\n"
    )
    on = shelf().with_pack(tmp_path)
    model = decided("product_registration", on=on).model
    assert gates(model, 0)["no_legal_route"].max() == 0.0 and gates(model, 1)["no_legal_route"].min() == 1.0


def test_an_approval_of_one_medicine_leaves_the_others_as_they_are() -> None:
    both = replace(BASE, therapies=("lu177_psma617", "ra223"))
    model = decided("product_registration", both, therapies=("ra223",)).model
    rows = at(model, "gate_row", 1) - at(model, "gate_row", 0)
    assert not rows[0].any() and (rows[1].max(axis=(1, 2)) > 0).sum() == 1


def test_a_guideline_brings_referral_and_boards() -> None:
    made = decided("guideline_inclusion", effect=exact(0.3))
    assert_moves_only(made, "gate_row")
    assert_gates(made.model, {"not_referred": 0.3, "not_recommended_by_a_board": 0.3})


def test_local_labelling_brings_a_legal_route_and_doses() -> None:
    made = decided("local_labelling", effect=exact(0.4))
    assert_moves_only(made, "gate_row")
    assert_gates(made.model, {"no_legal_route": 0.4, "dose_not_delivered": 0.4})


def test_a_benefit_package_covers_the_share_of_those_not_covered_so_far() -> None:
    model = decided("benefit_package", effect=exact(0.75)).model
    covered = [number for number, name in enumerate(model.strata) if ", covered," in name]
    before, now = (at(model, "share_row", era)[0, covered].sum(axis=0) for era in (0, 1))
    assert now == pytest.approx(before + (1 - before) * 0.75)
    assert at(model, "share_row", 1)[0].sum(axis=0) == pytest.approx(np.ones(8))


def test_a_benefit_package_needs_a_legal_route_where_nobody_treats() -> None:
    need = catalogue(shelf())["benefit_package"].needs[0]
    assert (need.shown, need.before) == ("treats", "ready") and "product_registration" in need.kinds
    check(replace(BASE, interventions=(act("benefit_package"),)), shelf())  # the imagined centre treats


def test_an_access_price_is_a_lower_price_at_the_gate_and_in_the_costs() -> None:
    made = decided("access_price", effect=exact(0.4))
    assert_moves_only(made, "gate_row", "again_row")
    reader = shelf().reader("JOR", draws=8, seed=3)
    price = cycle_price("lu177_psma617", reader)
    assert made.values.cycle_cost.shape == (1, 1, 8)
    assert made.values.cycle_cost[0, 0] == pytest.approx(price * (28 + 0.6 * 24) / 52)  # from week 28 on
    cheaper = replace(BASE, facts={"money.price_cut": exact(0.4)})
    assert at(made.model, "gate_row", 1) == pytest.approx(at(built(cheaper, shelf()).model, "gate_row", 0))
    assert (gates(made.model, 1)["therapy_not_affordable"] >= gates(made.model, 0)["therapy_not_affordable"]).all()


def test_a_budget_goes_further_at_an_access_price() -> None:
    """At half the price the same money gives twice the cycles."""
    limited = replace(BASE, facts={f"capacity.money.usd_per_year@{AMMAN}": exact(52_000)})
    model = decided("access_price", limited, effect=exact(0.5)).model
    money = model.resources.index("money")
    assert at(model, "have_row", 0)[0, money] == pytest.approx(np.full(8, 1000.0))
    assert at(model, "have_row", 1)[0, money] == pytest.approx(np.full(8, 2000.0))


def test_release_on_the_day_frees_the_beds_that_it_empties() -> None:
    """Three in ten stay and one in twenty must: six times as many patients for the same beds."""
    stay = {"capacity.bed.share_without_a_rule": exact(0.3), "capacity.bed.share_under_a_rule": exact(0.05)}
    base = replace(BASE, country="KEN", facts=stay)  # no rule of Kenya is on the shelf
    made = decided("outpatient_release", base)
    assert_moves_only(made, "have_row", "gate_row", base=base)  # who need not stay keeps more days of work
    before, after = (gates(made.model, era) for era in (0, 1))
    assert [why for why in before if (before[why] != after[why]).any()] == ["cannot_leave_work"]
    model = made.model
    bed, chair, waste = (model.resources.index(name) for name in ("bed", "chair", "waste"))
    had, now = (at(model, "have_row", era)[0] for era in (0, 1))
    assert now[bed] == pytest.approx(had[bed] * 6)
    assert now[chair] == pytest.approx(had[chair] * 0.7 / 0.95)  # who goes home sits in a chair
    assert np.array_equal(now[waste], had[waste])


def test_release_on_the_day_keeps_who_must_stay_and_whose_therapy_is_a_stay() -> None:
    reader = shelf().reader("JOR").changed({OUTPATIENT: lambda value: value + 1.0})
    psma, mibg = (find_therapy(name, shelf()) for name in ("lu177_psma617", "i131_mibg"))
    assert bed_stay(administration(psma, shelf()), psma, reader)[0] == pytest.approx(0.05)
    assert bed_stay(administration(mibg, shelf()), mibg, reader)[0] == 1.0


def test_a_stricter_share_of_today_is_never_raised_by_release_on_the_day() -> None:
    nobody = {"capacity.bed.share_without_a_rule": lambda value: 0.0 * value}
    reader = shelf().reader("KEN").changed({OUTPATIENT: lambda value: value + 1.0, **nobody})
    psma = find_therapy("lu177_psma617", shelf())
    assert bed_stay(administration(psma, shelf()), psma, reader)[0] == 0.0


def test_a_line_that_is_no_longer_asked_for_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "policy.csv").write_text(
        "iso3,therapy,item,value,state,on,source,kind\n"
        "JOR,lu177_psma617,requires_taxane,yes,reported,2026-01-01,own,verified\n"
    )
    on = shelf().with_pack(tmp_path)
    made = decided("rule_waived", on=on, effect=exact(0.5))
    assert_moves_only(made, "gate_row", on=on)
    assert_gates(made.model, {"nationally_required_line_never_received": 0.5})
    assert_moves_only(decided("rule_waived"))  # where no rule asks for it nothing changes


def test_spect_that_is_accepted_images_where_it_is_nearer(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "centres.csv").write_text(
        "iso3,centre,name,town,services\nJOR,one,One,Amman,pet;therapy\nJOR,two,Two,Irbid,spect;therapy\n"
    )
    on = shelf().with_pack(tmp_path)
    model = decided("spect_accepted", on=on).model
    around = [number for number, name in enumerate(model.strata) if name.startswith("around Irbid")]
    by = [
        {int(model.modality[0, model.route_imaging[0][route]]) for route in model.route[0, around, era]}
        for era in (0, 1)
    ]
    assert by[0] == {PET} and SPECT in by[1]
    before, now = (gates(model, era)["too_far_from_imaging"][around] for era in (0, 1))
    assert (now >= before).all() and (now > before).any()


def test_a_referral_agreement_sends_long_waiters_abroad_from_its_day_on() -> None:
    made = decided("regional_referral", effect=exact(0.2))
    model = made.model
    assert (model.onward[..., 0] == NOWHERE).all() and (model.onward[..., 1] == len(model.centres)).all()
    assert at(model, "onward_row", 1) == pytest.approx(np.full((1, 1, 8), 0.2))
    assert (model.onward_row[..., 0] == ZERO).all() and any("sent abroad" in note for note in made.notes)


@pytest.mark.parametrize("kind", ["label_earlier_line", "label_new_indication", "label_pipeline"])
def test_a_wider_label_brings_more_people_with_its_uptake(kind: str) -> None:
    made = decided(kind, more=exact(1.5))
    assert_moves_only(made, "share_row")
    model = made.model
    assert at(model, "share_row", 1)[0] == pytest.approx(2.5 * at(model, "share_row", 0)[0])
    half = decided(kind, more=exact(1.0), ramp_weeks=exact(52)).model
    whole = at(half, "share_row", -1)[0].sum(axis=0)
    assert whole == pytest.approx(np.full(8, 1 + 24 / 52))  # the middle of the last step is week 50


def test_a_wider_label_of_one_region_is_for_its_people_alone() -> None:
    model = decided("label_earlier_line", more=exact(1.0), regions=("irbid",)).model
    around = np.array([name.startswith("around Irbid") for name in model.strata])
    before, now = (at(model, "share_row", era)[0] for era in (0, 1))
    assert (now[around].sum(axis=0) > 1.5 * before[around].sum(axis=0)).all()
    assert (now[~around].sum(axis=0) < 1.2 * before[~around].sum(axis=0)).all()


def test_everybody_of_a_wider_label_is_counted() -> None:
    said = replace(BASE, draws=2, interventions=(act("label_earlier_line", more=exact(1.0)),))
    plain, more = (simulate(each, shelf()) for each in (replace(BASE, draws=2), said))
    assert more.outcome.conservation_error().max() < 1e-9
    came, before = (each.outcome.in_country["entered"].sum(axis=(0, 1)) for each in (more, plain))
    assert came / before == pytest.approx(np.full(2, 1 + 24 / 52), rel=0.03)


def test_more_is_refused_where_no_label_is_widened() -> None:
    with pytest.raises(BadScenario, match="key 'more': lodging widens no label; take the line out"):
        check(replace(BASE, interventions=(act("lodging", more=exact(1.0)),)), shelf())


KINDS = tuple(entry.id for entry in catalogue(shelf()).values() if entry.topic and entry.at != "centre")


@pytest.mark.parametrize("kind", KINDS)
def test_a_policy_act_that_comes_too_late_is_the_base_to_the_last_bit(kind: str) -> None:
    model, plain = decided(kind, lead_weeks=exact(100)).model, built(BASE, shelf()).model
    for name in (*BY_STRATUM, *OF_CENTRES):
        assert getattr(model, name).shape[-1] == 1
        assert np.array_equal(at(model, name, 0), at(plain, name, 0)), name
    assert np.array_equal(model.route, plain.route) and (model.onward == NOWHERE).all()


def test_release_on_the_day_says_where_the_rule_of_today_sends_home_already() -> None:
    said = "a rule on the shelf sends most patients home already"
    assert any(said in note for note in decided("outpatient_release").notes)
    kenya = replace(BASE, country="KEN")
    assert not any(said in note for note in decided("outpatient_release", kenya).notes)
