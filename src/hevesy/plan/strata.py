"""Groups of people who live about equally far from care."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Band:
    """People who live about equally far: their share of all, and hours one way to imaging and to therapy."""

    share: float
    hours_imaging: float
    hours_therapy: float


def travel_bands(
    people: NDArray[np.float64], imaging: NDArray[np.float64], therapy: NDArray[np.float64], most: int = 8
) -> list[Band]:
    """The places put together into at most `most` bands of about equal population; arrays of shape (places,).

    Hours within a band are population means, so the mean over all people is kept.
    """
    order = np.argsort(therapy, kind="stable")
    share = people[order] / people.sum()
    upto = np.cumsum(share)
    band = np.minimum((upto - share / 2) * most, most - 1e-9).astype(int)
    bands = []
    for number in np.unique(band):
        inside = band == number
        weight = share[inside]
        bands.append(
            Band(
                float(weight.sum()),
                float((imaging[order][inside] * weight).sum() / weight.sum()),
                float((therapy[order][inside] * weight).sum() / weight.sum()),
            )
        )
    return bands
