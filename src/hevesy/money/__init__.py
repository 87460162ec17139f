"""Household means, who can pay, when paying is hardship, and how evenly means and health are spread."""

from hevesy.money.equity import Concentration, concentration, gini
from hevesy.money.hardship import HARDSHIPS, Hardship, line, poverty_line
from hevesy.money.means import Means, means_of, share_able_to_pay
from hevesy.money.scheme import Scheme, schemes

__all__ = [
    "HARDSHIPS",
    "Concentration",
    "Hardship",
    "Means",
    "Scheme",
    "concentration",
    "gini",
    "line",
    "means_of",
    "poverty_line",
    "schemes",
    "share_able_to_pay",
]
