"""Who starts among the strata: by hand, and in sums that must agree with the kernel."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.fives.small_country import country

from hevesy.plan.results import groups
from hevesy.plan.results.groups import (
    ABROAD,
    alike,
    arrived_by_stratum,
    entered_by_stratum,
    grouped,
    started_by_stratum,
)
from hevesy.plan.simulation import reference
from hevesy.plan.simulation.model import NOWHERE, Model

STRATA = (
    "around Amman, covered, quintile 1, female",
    "around Amman East, centre 2, pays alone, quintile 5, male",
)


def two(**changed: object) -> Model:
    """The first stratum has one half of its people pass, the second one tenth; a third and two thirds of all."""
    passes = np.ones((1, 6, 2, 1))
    passes[0, 4] = [[0.5], [0.1]]
    share = np.array([1 / 3, 2 / 3])[None, :, None]
    return country(passes, strata=STRATA, share=share, **changed)


def test_starts_by_stratum_where_nothing_is_scarce_are_what_each_stratum_run_alone_would_have() -> None:
    model = two()
    started = reference.run(model).at_centres["started"].sum(axis=0)[:, 0]
    found = started_by_stratum(model, 0, started)
    assert found[:, 0] == pytest.approx([520 / 3 * 0.5, 520 * 2 / 3 * 0.1])


def test_scarce_chairs_are_shared_in_proportion_to_those_who_came() -> None:
    """5/3 and 2/3 a week come to one and a half chairs: five sevenths and two sevenths of the starts."""
    model = two(have=1.5)
    started = reference.run(model).at_centres["started"].sum(axis=0)[:, 0]
    assert started[0, 0] == pytest.approx(78)
    assert started_by_stratum(model, 0, started)[:, 0] == pytest.approx([78 * 5 / 7, 78 * 2 / 7])


def test_each_centre_shares_out_its_own_starts() -> None:
    """The near have no limit at their centre, the far one chair a fortnight at theirs: an exact answer."""
    model = two(
        centres=("one", "other"), route=np.array([0, 1])[None, :, None], route_imaging=((0, 0),),
        route_centre=((0, 1),), have=np.array([np.inf, 0.5])[:, None, None],
    )  # fmt: skip
    started = reference.run(model).at_centres["started"].sum(axis=0)[:, 0]
    assert started_by_stratum(model, 0, started)[:, 0] == pytest.approx([520 / 6, 26])


def test_starts_where_nobodys_way_led_first_are_shared_as_all_are() -> None:
    model = two(centres=("one", "other"), have=np.inf)
    found = started_by_stratum(model, 0, np.array([[70.0], [7.0]]))
    assert found[:, 0] == pytest.approx([77 * 5 / 7, 77 * 2 / 7])


def test_who_has_no_route_never_arrives() -> None:
    model = two(route=np.array([0, NOWHERE])[None, :, None])
    assert arrived_by_stratum(model, 0)[0, 1, 0] == 0.0


def test_entered_by_stratum_adds_up_to_what_the_kernel_counts_with_growth_eras_and_a_backlog() -> None:
    share = np.array([[0.25, 0.5], [0.75, 0.5]])[None]
    passes = np.ones((1, 6, 2, 2))
    model = country(
        passes, strata=STRATA, share=share, weeks=60, era_starts=(0, 20), growth=np.linspace(1, 2, 60)[None],
        backlog=300.0, backlog_weeks=30,
    )  # fmt: skip
    whole = reference.run(model).in_country["entered"].sum(axis=0)[0]
    found = entered_by_stratum(model, 0)
    assert found.sum(axis=0) == pytest.approx(whole)
    weeks = 10 * np.linspace(1, 2, 60) + np.where(np.arange(60) < 30, 10.0, 0.0)
    assert found[0, 0] == pytest.approx(0.25 * weeks[:20].sum() + 0.5 * weeks[20:].sum())


def test_groups_are_read_from_the_names_of_strata() -> None:
    found = grouped((*STRATA, "foreigners, Amman"), 2, ("around Amman", "around Amman East"))
    assert found.names["region"] == ("around Amman", "around Amman East", ABROAD)
    assert found.names["quintile"] == ("quintile 1", "quintile 5", ABROAD)
    assert found.of["sex"].tolist() == [0, 1, 2]
    sums = found.sums(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    assert sums["region"].tolist() == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


def test_columns_that_are_alike_are_found_whatever_numbers_stand_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = np.random.default_rng(3).integers(0, 3, (4, 200))
    for _ in range(2):
        found, which = alike(columns)
        assert np.array_equal(found[:, which], columns)
        assert len(np.unique(found, axis=1).T) == len(found.T) == len(set(which.tolist()))
        # the second time every column has the same number, as two different ones might by chance
        monkeypatch.setattr(groups, "_numbers_for", lambda columns: np.zeros(columns.shape[1], np.int64))
