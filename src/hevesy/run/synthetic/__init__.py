"""A centre's year that never was: synthetic people, seeded, for tests, training and trying out. Nobody is meant."""

from hevesy.run.synthetic.house import Cleared, Read, house
from hevesy.run.synthetic.truth import Truth
from hevesy.run.synthetic.year import Step, year

__all__ = ["Cleared", "Read", "Step", "Truth", "house", "year"]
