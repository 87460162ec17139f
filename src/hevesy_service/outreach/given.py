"""Who got which text: joined to what a course's record says of its consent and of its papers, and kept nowhere else."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

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
