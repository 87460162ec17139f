"""From a scenario to the model that the kernels read."""

from hevesy.plan.simulation.build.country import Built, built
from hevesy.plan.simulation.build.pooled import World, aggregated, pooled

__all__ = ["Built", "World", "aggregated", "built", "pooled"]
