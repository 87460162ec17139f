"""Centres of a country as the book tells them, and as rows of the tables that plans read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hevesy.facts import State
from hevesy_service.accounts.models import User
from hevesy_service.accounts.signature import shows
from hevesy_service.atlas.events import FIRST_YEAR, LAST_YEAR, decided, shown_of, told
from hevesy_service.atlas.models import ACCEPTED, REFUSED, CentreProposal, HeldCentre
from hevesy_service.book.acting import FOR, acted
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, projection
from hevesy_service.refusals import OtherCountry

PROPOSED = "centre_proposed"
NEW = "new"  # in an address, for a centre that has no id yet
MACHINES = ("spect", "pet", "cyclotron", "generator", "linac", "treatment_chair", "isolation_bed")
MOST_MACHINES = 1000
SERVICES = ("pet", "spect", "therapy", "inpatient", "radiopharmacy")
SECTORS = ("public", "private", "university", "military", "mission", "mixed")
CENTRES = ("iso3", "centre", "name", "town", "sector", "services", "therapies", "state", "on", "source", "kind")
EQUIPMENT = ("iso3", "centre", "modality", "count", "state", "on", "source", "kind")


@dataclass(frozen=True, slots=True)
class CentreSaid:
    """What somebody says of a centre; a machine whose count is none was not counted, which is not zero."""

    centre: str
    name: str
    town: str
    sector: str
    services: list[str]
    therapies: list[str]
    equipment: Mapping[str, int | None]
    practises: bool
    year: int
    source: str
    link: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for what no honest form could have sent."""
        counts = [count for count in self.equipment.values() if count is not None]
        sound = (
            re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", self.centre) and self.name and self.town
            and self.sector in ("", *SECTORS) and set(self.services) <= set(SERVICES)
            and set(self.equipment) <= set(MACHINES) and all(0 <= count <= MOST_MACHINES for count in counts)
            and FIRST_YEAR <= self.year <= LAST_YEAR
            and (not self.link or self.link.startswith(("https://", "http://")))
        )  # fmt: skip
        if not sound:
            raise ValueError(f"no centre is as {self.centre!r} is said to be")


for _kind in (CentreProposal.ACCEPTS, CentreProposal.REFUSES):
    shows(_kind)(shown_of(CentreProposal))


def propose_centre(site: Site, said: CentreSaid, by: User, key: str, reason: str) -> Event:
    """Propose a centre of the site's own country, new or changed; raises OtherCountry where the site has none."""
    if not site.country:
        raise OtherCountry(site=site.name)
    stream = CentreProposal(iso3=site.country, centre=said.centre).stream
    body = {"iso3": site.country, "centre": said.centre, "said": asdict(said)}
    return told(Entry(site, stream, PROPOSED, str(by.pk), key, body, reason))


@projection(PROPOSED)
def _proposed(event: Event, body: dict[str, Any]) -> None:
    CentreProposal.objects.create(
        id=event.pk, site_id=event.site_id, place=event.stream_seq, by=event.by, at=event.at_device,
        on_behalf=acted(event).get(FOR, ""),
        reason=event.reason, **body,
    )  # fmt: skip


@projection(CentreProposal.ACCEPTS)
def _accepted(event: Event, body: Mapping[str, Any]) -> None:
    proposal = decided(CentreProposal, event, body, ACCEPTED)
    of_book = {"proposal": proposal, "site_id": event.site_id, "row": event.site_seq, "since": event.at_server}
    HeldCentre.objects.update_or_create(
        iso3=proposal.iso3, centre=proposal.centre, defaults={"said": proposal.said, **of_book}
    )


@projection(CentreProposal.REFUSES)
def _refused(event: Event, body: Mapping[str, Any]) -> None:
    decided(CentreProposal, event, body, REFUSED)


@told_by_the_book
def _no_centres() -> None:
    HeldCentre.objects.all().delete()
    CentreProposal.objects.all().delete()


def practising(centres: Iterable[HeldCentre]) -> list[HeldCentre]:
    """Those that practise; one that has closed stays in the book and leaves the tables."""
    return [each for each in centres if each.said["practises"]]


def centre_row(held: HeldCentre, source: str) -> tuple[str, ...]:
    """A centre as a row of the table of centres."""
    said = held.said
    listed = ("; ".join(said[name]) for name in ("services", "therapies"))
    what = (held.iso3, held.centre, said["name"], said["town"], said["sector"], *listed)
    return (*what, State.REPORTED.value, str(said["year"]), source, "verified")


def equipment_rows(held: HeldCentre, source: str) -> list[tuple[str, ...]]:
    """Its machines as rows of the table of equipment; one that nobody counted has no row."""
    return [
        (held.iso3, held.centre, modality, str(count), (State.REPORTED if count else State.REPORTED_ZERO).value,
         str(held.said["year"]), source, "verified")
        for modality, count in held.said["equipment"].items() if count is not None
    ]  # fmt: skip
