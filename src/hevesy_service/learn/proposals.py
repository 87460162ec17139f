"""What the record of a site has found and no corrective action is about yet: proposals.

Somebody takes each up, or dismisses it with a reason; it does not come again then.

Nothing opens by itself: an action has an author, and what a reading means is judged by who looks at it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hevesy.record.ledger import Balance, left_at
from hevesy.run.checks import BAD, BADGE, check_called, checks
from hevesy.run.saying import number_said, unit_said
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at, midnight_at, zone_of
from hevesy_service.care.centre import centre_of
from hevesy_service.care.incident_names import called
from hevesy_service.care.material import vial_in
from hevesy_service.care.models import CheckRow, Incident, Instrument, LicenceRow, SafetyReport, VialRow
from hevesy_service.quality.models import ActionRow, DismissalRow
from hevesy_service.said import language

LOOKED_BACK = timedelta(days=92)  # of checks, lots and balances; an incident is proposed as long as it is open
MOST = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding of the record: `origin` names it for ever, `link` leads to it."""

    origin: str
    source: str
    about: str
    finding: str
    priority: str
    on: date
    link: str


def proposals(site: Site, today: date) -> list[Proposal]:
    """What was found, and nobody has taken up or dismissed, the newest first."""
    tables = (ActionRow.objects.exclude(origin=""), DismissalRow.objects)
    known = {origin for table in tables for origin in table.filter(site=site).values_list("origin", flat=True)}
    found = [
        *_incidents(site), *_checks(site, today), *_lots(site, today), *_balances(site, today),
        *_inspection(site, today),
    ]  # fmt: skip
    new = (each for each in found if each.origin not in known)
    return sorted(new, key=lambda each: (each.on, each.origin), reverse=True)[:MOST]


def link_of(site: Site, origin: str) -> str:
    """The page of what an action came from; empty where it has none."""
    what, _slash, which = origin.partition("/")
    if what == "check":
        row = CheckRow.objects.filter(site=site, pk=which).first()
        return _check_page(row) if row else ""
    if what in ("instrument", "licence"):
        return reverse("centre_desk", args=[site.code])
    pages = {"incident": "incident", "lot": "vial", "report": "safety_report", "balance": "vial"}
    return reverse(pages[what], args=[which.partition("/")[0]]) if what in pages else ""


def _incidents(site: Site) -> Iterator[Proposal]:
    """Incidents that are open; one of a downtime too."""
    for row in Incident.objects.filter(site=site, closed=None).order_by("-opened")[:MOST]:
        priority = "critical" if row.reach == "harm" else "major"
        on = day_at(site, row.opened)
        yield Proposal(f"incident/{row.pk}", "incident", _("Incident: {what}").format(what=called(row)),
                       row.reason or called(row), priority, on, reverse("incident", args=[row.pk]))  # fmt: skip


def _checks(site: Site, today: date) -> Iterator[Proposal]:
    """The last bad reading of each thing; what a dosimeter of a person says is not among them."""
    bad = CheckRow.objects.filter(site=site, state=BAD, at__gte=midnight_at(site, today - LOOKED_BACK)).order_by("-at")
    last = {(row.what, row.subject): row for row in reversed(bad)}
    for row in last.values():
        check = checks(shelf()).get(row.what)
        if check is None or check.of == BADGE:
            continue
        tongue = language()
        name = check_called(row.what, shelf(), tongue)
        read = "" if row.reading is None else f"{number_said(row.reading, tongue)} {unit_said(check.unit, tongue)}"
        finding = _("{check}, {thing}: not as it should be. {reading} {note}").format(
            check=name, thing=row.subject, reading=read, note=row.note).strip()  # fmt: skip
        yield Proposal(f"check/{row.pk}", "quality_control", f"{name} · {row.subject}"[:160], finding, "major",
                       day_at(site, row.at), _check_page(row))  # fmt: skip


def _check_page(row: CheckRow) -> str:
    asked = urlencode({"check": row.what, "subject": row.subject})
    return f"{reverse('check_one', args=[row.site.code])}?{asked}"


def _lots(site: Site, today: date) -> Iterator[Proposal]:
    """Vials whose lot failed its quality control."""
    rows = VialRow.objects.filter(site=site, reference__gte=midnight_at(site, today - LOOKED_BACK)).exclude(failed="")
    for row in rows.order_by("-changed")[:MOST]:
        about = _("Failed lot {lot}").format(lot=row.lot or row.name)[:160]
        finding = _("The lot {lot} ({nuclide}) failed its quality control and is barred.").format(
            lot=row.lot or row.name, nuclide=row.nuclide)  # fmt: skip
        on = day_at(site, row.changed)
        yield Proposal(f"lot/{row.pk}", "quality_control", about, finding, "critical", on,
                       reverse("vial", args=[row.pk]))  # fmt: skip


def _balances(site: Site, today: date) -> Iterator[Proposal]:
    """Vials whose balance leaves more open than the level that is signed, or in its place the shelf's.

    The largest gap names the finding: once a larger one is found in the same vial, that is another.
    """
    now, centre, zone = timezone.now(), centre_of(site), zone_of(site)
    rows = VialRow.objects.filter(site=site, changed__date__gte=today - LOOKED_BACK).order_by("-changed")
    for row in rows[:MOST]:
        vial = vial_in(row)
        books = centre.balance(vial, now)
        if books.to_investigate:
            left = left_at(vial)
            gap = max(books.differences, key=lambda each: abs(each.amount.bq) / left(each.at))
            about = _("Balance of vial {vial}").format(vial=row.name)[:160]
            yield Proposal(f"balance/{row.pk}/{gap.event}", "quality_control", about, _open(row, books), "major",
                           gap.at.astimezone(zone).date(), reverse("vial", args=[row.pk]))  # fmt: skip


def _open(row: VialRow, books: Balance) -> str:
    """What a balance leaves open."""
    if not math.isfinite(books.share_percent):
        return _("Activity was taken out of vial {vial} (lot {lot}) that by the books never came.").format(
            vial=row.name, lot=row.lot or "–")  # fmt: skip
    found = (books.share_percent, books.level_percent)
    share, most = (f"{number_said(each, language(), digits=3)}\u00a0%" for each in found)
    return _("The balance of vial {vial} (lot {lot}) leaves {share} open; above {most} it is investigated.").format(
        vial=row.name, lot=row.lot or "–", share=share, most=most)  # fmt: skip


def _inspection(site: Site, today: date) -> Iterator[Proposal]:
    """What an inspection would find: calibrations and licences that have run out, safety reports not sent in time."""
    desk = reverse("centre_desk", args=[site.code])
    for each in Instrument.objects.filter(site=site, until__lt=today):
        finding = _("The calibration of {name} ended on {day}.").format(name=each.name, day=each.until.isoformat())
        yield Proposal(f"instrument/{each.name}/{each.until}", "inspection", each.name, finding, "major", each.until,
                       desk)  # fmt: skip
    for row in LicenceRow.objects.filter(site=site, until__lt=today):
        finding = _("The licence {number} for {nuclide} ended on {day}.").format(
            number=row.number, nuclide=row.nuclide, day=row.until.isoformat())  # fmt: skip
        yield Proposal(f"licence/{row.nuclide}/{row.until}", "inspection", f"{row.nuclide} {row.number}", finding,
                       "critical", row.until, desk)  # fmt: skip
    for late in SafetyReport.objects.filter(site=site, sent=None, due__lt=today):
        if late.due is not None:
            finding = _("A safety report was to be sent by {day} and was not.").format(day=late.due.isoformat())
            yield Proposal(f"report/{late.pk}", "inspection", _("Safety report"), finding, "critical", late.due,
                           reverse("safety_report", args=[late.pk]))  # fmt: skip
