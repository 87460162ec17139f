"""Household means, who can pay, and how evenly means and health are spread."""

from hevesy.money.equity import Concentration, concentration, gini
from hevesy.money.means import Means, means_of, share_able_to_pay

__all__ = ["Concentration", "Means", "concentration", "gini", "means_of", "share_able_to_pay"]
