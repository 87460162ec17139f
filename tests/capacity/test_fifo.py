"""First come, first served: by hand, against Erlang, and against SimPy customer by customer."""

from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from hevesy.capacity.erlang import delay
from hevesy.capacity.fifo import start_instants, with_returns


def test_three_customers_by_hand() -> None:
    arrivals, service = np.array([0.0, 1.0, 2.0, 2.5]), np.array([4.0, 2.0, 1.0, 1.0])
    assert start_instants(arrivals, service, 1).tolist() == [0.0, 4.0, 6.0, 7.0]
    assert start_instants(arrivals, service, 2).tolist() == [0.0, 1.0, 3.0, 4.0]


def test_who_comes_back_goes_first_by_hand() -> None:
    # one server, service 2; the first is back at 3 while the second is being served until 4: before the third
    arrivals = np.array([0.0, 1.0, 1.5])
    starts = with_returns(arrivals, np.full((3, 2), 2.0), np.array([2, 1, 1]), 3.0, 1)
    assert starts[:, 0].tolist() == [0.0, 2.0, 6.0]
    assert starts[0, 1] == 4.0
    assert np.isnan(starts[1:, 1]).all()


def test_two_servers_that_are_free_at_the_same_instant_by_hand() -> None:
    arrivals, service = np.zeros(5), np.full(5, 2.0)
    assert start_instants(arrivals, service, 2).tolist() == [0.0, 0.0, 2.0, 2.0, 4.0]
    assert with_returns(arrivals, service[:, None], np.ones(5, dtype=np.int64), 1.0, 2)[:, 0].tolist() == [
        0.0, 0.0, 2.0, 2.0, 4.0,
    ]  # fmt: skip


def twin(arrivals: Any, service: Any, visits: Any, interval: float, servers: int) -> Any:
    """The same clinic in SimPy: PriorityResource, those who are back at priority 0."""
    world = simpy.Environment()
    chairs = simpy.PriorityResource(world, capacity=servers)
    starts = np.full(service.shape, np.nan)

    def come(number: int, visit: int, after: float) -> Any:
        yield world.timeout(after)
        with chairs.request(priority=0 if visit else 1) as turn:
            yield turn
            starts[number, visit] = world.now
            if visit + 1 < visits[number]:
                world.process(come(number, visit + 1, interval))
            yield world.timeout(service[number, visit])

    for number in range(len(arrivals)):
        world.process(come(number, 0, arrivals[number]))
    world.run()
    return starts


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 4), st.floats(0.3, 1.3))
def test_equals_simpy_customer_by_customer(seed: int, servers: int, most: int, load: float) -> None:
    luck = np.random.default_rng(seed)
    visits = luck.integers(1, most + 1, 60)
    arrivals = np.cumsum(luck.exponential(visits.mean() / (load * servers), 60))
    service = luck.exponential(1.0, (60, most))
    found = with_returns(arrivals, service, visits, 2.5, servers)
    assert np.array_equal(found, twin(arrivals, service, visits, 2.5, servers), equal_nan=True)


def test_without_returns_equals_simpy_customer_by_customer() -> None:
    luck = np.random.default_rng(3)
    arrivals, service = np.cumsum(luck.exponential(1 / 4.5, 4_000)), luck.exponential(1.0, (4_000, 1))
    once = np.ones(4_000, dtype=np.int64)
    starts = start_instants(arrivals, service[:, 0], 5)
    assert np.array_equal(starts, twin(arrivals, service, once, 1.0, 5)[:, 0])
    assert np.array_equal(starts, with_returns(arrivals, service, once, 1.0, 5)[:, 0])


def replicates(arrival_rate: float, servers: int, times: int, customers: int) -> Any:
    """Share that waits and mean wait in independent replicates, after a warm-up of a quarter."""
    luck = np.random.default_rng(20)
    found = []
    for _ in range(times):
        arrivals = np.cumsum(luck.exponential(1 / arrival_rate, customers))
        wait = start_instants(arrivals, luck.exponential(1.0, customers), servers) - arrivals
        found.append(((wait[customers // 4 :] > 0).mean(), wait[customers // 4 :].mean()))
    return np.array(found)


def meets_erlang(arrival_rate: float, servers: int, times: int, customers: int) -> None:
    found, right = replicates(arrival_rate, servers, times, customers), delay(arrival_rate, 1, servers)
    mean, error = found.mean(axis=0), found.std(axis=0, ddof=1) / np.sqrt(times)
    assert abs(mean[0] - right.wait_probability) < 3 * error[0]
    assert abs(mean[1] - right.wait) < 3 * error[1]
    assert error[1] < 0.05 * right.wait  # three standard errors say something


@pytest.mark.parametrize(("arrival_rate", "servers"), [(2.0, 3), (4.5, 5), (9.0, 10), (0.8, 1)])
def test_meets_erlang_within_three_standard_errors(arrival_rate: float, servers: int) -> None:
    meets_erlang(arrival_rate, servers, 40, 20_000)


@pytest.mark.deep
@pytest.mark.slow("180 million customers")
@pytest.mark.parametrize(("arrival_rate", "servers"), [(4.5, 5), (0.8, 1), (9.0, 10)])
def test_meets_erlang_deep(arrival_rate: float, servers: int) -> None:
    meets_erlang(arrival_rate, servers, 200, 300_000)
