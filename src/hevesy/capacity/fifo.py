"""Whoever came first is served first, by several equal servers: who starts when, customer by customer.

Servers are known by the instants at which they will be free, kept in order. `start_instants` is the queue of the
textbooks; `with_returns` is that of a clinic with courses: who is served comes back after a fixed interval, and those
who come back are served before those who are new. The clinic of the queue kernel uses the same servers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import compiled

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SAME = 1e-9  # instants that differ by less differ by a rounding error: nobody new passes one who is back


@borrowing
def next_free(free_at: Floats, servers: int) -> float:
    """The first instant at which one of `servers` is free; `free_at` holds an instant for each that there ever is.

    Where fewer work than there ever are, the first to be free are those that do not.
    """
    return float(free_at[len(free_at) - servers]) if servers > 0 else np.inf


@borrowing
def hold(free_at: Floats, until: float) -> None:
    """Hold the server that was free first until then, and keep the instants in order."""
    place = 1
    while place < len(free_at) and free_at[place] < until:
        free_at[place - 1] = free_at[place]
        place += 1
    free_at[place - 1] = until


@compiled
def start_instants(arrivals: Floats, service: Floats, servers: int) -> Floats:
    """When each customer starts, shape (n,); `arrivals` are instants in order, `service` are durations."""
    starts = np.empty(len(arrivals))
    free_at = np.full(servers, -np.inf)
    start = -np.inf
    for customer in range(len(arrivals)):
        start = max(start, arrivals[customer], next_free(free_at, servers))
        hold(free_at, start + service[customer])
        starts[customer] = start
    return starts


@compiled
def with_returns(arrivals: Floats, service: Floats, visits: Whole, interval: float, servers: int) -> Floats:
    """When each visit starts, shape (n, most visits), nan where there is none.

    `service` is (n, most visits), `visits` (n,) at least 1. A customer is back `interval` after a visit's start.
    Whenever a server is free, those who are back are served before new ones, each in the order in which they came.
    Starts never go back in time, so those who are to come back stand in one line: no calendar is needed.
    """
    customers, most = service.shape
    starts = np.full((customers, most), np.nan)
    free_at = np.full(servers, -np.inf)
    # customers who are to come back, in the order of their return
    line = np.empty(visits.sum(), dtype=np.int64)
    due = np.empty(visits.sum())
    made = np.zeros(customers, dtype=np.int64)
    head, tail, new, now = 0, 0, 0, -np.inf
    while head < tail or new < customers:
        free = max(now, next_free(free_at, servers))
        start_back = max(due[head], free) if head < tail else np.inf
        start_new = max(arrivals[new], free) if new < customers else np.inf
        if start_back <= start_new + SAME:
            customer, now = line[head], start_back
            head += 1
        else:
            customer, now = new, start_new
            new += 1
        visit = made[customer]
        starts[customer, visit] = now
        hold(free_at, now + service[customer, visit])
        made[customer] += 1
        if made[customer] < visits[customer]:
            line[tail], due[tail] = customer, now + interval
            tail += 1
    return starts
