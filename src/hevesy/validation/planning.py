"""Cases of planning: the compiled engine beside its slow twin, waiting, and years that count less."""

from __future__ import annotations

from hevesy.capacity.erlang import delay
from hevesy.validation.asked import Ask, Inputs

LOAD, CHAIRS = 0.7, 4


def kernels(inputs: Inputs) -> float | str:
    """The largest difference in what the two engines count in a toy country of one centre.

    Compiles the engine first where that was not done yet, which takes some minutes once.
    """
    import numpy as np

    from hevesy.plan.simulation import flow, reference
    from hevesy.plan.simulation.queue_error import toy_of_load

    model = toy_of_load(LOAD, CHAIRS, int(inputs["weeks"]), int(inputs["draws"]))
    fast, slow = flow.run(model, "f8"), reference.run(model)
    if not slow.at_centres["started"].any():
        return "nobody was treated, so nothing was compared"
    pairs = [(fast.at_centres[name], slow.at_centres[name]) for name in slow.at_centres]
    pairs += [(fast.in_country[name], slow.in_country[name]) for name in slow.in_country]
    return float(max(np.abs(quick - sure).max() for quick, sure in pairs))


def waits(inputs: Inputs) -> float:
    """The mean wait in a queue."""
    return delay(float(inputs["arrivals"]), float(inputs["services"]), int(inputs["servers"])).wait


def discount(inputs: Inputs) -> float:
    """What one of money in so many years is worth now."""
    from hevesy.money.value.within_cycle import discount_factors

    return float(discount_factors(float(inputs["rate"]), int(inputs["years"]))[-1])


ASKS: dict[str, Ask] = {"kernels": kernels, "waits": waits, "discount": discount}
