"""A whole country patient by patient: the reference's means where nobody queues, the laws of queues where they do."""

from typing import Any

import numpy as np
import pytest
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.capacity.erlang import delay
from hevesy.capacity.fifo import start_instants
from hevesy.plan.simulation import clinic, flow, queue, reference
from hevesy.plan.simulation.model import DIED_IMAGING, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.queue_error import flow_error, lines, toy_of_load
from hevesy.plan.simulation.queue_imaging import images


def two_medicines(**changes: Any) -> Model:
    """Two therapies, one imaged and repeated, two strata, three centres in a chain, everything uncertain, no queue."""
    figures: dict[str, Any] = {
        "weeks": 130, "draws": 160, "therapies": ("imaged", "not imaged"), "strata": ("near", "far"),
        "centres": ("small", "large", "far"), "gates": (("reach", "board"), ("reach", "board")), "before": 1,
        "passes": [[[[0.9], [0.5]], [[0.8], [0.7]]]] * 2, "again": 0.9, "route": [[0], [1]],
        "route_imaging": [[0, 0]] * 2, "route_centre": [[0, 1]] * 2, "modality": [[0], [-1]], "slots": 200.0,
        "cycles": (4, 2), "interval": (6, 8), "repeat_cycles": (2, 0), "first": 0.96, "drop": 0.95, "end": 0.97,
        "followed": 0.9, "need": (4.0, 3.0), "backlog": 30.0, "backlog_weeks": 10, "have": 900.0, "units": 900,
        "progress": 0.02, "repeat": 0.5, "die_stable": 0.005, "die_progressed": 0.02, "die_untreated": 0.02,
    }  # fmt: skip
    return Toy(**{**figures, **changes}).model()


def within(found: Any, right: Any, errors: float = 4.0) -> None:
    """The mean over the draws is the right one, within so many standard errors of its own."""
    error = found.std(axis=-1, ddof=1) / np.sqrt(found.shape[-1])
    assert (np.abs(found.mean(axis=-1) - right.mean(axis=-1)) <= errors * error + 1e-9).all()


def test_without_congestion_its_mean_is_the_references() -> None:
    model = two_medicines()
    found, right = queue.run(model), reference.run(model.only(0, 1))
    for name in ("joined", "started", "restarted", "given", "completed"):
        within(found.at_centres[name].sum(axis=0), right.at_centres[name].sum(axis=0))
    for name, people in found.in_country.items():
        if name not in ("weeks_untreated", "weeks_stable"):  # see the next lines
            within(people.sum(axis=0), right.in_country[name].sum(axis=0))
    # the week before a repeated course is booked as stable, not as untreated: one person-week for each
    moved = right.at_centres["restarted"].sum(axis=(0, 1)) / 0.96
    within(found.in_country["weeks_stable"].sum(axis=0) - moved, right.in_country["weeks_stable"].sum(axis=0))
    within(found.lost.sum(axis=0), right.lost.sum(axis=0))
    within(found.used.sum(axis=0), right.used.sum(axis=0))
    assert found.had.sum(axis=0)[..., 0] == pytest.approx(right.had.sum(axis=0)[..., 0])


def test_people_are_conserved_while_everything_happens() -> None:
    model = two_medicines(
        draws=40, have=[[[3.0]], [[4.0]], [[1.0]]], units=[[[2]], [[2]], [[1]]], fails=0.05, back=0.3, slots=5.0,
        scanners=2, scanner_fails=0.03, scanner_back=0.3, die_waiting=0.02, worsen=0.01, lapse=0.1,
        onward=[[[1], [1]], [[2], [2]], [[3], [3]]], onward_share=0.1, onward_from=1,
    )  # fmt: skip
    found = queue.run(model)
    assert found.conservation_error().max() < 1e-12
    for name in ("imaging", "waiting", "in_course", "abroad"):
        assert found.end[name].sum() > 0
    assert found.at_centres["sent_on"].sum(axis=(0, 2, 3)).min() > 0
    everybody = sum(found.in_country[name].sum() for name in found.in_country if name.startswith("weeks_"))
    alive_at_most = found.in_country["entered"].sum() * model.weeks
    assert 0.2 * alive_at_most < everybody < alive_at_most


def test_the_same_bits_on_any_number_of_threads_and_in_any_part_of_the_run() -> None:
    model = two_medicines(draws=70, weeks=52, have=4.0, units=3, slots=6.0, scanners=1, onward=1, centres=("a", "b"),
                          onward_share=[[[0.1]], [[0.0]]], onward_from=0)  # fmt: skip
    model.onward[1] = -1
    one, two = queue.run(model, threads=1), queue.run(model, threads=2)
    part = queue.run(model.only(30, 50))
    assert _same(one, two)
    assert np.array_equal(part.lost, one.lost[..., 30:50])
    assert np.array_equal(part.at_centres["waiting_weeks"], one.at_centres["waiting_weeks"][..., 30:50])


def _same(a: Outcome, b: Outcome) -> bool:
    parts = [(a.lost, b.lost), (a.used, b.used), (a.had, b.had)]
    for name in ("at_centres", "in_country", "end"):
        parts += [(getattr(a, name)[each], getattr(b, name)[each]) for each in getattr(a, name)]
    return all(np.array_equal(*pair) for pair in parts)


def test_no_need_no_anything() -> None:
    found = queue.run(two_medicines(draws=3, need=0.0, backlog=0.0))
    assert found.lost.sum() == found.used.sum() == 0.0
    assert all(people.sum() == 0.0 for people in (*found.in_country.values(), *found.end.values()))


def test_draws_have_their_own_figures() -> None:
    model = two_medicines(draws=2, need=Drawn([[0.0, 5.0], [0.0, 5.0]]), backlog=0.0)
    entered = queue.run(model).in_country["entered"].sum(axis=(0, 1))
    assert entered[0] == 0.0
    assert entered[1] == pytest.approx(2 * 5 * 130, rel=0.1)


def imaged_alone(slots: float, scanners: int, need: float, weeks: int, draws: int, **more: Any) -> Any:
    model = Toy(weeks=weeks, draws=draws, modality=0, slots=slots, scanners=scanners, **more).model()
    return images(model, 0, 0, np.zeros(1, dtype=np.int64), np.full((draws, weeks, 1), need))


def test_one_scanner_is_the_queue_with_equal_turns() -> None:
    found = imaged_alone(10.0, 1, 8.0, 2_000, 20)
    load, turn = 0.8, 0.1
    right = load / (2 * (1 - load)) * turn  # Pollaczek-Khinchine with turns that are all equal
    mean = found.waiting.sum(axis=(1, 2)) / found.came.sum(axis=(1, 2))
    assert abs(mean.mean() - right) < 3 * mean.std(ddof=1) / np.sqrt(20)
    assert (found.came.sum(axis=(1, 2)) == found.done.sum(axis=(1, 2)) + found.left.sum(axis=1)).all()


def test_two_scans_for_each_candidate_take_two_slots() -> None:
    found = imaged_alone(10.0, 1, 20.0, 100, 2, scans=2.0)
    assert found.done.sum(axis=(1, 2)) == pytest.approx([500, 500], abs=1)


def test_candidates_who_find_no_slot_die_like_the_untreated() -> None:
    model = Toy(weeks=60, draws=30, need=5.0, modality=0, slots=0.0, die_untreated=0.03).model()
    found, right = queue.run(model), reference.run(model.only(0, 1))
    dying = model.most_gates + DIED_IMAGING
    assert found.in_country["imaged"].sum() == 0.0
    # the reference counts no death in the week of the need, the queue half a week's
    within(found.lost[:, :, dying].sum(axis=0), right.lost[:, :, dying].sum(axis=0), 6.0)


def test_a_flow_with_its_centres_patient_by_patient_loses_nobody() -> None:
    model = two_medicines(draws=40, have=[[[3.0]], [[4.0]], [[1.0]]], units=2, onward_share=0.1, onward_from=1,
                          onward=[[[1], [1]], [[2], [2]], [[3], [3]]])  # fmt: skip
    both = flow.run(model, centres={0: clinic.centre_weeks, 2: clinic.centre_weeks})
    assert both.conservation_error().max() < 1e-12
    whole = queue.run(model)
    for name in ("joined", "started", "given"):
        a, b = both.at_centres[name][:, 0].sum(axis=(0, 1)), whole.at_centres[name][:, 0].sum(axis=(0, 1))
        assert a.mean() == pytest.approx(b.mean(), rel=0.03)


def test_waits_of_a_country_are_told_by_centre() -> None:
    model = two_medicines(
        draws=40, have=[[[3.0]], [[40.0]], [[40.0]]], units=[[[1]], [[4]], [[4]]], fails=0.05, back=0.1
    )
    _, waits = queue.run_with_waits(model)
    assert waits[0].late_probability.mean() > 0.5  # far fewer chairs than patients
    assert np.nanmean(waits[1].late_probability) < 0.05
    assert waits[0].quantile(0.9).min() > waits[0].mean.mean() > 12
    closed = waits[
        0
    ].months_closed.mean()  # away: 0.05/(0.05+0.1); in spells of four and more: 1-(1-x) by hand below
    spell = np.arange(1, 200)
    long = (spell * 0.1 * 0.9 ** (spell - 1))[3:].sum() / 10
    assert closed == pytest.approx(long / 3, abs=0.06)
    assert waits[2].ended.sum() == 0.0


@pytest.mark.parametrize(("servers", "load"), [(1, 0.7), (4, 0.85)])
def test_the_queue_behind_the_flow_error_has_the_known_wait(servers: int, load: float) -> None:
    _, waits = queue.run_with_waits(toy_of_load(load, servers, weeks=3_000, draws=64))
    # equal turns: exact for one server; for more, Cosmetatos (1975) corrects half the wait of random turns
    right = delay(load * servers, 1.0, servers).wait
    correction = (1 - load) * (servers - 1) * (np.sqrt(4 + 5 * servers) - 2) / (16 * load * servers)
    mean = waits[0].mean[0]
    error = mean.std(ddof=1) / np.sqrt(64)
    assert abs(mean.mean() - 0.5 * (1 + correction) * right) < 3 * error
    assert error < 0.03 * right


def test_flow_error_is_told_in_lines() -> None:
    errors = flow_error((0.7, 0.95), weeks=3_000, draws=48)
    assert [(each.places, each.load) for each in errors] == [(1, 0.7), (1, 0.95), (4, 0.7), (4, 0.95)]
    assert all(each.flow_weeks == 0.0 for each in errors)  # a fluid has no queue below capacity
    # one server with equal turns: load / (2 (1 - load)) turns
    assert errors[0].queue_weeks == pytest.approx(0.7 / 0.6, abs=4 * errors[0].standard_error)
    assert errors[1].queue_weeks == pytest.approx(9.5, abs=4 * errors[1].standard_error)
    assert errors[1].standard_error < 1.0
    assert lines(errors)[0].startswith(
        "1 chair at 70 % load: the flow kernel waits 0.00 turns, whole people 1."
    )


def test_start_instants_are_what_one_scanner_does() -> None:
    found = imaged_alone(6.0, 1, 5.5, 300, 1)
    # the same candidates through the recursion would wait as long in sum; their instants are not shown, so count them
    luck = np.random.default_rng(5)
    waits = []
    for _ in range(200):
        instants = np.sort(luck.uniform(0, 300, luck.poisson(5.5 * 300)))
        waits.append((start_instants(instants, np.full(len(instants), 1 / 6), 1) - instants).mean())
    mean = found.waiting.sum() / found.came.sum()
    assert min(waits) < mean < max(waits)
