"""Decay chains: what a pure nuclide and all its daughters amount to after a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from hevesy.errors import ChainLooksBack, StableNuclide
from hevesy.physics.decay import atoms
from hevesy.physics.library import nuclide
from hevesy.physics.nuclide import Nuclide
from hevesy.quantities import Activity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from hevesy.physics.bateman import Rates


@dataclass(frozen=True, slots=True)
class Feed:
    """`fraction` of the decays of member `parent` leave member `daughter`; both are places in the chain."""

    parent: int
    daughter: int
    fraction: float


@dataclass(frozen=True, slots=True)
class Chain:
    """A nuclide and everything it decays into, parents before daughters, down to what is stable."""

    members: tuple[Nuclide, ...]
    feeds: tuple[Feed, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(member.name for member in self.members)

    def rates(self) -> Rates:
        """Decay constants and feeds as arrays."""
        import numpy as np

        from hevesy.physics.bateman import Rates

        feeds = np.zeros((len(self.members), len(self.members)))
        for feed in self.feeds:
            feeds[feed.daughter, feed.parent] += feed.fraction
        return Rates(np.array([member.decay_constant for member in self.members]), feeds)

    def unlisted(self, parent: int) -> float:
        """The share of this member's decays for which the tables name no daughter; 0.00012 for At-217.

        It may be a few millionths below zero where the tables round branches up.
        """
        member = self.members[parent]
        return (
            0.0 if member.stable else 1.0 - sum(feed.fraction for feed in self.feeds if feed.parent == parent)
        )


@dataclass(frozen=True, slots=True)
class Share:
    """One member of a chain after a while: activity and atoms then, and decays in between."""

    nuclide: Nuclide
    activity: Activity
    atoms: float
    decays: float


def chain_of(parent: Nuclide, among: Mapping[str, Nuclide] | None = None) -> Chain:
    """The chain that begins with `parent`."""
    if among is None:
        return _shipped_chain(parent)
    return _chain(parent, among)


@lru_cache(maxsize=256)
def _shipped_chain(parent: Nuclide) -> Chain:
    return _chain(parent, None)


def _chain(parent: Nuclide, among: Mapping[str, Nuclide] | None) -> Chain:
    members: dict[str, Nuclide] = {}

    def visit(member: Nuclide) -> None:
        if member.name not in members:
            for branch in member.branches:
                visit(nuclide(branch.daughter, among))
            members[member.name] = member

    visit(parent)
    return chain_between(tuple(reversed(members.values())))


def chain_between(members: Sequence[Nuclide]) -> Chain:
    """The chain of just these members, parents first; decays into others leave it."""
    places = {member.name: place for place, member in enumerate(members)}
    feeds = tuple(
        Feed(place, places[branch.daughter], branch.fraction)
        for place, member in enumerate(members)
        for branch in member.branches
        if branch.daughter in places
    )
    return Chain(tuple(members), feeds)


def chain_after(parent: Nuclide, activity: Activity, elapsed: timedelta) -> tuple[Share, ...]:
    """What a pure parent of this activity and its daughters amount to once `elapsed` has passed.

    Raises ChainLooksBack for a negative `elapsed`, StableNuclide for a stable parent.
    """
    import numpy as np

    from hevesy.physics.bateman import propagator

    seconds = elapsed.total_seconds()
    if seconds < 0:
        raise ChainLooksBack(nuclide=parent.name)
    chain = chain_of(parent)
    rates = chain.rates()
    held = propagator(rates.with_counters(), seconds)[:, 0] * atoms(parent, activity)
    left, decayed = np.split(held, 2)
    return tuple(
        Share(member, Activity(float(count * member.decay_constant)), float(count), float(gone))
        for member, count, gone in zip(chain.members, left, decayed, strict=True)
    )


def chain_activities(parent: Nuclide, activity_bq: float, elapsed_s: ArrayLike) -> NDArray[np.float64]:
    """Activity of each member in Bq, shape (times, members), from a pure parent; members as in `chain_of`."""
    rates, held = _evolved(parent, activity_bq, elapsed_s, counted=False)
    return held * rates.constants


def chain_decays(parent: Nuclide, activity_bq: float, elapsed_s: ArrayLike) -> NDArray[np.float64]:
    """Decays of each member until each time, shape (times, members), from a pure parent at time zero."""
    rates, held = _evolved(parent, activity_bq, elapsed_s, counted=True)
    return held[:, len(rates.constants) :]


def _evolved(
    parent: Nuclide, activity_bq: float, elapsed_s: ArrayLike, counted: bool
) -> tuple[Rates, NDArray[np.float64]]:
    import numpy as np

    from hevesy.physics.bateman import evolve

    if parent.stable:
        raise StableNuclide(nuclide=parent.name)
    times = np.atleast_1d(np.asarray(elapsed_s, dtype=np.float64))
    if (times < 0).any():
        raise ChainLooksBack(nuclide=parent.name)
    rates = chain_of(parent).rates()
    members = rates.with_counters() if counted else rates
    start = np.zeros(len(members.constants))
    start[0] = atoms(parent, Activity(activity_bq))
    return rates, evolve(members, start, times)
