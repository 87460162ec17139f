"""Who supplies a place with a medicine: the maker whose journey is best, and one who can send while that one stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hevesy.facts import Reader
from hevesy.facts.sampling import scores
from hevesy.supply.irradiation import Feed, feeds
from hevesy.supply.journey import Journey
from hevesy.supply.lateness import Delivery, delivery_of
from hevesy.supply.verdict import Verdict


@dataclass(frozen=True)
class Supplier:
    """A maker's way to a place: its journey, the reactors behind it, and what becomes of the doses on the road."""

    journey: Journey
    feeds: tuple[Feed, ...]
    delivery: Delivery

    @property
    def maker(self) -> str:
        return self.journey.offer.producer.id

    @property
    def nuclide(self) -> str:
        return self.journey.offer.form.carried

    @property
    def form(self) -> str:
        """The supply form by which it comes, as in `supply_forms.csv`."""
        return self.journey.offer.form.form

    @property
    def reactors(self) -> frozenset[str]:
        return frozenset(feed.reactor for feed in self.feeds)


def suppliers(journeys: Sequence[Journey], reader: Reader, most: int = 2) -> tuple[Supplier, ...]:
    """At most so many makers, the best first, each with other reactors than those before; none where none is in time.

    After the first nobody counts to whose country there is no trade.
    """
    found: list[Supplier] = []
    for journey in journeys:
        if journey.verdict is Verdict.IMPOSSIBLE or (found and journey.obstacle):
            continue
        behind = feeds(journey.offer, reader.shelf)
        if any(_alike(journey, behind, other) for other in found):
            continue
        found.append(Supplier(journey, behind, delivery_of(journey, reader, _slowness(journey, reader))))
        if len(found) == most:
            break
    return tuple(found)


def _alike(journey: Journey, behind: tuple[Feed, ...], other: Supplier) -> bool:
    """Whether it stands still whenever the other does: the same maker, or all the same reactors."""
    reactors = frozenset(feed.reactor for feed in behind)
    return journey.offer.producer.id == other.maker or (bool(reactors) and reactors == other.reactors)


def _slowness(journey: Journey, reader: Reader) -> Any:
    """How slow a journey is within what is plausible: a standard normal number for each draw."""
    if not reader.draws:
        return 0.0
    offer = journey.offer
    return scores(
        f"journey {offer.producer.id} {offer.form.product} {journey.to.iso3}", reader.draws, reader.seed
    )
