"""The story of a figure: each proposal, what it would change, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from hevesy_service.accounts.models import User
from hevesy_service.accounts.signing import Signed, signed_about
from hevesy_service.atlas.models import ACCEPTED, Proposal, Proposed


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a figure, as it stood and as it is proposed."""

    part: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Step:
    """A proposal with the names of those who proposed and decided, and what it changes of what held before."""

    proposal: Proposed
    by: str
    decided_by: str
    changes: tuple[Change, ...]
    on_behalf: str = ""
    signed: Signed | None = None


def history_of(iso3: str, fact: str) -> list[Step]:
    """Every proposal, the newest first."""
    return steps(list(Proposal.objects.filter(iso3=iso3, fact=fact).select_related("site").order_by("place")))


def steps(found: Sequence[Proposed]) -> list[Step]:
    """Proposals of one story, given in order, the newest first."""
    names = names_of({name for each in found for name in (each.by, each.decided_by, each.on_behalf)})
    signed = signed_about(str(each.pk) for each in found)
    return [
        Step(
            each, names.get(each.by, each.by), names.get(each.decided_by, ""), changes(_before(each, found), each),
            names.get(each.on_behalf, each.on_behalf), signed.get(str(each.pk)),
        )
        for each in reversed(found)
    ]  # fmt: skip


def _before(proposal: Proposed, found: Sequence[Proposed]) -> Proposed | None:
    """What held when the proposal was decided on; for an open one, what holds now."""
    until = proposal.decided_at
    held = [
        each for each in found
        if each.decision == ACCEPTED and each.pk != proposal.pk and each.decided_at is not None
        and (until is None or each.decided_at < until)
    ]  # fmt: skip
    return max(held, key=lambda each: each.decided_at, default=None)  # type: ignore[arg-type,return-value]


class InParts(Protocol):
    """What can be compared part by part."""

    def parts(self) -> dict[str, str]: ...


def changes(old: InParts | None, new: InParts) -> tuple[Change, ...]:
    """Each part in which the two differ; every part where nothing held before."""
    before, after = {} if old is None else old.parts(), new.parts()
    names = dict.fromkeys((*after, *before))
    both = [(name, before.get(name, ""), after.get(name, "")) for name in names]
    return tuple(Change(part_called(name), was, now) for name, was, now in both if was != now)


def part_called(name: str) -> str:
    """A part of a figure or a centre, as one reads it."""
    return _(name)


def names_of(people: set[str]) -> dict[str, str]:
    """Names of those whom the book calls by their identifiers; an erased one stays a number."""
    ids = [each for each in people if len(each) == 36]
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}
