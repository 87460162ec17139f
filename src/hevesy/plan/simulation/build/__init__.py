"""From a scenario to the model that the kernels read."""

from hevesy.plan.simulation.build.country import Built, built

__all__ = ["Built", "built"]
