"""Prices and an exchange rate over the years: what is imported is paid in USD, the rest in the country's currency.

In year y (0 is the first), with base rate E, depreciation d, inflation here i and abroad a, of which a share m of a
line is imported, a line that costs c at the prices of year 0 costs

    c m (1 + a)^y  +  c (1 - m) ((1 + i) / (1 + d))^y        in USD; times E (1 + d)^y in the country's currency
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Value = float | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Path:
    """A stated path of prices and of the exchange rate: shares a year, numbers or draws.

    `rate` is the price of one USD in the country's currency in year 0; None where nobody knows it: amounts stay in USD.
    """

    inflation_here: Value
    inflation_abroad: Value
    depreciation: Value
    rate: Value | None = None

    def exchange(self, year: int) -> Value | None:
        """Units of the country's currency for one USD in this year; None where the rate is not known.

        >>> Path(0.0, 0.0, 0.1, 100.0).exchange(2)
        121.00000000000001
        """
        return None if self.rate is None else self.rate * (1.0 + self.depreciation) ** year

    def imported(self, year: int) -> Value:
        """How much dearer imported goods are than in year 0, in USD."""
        return (1.0 + self.inflation_abroad) ** year

    def local(self, year: int) -> Value:
        """How much dearer local goods are than in year 0, in USD: their inflation over the fall of the currency."""
        return ((1.0 + self.inflation_here) / (1.0 + self.depreciation)) ** year

    def dollars(self, cost: Value, imported_share: Value, year: int) -> tuple[Value, Value]:
        """The imported and the local part of a cost of year 0, both in USD of this year."""
        return cost * imported_share * self.imported(year), cost * (1.0 - imported_share) * self.local(year)
