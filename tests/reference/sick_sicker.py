"""The Sick-Sicker model of the DARTH tutorial (Alarid-Escudero et al, Med Decis Making 2023, 43:3-20).

States healthy, sick, sicker, dead; four strategies: standard of care, A (better quality of life when sick), B (slower
progression), A and B. Inputs: github.com/DARTH-git/cohort-modeling-tutorial-intro, analysis/cSTM_time_indep.R (MIT).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hevesy.money.value import Correction, cycle_weights, discount_factors, probability, time_in_states

Array = NDArray[np.float64]
STRATEGIES = ("SoC", "A", "B", "AB")
CYCLES, DISCOUNT = 75, 0.03
BASE = {
    "r_HD": 0.002, "r_HS1": 0.15, "r_S1H": 0.5, "r_S1S2": 0.105, "hr_S1": 3.0, "hr_S2": 10.0, "hr_S1S2_trtB": 0.6,
    "c_H": 2000.0, "c_S1": 4000.0, "c_S2": 15000.0, "c_trtA": 12000.0, "c_trtB": 13000.0,
    "u_H": 1.0, "u_S1": 0.75, "u_S2": 0.5, "u_trtA": 0.95,
}  # fmt: skip


def transitions(given: Mapping[str, Array], slower: bool) -> Array:
    """Chances of a year, shape (draws, 4, 4)."""
    die = [probability(given["r_HD"] * ratio) for ratio in (1.0, given["hr_S1"], given["hr_S2"])]
    fall_ill, recover = probability(given["r_HS1"]), probability(given["r_S1H"])
    worsen = probability(given["r_S1S2"] * (given["hr_S1S2_trtB"] if slower else 1.0))
    found = np.zeros((*np.shape(fall_ill), 4, 4))
    found[..., 0, 0], found[..., 0, 1] = (1 - die[0]) * (1 - fall_ill), (1 - die[0]) * fall_ill
    found[..., 1, 0], found[..., 1, 2] = (1 - die[1]) * recover, (1 - die[1]) * worsen
    found[..., 1, 1] = (1 - die[1]) * (1 - recover - worsen)
    found[..., 2, 2] = 1 - die[2]
    for state in range(3):
        found[..., state, 3] = die[state]
    found[..., 3, 3] = 1.0
    return found


def answers(given: Mapping[str, Array], correction: Correction = Correction.SIMPSON) -> tuple[Array, Array]:
    """Costs and QALYs a person, each of shape (4 strategies, draws)."""
    usual, slower = transitions(given, False), transitions(given, True)
    weights = cycle_weights(CYCLES, correction) * discount_factors(DISCOUNT, CYCLES)
    time = time_in_states([1, 0, 0, 0], np.stack([usual, usual, slower, slower]), weights)
    costs, qalys = np.zeros(time.shape), np.zeros(time.shape)
    costs[..., 0], qalys[..., 0], qalys[..., 2] = given["c_H"], given["u_H"], given["u_S2"]
    for number in range(4):
        a, b = number in (1, 3), number in (2, 3)
        drugs = a * given["c_trtA"] + b * given["c_trtB"]
        costs[number, ..., 1], costs[number, ..., 2] = given["c_S1"] + drugs, given["c_S2"] + drugs
        qalys[number, ..., 1] = given["u_trtA"] if a else given["u_S1"]
    return (time * costs).sum(axis=-1), (time * qalys).sum(axis=-1)
