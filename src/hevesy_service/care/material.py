"""The vials of a site: told by the acts of courses, and by what is done with stock alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models.fields.json import KT

from hevesy.physics.library import nuclide
from hevesy.products import find_therapy
from hevesy.quantities import Activity
from hevesy.record import Course, Entry
from hevesy.record.of_course import told_of, vial_of
from hevesy.record.stock import here, on_shelf
from hevesy.record.vial import Vial, VialEvent, What, condition, follow
from hevesy.record.vial_kept import event_as_json, event_from_json, vial_as_json, vial_from_json
from hevesy.run.situation import Licence
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book import writing
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import append, projection
from hevesy_service.care.models import CourseRow, EntryRow, VialRow
from hevesy_service.database import statements

NOTED = "vial_noted"
LATER = ("late_quality_control", "waste")  # may come when the next cycle has begun, whose vial it is not


def vial_pk(site: UUID, name: str) -> UUID:
    """The id of a vial, from the name on its label: the same name at a site is the same vial."""
    return uuid5(site, name)


def vial_in(row: VialRow) -> Vial:
    """The vial of a row, with its story."""
    return replace(vial_from_json(row.kept), events=tuple(event_from_json(each) for each in row.told))


def vials_in(rows: Iterable[VialRow]) -> list[Vial]:
    return [vial_in(row) for row in rows]


def note_vial(row: VialRow, event: VialEvent, key: str) -> Event:
    """Something happened to a vial that is no act of a course: a stock-take, waste, a recall, a clear-out."""
    body = {"vial": str(row.pk), "event": event_as_json(replace(event, id="", by=""))}
    return append(
        writing.Entry(row.site, f"vial/{row.pk}", NOTED, event.by, key, body, event.reason, at_device=event.at)
    )


def bar(rows: Iterable[VialRow], reason: str, at: datetime, by: str, key: UUID) -> None:
    """Every vial of a lot is called back; the keys follow from the one of the form, so that once is once."""
    for row in rows:
        note_vial(row, VialEvent("", What.RECALLED, at, at, by, reason=reason), str(uuid5(key, str(row.pk))))


def told(row: CourseRow, before: Course, entry: Entry) -> UUID | None:
    """Tell an act of a course in the story of its vial; the id of that vial, or None where it is about none."""
    earlier = EntryRow.objects.filter(course=row, pk=entry.corrects).first() if entry.corrects else None
    name = vial_of(before, entry)
    known = statements.find(VialRow, vial_pk(row.site_id, name)) if name else _of_before(row, entry)
    if earlier is not None and earlier.vial_id is not None and (known is None or known.pk != earlier.vial_id):
        _voided(earlier.vial_id, entry)
    if not name and known is None:
        return None
    therapy = find_therapy(row.therapy, shelf())
    vial = told_of(None if known is None else vial_in(known), before, entry, row.therapy, therapy.nuclide)
    return None if vial is None else _kept(row.site_id, vial, entry.entered_at, known)


def _of_before(row: CourseRow, entry: Entry) -> VialRow | None:
    """The last vial of the course, where an act that may come late does not find one in this cycle."""
    if entry.act not in LATER:
        return None
    last = EntryRow.objects.filter(course=row, vial_id__isnull=False).order_by("-place").first()
    return None if last is None or last.vial_id is None else VialRow.objects.get(pk=last.vial_id)


def _voided(vial: UUID, entry: Entry) -> None:
    """A correction names another vial: what the first had of it never happened there."""
    row = VialRow.objects.get(pk=vial)
    void = VialEvent(
        f"not {entry.id}", What.VOID, entry.at, entry.entered_at, entry.by, reason=entry.reason, corrects=entry.corrects
    )  # fmt: skip
    _kept(row.site_id, follow(vial_in(row), void), entry.entered_at, row)


def _kept(site: UUID, vial: Vial, changed: datetime, known: VialRow | None) -> UUID:
    """Write a vial as it stands; `known` is its row as it was before, None where it is new."""
    pk = vial_pk(site, vial.id)
    stands = condition(vial, max(changed, *(each.at for each in vial.events)))
    row = VialRow(
        pk=pk, site_id=site, name=vial.id, lot=vial.lot, nuclide=vial.nuclide, reference=vial.reference,
        expires_at=vial.expires_at, here_bq=here(vial).bq, shelf_bq=on_shelf(vial).bq,
        failed="late_quality_control" if stands.failed_late else "recalled" if stands.recalled else "",
        kept=vial_as_json(vial), told=[event_as_json(each) for each in vial.events], changed=changed,
    )  # fmt: skip
    if known is None:
        statements.insert(row)
    else:
        statements.update(row, [field.name for field in VialRow._meta.local_concrete_fields if not field.primary_key])
    return pk


@projection(NOTED)
def _noted(event: Event, body: dict[str, Any]) -> None:
    row = VialRow.objects.get(pk=UUID(body["vial"]))
    said = event_from_json({**body["event"], "id": str(event.pk), "by": event.by})
    _kept(row.site_id, follow(vial_in(row), replace(said, entered_at=event.at_server)), event.at_server, row)


@told_by_the_book
def _no_vials() -> None:
    VialRow.objects.all().delete()


# --- what the gates ask ---------------------------------------------------------------------------------------


def failed_lots(site: Site) -> dict[str, str]:
    """Every lot that failed late or was called back, whichever course found it; a vial without a lot by its name."""
    rows = VialRow.objects.filter(site=site).exclude(failed="").values_list("lot", "name", "failed")
    return {lot or name: why for lot, name, why in rows}


def counted(licences: Mapping[str, Licence], name: str, site: Site, at: datetime) -> dict[str, Licence]:
    """The licences, with what the site holds of one nuclide at a moment: on the shelf and in the store, decayed.

    What came later was not there yet: reckoned back to an act that is written down late, it would count many times.
    """
    if name not in licences:
        return dict(licences)
    half_life = nuclide(name).half_life
    rows = VialRow.objects.filter(site=site, nuclide=name, here_bq__gt=0)
    there = sum(
        Activity(bq).after(at - since, half_life).bq
        for bq, since, came in rows.values_list("here_bq", "reference", KT("told__0__at"))
        if _counts(at - since, half_life) and datetime.fromisoformat(came) <= at
    )
    return {**licences, name: replace(licences[name], held=Activity(there))}


def _counts(elapsed: timedelta, half_life: timedelta) -> bool:
    """After a hundred half-lives nothing is left; a reference that far ahead is a year that was typed wrongly."""
    return abs(elapsed / half_life) <= 100
