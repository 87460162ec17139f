"""What a lot of a site has reached: its vials, and the courses that had one of them in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from hevesy.facts import Shelf
from hevesy.run.recall import Recall, recall
from hevesy_service.care.events import course_of
from hevesy_service.care.material import vials_in
from hevesy_service.care.models import CourseRow, EntryRow, VialRow


def reached_by(
    lot: str, rows: Sequence[VialRow], at: datetime, shelf: Shelf
) -> tuple[Recall, Mapping[str, CourseRow]]:
    """Whom the vials of a lot have reached up to a moment, and the courses by their id.

    Vials of other lots are asked too, as they explain what else these courses were given.
    """
    ids = set(EntryRow.objects.filter(vial_id__in=[row.pk for row in rows]).values_list("course_id", flat=True))
    courses = {str(row.pk): row for row in CourseRow.objects.filter(pk__in=ids)}
    theirs = EntryRow.objects.filter(course_id__in=ids).values("vial_id")
    others = VialRow.objects.filter(pk__in=theirs).exclude(pk__in=[row.pk for row in rows])
    return recall(lot, vials_in([*rows, *others]), map(course_of, courses.values()), at, shelf), courses
