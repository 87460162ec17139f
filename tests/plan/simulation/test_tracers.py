"""Tracers that do not come: outages by hand, and the same answer from all three kernels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.simulation.lanes_made_up import MAKER, ONE, STORMY
from tests.plan.simulation.toys import Drawn, Toy
from tests.plan.simulation.tracers_made_up import traced

from hevesy.plan.simulation import flow, queue, reference
from hevesy.plan.simulation.model import PET, SPECT, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.tracers import CAUSES
from hevesy.plan.simulation.tracers_found import tracers_there

IMAGED = Toy(weeks=52, need=10.0, cycles=1, modality=PET)
TWO = Toy(
    weeks=60, draws=3, therapies=("a", "b"), need=(4.0, 6.0), cycles=1, modality=((SPECT,), (SPECT,)), scans=(1.0, 1.5),
    slots=14.0, die_untreated=0.01, route_imaging=((0,), (0,)), route_centre=((0,), (0,)),
)  # fmt: skip


def by_cause(outcome: Outcome) -> dict[str, float]:
    return {cause: float(outcome.in_country[f"untraced_{cause}"].sum()) for cause in CAUSES}


@pytest.mark.parametrize("run", [reference.run, flow.run])
def test_an_outage_of_the_cyclotron_by_hand(run) -> None:  # type: ignore[no-untyped-def]
    """Ten a week and no tracer in weeks 5 to 7: 10, 20 and 30 wait in vain, all forty are imaged in week 8."""
    done = run(traced(IMAGED.model(), far=False, cyclotron=True, stops=((0, 5, 3),)))
    assert by_cause(done) == pytest.approx({**dict.fromkeys(CAUSES, 0.0), "cyclotron": 60.0})
    assert float(done.in_country["imaged"].sum()) == pytest.approx(520.0)
    assert float(done.in_country["weeks_untreated"].sum()) == pytest.approx(60.0)


def test_reactors_behind_a_weekly_generator() -> None:
    """The larger reactor (3/4) stands still for two weeks: of 10, then 17.5, a quarter is imaged."""
    done = reference.run(traced(IMAGED.model(), outages=((ONE, 0, 2),)))
    assert by_cause(done)["reactor"] == pytest.approx(7.5 + 13.125)


@pytest.mark.parametrize("run", [reference.run, flow.run])
def test_what_borders_keep_back_by_hand(run) -> None:  # type: ignore[no-untyped-def]
    """Half is let in: of ten, then of fifteen, half is imaged, and the rest is put off for the border's sake."""
    done = run(traced(replace(IMAGED, weeks=2).model(), opened=0.5))
    assert by_cause(done) == pytest.approx({**dict.fromkeys(CAUSES, 0.0), "border": 5.0 + 7.5})
    assert float(done.in_country["imaged"].sum()) == pytest.approx(5.0 + 7.5)


@pytest.mark.parametrize("run", [reference.run, flow.run])
def test_only_those_whose_turn_it_is_are_put_off(run) -> None:  # type: ignore[no-untyped-def]
    """Five slots a week for ten patients, a tenth of the tracers lacks: 5 are imaged, of 5 / 0.9 who are called."""
    model = traced(
        Toy(weeks=104, draws=32, need=10.0, cycles=1, modality=PET, slots=5.0).model(),
        outages=((ONE, 0, 104),), feeds=(0.1, 0.9),
    )  # fmt: skip
    done = run(model)
    assert float(done.in_country["imaged"].sum()) == pytest.approx(32 * 520.0)
    assert by_cause(done)["reactor"] == pytest.approx(32 * 104 * 5.0 * 0.1 / 0.9)
    whole = queue.run(model)  # of the first five 4.5 find one: in half of the weeks a sixth is called, who finds one
    weeks = 32 * 104
    assert by_cause(whole)["reactor"] == pytest.approx(weeks / 2, abs=4 * np.sqrt(weeks / 4))


def test_a_long_lived_generator_is_not_renewed_across_a_closed_border() -> None:
    model = traced(replace(IMAGED, draws=100).model(), {"life": 20.0}, columns=1, opened=0.0)
    found = tracers_there(model, model.rows, 0)[0]
    assert (np.diff(found, axis=0) <= 0.0).all() and found[0].max() == 1.0
    assert (found[20:] == 0.0).all()


def test_of_what_the_cyclotron_cannot_give_others_give_a_part() -> None:
    model = traced(IMAGED.model(), cyclotron=True, over=0.6, stops=((0, 4, 2),), outages=((MAKER, 5, 3),))
    found = tracers_there(model, model.rows, 0)[..., 0]
    assert found[0, 3:9] == pytest.approx([1.0, 0.6, 0.0, 1.0, 1.0, 1.0])  # in week 5 neither can
    assert model.tracers is not None
    assert found[model.tracers.row[0, 1 + CAUSES.index("cyclotron")], 4:6] == pytest.approx([0.4, 1.0])


def test_a_long_lived_generator_feels_an_outage_only_when_it_is_due() -> None:
    """A life of 20 weeks; the maker cannot send in weeks 10 to 29, and whoever is due in them waits until week 30."""
    model = Toy(weeks=52, draws=400, need=10.0, modality=PET, cycles=1).model()
    found = tracers_there(hit := traced(model, {"life": 20.0}, columns=1, outages=((MAKER, 10, 20),)), hit.rows, 0)
    out = 1.0 - found[0]
    assert (out[:10] == 0.0).all() and (out[30:] == 0.0).all()
    assert (out[29] == 1.0).all()  # by then everyone's life is over
    assert out[19].mean() == pytest.approx(0.5, abs=0.1)  # half of them are due in ten of twenty weeks
    two = tracers_there(hit := traced(model, {"life": 20.0}, columns=2, outages=((MAKER, 10, 20),)), hit.rows, 0)
    assert (1.0 - two[0])[19].mean() == pytest.approx(0.25, abs=0.1)  # both are


def test_renewals_that_are_ordered_late() -> None:
    """Every renewal three weeks late on average after 27 weeks of use: about a tenth of all weeks without a tracer."""
    model = Toy(weeks=520, draws=100, need=10.0, modality=PET, cycles=1).model()
    late = traced(model, {"life": 27.0, "late": 1.0, "late_weeks": 3.0}, columns=1)
    assert 1.0 - tracers_there(late, late.rows, 0)[0].mean() == pytest.approx(3.0 / 30.0, rel=0.05)


def stormy(toy: Toy) -> Model:
    figures = {"per_year": 2.0, "weeks": 2.0}
    return traced(toy.model(), figures, {**STORMY, "reactor_per_year": 3.0}, lines=((0,), (-1,))[: len(toy.therapies)])


def test_the_flow_kernel_counts_as_the_reference_does() -> None:
    model = stormy(TWO)
    slow, fast = reference.run(model), flow.run(model)
    assert sum(by_cause(slow).values()) > 10.0
    for name, values in slow.in_country.items():
        assert fast.in_country[name] == pytest.approx(values, rel=1e-9, abs=1e-9), name
    for name, values in slow.at_centres.items():
        assert fast.at_centres[name] == pytest.approx(values, rel=1e-9, abs=1e-9), name
    assert fast.lost == pytest.approx(slow.lost, rel=1e-9, abs=1e-9)
    assert max(slow.conservation_error().max(), fast.conservation_error().max()) < 1e-9


def test_whole_patients_are_imaged_on_average_as_the_fluid_is() -> None:
    """In deaths they differ: whole people come in the middle of their first week, the fluid at its beginning."""
    model = stormy(replace(TWO, weeks=104, draws=96, slots=60.0, scanners=3))
    fluid, whole = flow.run(model), queue.run(model)
    each = [done.in_country["imaged"][:, 0].sum(axis=0) for done in (fluid, whole)]
    error = (each[1] - each[0]).std() / np.sqrt(len(each[0]))
    assert abs(each[1].mean() - each[0].mean()) < 4 * error
    of_both = [sum(by_cause(done).values()) for done in (fluid, whole)]
    assert of_both[1] == pytest.approx(of_both[0], rel=0.03)
    assert whole.conservation_error().max() < 1e-9


def test_patients_whose_tracer_comes_take_the_slots_of_those_whose_does_not() -> None:
    """Ten and ten a week for fifteen slots; while the first's tracer is out, the second has all it asks for."""
    toy = replace(TWO, draws=1, weeks=8, need=10.0, scans=1.0, slots=15.0, die_untreated=0.0)
    model = traced(toy.model(), far=False, cyclotron=True, stops=((0, 0, 8),), lines=((0,), (-1,)))
    for run in (reference.run, flow.run, queue.run):
        imaged = run(model).in_country["imaged"][0, :, 0]
        assert imaged[0] == 0.0
        assert imaged[1] == pytest.approx(80.0, abs=1e-9 if run is not queue.run else 40.0)


def test_where_every_tracer_comes_nothing_changes_to_the_last_bit() -> None:
    plain, calm = TWO.model(), traced(TWO.model())
    for run in (flow.run, queue.run):
        before, after = run(plain), run(calm)
        for name, values in before.in_country.items():
            assert (after.in_country[name] == values).all(), name


def test_the_same_bits_for_any_block_of_draws_and_an_earlier_end() -> None:
    model = stormy(replace(TWO, draws=70, scans=Drawn(np.ones((2, 70)))))
    whole, part = flow.run(model), flow.run(model.only(64, 70))
    ended, few = flow.run(model.until(1)), queue.run(model.only(3, 9))
    for name, values in whole.in_country.items():
        assert (part.in_country[name] == values[..., 64:]).all(), name
        assert (ended.in_country[name] == values[:1]).all(), name
    assert (few.in_country["imaged"] == queue.run(model).in_country["imaged"][..., 3:9]).all()


def test_two_years_before_make_no_other_cyclotron_stop() -> None:
    found = traced(TWO.model(), cyclotron=True, stops=((0, 5, 3),)).tracers
    assert found is not None
    assert found.earlier(104).stops == ((0, 109, 3),)
