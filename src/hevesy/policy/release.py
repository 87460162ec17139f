"""When a treated patient may leave: the country's own limits, and whether anybody has checked them.

Release rules differ by nation about five-fold. A country without rows has no rule here; what international
guidance says is shown beside it and decides nothing. A measured dose rate and a local radiation protection
officer stand above every table.
"""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Fact, Kind, Shelf

RULES, GUIDANCE = "policy.release.", "policy.guidance."


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a country's rule, with the fact it stands in."""

    name: str
    fact: Fact

    @property
    def checked(self) -> bool:
        """Whether it was read in the named document or signed by a named person."""
        return self.fact.kind is Kind.VERIFIED or self.fact.confirmed


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """A country's limits for release; `known` is False where there are none, and that is never leave to go.

    `verified` holds only when every limit was read in its document or signed locally.
    """

    iso3: str
    limits: tuple[Limit, ...]
    guidance: tuple[Limit, ...]

    @property
    def known(self) -> bool:
        return bool(self.limits)

    @property
    def verified(self) -> bool:
        return self.known and all(limit.checked for limit in self.limits)

    @property
    def signed(self) -> bool:
        """Whether a named local person stands behind every limit; until then it is for practice."""
        return self.known and all(limit.fact.confirmed for limit in self.limits)

    def limit(self, name: str) -> Limit | None:
        """The limit called `name` (as in i131_retained), or None where the rule has none."""
        return next((limit for limit in self.limits if limit.name == name), None)


def release_rule(iso3: str, shelf: Shelf) -> ReleaseRule:
    """The limits that hold in a country, those with a number only, ordered by name."""
    return ReleaseRule(iso3, _limits(RULES, iso3, shelf), _limits(GUIDANCE, iso3, shelf))


def _limits(prefix: str, place: str, shelf: Shelf) -> tuple[Limit, ...]:
    found = ((name, shelf.find(name, place)) for name in shelf.ids(prefix))
    return tuple(
        Limit(name.removeprefix(prefix), fact)
        for name, fact in found
        if fact is not None and fact.value is not None
    )
