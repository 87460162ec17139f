"""Laws of the weekly engine, over countries that hypothesis thinks of."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.simulation.any_country import any_country
from tests.plan.simulation.lanes_made_up import PLANTS, STORMY, brought
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.plan.simulation import flow, reference
from hevesy.plan.simulation.model import DIED_WAITING, WAITED_TOO_LONG, Floats, Model
from hevesy.plan.simulation.outcome import Outcome, joined

FEW = settings(max_examples=max(1, settings().max_examples // 3))  # the reference is slow
RATHER = settings(max_examples=max(1, settings().max_examples * 3 // 5))


def flowing(model: Model, block: int | None = None) -> Outcome:
    return flow.run(model, "f8", threads=1, block=block)


def counts(done: Outcome) -> dict[str, Floats]:
    """Every array of an outcome by a name that can be read in a failing test."""
    found: dict[str, Floats] = {}
    for each in fields(Outcome):
        part = getattr(done, each.name)
        found |= (
            {f"{each.name} {name}": array for name, array in part.items()}
            if isinstance(part, dict)
            else {each.name: part}
        )
    return found


def apart(one: Outcome, other: Outcome, within: float = 1e-9) -> dict[str, float]:
    """What differs by more than `within`, of the count itself and of one person, and by how much."""
    theirs = counts(other)
    return {
        name: float(np.max(np.abs(mine - theirs[name])))
        for name, mine in counts(one).items()
        if not np.allclose(mine, theirs[name], rtol=within, atol=within)
    }


def other_bits(one: Outcome, other: Outcome) -> list[str]:
    """The counts of which not every bit is the same."""
    theirs = counts(other)
    return [name for name, mine in counts(one).items() if mine.tobytes() != theirs[name].tobytes()]


@FEW
@given(any_country())
def test_the_compiled_kernel_gives_what_the_reference_gives(toy: Toy) -> None:
    model = toy.model()
    expected = reference.run(model)
    assert expected.conservation_error().max() < 1e-9
    assert apart(expected, flowing(model)) == {}


SOME = st.integers(0, 100).map(lambda percent: percent / 100)
Stop = tuple[int, int, int]
STRUCK = st.lists(
    st.tuples(st.integers(0, len(PLANTS) - 1), st.integers(0, 60), st.integers(1, 30)), max_size=3
).map(tuple)


@FEW
@given(any_country(), SOME, SOME, SOME, SOME, SOME, STRUCK)
def test_doses_given_are_doses_that_came(
    toy: Toy, ordered: float, opened: float, in_time: float, lower: float, over: float, stops: tuple[Stop, ...]
) -> None:
    """Whatever stands still, both kernels count the same, nobody vanishes, and nothing is given that did not come."""
    model = brought(
        toy.model(), STORMY, ordered, opened, 1.0, in_time, lower, second=True, over=over, weeks=40.0, stops=stops
    )  # fmt: skip
    expected, done = reference.run(model), flowing(model)
    assert apart(expected, done) == {}
    assert expected.conservation_error().max() < 1e-9
    came = done.at_centres["ordered"] - done.missing.sum(axis=3)
    assert (done.at_centres["given"] <= came * (1.0 + 1e-9) + 1e-9).all()


@RATHER
@given(any_country(weeks=60, draws=5))
def test_nobody_appears_or_vanishes(toy: Toy) -> None:
    model = toy.model()
    assert flowing(model).conservation_error().max() < 1e-9
    assert flow.run(model, "f4", threads=1).conservation_error().max() < 1e-5


@FEW
@given(any_country(weeks=8))
def test_without_need_there_is_nothing(toy: Toy) -> None:
    model = replace(toy, need=0.0, backlog=0.0).model()
    for done in (reference.run(model), flowing(model)):
        assert {name for name, array in counts(done).items() if array.any()} <= {"had"}


# --- pooling ---------------------------------------------------------------------------------------------------


def in_copies(toy: Toy, stratum: int, first: float) -> Toy:
    """The same country in which one stratum stands twice, and the copies part its people between them."""
    number = [*range(len(toy.strata)), stratum]
    share = np.asarray(toy.share)[:, number]
    share[:, stratum] *= first
    share[:, -1] *= 1 - first
    return replace(
        toy,
        strata=(*toy.strata, "copy"),
        share=share,
        passes=Drawn(toy.passes.values[:, :, number]),
        again=Drawn(toy.again.values[:, :, :, number]),
        route=np.asarray(toy.route)[:, number],
    )


@FEW
@given(any_country(weeks=12), st.data(), st.sampled_from([0.0, 0.25, 0.5]))
def test_people_who_are_alike_can_be_counted_together_or_apart(
    toy: Toy, data: st.DataObject, first: float
) -> None:
    """The reference keeps strata apart, so this says that it does not matter whether anybody does."""
    stratum = data.draw(st.integers(0, len(toy.strata) - 1), label="stratum")
    copies = in_copies(toy, stratum, first).model()
    assert apart(reference.run(toy.model()), reference.run(copies)) == {}
    assert apart(flowing(toy.model()), flowing(copies)) == {}


# --- nothing changed -------------------------------------------------------------------------------------------


@RATHER
@given(any_country(draws=5), st.integers(1, 4), st.integers(1, 5))
def test_nothing_changed_is_the_same_to_the_last_bit(toy: Toy, cut: int, block: int) -> None:
    """Neither cutting the draws into runs or blocks, nor rows that nobody reads, moves a bit."""
    model = toy.model()
    base = flowing(model)
    assert other_bits(base, flowing(model, block)) == []
    assert other_bits(base, joined([flowing(model.only(0, cut)), flowing(model.only(cut, 5))])) == []
    more = np.vstack([model.rows, np.full((3, 5), 0.5)])
    assert other_bits(base, flowing(replace(model, rows=more))) == []


@RATHER
@given(any_country())
def test_a_centre_to_which_nobody_goes_changes_nothing_elsewhere(toy: Toy) -> None:
    """It stands before the others, so that their numbers move; their keys, and so their luck, do not."""
    base, beside = flowing(toy.model()), flowing(with_an_empty_centre(toy))
    there = {name: array for name, array in counts(beside).items() if not name.startswith("at_centres")}
    for name, array in counts(base).items():
        if name.startswith("at_centres") or name in ("used", "had", "missing"):
            assert array.tobytes() == counts(beside)[name][:, 1:].tobytes(), name
        else:
            assert array.tobytes() == there[name].tobytes(), name


def with_an_empty_centre(toy: Toy) -> Model:
    model = toy.model()
    at_centre = ("have_row", "units", "fails_row", "back_row", "dose_row", "onward_row")
    moved = {name: np.concatenate([getattr(model, name)[:1], getattr(model, name)]) for name in at_centre}
    onward = np.concatenate([np.full_like(model.onward[:1], -1), model.onward])
    return replace(
        model,
        centres=("empty", *model.centres),
        centre_key=np.concatenate([[77], model.centre_key]),
        route_centre=model.route_centre + 1,
        onward=np.where(onward >= 0, onward + 1, onward),
        **moved,
    )


BY_ERA = (
    "fails_row",
    "back_row",
    "scanner_fails_row",
    "scanner_back_row",
    "share_row",
    "gate_row",
    "again_row",
    "route",
    "slots_row",
    "scanners",
    "have_row",
    "units",
    "dose_row",
    "rank",
    "onward",
    "onward_row",
)


def from_week(model: Model, week: int, times: float) -> Model:
    """The era of that week lasts from then on as an era of its own, in which centres have so many times as much."""
    era = int(model.era_of_week[week])
    cut = {name: getattr(model, name) for name in BY_ERA}
    cut = {name: np.concatenate([array, array[..., era : era + 1]], axis=-1) for name, array in cut.items()}
    have = cut["have_row"]
    rows = np.concatenate([model.rows, model.rows[have[..., -1].ravel()] * times])
    have[..., -1] = len(model.rows) + np.arange(have[..., -1].size).reshape(have.shape[:-1])
    new_era = np.where(np.arange(model.weeks) < week, model.era_of_week, have.shape[-1] - 1)
    return replace(model, rows=rows, era_of_week=new_era, **cut)


@RATHER
@given(any_country(), st.integers(1, 19))
def test_what_comes_later_does_not_change_what_was(toy: Toy, week: int) -> None:
    """From some week on every centre has half of everything: before it, not a bit has moved."""
    model = replace(toy, year_weeks=1).model()
    before, after = (counts(flowing(from_week(model, week, times))) for times in (1.0, 0.5))
    for name, array in before.items():
        if not name.startswith("end "):
            assert array[:week].tobytes() == after[name][:week].tobytes(), name


@FEW
@given(any_country(weeks=12), st.integers(6, 11))
def test_an_era_cut_in_two_is_one_era(toy: Toy, week: int) -> None:
    model = toy.model()
    assert apart(reference.run(model), reference.run(from_week(model, week, 1.0))) == {}
    assert apart(flowing(model), flowing(from_week(model, week, 1.0))) == {}


# --- more capacity ---------------------------------------------------------------------------------------------


def one_resource(toy: Toy, have: list[float], more: list[float]) -> Toy:
    """One cycle for everybody, one scarce resource for all of them, every week a count of its own."""
    centres, eras = len(toy.centres), len(toy.era_starts)
    has = (np.array(have) + more)[: centres * eras].reshape(centres, 1, eras)
    return replace(toy, year_weeks=1, cycles=1, again=1.0, have=has)


@given(
    any_country(without=("scarce doses", "repeated"), resources=1),
    st.lists(st.floats(0, 30), min_size=9, max_size=9),
    st.lists(st.floats(0, 30), min_size=9, max_size=9),
)
def test_more_of_the_one_resource_never_harms(toy: Toy, have: list[float], more: list[float]) -> None:
    """Therapies of one cycle that share one resource: no list is ever longer, nobody more is lost on one, and the
    country gives no cycle less by any week, whichever centre has more in whichever era. Proved in the manual."""
    few = one_resource(toy, have, [0.0] * 9)
    many = one_resource(toy, have, more)
    less, better = flowing(few.model()), flowing(many.model())
    assert not above(better.at_centres["waiting_weeks"], less.at_centres["waiting_weeks"])
    given = [done.at_centres["given"].sum(axis=1).cumsum(axis=0) for done in (less, better)]
    assert not above(given[0], given[1])
    first = few.model().most_gates
    for reason in (DIED_WAITING, WAITED_TOO_LONG):
        lost = [done.lost[:, :, first + reason].cumsum(axis=0) for done in (less, better)]
        assert not above(lost[1], lost[0])


def above(one: Floats, other: Floats) -> bool:
    """Whether `one` is anywhere above the other by more than rounding."""
    return bool((one > other + 1e-9 * (1 + np.abs(other))).any())
