"""Chains: another program's answer for every nuclide, and the laws that hold for any chain."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import ChainLooksBack, StableNuclide
from hevesy.physics import Nuclide, chain_activities, chain_after, chain_decays, chain_of, library, nuclide
from hevesy.physics.bateman import Rates, evolve, propagator, propagators
from hevesy.quantities import Activity

RADIOACTIVE = sorted(name for name, found in library().items() if not found.stable)
parents = st.sampled_from(RADIOACTIVE)
half_lives = st.floats(1e-6, 60.0)
constants = st.floats(1e-9, 1e3)


def linear(*rates: float) -> Rates:
    """A chain in which each member decays wholly into the next; the last may be stable (0)."""
    return Rates(np.array(rates, dtype=float), np.diag(np.ones(len(rates) - 1), -1))


def answers() -> list[dict[str, str]]:
    """What tools/ask_radioactivedecay.py was told: 1 MBq of each nuclide, after three times."""
    path = Path(__file__).parent.parent / "reference" / "chains_by_radioactivedecay.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ANSWERS = answers()


def test_every_nuclide_was_asked_about() -> None:
    assert sorted({row["parent"] for row in ANSWERS}) == RADIOACTIVE


@pytest.mark.parametrize("name", RADIOACTIVE)
def test_radioactivedecay_says_the_same(name: str) -> None:
    """radioactivedecay 0.6.1, InventoryHP: activity and decays of every member, from short to long times."""
    found = nuclide(name)
    names = chain_of(found).names
    asked = [row for row in ANSWERS if row["parent"] == name]
    for seconds in sorted({float(row["seconds"]) for row in asked}):
        rows = {row["member"]: row for row in asked if float(row["seconds"]) == seconds}
        shares = chain_after_seconds(found, seconds)
        quick = dict(zip(names, chain_activities(found, 1e6, seconds)[0], strict=True))
        decays = dict(zip(names, chain_decays(found, 1e6, seconds)[0], strict=True))
        for member, row in rows.items():
            told = (float(row["activity_bq"]), float(row["decays"]))
            assert shares[member] == pytest.approx(told, rel=1e-9, abs=1e-250), (member, seconds)
            assert (quick[member], decays[member]) == pytest.approx(told, rel=1e-9, abs=1e-250), (
                member,
                seconds,
            )


def chain_after_seconds(parent: Nuclide, seconds: float) -> dict[str, tuple[float, float]]:
    """Activity and decays of each member by the exact way; no timedelta, since some live longer than it counts."""
    chain = chain_of(parent)
    rates = chain.rates()
    held = propagator(rates.with_counters(), seconds)[:, 0] * 1e6 / parent.decay_constant
    left, decayed = np.split(held, 2)
    return dict(zip(chain.names, zip(left * rates.constants, decayed, strict=True), strict=True))


@given(parents, half_lives)
def test_many_at_once_says_what_one_says(name: str, count: float) -> None:
    found = nuclide(name)
    elapsed = found.half_life_s * count
    exact = propagator(chain_of(found).rates(), elapsed)[:, 0] * 1e6 / found.decay_constant
    quick = chain_activities(found, 1e6, [elapsed, elapsed])
    assert quick[0] == pytest.approx(exact * chain_of(found).rates().constants, rel=1e-9, abs=1e-280)
    assert (quick[0] == quick[1]).all()


@given(parents, half_lives)
def test_no_atom_is_lost(name: str, count: float) -> None:
    """What is left, stable ends included, and what went by branches the tables do not name, is what there was."""
    found = nuclide(name)
    chain, seconds = chain_of(found), found.half_life_s * count
    rates = chain.rates()
    held = propagator(rates.with_counters(), seconds)[:, 0]
    left, decayed = np.split(held, 2)
    unlisted = sum(gone * chain.unlisted(place) for place, gone in enumerate(decayed))
    assert left.sum() + unlisted == pytest.approx(1.0, abs=1e-12)


@given(parents, half_lives)
def test_decays_of_the_parent_are_the_difference_of_its_atoms(name: str, count: float) -> None:
    held = propagator(chain_of(nuclide(name)).rates().with_counters(), nuclide(name).half_life_s * count)[
        :, 0
    ]
    assert held[0] + held[len(held) // 2] == pytest.approx(1.0, rel=1e-12)


@given(st.lists(constants, min_size=2, max_size=6), st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_two_steps_are_one_step(rates: list[float], first: float, second: float) -> None:
    chain = linear(*rates, 0.0)
    together = propagator(chain, first + second)[:, 0]
    in_turn = propagator(chain, second) @ propagator(chain, first)[:, 0]
    assert in_turn == pytest.approx(together, rel=1e-9, abs=1e-290)


@given(constants, st.floats(1e-3, 5.0), st.sampled_from([0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-4]))
def test_near_equal_half_lives_are_continuous(constant: float, count: float, apart: float) -> None:
    """Equal constants give n2 = lambda t exp(-lambda t); nearly equal ones nearly that, with no jump."""
    elapsed = count / constant
    chain = linear(constant, constant * (1 + apart), 0.0)
    expected = count * np.exp(-count)
    for atoms in (
        propagator(chain, elapsed)[:, 0],
        evolve(chain, np.array([1.0, 0, 0]), np.array([elapsed]))[0],
    ):
        assert atoms[1] == pytest.approx(expected, rel=1e-10 + 10 * apart)
        assert atoms.sum() == pytest.approx(1.0, abs=1e-10)


@given(st.integers(1, 8), st.floats(0.01, 20.0))
def test_equal_half_lives_all_along_are_a_poisson_count(length: int, count: float) -> None:
    """Members of one constant: n_k = (lambda t)^k / k! exp(-lambda t)."""
    atoms = propagator(linear(*[1.0] * length), count)[:, 0]
    expected, term = [], np.exp(-count)
    for place in range(length):
        expected.append(term)
        term *= count / (place + 1)
    assert atoms == pytest.approx(expected, rel=1e-12)


def test_hugely_different_half_lives() -> None:
    """Ten days, then a microsecond, then a million years: the middle is in equilibrium, the last has it all."""
    slow, fast, ages = np.log(2) / 864000, np.log(2) / 1e-6, np.log(2) / 3.15e13
    elapsed = 864000.0
    atoms = propagator(linear(slow, fast, ages), elapsed)[:, 0]
    assert atoms[1] * fast == pytest.approx(0.5 * slow * fast / (fast - slow), rel=1e-12)
    assert atoms[2] == pytest.approx(0.5, rel=1e-6)


def test_short_and_long_times_in_one_call_do_not_spoil_each_other() -> None:
    """A microsecond beside a billion years: the first must not be halved as often as the second."""
    rates, times = chain_of(nuclide("Th-229")).rates(), np.array([1e-6, 3e16])
    together = propagators(rates, times)
    assert together[0] == pytest.approx(propagator(rates, 1e-6), rel=1e-12, abs=0)
    assert together[1] == pytest.approx(propagator(rates, 3e16), rel=1e-12, abs=0)
    assert (together[0][:, 0] > 0).all()


def test_decays_of_each_member_by_hand() -> None:
    """Ac-225 in the long run: each of its decays brings one of Fr-221, and 0.9791 of Po-213 by way of Bi-213."""
    chain = chain_of(nuclide("Ac-225"))
    seconds = 40 * nuclide("Ac-225").half_life_s
    decays = dict(zip(chain.names, chain_decays(nuclide("Ac-225"), 1.0, seconds)[0], strict=True))
    assert decays["Fr-221"] / decays["Ac-225"] == pytest.approx(1.0, rel=1e-9)
    assert decays["Po-213"] / decays["Bi-213"] == pytest.approx(0.9791, rel=1e-9)
    assert decays["Bi-213"] / decays["At-217"] == pytest.approx(0.99988, rel=1e-9)


def test_times_have_shape_and_order() -> None:
    table = chain_activities(nuclide("Mo-99"), 2.0, [0.0, 72000.0])
    assert table.shape == (2, 4)
    assert table[0].tolist() == [2.0, 0.0, 0.0, 0.0]
    shares = chain_after(nuclide("Mo-99"), Activity(2.0), timedelta(hours=20))
    assert table[1] == pytest.approx([share.activity.bq for share in shares], rel=1e-11)


def test_no_chain_is_followed_back() -> None:
    with pytest.raises(ChainLooksBack, match="can't be followed backwards"):
        chain_after(nuclide("Mo-99"), Activity(1.0), timedelta(hours=-1))
    with pytest.raises(ChainLooksBack):
        chain_activities(nuclide("Mo-99"), 1.0, [-1.0])
    with pytest.raises(StableNuclide):
        chain_activities(nuclide("Pb-208"), 1.0, [1.0])
