"""Random numbers that are looked up, not drawn in turn: the same for the same question, whoever asks and when.

A number is named by (seed, stream, unit, draw, place, week). Threads, blocks of draws, restarts and whatever else a
scenario adds cannot move it. The generator is Philox4x32 with ten rounds (Salmon et al. 2011,
doi:10.1145/2063384.2063405).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Streams: one for each kind of decision, 0 to 255, so that one decision more never moves another's numbers.
SCANNERS = 0  # + modality (0 PET, 1 SPECT): machines that fail and are repaired
RESOURCES = 16  # + number of the resource of a centre (at most 47): machines and persons who are absent
QUEUE = 64  # 64 to 127: the queue kernel's own decisions
RECONCILE = 128  # 128 to 159: resampling when a country's counts are met
SHOCKS = 160  # whether a shock strikes in a year, and in which week of it
LAST_STREAM = 255
LAST_UNIT = (1 << 24) - 1

Compiled = TypeVar("Compiled", bound=Callable[..., Any])

_LOW = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_FIRST, _SECOND = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)  # the multipliers of the paper
_STEP_0, _STEP_1 = (
    np.uint64(0x9E3779B9),
    np.uint64(0xBB67AE85),
)  # golden ratio and sqrt(3) - 1: steps of the key
_UNIT_BITS = np.uint64(24)
_UNIT = np.uint64(LAST_UNIT)
_TINY = 2.0**-52


def compiled(function: Compiled) -> Compiled:
    """Compiled by numba, kept on disk, without the interpreter's lock; IEEE arithmetic as written."""
    return cast(Compiled, njit(cache=True, nogil=True)(function))


@compiled
def philox(c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> Any:
    """Four random words of 32 bits for a counter of four words and a key of two, all held in uint64."""
    for _round in range(10):
        a, b = _FIRST * c0, _SECOND * c2
        c0, c1 = (b >> _WORD) ^ c1 ^ k0, b & _LOW
        c2, c3 = (a >> _WORD) ^ c3 ^ k1, a & _LOW
        k0, k1 = (k0 + _STEP_0) & _LOW, (k1 + _STEP_1) & _LOW
    return c0, c1, c2, c3


@compiled
def uniform(seed: int, stream: int, unit: int, draw: int, place: int, week: int) -> float:
    """The number between 0 and 1, never 0 and never 1, that belongs to this question.

    `seed` any 64 bits, `stream` 0 to 255, `unit` (a machine, a person, the n-th event of a week) below 2**24;
    `draw`, `place` and `week` below 2**32. Steps of 2**-52.
    """
    key = np.uint64(seed)
    which = (np.uint64(stream) << _UNIT_BITS) | (np.uint64(unit) & _UNIT)
    a, b, _c, _d = philox(
        np.uint64(week) & _LOW,
        np.uint64(draw) & _LOW,
        np.uint64(place) & _LOW,
        which,
        key & _LOW,
        key >> _WORD,
    )
    return (np.float64((a << np.uint64(20)) | (b >> np.uint64(12))) + 0.5) * _TINY


@compiled
def uniforms(
    seed: int, stream: int, unit: int, first_draw: int, place: int, week: int, into: NDArray[np.float64]
) -> None:
    """Fill `into` with the numbers of the draws first_draw, first_draw + 1, ... of one question."""
    for number in range(len(into)):
        into[number] = uniform(seed, stream, unit, first_draw + number, place, week)


def seed_bits(seed: int) -> int:
    """Any whole number as the signed 64 bits that compiled code takes; the same seed always gives the same bits."""
    low = seed & 0xFFFFFFFFFFFFFFFF
    return low - (1 << 64) if low >> 63 else low
