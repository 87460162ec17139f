"""Erlang's delay formula against worked values, and where it must not break."""

import math

import pytest

from hevesy.capacity.erlang import delay

# arrival rate, service rate, servers -> P(wait), people waiting, wait
WORKED = [
    (4.5, 1, 5, 0.7624932207, 6.8624389866, 1.5249864415),
    (2, 1, 3, 0.4444444444, 0.8888888889, 0.4444444444),
    (9, 1, 10, 0.6687315241, 6.018583717, 0.6687315241),
]


@pytest.mark.parametrize(("arrivals", "rate", "servers", "probability", "waiting", "wait"), WORKED)
def test_worked_values(
    arrivals: float, rate: float, servers: int, probability: float, waiting: float, wait: float
) -> None:
    found = delay(arrivals, rate, servers)
    assert found.wait_probability == pytest.approx(probability, abs=1e-10)
    assert found.waiting == pytest.approx(waiting, abs=1e-9)
    assert found.wait == pytest.approx(wait, abs=1e-10)


def test_one_server_has_the_closed_form() -> None:
    found = delay(0.8, 1, 1)  # load, load²/(1 - load), load/(1 - load)
    assert (found.wait_probability, found.waiting, found.wait) == pytest.approx((0.8, 3.2, 4.0))


def test_ten_thousand_servers_neither_overflow_nor_vanish() -> None:
    # 9,900 of 10,000 busy. Halfin and Whitt: C = 1/(1 + b·Φ(b)/φ(b)), b = (1 - load)·sqrt(c) = 1, to O(1/sqrt(c))
    assert delay(9_900, 1, 10_000).wait_probability == pytest.approx(0.2234, abs=0.004)


def test_a_full_queue_never_settles_and_nobody_waits_where_nobody_comes() -> None:
    assert delay(3, 1, 3).wait == math.inf
    assert delay(0, 1, 3).wait == 0.0


def test_the_unit_of_time_is_the_callers() -> None:
    assert delay(2 * 7, 1 * 7, 3).wait == pytest.approx(0.4444444444 / 7)
