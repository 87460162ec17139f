"""A therapy's path as a country's people meet it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from hevesy.facts import Shelf
from hevesy.money import Means
from hevesy.plan.cascade import Cascade, follow
from hevesy.plan.need import need
from hevesy.plan.path import Setting, strata
from hevesy.plan.pay import COVERED, payments
from hevesy.plan.strata import Band
from hevesy.products import Therapy, find_therapy, therapies

MEANS = Means(10.0, 0.4)
HERE = Setting((Band(1.0, 0.0, 0.0),), True, MEANS, True)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def walked(therapy: Therapy, setting: Setting, shelf: Shelf, place: str = "JOR") -> Cascade:
    reader = shelf.reader(place)
    wanted = need(therapy, "globocan", reader)
    return follow(wanted.true, strata(therapy, wanted, setting, reader))


def test_nobody_is_lost_to_distance_at_the_door(shelf: Shelf) -> None:
    lost = walked(find_therapy("lu177_psma617", shelf), HERE, shelf).lost_by("reason")
    assert lost["too_far_from_imaging"] == lost["too_far_from_therapy"] == lost["cannot_travel_again"] == 0


def test_distance_is_met_again_at_each_cycle(shelf: Shelf) -> None:
    """5 h one way: exp(-0.06 x 5) come to imaging; those return with exp(-0.02 x 5) for each of six cycles."""
    far = walked(find_therapy("lu177_psma617", shelf), replace(HERE, bands=(Band(1.0, 5.0, 5.0),)), shelf)
    assert far.remaining["reaches_imaging"] / far.remaining["referred"] == pytest.approx(np.exp(-0.3))
    assert far.remaining["reaches_therapy"] / far.remaining["eligible"] == pytest.approx(np.exp(-0.1))
    near = walked(find_therapy("lu177_psma617", shelf), HERE, shelf)
    ratio = [float(b / a) for a, b in zip(far.given, far.given[1:], strict=False)]
    at_home = [float(b / a) for a, b in zip(near.given, near.given[1:], strict=False)]
    assert np.array(ratio) / np.array(at_home) == pytest.approx([np.exp(-0.1)] * 5, rel=0.02)


def test_what_is_known_decides_and_what_is_unknown_keeps_its_share(shelf: Shelf) -> None:
    psma = find_therapy("lu177_psma617", shelf)
    unknown = walked(psma, HERE, shelf)
    assert unknown.lost_by("reason")["no_legal_route"] > 0
    allowed = walked(psma, replace(HERE, known={"permitted": True}), shelf)
    assert allowed.lost_by("reason")["no_legal_route"] == 0
    banned = walked(psma, replace(HERE, known={"permitted": False}), shelf)
    assert float(banned.given[0]) == 0 and banned.lost_by("domain")["regulatory"] > 0
    assert float(walked(psma, replace(HERE, known={"imaging_route": False}), shelf).remaining["imaged"]) == 0


def test_a_national_rule_that_asks_for_a_taxane_loses_those_who_never_get_one(shelf: Shelf) -> None:
    """45 % of men with mCRPC ever receive a taxane (shelf default)."""
    psma = find_therapy("lu177_psma617", shelf)
    free, asked = (
        walked(psma, replace(HERE, known=known), shelf) for known in ({}, {"taxane_required": True})
    )
    assert asked.remaining["earlier_treatment"] / free.remaining["earlier_treatment"] == pytest.approx(0.45)


def test_a_medicine_that_cannot_arrive_treats_nobody(shelf: Shelf) -> None:
    none = walked(find_therapy("sm153_edtmp", shelf), replace(HERE, reachable=False), shelf)
    assert float(none.given[0]) == 0 and none.lost_by("domain")["logistics"] > 0


def test_who_can_pay_for_k_cycles_follows_the_curve_of_means(shelf: Shelf) -> None:
    """A cycle of 6,000 USD (UMIC): a quarter of the yearly means of 3.4 people at 0.45 USD per PPP dollar, or half
    of them for the half of households that sell or borrow."""
    reader = shelf.reader("income:UMIC")
    psma = find_therapy("lu177_psma617", shelf)
    known = {"cycle_paid": False, "imaging_paid": True}
    curve = sum(
        np.asarray(payments(psma, q, 6, MEANS, True, known, reader).shares) / 5 for q in (1, 2, 3, 4, 5)
    )
    sigma = 2**0.5 * norm.ppf(0.7)
    median = 10 * np.exp(-(sigma**2) / 2)
    needed = np.array([k * 6000 / (3.4 * 0.45 * 365.25) for k in range(1, 7)])
    above = [norm.sf(np.log(needed / part / median) / sigma) for part in (0.25, 0.5)]
    assert curve[1:] == pytest.approx(0.5 * above[0] + 0.5 * above[1], rel=1e-9)
    covered = payments(psma, COVERED, 6, MEANS, True, {"cycle_paid": True, "imaging_paid": True}, reader)
    assert (covered.share, covered.shares) == (1.0, (1.0,) * 7)


def test_poorer_quintiles_pay_less_and_nobody_pays_more_cycles_than_fewer(shelf: Shelf) -> None:
    reader = shelf.reader("KEN")
    curves = [
        payments(find_therapy("sm153_edtmp", shelf), q, 3, MEANS, True, {}, reader).shares
        for q in (1, 2, 3, 4, 5)
    ]
    table = np.array(curves, dtype=float)
    assert (np.diff(table, axis=0) >= -1e-12).all() and (np.diff(table, axis=1) <= 1e-12).all()


@given(
    st.integers(0, 15),
    st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 20), st.floats(0, 20)), min_size=1, max_size=3),
    st.integers(1, 99),
)
def test_people_are_conserved_on_every_therapys_own_path(
    number: int, rows: list[tuple[float, float, float]], seed: int
) -> None:
    shelf = _shelf()
    therapy = therapies(shelf)[number]
    whole = sum(share for share, _, _ in rows)
    bands = tuple(Band(share / whole, imaging, therapy_hours) for share, imaging, therapy_hours in rows)
    reader = shelf.reader("COL", draws=16, seed=seed)
    wanted = need(therapy, "globocan", reader)
    setting = replace(HERE, bands=bands, same_town=False)
    whole_path = list(strata(therapy, wanted, setting, reader))
    assert np.sum([np.broadcast_to(stratum.share, 16) for stratum in whole_path], axis=0) == pytest.approx(
        1.0
    )
    done = follow(wanted.true, whole_path)
    assert done.conservation_error() <= 1e-9 * max(1.0, float(np.max(wanted.true)))
    assert all(float(np.min(loss.people)) >= -1e-12 for loss in done.losses)


_SHELVES: list[Shelf] = []


def _shelf() -> Shelf:
    """One shelf for all examples of the property."""
    if not _SHELVES:
        _SHELVES.append(Shelf.load())
    return _SHELVES[0]


def test_a_cancelled_day_loses_only_those_who_are_never_rebooked(shelf: Shelf) -> None:
    """Jordan's income group: 92 % as planned, 20 % of the cancelled never rebooked: 1.6 % lost."""
    done = walked(find_therapy("sr89", shelf), HERE, shelf)
    assert done.given[0] / done.remaining["dose_arrives"] == pytest.approx(1 - 0.08 * 0.2)
