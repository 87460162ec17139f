"""A centre as its gates see it: who works there, what is signed, calibrated and licensed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hevesy.competence import Standing
from hevesy.facts import Reader
from hevesy.products import find_therapy
from hevesy.quantities import Activity
from hevesy.record import Template
from hevesy.record.ledger import Balance, balance
from hevesy.record.vial import Vial
from hevesy.run.checks import lasts
from hevesy.run.gate import gates_of
from hevesy.run.house_rules import level, recent_asked
from hevesy.run.instruments import Instruments
from hevesy.run.signed import GateTable, Signature
from hevesy.run.situation import Licence, Person
from hevesy_service.accounts.events import OPENED
from hevesy_service.accounts.lending import NEVER_LENT
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.rights import lent_among
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.acting import FOR, LENDING
from hevesy_service.book.models import Event, Site
from hevesy_service.book.zone import day_at
from hevesy_service.care import material
from hevesy_service.care.checks import good_before
from hevesy_service.care.models import Instrument, LicenceRow, SignedLine
from hevesy_service.care.standings import standing_for

SYNTHETIC = "synthetic"  # by whom a site is opened that holds nobody real; no person has this id


@dataclass(slots=True)
class Centre:
    """A site at one moment; what was read once is not read again, so it lives no longer than a request or a load."""

    site: Site
    reader: Reader
    instruments: Instruments
    licences: Mapping[str, Licence]
    _tables: dict[str, GateTable] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)
    _synthetic: bool | None = None
    _lent: bool | None = None

    def table(self, therapy: str) -> GateTable:
        """The gate table of a therapy, as it is signed."""
        if therapy not in self._tables:
            self._tables[therapy] = _table(self.site, therapy)
        return self._tables[therapy]

    def balance(self, vial: Vial, at: datetime) -> Balance:
        """Where the activity of a vial went until a moment, by the level that is signed for its product."""
        return balance(vial, at, self.reader, level(self.table(vial.product), day_at(self.site, at)))

    def person(self, user: User, at: datetime | None = None) -> Person:
        """Somebody with the roles of their own here, and those that were lent to them `at` a moment."""
        id = str(user.pk)
        if id not in self._people:
            roles = Membership.objects.filter(user=user, site=self.site).values_list("role", flat=True)
            self._people[id] = Person(id, frozenset(roles))
        held = self._people[id]
        if at is None or not self._lends():
            return held
        lent = {
            each.role: str(each.lender_id) for each in lent_among(user.borrowed.filter(site=self.site), at)
            if each.role not in held.roles and each.role not in NEVER_LENT
        }  # fmt: skip
        return Person(id, held.roles | lent.keys(), lent)

    def is_synthetic(self) -> bool:
        """Whether the site was opened for synthetic people, which its book says in the first row."""
        if self._synthetic is None:
            first = Event.objects.filter(site=self.site, type=OPENED).order_by("site_seq").first()
            self._synthetic = first is not None and first.by == SYNTHETIC
        return self._synthetic

    def _lends(self) -> bool:
        """Whether anybody here ever lent a role: a synthetic year need not ask at each of its acts."""
        if self._lent is None:
            self._lent = self.site.lendings.exists()
        return self._lent

    def counted(self, template: Template, therapy: str, act: str, at: datetime) -> Mapping[str, Licence]:
        """The licences; with what is held of the therapy's nuclide, where a gate of the act asks for it."""
        if not self._asks("licensed", template, act):
            return self.licences
        return material.counted(self.licences, find_therapy(therapy, self.reader.shelf).nuclide, self.site, at)

    def failed_lots(self, template: Template, act: str) -> Mapping[str, str]:
        """Lots that failed late or were called back, where a gate of the act asks for them."""
        return material.failed_lots(self.site) if self._asks("lot_holds", template, act) else {}

    def checked(self, template: Template, therapy: str, act: str, at: datetime) -> Mapping[str, Mapping[str, datetime]]:
        """When each check of the day was good last, where a gate of the act asks and the house has signed its rule."""
        if not self._asks("checked_within", template, act) or lasts(self.table(therapy), day_at(self.site, at)) is None:
            return {}
        return good_before(self.site, at)

    def standing(self, therapy: str, act: str, at: datetime, person: str) -> Standing | None:
        """How somebody stands for the privilege of an act, where the centre has signed that acts need one."""
        on = day_at(self.site, at)
        recent = recent_asked(self.table(therapy), on)
        return None if recent is None else standing_for(self.site, person, act, therapy, on, recent, self.reader.shelf)

    def _asks(self, question: str, template: Template, act: str) -> bool:
        return any(gate.test == question for gate in gates_of(template, self.reader.shelf, act))


def centre_of(site: Site) -> Centre:
    """The centre as it is now."""
    licences = {
        each.nuclide: Licence(each.nuclide, Activity(each.most_bq), each.until)
        for each in LicenceRow.objects.filter(site=site)
    }
    return Centre(site, shelf_now().reader(site.country or "world"), _instruments(site), licences)


def basis_of(user: User, site: Site, roles: Iterable[str], at: datetime) -> dict[str, str]:
    """By which lending somebody does what these roles may, for the book; nothing where a role of their own does."""
    if Membership.objects.filter(user=user, site=site, role__in=roles).exists():
        return {}
    held = lent_among(user.borrowed.filter(site=site, role__in=roles), at)
    lent = min(held, key=lambda each: each.role, default=None)
    return {} if lent is None else {FOR: str(lent.lender_id), LENDING: str(lent.pk)}


def _table(site: Site, therapy: str) -> GateTable:
    lines = {
        line.gate: Signature(
            line.gate, line.by, line.on, line.source, line.edition, line.low, line.high, line.text, line.until
        )
        for line in SignedLine.objects.filter(site=site, therapy=therapy)
    }
    return GateTable(therapy, lines)


def _instruments(site: Site) -> dict[str, dict[str, date]]:
    found: dict[str, dict[str, date]] = {}
    for each in Instrument.objects.filter(site=site):
        found.setdefault(each.kind, {})[each.name] = each.until
    return found
