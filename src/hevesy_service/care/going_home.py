"""A course's last release as its record has it now: the plan, what is missing, and the papers in a language."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Fact
from hevesy.record import acts, find_template
from hevesy.run.release.course import releases
from hevesy.run.release.leaves import Leaf, leaves
from hevesy.run.release.plan import Release
from hevesy.run.saying import act_called, field_called, role_of
from hevesy.words import LANGUAGES
from hevesy_service.atlas.shelf import shelf
from hevesy_service.care.centre import centre_of
from hevesy_service.care.events import course_of, entries_of, unbegun
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.said import language

# what a release cannot be planned without: an act, and its fields of which one is enough
NEEDED = (
    ("administration", ("administered_mbq",)), ("administration", ("ended_at", "started_at")),
    ("release", ("dose_rate_1m_usv_h",)), ("release", ("background_usv_h",)), ("release", ("rate_at",)),
)  # fmt: skip
# what a plan can be made without, but not as well: any one of each is enough
BETTER = (
    ("release", ("retained_mbq", "first_rate_usv_h")), ("release", ("survey_meter",)), ("release", ("household",)),
    ("release", ("own_toilet",)), ("release", ("incontinent",)), ("release", ("dialysis",)),
    ("referral", ("sex",)),
)  # fmt: skip
OF_LEAF = {
    "instructions": "home_instructions", "card": "wallet_card", "surgery": "surgery_sheet",
    "readmission": "readmission_sheet", "death": "death_sheet",
}  # fmt: skip
CALLED = dict(zip(LANGUAGES, ("english", "arabic", "chinese", "french", "russian", "spanish"), strict=True))


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that nobody has said, where it is said, and who can."""

    what: str
    act: str
    act_said: str
    roles: str


def release_of(row: CourseRow) -> Release | None:
    """The last release of a course, with its earlier cycles in the sum; None where its form is not there yet."""
    template = find_template(row.template, shelf())
    made = releases(unbegun(row), entries_of(row), template, centre_of(row.site).reader)
    return made[-1] if made else None


def missing_of(row: CourseRow, release: Release | None) -> list[Missing]:
    """What nobody has said: without it there is no plan, or the plan is a guess on the safe side."""
    course = course_of(row)
    asked = NEEDED if release is None else BETTER
    return [
        _missing(act, names) for act, names in asked
        if all(course.said(f"{act}.{name}") in (None, "", []) for name in names)
    ]  # fmt: skip


def _missing(act: str, names: tuple[str, ...]) -> Missing:
    tongue = language()
    what = " / ".join(field_called(name, shelf(), tongue) for name in names)
    roles = ", ".join(role_of(each, tongue) for each in acts(shelf())[act].roles)
    return Missing(what, act, act_called(act, shelf(), tongue), roles)


def unsigned(release: Release) -> list[Fact]:
    """Limits and constraints that nobody in the country has signed: because of them the papers are practice."""
    limits = [each.limit.fact for each in release.verdict.limits]
    constraints = [each.neighbour.constraint for each in (*release.persons, release.public)]
    return [fact for fact in dict.fromkeys((*limits, *constraints)) if not fact.confirmed]


def papers_of(row: CourseRow, release: Release, tongue: str, *, named: bool) -> tuple[Leaf, ...]:
    """Every paper; `named` fills in who and where, which must stand in no file that is kept."""
    patient = Patient.objects.filter(pk=row.patient_id).first() if named else None
    known = {} if patient is None else {"name": str(patient), "centre": row.site.name}
    return leaves(release, tongue, known)
