"""Payer schemes: what sets each kind apart, and those of a country, which come from a user's pack alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hevesy.errors import BadTable
from hevesy.facts import Shelf
from hevesy.money.funding import Cents

PERCENT = 100.0
BY_MEANS, BY_HEAD, ABROAD, MAKER, OWN = "means", "heads", "abroad", "maker", "own"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of scheme does with a tariff.

    `raised` is who its money comes from: all people in proportion to their means, all alike by head, nobody here
    (abroad), the maker who forgoes it, or the household itself. `lasting` money counts towards self-sustainability.
    With `loaded` its administration is raised on top. `saves`: what it raises and does not spend is there next year.
    """

    raised: str
    lasting: bool
    loaded: bool
    saves: bool
    does: str


KINDS = {
    "earmarked_fund": Kind(
        BY_MEANS, True, False, True,
        "raises its ceiling each year by a levy in proportion to means, keeps what it does not spend, "
        "and pays no more than it has",
    ),
    "national_insurance": Kind(
        BY_MEANS, True, False, False,
        "raises what it pays by contributions in proportion to means, which follow the claims",
    ),
    "private_insurance": Kind(
        BY_HEAD, True, True, False, "raises what it pays and its administration by a premium, the same for each head",
    ),
    "micro_insurance": Kind(
        BY_HEAD, True, True, False,
        "raises what it pays and its administration by a premium for each head; as a pool it needs a reserve too",
    ),
    "sliding_scale": Kind(
        BY_MEANS, True, False, False,
        "lets each household pay a share of the tariff by its fifth of means, and pays the rest out of taxes",
    ),
    "public_private_partnership": Kind(
        BY_MEANS, True, False, False,
        "lends what the centres need and is paid back out of taxes, for being there or for each cycle, with a return",
    ),
    "donor": Kind(ABROAD, False, False, False, "brings money from abroad that counts towards no self-sustainability"),
    "access_price": Kind(MAKER, True, False, False, "is money that the maker forgoes, so that nobody here raises it"),
    "out_of_pocket": Kind(OWN, True, False, False, "is a fee: the tariff itself is what households without payer pay"),
}  # fmt: skip
WHOEVER = Kind(BY_HEAD, True, False, False, "pays in the run, whoever it is; taken from all alike")


def kind(name: str) -> Kind:
    """What a kind does; of a payer that nobody has named only that it pays."""
    return KINDS.get(name, WHOEVER)


def raised_from(name: str, by_means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the money of a kind, the parts of each fifth, the poorest first, and last what nobody in the country gives.

    `by_means` are the means of each fifth.

    >>> raised_from("national_insurance", np.array([1.0, 2, 3, 4, 10])).tolist()
    [0.05, 0.1, 0.15, 0.2, 0.5, 0.0]
    >>> raised_from("donor", np.ones(5)).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    rule = kind(name).raised
    here = by_means / by_means.sum() if rule == BY_MEANS else np.full(len(by_means), 1.0 / len(by_means))
    outside = rule in (ABROAD, MAKER)
    return np.append(0.0 * here, 1.0) if outside else np.append(here, 0.0)


def shared_out(amount: Cents, shares: NDArray[np.float64]) -> Cents:
    """Whole cents (...) divided by shares that sum to one, none of them lost: sums from the first part on are rounded.

    >>> shared_out(np.int64(100), np.array([1.0, 1.0, 1.0]) / 3.0).tolist()
    [33, 34, 33]
    """
    upto = np.cumsum(shares)
    upto = upto / upto[-1]
    bounds = [np.floor(np.asarray(amount) * share + 0.5).astype(np.int64) for share in upto[:-1]]
    bounds = [np.zeros_like(np.asarray(amount)), *bounds, np.asarray(amount)]
    return np.stack([after - before for before, after in pairwise(bounds)])


@dataclass(frozen=True, slots=True)
class Scheme:
    """A payer scheme, the share of a country's people who belong to it (None: not known), and who runs it."""

    id: str
    name: str
    members: float | None
    sector: str = ""


def schemes(iso3: str, shelf: Shelf) -> tuple[Scheme, ...]:
    """The schemes of a country in the order of its pack; raises BadTable where they have more members than people."""
    found = tuple(
        Scheme(
            row["scheme"],
            row.get("name") or row["scheme"],
            float(row["members"]) / PERCENT if row.get("members") else None,
            row.get("sector") or "",
        )
        for row in shelf.table("schemes", iso3)
    )
    members = sum(each.members or 0.0 for each in found)
    if members > 1.0 + 1e-9:
        raise BadTable(
            file="schemes.csv",
            problem=f"the schemes of {iso3} have {members:.0%} of the people as members",
            advice="count everybody once, in the scheme that pays for this care",
        )
    return found
