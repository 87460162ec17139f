"""How bad the bad cases are."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def worst_mean(losses: ArrayLike, share: float) -> NDArray[np.float64]:
    """The conditional value at risk: the mean of the worst `share` of equally likely losses, along the last axis.

    Where the share is no whole number of draws, the last of them counts in part (Rockafellar and Uryasev 2002,
    doi:10.1016/S0378-4266(02)00271-6); a share below one draw is that of the worst. With a share of 1 it is the mean.

    >>> float(worst_mean([1.0, 2.0, 3.0, 10.0], 0.5)), round(float(worst_mean([1.0, 2.0, 3.0, 10.0], 0.375)), 3)
    (6.5, 7.667)
    """
    drawn = -np.sort(-np.asarray(losses, dtype=np.float64), axis=-1)
    if not 0.0 < share <= 1.0 or drawn.shape[-1] == 0:
        raise ValueError(f"the share of the worst must lie above 0 and at 1 at most, of one draw at least; got {share}")
    many = max(share * drawn.shape[-1], 1.0)
    weights = np.clip(many - np.arange(drawn.shape[-1]), 0.0, 1.0) / many
    return np.asarray(drawn @ weights)
