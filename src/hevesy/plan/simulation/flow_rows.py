"""The flow kernel's arithmetic on rows: one number for each draw of a block, next to each other in memory.

Each function is one loop that the compiler turns into vector instructions. No draw ever meets another's numbers, so
the answer of a draw is the same bits in any block and on any number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit
from numpy.typing import NDArray

Row = NDArray[Any]  # (d,) float32 or float64

Compiled = TypeVar("Compiled", bound=Callable[..., Any])
_OPTIONS: Any = {"cache": True, "nogil": True, "error_model": "numpy"}  # `_nrt` is not in numba's manual


def fast(function: Compiled) -> Compiled:
    """Compiled by numba and kept on disk; no interpreter lock; divisions as the processor does them; no fastmath.

    Such a function makes no array (`_nrt`): it need not count who holds which, and counting takes most of the time
    of short loops over many small rows.
    """
    return cast(Compiled, njit(**{**_OPTIONS, "_nrt": False})(function))


def making(function: Compiled) -> Compiled:
    """The same for a function that makes arrays."""
    return cast(Compiled, njit(**_OPTIONS)(function))


@fast
def clear(to: Row) -> None:
    for x in range(len(to)):
        to[x] = 0


@fast
def copy(to: Row, values: Row) -> None:
    for x in range(len(to)):
        to[x] = values[x]


@fast
def add(to: Row, values: Row) -> None:
    for x in range(len(to)):
        to[x] += values[x]


@fast
def product(to: Row, a: Row, b: Row) -> None:
    for x in range(len(to)):
        to[x] = a[x] * b[x]


@fast
def add_product(to: Row, a: Row, b: Row) -> None:
    for x in range(len(to)):
        to[x] += a[x] * b[x]


@fast
def add_four_products(
    to: Row, a: Row, b: Row, c: Row, d: Row, of_a: Row, of_b: Row, of_c: Row, of_d: Row
) -> None:
    """Four of the above, one after the other, for one walk along the row."""
    for x in range(len(to)):
        to[x] = to[x] + a[x] * of_a[x] + b[x] * of_b[x] + c[x] * of_c[x] + d[x] * of_d[x]


@fast
def add_complement(to: Row, a: Row, share: Row) -> None:
    """What of `a` is left when a share of it has gone."""
    for x in range(len(to)):
        to[x] += a[x] - a[x] * share[x]


@fast
def any_above(a: Row, b: Row) -> bool:
    found = False
    for x in range(len(a)):
        found |= a[x] > b[x]
    return found


@fast
def any_left(a: Row) -> bool:
    found = False
    for x in range(len(a)):
        found |= a[x] != 0
    return found


@fast
def ratio(to: Row, have: Row, asked: Row) -> None:
    """The share of what is asked that can be had: 1 where there is enough, also where nothing is asked."""
    one = to.dtype.type(1)
    for x in range(len(to)):
        to[x] = have[x] / asked[x] if asked[x] > have[x] else one


@fast
def to_ratio(asked: Row, have: Row) -> None:
    """The same in place. A loop that reads and writes one row under two names would not be turned into vectors."""
    one = asked.dtype.type(1)
    for x in range(len(asked)):
        asked[x] = have[x] / asked[x] if asked[x] > have[x] else one


@fast
def times(to: Row, values: Row) -> None:
    for x in range(len(to)):
        to[x] *= values[x]


@fast
def at_most(to: Row, limit: Row) -> None:
    for x in range(len(to)):
        to[x] = limit[x] if limit[x] < to[x] else to[x]


@fast
def die(pool: Row, share: Row, dead: Row) -> None:
    """A share of the pool dies; what is taken from it is what is counted, to the last bit."""
    for x in range(len(pool)):
        died = pool[x] * share[x]
        pool[x] -= died
        dead[x] += died
