"""What an answer to a location problem carries: where, for how much, and how sure that nothing is better."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
SURE = 1e-6  # an objective within this share of its bound counts as proven: finer than any input is known


@dataclass(frozen=True, slots=True)
class Located:
    """Sites that were chosen, and what is known about them.

    `sites` are column numbers in rising order; `served_by` says for each demand point its site (-1: none), shape
    (points,). `objective` is the value of this answer, `bound` what no answer can beat (below it where the least is
    sought, above it where the most is). `method` names what proved it, or what found it.
    """

    sites: tuple[int, ...]
    served_by: Whole
    objective: float
    bound: float
    seconds: float
    method: str

    @property
    def gap(self) -> float:
        """How far the bound is from the objective, as a share of the objective."""
        return gap_of(self.objective, self.bound)

    @property
    def proven(self) -> bool:
        """Whether no answer is better by more than a millionth."""
        return self.gap <= SURE


def gap_of(objective: float, bound: float) -> float:
    """The distance of bound and objective as a share of the objective; infinite where there is no bound.

    >>> gap_of(200.0, 199.0)
    0.005
    """
    if not math.isfinite(bound) or not math.isfinite(objective):
        return math.inf
    return abs(objective - bound) / max(abs(objective), 1e-9)


def checked(costs: Floats, open_: int, pinned: tuple[int, ...], forbidden: tuple[int, ...]) -> Floats:
    """The costs as a table of floats. Raises ValueError, in one sentence, for a problem that nobody can solve."""
    table = np.ascontiguousarray(costs, dtype=np.float64)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"costs must be a table of points x sites; these have the shape {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("every cost must be a finite number; leave out the sites that nobody can reach")
    sites = table.shape[1]
    if wrong := [site for site in (*pinned, *forbidden) if not 0 <= site < sites]:
        raise ValueError(f"site {wrong[0]} is pinned or forbidden, but sites are numbered 0 to {sites - 1}")
    if both := set(pinned) & set(forbidden):
        raise ValueError(f"site {min(both)} is both pinned and forbidden")
    if not max(1, len(set(pinned))) <= open_ <= sites - len(set(forbidden)):
        raise ValueError(
            f"{open_} sites cannot be open where {len(set(pinned))} are pinned and "
            f"{sites - len(set(forbidden))} may be opened"
        )
    return table
