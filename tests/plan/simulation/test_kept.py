"""What is kept between runs: worked out once, by content, and not to be written into."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.simulation.lanes_made_up import MAKER, STORMY, brought
from tests.plan.simulation.toys import Toy

from hevesy.plan.simulation.kept import Kept, mark_of
from hevesy.plan.simulation.undelivered import missing


def test_an_answer_is_worked_out_once_and_the_oldest_is_forgotten() -> None:
    asked = []

    def answer(number: int) -> np.ndarray:  # type: ignore[type-arg]
        asked.append(number)
        return np.full(2, float(number))

    kept = Kept(2)
    for number in (1, 2, 1, 3, 1, 2):
        found = kept.get(str(number).encode(), lambda number=number: answer(number))  # type: ignore[misc]
        assert found.tolist() == [number, number]
    assert asked == [1, 2, 3, 2]
    with pytest.raises(ValueError):
        found[0] = 0.0


def test_a_mark_is_that_of_the_content() -> None:
    one = np.arange(3)
    assert mark_of([one, "a"]) == mark_of([one.copy(), "a"])
    assert len({mark_of([one]), mark_of([one.astype(float)]), mark_of([one[:2]]), mark_of([one, 1])}) == 4


def test_what_makers_lack_is_shared_by_runs_that_agree_on_it_and_by_no_others() -> None:
    model = brought(Toy(weeks=60, draws=4).model(), STORMY, second=True)
    found = missing(model, model.rows, 0)
    more = replace(model, rows=np.concatenate([model.rows, np.ones((1, 4))]))
    assert missing(more, more.rows, 0) is found
    assert model.deliveries is not None
    struck = replace(model, deliveries=replace(model.deliveries, stops=((MAKER, 5, 3),)))
    assert missing(struck, struck.rows, 0)[0, 2, 5:8].min() > 0.0
    other = replace(model, seed=model.seed + 1)
    assert not np.array_equal(missing(other, other.rows, 0), found)
