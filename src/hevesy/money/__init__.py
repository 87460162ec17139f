"""Household means, who can pay, and how evenly means and health are spread."""

from hevesy.money.equity import Concentration, concentration, gini
from hevesy.money.means import Means, means_of, share_able_to_pay
from hevesy.money.scheme import Scheme, schemes

__all__ = [
    "Concentration",
    "Means",
    "Scheme",
    "concentration",
    "gini",
    "means_of",
    "schemes",
    "share_able_to_pay",
]
