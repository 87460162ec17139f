"""A run is the same however it is cut, stopped, resumed or spread; what is kept is whole or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.errors import NoDask, NoScheduler, OtherVersion, Stopped
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation import reference, simulate, spread_out
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.shards import Kept, Piece, blocks, fingerprint, flattened, forget_all
from hevesy.plan.simulation.simulate import How, run_block, simulate_all
from hevesy.plan.simulation.simulate import simulate as run
from hevesy.plan.simulation.small import small_centres

SCENARIO = Scenario("toy", "JOR", date(2026, 1, 1), 1, 6, 1)
SHELF: Any = None


def of_toy(model: Model) -> SimpleNamespace:
    """What is built, as far as a run asks: the model, and what its centres are called."""
    return SimpleNamespace(model=model, usual=model, centres=[SimpleNamespace(name=id.title()) for id in model.centres])


@pytest.fixture
def toy() -> Model:
    """Eight weeks, six draws of the need, a physicist who is away at times."""
    return Toy(
        weeks=8, draws=6, need=Drawn([np.linspace(1.0, 9.0, 6)]), cycles=2, interval=2, have=4.0, units=1, fails=0.2,
        back=0.5, die_waiting=0.02,
    ).model()  # fmt: skip


@pytest.fixture(autouse=True)
def stands_for_a_country(toy: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy is what every scenario builds, and a block holds two draws."""
    made = of_toy(toy)
    monkeypatch.setattr(simulate, "_built", lambda scenario, shelf, calibration: made)
    monkeypatch.setattr(simulate, "sizes", lambda draws, kernel: 2)


def same(one: Outcome, other: Outcome) -> bool:
    first, second = flattened(Piece(one)), flattened(Piece(other))
    return first.keys() == second.keys() and all(np.array_equal(first[name], second[name]) for name in first)


def test_blocks_put_together_are_one_run_to_the_last_bit(toy: Model) -> None:
    assert same(run(SCENARIO, SHELF, "reference").outcome, reference.run(toy))


def stop_after(calls: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ctrl-C is pressed while that block is computed; the first draw of every block that was begun."""
    begun: list[int] = []

    def pressed(model: Model, *rest: Any) -> Piece:
        begun.append(model.first_draw)
        if len(begun) == calls:
            os.kill(os.getpid(), signal.SIGINT)
        return run_block(model, *rest)

    monkeypatch.setattr(simulate, "run_block", pressed)
    return begun


def test_a_stopped_run_keeps_its_blocks_and_goes_on_to_the_same_bits(
    toy: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = stop_after(2, monkeypatch)
    with pytest.raises(Stopped, match=r"after 4 of 6 draws; they are kept in .*: the same command goes on"):
        run(SCENARIO, SHELF, "reference", folder=tmp_path)
    assert begun == [0, 2]
    resumed = run(SCENARIO, SHELF, "reference", folder=tmp_path)
    assert begun == [0, 2, 4]
    assert same(resumed.outcome, reference.run(toy))
    forget_all(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_fresh_starts_anew_and_without_a_folder_a_stop_says_what_would_have_helped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = stop_after(1, monkeypatch)
    with pytest.raises(Stopped):
        run(SCENARIO, SHELF, "reference", folder=tmp_path)
    simulate_all([SCENARIO], SHELF, How("reference"), tmp_path, fresh=True)
    assert begun == [0, 0, 2, 4]
    stop_after(1, monkeypatch)
    with pytest.raises(Stopped, match="with --out DIR a stopped run can go on"):
        run(SCENARIO, SHELF, "reference")


def test_ctrl_c_works_as_before_when_the_run_is_over() -> None:
    before = signal.getsignal(signal.SIGINT)
    run(SCENARIO, SHELF, "reference")
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_counts_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int, str]] = []
    run(SCENARIO, SHELF, "reference", on_progress=lambda *said: heard.append(said))
    assert heard == [(2, 6, "toy"), (4, 6, "toy"), (6, 6, "toy")]


@pytest.mark.parametrize(
    "damage", [lambda kept: b"", lambda kept: kept[: len(kept) // 2], lambda kept: b"PK no zip"]
)
def test_a_damaged_block_is_computed_again(
    damage: Callable[[bytes], bytes], toy: Model, tmp_path: Path
) -> None:
    run(SCENARIO, SHELF, "reference", folder=tmp_path)
    kept = sorted(tmp_path.glob(".unfinished-*/*.npz"))
    assert [path.name for path in kept] == [
        "0000000-0000002.npz",
        "0000002-0000004.npz",
        "0000004-0000006.npz",
    ]
    kept[1].write_bytes(damage(kept[1].read_bytes()))
    assert same(run(SCENARIO, SHELF, "reference", folder=tmp_path).outcome, reference.run(toy))


def test_what_was_kept_belongs_to_one_model_kernel_and_seed(toy: Model, tmp_path: Path) -> None:
    rows = toy.rows.copy()
    rows[-1, 0] += 1e-12
    others = [replace(toy, rows=rows), replace(toy, seed=2), replace(toy, start=date(2027, 1, 1))]
    marks = {fingerprint(model, "flow f8") for model in (toy, *others)} | {fingerprint(toy, "queue f8")}
    assert len(marks) == 5
    assert fingerprint(toy, "flow f8") == fingerprint(replace(toy), "flow f8")
    kept = Kept.inside(tmp_path, fingerprint(toy, "x"))
    kept.save((0, 6), Piece(reference.run(toy.only(0, 1))))
    assert Kept.inside(tmp_path, fingerprint(others[0], "x")).load((0, 6)) is None
    assert kept.load((0, 6)) is not None and kept.load((0, 5)) is None


def test_blocks_cover_all_draws_once() -> None:
    assert blocks(5, 2) == [(0, 2), (2, 4), (4, 5)]
    assert blocks(4, 9) == [(0, 4)]


def test_a_flow_run_says_by_how_much_a_fluid_waits_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight chairs: the fluid waits nothing at any load below all of them, whole people do."""
    big = Toy(weeks=52, draws=2, have=40.0, units=8, need=20.0).model()
    monkeypatch.setattr(simulate, "_built", lambda *asked: of_toy(big))
    (note,) = run(SCENARIO, SHELF).notes
    assert (
        "8 chairs at 70 % load" in note and "8 chairs at 95 % load: the flow kernel waits 0.00 turns" in note
    )
    assert run(SCENARIO, SHELF, "queue").notes == ()


# --- which centres are small --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "takes", "cadre", "small"),
    [
        (9.9, 1.0, 5, True),  # turns a week
        (10.0, 1.0, 5, False),
        (10.0, 1.5, 5, True),  # a turn takes a day and a half: 6.7 turns
        (50.0, 1.0, 4, True),  # persons of a cadre
        (50.0, 1.0, 0, False),  # whose absence is not followed
    ],
)
def test_under_ten_slots_or_five_persons_a_centre_runs_patient_by_patient(
    have: float, takes: float, cadre: int, small: bool
) -> None:
    model = Toy(
        resources=("chair", "nurse"),
        have=np.asarray([[have, 5000.0]])[:, :, None],
        units=np.asarray([[2, cadre]])[:, :, None],
        use_first=np.asarray([[takes, 60.0]]),
    ).model()
    assert small_centres(model) == ((0,) if small else ())


def test_what_no_therapy_needs_and_where_nobody_goes_makes_nothing_small() -> None:
    model = Toy(
        centres=("busy", "nobody"),
        resources=("chair", "nurse"),
        have=np.asarray([[50.0, 5000.0], [1.0, 1.0]])[:, :, None],
        units=np.asarray([[9, 1], [1, 1]])[:, :, None],
        use_first=np.asarray([[1.0, 0.0]]),
        use_again=np.asarray([[1.0, 0.0]]),
    ).model()
    assert small_centres(model) == ()


# --- Dask -----------------------------------------------------------------------------------------------------


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A scheduler and two workers inside this process: no sockets at all."""
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("distributed.utils._get_ip", lambda *asked, **how: "127.0.0.1")  # it asks a socket
    held = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="inproc", dashboard_address="127.0.0.1:0"
    )
    yield held
    held.close()


def test_spread_over_workers_is_one_machine_to_the_last_bit(cluster: Any, toy: Model, tmp_path: Path) -> None:
    how = How("reference", dask=cluster.scheduler_address)
    a, b = simulate_all([SCENARIO, SCENARIO], SHELF, how, tmp_path)
    assert same(a.outcome, reference.run(toy)) and same(b.outcome, a.outcome)
    assert len(list(tmp_path.glob(".unfinished-*/*.npz"))) == 3


def test_a_worker_of_another_version_is_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_out, "_at_worker", lambda version, work, *task: ("0.0.9", None))
    with pytest.raises(OtherVersion, match=r"A Dask worker runs Hevesy 0\.0\.9"):
        run(SCENARIO, SHELF, "reference", dask=cluster.scheduler_address)


@pytest.mark.deep
def test_a_worker_that_is_killed_in_mid_run_changes_nothing(
    loopback: None, toy: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes of this machine; one is killed when the first block is back, with another at hand."""
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("distributed.utils._get_ip", lambda *asked, **how: "127.0.0.1")
    model = replace(toy, rows=np.tile(toy.rows, 4))
    monkeypatch.setattr(simulate, "_built", lambda *asked: of_toy(model))
    killed: list[int] = []

    def kill_one(done: int, of: int, what: str) -> None:
        if not killed:
            killed.append(next(iter(held.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50
    ) as held:
        found = run(SCENARIO, SHELF, "reference", dask=held.scheduler_address, on_progress=kill_one)
    assert killed and same(found.outcome, reference.run(model))


@pytest.mark.parametrize("address", ["inproc://nobody/1/1", "no scheduler", "tcp://"])
def test_an_address_where_nobody_answers_is_said_in_a_sentence(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("distributed.utils._get_ip", lambda *asked, **how: "127.0.0.1")
    monkeypatch.setattr(spread_out, "SECONDS_TO_ANSWER", 0.2)
    with pytest.raises(NoScheduler, match="Start one with `dask scheduler`"):
        run(SCENARIO, SHELF, "reference", dask=address)


def test_without_the_extra_the_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoDask, match=r"pip install 'hevesy\[dask\]'"):
        run(SCENARIO, SHELF, "reference", dask="tcp://10.0.0.1:8786")
