"""What every scheme pays and raises in each year, and what centres lose, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hevesy.money import means_of
from hevesy.money.scheme import BY_HEAD, BY_MEANS, kind
from hevesy.plan.budget.answers import usd_said
from hevesy.plan.centre.figure import spread
from hevesy.plan.payers.accounts import FIFTHS, PARTS, Account, Purse
from hevesy.plan.payers.payers import Payers

PEOPLE = "country.population"


def accounts_said(found: Payers) -> dict[str, Any]:
    """By year over all tariffs, by therapy and tariff, and by payer."""
    of, years = found.accounts, found.budget.years
    return {
        "years": [
            {"year": year, **{part: usd_said(of.sum(part, False)[y], of.sum(part)[y]) for part in PARTS}}
            for y, year in enumerate(years)
        ],
        "tariffs": list(_tariffs(found)),
        "payers": [_purse(purse, found) for purse in of.purses],
    }  # fmt: skip


def _tariffs(found: Payers) -> Iterator[dict[str, Any]]:
    of = found.accounts
    for h, rows in enumerate(found.priced):
        for n, row in enumerate(rows):
            yield {
                "therapy": row.therapy, "tariff": row.tariff.id,
                "years": list(_by_year(of.expected[h][n], of.drawn[h][n], found.budget.years)),
            }  # fmt: skip


def _by_year(expected: Account, drawn: Account, years: list[int]) -> Iterator[dict[str, Any]]:
    for y, year in enumerate(years):
        yield {
            "year": year, "cycles": spread(float(expected.cycles[y]), drawn.cycles[y]),
            **{part: usd_said(getattr(expected, part)[y], getattr(drawn, part)[y]) for part in PARTS},
        }  # fmt: skip


def _purse(of: Purse, found: Payers) -> dict[str, Any]:
    """A payer's money by year, as expected: USD to the cent."""
    rule = kind(of.kind)
    return {
        "payer": of.payer, "kind": of.kind, "does": rule.does, "raised_by": rule.raised,
        "years": [
            {
                "year": year, "cycles": float(of.members[y]), "raised": _usd(of.raised[:, y].sum()),
                "fifths": [_usd(cents) for cents in of.raised[:FIFTHS, y]], "not_here": _usd(of.raised[FIFTHS, y]),
                "paid": _usd(of.paid[y]), "administration": _usd(of.administration[y]), "saved": _usd(of.saved[y]),
                **_asked(of, y, found),
            }
            for y, year in enumerate(found.budget.years)
        ],
    }  # fmt: skip


def _asked(of: Purse, y: int, found: Payers) -> dict[str, float | None]:
    """What raising it asks of people: a share of all means, or USD for each head of those it pays for; else neither."""
    reader, rule = found.reader, kind(of.kind).raised
    people, raised = reader.number(PEOPLE), float(of.raised[:, y].sum()) / 100.0
    whole = people * means_of(reader).mean_per_year * float(np.mean(np.asarray(reader.value("money.price_level"))))
    return {
        "share_of_means": raised / whole if rule == BY_MEANS else None,
        "per_head": raised / people if rule == BY_HEAD else None,
    }


def _usd(cents: Any) -> float:
    return float(cents) / 100.0
