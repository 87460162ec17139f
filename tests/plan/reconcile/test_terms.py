"""What of a pack is compared with what of a model, on numbers done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plan.reconcile.made_up import count

from hevesy.facts import Reader, Shelf
from hevesy.plan.reconcile.counts import Count, Counts, Registry
from hevesy.plan.reconcile.forward import Expected, Yearly
from hevesy.plan.reconcile.likelihood import Counted, Shared
from hevesy.plan.reconcile.terms import Spreads, Term, Terms, terms_of

SPREADS = Spreads(0.2, 0.25, 0.5)


def year(courses: float, patients: float, administrations: float) -> Yearly:
    return Yearly(*(np.array([float(each)]) for each in (courses, patients, administrations)))


EXPECTED = Expected(
    {("a", "medicine"): year(30, 40, 100), ("b", "medicine"): year(10, 12, 30)},
    {"medicine": np.array([90.0])},
    {"medicine": np.array([500.0])},
    {("prostate", "new_cases"): np.array([800.0])},
)
TURNS_AWAY: dict[str, bool | None] = {"a": False, "b": False}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Shelf.load().reader("JOR", draws=1)


def terms(
    *rows: Count, takes: dict[str, bool | None] | None = None, registry: tuple[Registry, ...] = ()
) -> Terms:
    held = Counts(2025, tuple(rows), (), registry, ())
    return terms_of(held, rows, SPREADS, TURNS_AWAY if takes is None else takes, queues=False)


def mean(term: Term, reader: Reader) -> float:
    return float(term.mean(EXPECTED, reader)[0])


def test_the_sum_is_compared_first_and_then_how_it_is_shared(reader: Reader) -> None:
    found = terms(count("a", patients=36), count("b", patients=18)).terms
    assert [term.law for term in found] == [Counted(54, 0.2), Shared(36, 54, 0.25)]
    assert [mean(term, reader) for term in found] == pytest.approx([52, 40 / 52])


def test_each_further_figure_adds_to_the_one_before(reader: Reader) -> None:
    """20 began; 8 more were treated who had begun before; those 28 had 42 more doses."""
    found = terms(count("a", courses=20, patients=28, administrations=70)).terms
    assert [(each.law.count, round(each.law.spread, 4)) for each in found] == [  # type: ignore[attr-defined]
        (20, 0.2),
        (8, round((1 / 20 + 0.04) ** 0.5, 4)),
        (42, round((1 / 28 + 0.04) ** 0.5, 4)),
    ]
    assert [mean(term, reader) for term in found] == pytest.approx(
        [30, 20 * (40 / 30 - 1), 28 * (100 / 40 - 1)]
    )


def test_foreigners_are_taken_out_of_every_figure_of_a_row(reader: Reader) -> None:
    found = terms(count("a", patients=40, administrations=80, foreigners=10))
    assert [figure.observed for figure in found.figures] == [30, 60]
    assert mean(found.terms[0], reader) == 40


def test_where_nobody_counted_foreigners_the_model_adds_the_shelfs_share(reader: Reader) -> None:
    found = terms(count("a", patients=40), takes={"a": None}).terms
    share = float(np.asarray(reader.value("plan.reconcile.foreigners_share"))[0])
    assert 0 < share < 0.3
    assert mean(found[0], reader) == pytest.approx(40 / (1 - share))


def test_centres_that_counted_different_things_are_compared_each_for_itself(reader: Reader) -> None:
    found = terms(count("a", patients=36), count("b", courses=9)).terms
    assert [term.law for term in found] == [Counted(36, 0.2), Counted(9, 0.2)]
    assert [mean(term, reader) for term in found] == [40, 10]


def test_a_counted_zero_is_compared_and_nothing_more_is_asked_of_it(reader: Reader) -> None:
    found = terms(count("a", patients=0, administrations=0))
    assert [term.law for term in found.terms] == [Counted(0, 0.2)]
    assert [figure.what for figure in found.figures] == ["patients"]


def test_who_was_treated_or_sent_abroad_had_been_referred(reader: Reader) -> None:
    found = terms(count("a", patients=40, sent_abroad=25)).terms
    assert found[-1].law == Counted(65, 0.2, at_least=True)
    assert mean(found[-1], reader) == 90


def test_a_registry_is_compared_with_the_burden_of_another_source(reader: Reader) -> None:
    found = terms(count("a", patients=40), registry=(Registry("prostate", "new_cases", 700, True),)).terms
    assert found[-1].law == Counted(700, 0.2, at_least=True) and mean(found[-1], reader) == 800
