"""Probabilistic sensitivity analysis of the Sick-Sicker model: 1,000 draws, four strategies, 75 cycles.

PyHEOR is under the AGPL, so that it is no dependency of ours, not even of the tests; where the environment has it
(`pip install pyheor` into one of your own), it is timed in the same run.
"""

from __future__ import annotations

import importlib.util
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
DRAWS = 1000


def drawn(draws: int, seed: int = 71818) -> dict[str, Any]:
    """Draws from the distributions of the DARTH tutorial (Functions_cSTM_time_indep.R, generate_psa_params)."""
    rng = np.random.default_rng(seed)
    gammas = {"r_HD": (20, 1e-4), "r_HS1": (30, 1 / 200), "r_S1H": (60, 1 / 120), "r_S1S2": (84, 1 / 800),
              "c_H": (100, 20), "c_S1": (177.8, 22.5), "c_S2": (225, 66.7), "c_trtA": (73.5, 163.3),
              "c_trtB": (86.2, 150.8)}  # fmt: skip
    ratios = {"hr_S1": (3, 0.01), "hr_S2": (10, 0.02), "hr_S1S2_trtB": (0.6, 0.02)}
    betas = {"u_H": (200, 3), "u_S1": (130, 45), "u_S2": (230, 230), "u_trtA": (300, 15)}
    found = {name: rng.gamma(shape, scale, draws) for name, (shape, scale) in gammas.items()}
    found |= {name: rng.lognormal(np.log(middle), spread, draws) for name, (middle, spread) in ratios.items()}
    return found | {name: rng.beta(first, second, draws) for name, (first, second) in betas.items()}


def ours(times: int = 20) -> float:
    """The shortest wall time in seconds, from draws to costs and QALYs of all four strategies."""
    from tests.reference.sick_sicker import answers

    given = drawn(DRAWS)
    return _fastest(lambda: answers(given), times)


def theirs() -> float | None:
    """PyHEOR's time for the same, from a twentieth of the draws; None where it is not installed."""
    if importlib.util.find_spec("pyheor") is None:
        return None
    model = _pyheor()
    part = DRAWS // 20
    model.run_psa(n_sim=2, seed=1)
    started = time.perf_counter()
    model.run_psa(n_sim=part, seed=1)
    return (time.perf_counter() - started) * DRAWS / part


def _fastest(call: Callable[[], Any], times: int) -> float:
    call()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return min(taken)


def _pyheor() -> Any:
    """The same four strategies in PyHEOR, with two figures drawn: drawing more would only slow it."""
    import pyheor as ph

    model = ph.MarkovModel(
        states=["H", "S1", "S2", "D"], strategies=["SoC", "A", "B", "AB"], n_cycles=75, cycle=ph.Cycle(1, "year"),
        method="life-table", dr_cost=0.03, dr_qaly=0.03,
    )  # fmt: skip
    model.add_param("r_S1S2", base=0.105, dist=ph.Gamma(mean=0.105, sd=0.0115))
    model.add_param("u_S1", base=0.75, dist=ph.Beta(mean=0.75, sd=0.033))
    for name, ratio, drug in (("SoC", 1, 0), ("A", 1, 12e3), ("B", 0.6, 13e3), ("AB", 0.6, 25e3)):
        model.set_transitions(name, _row_by_row(ratio))
        model.set_state_cost("care", {name: {"H": 2000, "S1": 4000 + drug, "S2": 15000 + drug}})
    model.set_state_qaly("health", {"H": 1.0, "S1": lambda p, k: p["u_S1"], "S2": 0.5})
    return model


def _row_by_row(ratio: float) -> Callable[[Any, int], list[list[float]]]:
    """The chances in plain Python, so that numpy's overhead for single numbers is not held against it."""
    usual = np.asarray(_usual()).tolist()
    stays, dies = usual[1][1] + usual[1][2], 1 - usual[1][3]

    def chances(p: Any, k: int) -> list[list[float]]:
        worsen = dies * (1 - math.exp(-p["r_S1S2"] * ratio))
        return [usual[0], [usual[1][0], stays - worsen, worsen, usual[1][3]], *usual[2:]]

    return chances


def _usual() -> Any:
    from tests.reference.sick_sicker import BASE, transitions

    return transitions({name: np.asarray(value) for name, value in BASE.items()}, False)


if __name__ == "__main__":
    beside = theirs()
    print(f"ours {ours() * 1e3:.1f} ms; PyHEOR {'is not installed' if beside is None else f'{beside:.1f} s'}")
