"""People and acts of the atlas, for its tests; every figure is synthetic."""

from __future__ import annotations

from uuid import uuid4

from tests.service.conftest import new_user

from hevesy_service.accounts.models import User
from hevesy_service.atlas.events import Said, decide, place_of, propose
from hevesy_service.atlas.models import Proposal
from hevesy_service.book.models import Site

PET = "country.equipment.pet"


def said(value: float | None = 12, state: str = "reported", fact: str = PET, **more: object) -> Said:
    given = {"year": 2025, "source": "Annual count of the ministry, table 3", "link": "", **more}
    return Said(fact, value, state, **given)  # type: ignore[arg-type]


def person(name: str) -> User:
    return User.objects.filter(username=name).first() or new_user(name)


def proposed(site: Site, what: Said | None = None, by: str = "focal") -> Proposal:
    event = propose(site, what or said(), person(by), str(uuid4()), "new count")
    return Proposal.objects.get(pk=event.pk)


def decided(site: Site, proposal: Proposal, accepts: bool = True, by: str = "approver") -> Proposal:
    seen = place_of(proposal.stream)
    decide(site, proposal, accepts, person(by), str(uuid4()), "read in the source", seen, "password")
    return Proposal.objects.get(pk=proposal.pk)


def accepted(site: Site, what: Said | None = None) -> Proposal:
    return decided(site, proposed(site, what))
