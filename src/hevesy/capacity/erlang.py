"""How long people wait for one of several equal servers when chance alone makes the queue: Erlang's delay formula."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delay:
    """A queue in the long run: who waits, how many stand in it, and how long each stands (those who don't, too)."""

    wait_probability: float
    waiting: float
    wait: float


def delay(arrival_rate: float, service_rate: float, servers: int) -> Delay:
    """The M/M/c queue: Poisson arrivals, exponential service, first come first served.

    Rates per any unit of time; `wait` is in that unit. A load of one or more never settles: everybody waits, for ever.
    Erlang's loss formula is built up server by server, 1/B(c) = 1 + 1/B(c-1) · c/a, which neither overflows nor
    cancels for thousands of servers; C = B / (1 - ρ(1 - B)). Kleinrock, Queueing Systems I (1975), section 3.5.

    >>> round(delay(2, 1, 3).wait, 6)
    0.444444
    """
    offered = arrival_rate / service_rate
    if offered <= 0.0:
        return Delay(0.0, 0.0, 0.0)
    load = offered / servers
    if load >= 1.0:
        return Delay(1.0, math.inf, math.inf)
    lost = 1.0
    for server in range(1, servers + 1):
        lost = offered * lost / (server + offered * lost)
    probability = lost / (1.0 - load * (1.0 - lost))
    waiting = probability * load / (1.0 - load)
    return Delay(probability, waiting, waiting / arrival_rate)
