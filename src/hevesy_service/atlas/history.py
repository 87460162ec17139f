"""The story of a figure: each proposal, what it would change, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.words import say
from hevesy_service.accounts.models import User
from hevesy_service.atlas.models import ACCEPTED, Proposal, Stated
from hevesy_service.atlas.packs import figure


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a figure, as it stood and as it is proposed."""

    part: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Step:
    """A proposal with the names of those who proposed and decided, and what it changes of what held before."""

    proposal: Proposal
    by: str
    decided_by: str
    changes: tuple[Change, ...]


def history_of(iso3: str, fact: str) -> list[Step]:
    """Every proposal, the newest first."""
    found = list(Proposal.objects.filter(iso3=iso3, fact=fact).select_related("site").order_by("place"))
    names = names_of({each.by for each in found} | {each.decided_by for each in found})
    return [
        Step(each, names.get(each.by, each.by), names.get(each.decided_by, ""), changes(_before(each, found), each))
        for each in reversed(found)
    ]


def _before(proposal: Proposal, found: list[Proposal]) -> Proposal | None:
    """What held when the proposal was decided on; for an open one, what holds now."""
    until = proposal.decided_at
    held = [
        each for each in found
        if each.decision == ACCEPTED and each.pk != proposal.pk and each.decided_at is not None
        and (until is None or each.decided_at < until)
    ]  # fmt: skip
    return max(held, key=lambda each: each.decided_at, default=None)  # type: ignore[arg-type,return-value]


def changes(old: Stated | None, new: Stated) -> tuple[Change, ...]:
    """Each part in which the two differ; every part where nothing held before."""
    parts = [(part, _part(old, part), _part(new, part)) for part in ("value", "state", "year", "source", "link")]
    return tuple(Change(part, before, after) for part, before, after in parts if before != after)


def _part(stated: Stated | None, part: str) -> str:
    if stated is None:
        return ""
    if part == "value":
        return figure(stated.value)
    return say(f"state.{stated.state}") if part == "state" else str(getattr(stated, part))


def names_of(people: set[str]) -> dict[str, str]:
    """Names of those whom the book calls by their identifiers; an erased one stays a number."""
    ids = [each for each in people if len(each) == 36]
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}
