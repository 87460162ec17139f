"""What the book says of national figures: proposed by one person, accepted or refused by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from hevesy.facts import State
from hevesy_service.accounts.models import User
from hevesy_service.accounts.signature import Shown, keep, overtake, shows, signed, text_of
from hevesy_service.atlas.models import ACCEPTED, OPEN, REFUSED, Figure, Proposal, Proposed
from hevesy_service.book.acting import FOR, acted, acting
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.refusals import AlreadyDecided, OtherCountry, OwnProposal, StreamMoved

PROPOSED = "figure_proposed"
P = TypeVar("P", bound=Proposed)
FIRST_YEAR, LAST_YEAR, MOST = 1950, 2100, 1_000_000
STATES = (State.REPORTED, State.REPORTED_ZERO, State.PUBLIC_ONLY, State.MISSING)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a figure: a value or none, what stands behind it, its year, and where it was read."""

    fact: str
    value: float | None
    state: str
    year: int
    source: str
    link: str = ""

    def __post_init__(self) -> None:
        """States are never mixed: missing has no value, reported zero is zero, and what was reported is more.

        Raises ValueError; also for a year, a number or a link that no honest form could have sent.
        """
        fits = {
            State.MISSING: self.value is None,
            State.REPORTED_ZERO: self.value == 0,
            State.REPORTED: self.value is not None and self.value > 0,
            State.PUBLIC_ONLY: self.value is not None and self.value >= 0,
        }
        if not fits.get(State(self.state), False):
            raise ValueError(f"{self.value} does not fit the state {self.state}")
        if not FIRST_YEAR <= self.year <= LAST_YEAR or (self.value or 0) > MOST:
            raise ValueError(f"no figure of a country is {self.value} in {self.year}")
        if self.link and not self.link.startswith(("https://", "http://")):
            raise ValueError("a link begins with https:// or http://")


def propose(site: Site, said: Said, by: User, key: str, reason: str) -> Event:
    """Propose a figure of the site's own country; raises OtherCountry where the site has none."""
    if not site.country:
        raise OtherCountry(site=site.name)
    body = {"iso3": site.country, **asdict(said)}
    stream = Proposal(iso3=site.country, fact=said.fact).stream
    return told(Entry(site, stream, PROPOSED, str(by.pk), key, body, reason))


def decide(
    site: Site, proposal: Proposed, accepts: bool, by: User, key: str, reason: str, seen: int, how: str
) -> Event:
    """Accept or refuse a proposal of the site's country; `seen` is the place in the stream that the page showed.

    It is signed: `how` says by what the person proved who they are. Raises OwnProposal where who proposed, or whose
    role they did it in, is one of those who decide; AlreadyDecided, OtherCountry, and StreamMoved where somebody wrote
    after the page was opened.
    """
    if proposal.iso3 != site.country:
        raise OtherCountry(site=site.name)
    if {proposal.by, proposal.on_behalf or proposal.by} & {str(by.pk), acting().get(FOR, str(by.pk))}:
        raise OwnProposal()
    known = Event.objects.filter(site=site, key=key).exists()
    if proposal.decision != OPEN and not known:
        raise AlreadyDecided(decision=proposal.decision)
    kind = proposal.ACCEPTS if accepts else proposal.REFUSES
    body = {"proposal": str(proposal.pk), **signed(_shown(kind, proposal, reason), how)}
    entry = Entry(site, proposal.stream, kind, str(by.pk), key, body, reason, after=seen)
    return told(entry)


def _shown(kind: str, proposal: Proposed, reason: str) -> str:
    """What an approver signs: all that was proposed, their reason, and that they accept or refuse it."""
    return text_of(kind, {"proposal": str(proposal.pk), "reason": reason, **proposal.as_signed()})


def shown_of(model: type[Proposed]) -> Shown:
    """What makes the signed text again from a row that decides on such a proposal."""

    def shown(event: Event, body: Mapping[str, Any]) -> str:
        return _shown(event.type, model._default_manager.get(pk=UUID(body["proposal"])), event.reason)

    return shown


for _kind in (Proposal.ACCEPTS, Proposal.REFUSES):
    shows(_kind)(shown_of(Proposal))


def told(entry: Entry) -> Event:
    """Write to a story that the sites of a country share; raises StreamMoved where two of them did at one moment."""
    try:
        with transaction.atomic():
            return append(entry)
    except IntegrityError as error:
        raise StreamMoved(stream=entry.stream) from error


def place_of(stream: str) -> int:
    """The last place in a story."""
    last = Event.objects.filter(stream=stream).order_by("-stream_seq").first()
    return 0 if last is None else last.stream_seq


@projection(PROPOSED)
def _proposed(event: Event, body: dict[str, Any]) -> None:
    Proposal.objects.create(
        id=event.pk, site_id=event.site_id, place=event.stream_seq, by=event.by, at=event.at_device,
        on_behalf=acted(event).get(FOR, ""), reason=event.reason, **body,
    )  # fmt: skip


@projection(Proposal.ACCEPTS)
def _accepted(event: Event, body: Mapping[str, Any]) -> None:
    proposal = decided(Proposal, event, body, ACCEPTED)
    same = {name: getattr(proposal, name) for name in ("value", "state", "year", "source", "link")}
    of_book = {"proposal": proposal, "site_id": event.site_id, "row": event.site_seq, "since": event.at_server}
    Figure.objects.update_or_create(iso3=proposal.iso3, fact=proposal.fact, defaults={**same, **of_book})


@projection(Proposal.REFUSES)
def _refused(event: Event, body: Mapping[str, Any]) -> None:
    decided(Proposal, event, body, REFUSED)


def decided(kind: type[P], event: Event, body: Mapping[str, Any], decision: str) -> P:
    """Write down on a proposal what was decided; for projections."""
    proposal = kind._default_manager.get(pk=UUID(body["proposal"]))
    proposal.decision, proposal.decided_by = decision, event.by
    proposal.decided_at, proposal.decided_why = event.at_device, event.reason
    proposal.save()
    keep(event, body, str(proposal.pk))
    if decision == ACCEPTED:
        overtake(event, kind.ACCEPTS)
    return proposal


@told_by_the_book
def _no_figures() -> None:
    Figure.objects.all().delete()
    Proposal.objects.all().delete()
