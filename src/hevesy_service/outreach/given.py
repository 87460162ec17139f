"""Who got which text: joined to what a course's record says of its consent and of its papers, and kept nowhere else."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from hevesy_service.book.models import Site
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.outreach.models import LeafletRow

CONSENT = "consent"


def given_of(row: LeafletRow) -> QuerySet[EntryRow]:
    """The entries of courses in which this version of a text in this language was given; corrected ones left out."""
    consents = EntryRow.objects.filter(course__site=row.site, act=CONSENT)
    entries = consents.filter(
        said__leaflet=row.code, said__leaflet_version=str(row.version), said__leaflet_language=row.language
    )
    corrected = set(consents.exclude(corrects="").values_list("corrects", flat=True))
    return entries.exclude(pk__in=corrected).select_related("course").order_by("-at")


def times_given(site: Site) -> Counter[tuple[str, str, str]]:
    """How often each text was given at a site, by its code, version and language; asked once for all of them."""
    said = [f"said__{name}" for name in ("leaflet", "leaflet_version", "leaflet_language")]
    rows = list(EntryRow.objects.filter(course__site=site, act=CONSENT).values_list("pk", "corrects", *said))
    corrected = {corrects for _pk, corrects, *_text in rows}
    return Counter((code, version, language) for pk, _corrects, code, version, language in rows
                   if code and str(pk) not in corrected)  # fmt: skip


def newest(rows: QuerySet[LeafletRow]) -> list[LeafletRow]:
    """The last version of each text in each language."""
    found: dict[tuple[str, str], LeafletRow] = {}
    for row in rows.order_by("version"):
        found[row.code, row.language] = row
    return sorted(found.values(), key=lambda row: (row.kind, row.therapy, row.code, row.language))


def record_path(course: CourseRow, row: LeafletRow) -> str:
    """The form of the consent, with the text that was given filled in."""
    said = {"leaflet": row.code, "leaflet_version": row.version, "leaflet_language": row.language}
    return f"{reverse('course_act', args=[course.pk, CONSENT])}?{urlencode(said)}"
