"""The privileges of people at a site: from what is written of them, and from what they did in courses here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from hevesy.competence import Evidence, Recent, Standing, What, frameworks, privilege_of, privileges, standing
from hevesy.facts import Shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at, midnight_at
from hevesy_service.care.models import EntryRow
from hevesy_service.competence.events import evidence_in
from hevesy_service.competence.models import EvidenceRow

DAY = timedelta(days=1)


def known_of(site: Site, people: Iterable[str], on: date, recent: Recent, shelf: Shelf) -> dict[str, list[Evidence]]:
    """What is known of each person on a day there; who did something in a cycle of a course has one case of it."""
    known: dict[str, list[Evidence]] = {person: [] for person in people}
    for row in EvidenceRow.objects.filter(site=site, person__in=known):
        known[row.person].append(evidence_in(row))
    for person, done in _performed(site, list(known), on, recent, shelf).items():
        known[person] += done
    return known


def _performed(site: Site, people: list[str], on: date, recent: Recent, shelf: Shelf) -> Mapping[str, list[Evidence]]:
    asked = [act for each in privileges(shelf).values() for act in each.acts]
    rows = EntryRow.objects.filter(
        course__site=site, course__practice=False, by__in=people, act__in=asked,
        at__gte=midnight_at(site, on - recent.within - DAY), at__lt=midnight_at(site, on + DAY),
    ).values_list("pk", "by", "act", "course__therapy", "at", "course_id", "cycle")  # fmt: skip
    found: dict[str, list[Evidence]] = defaultdict(list)
    for pk, by, act, therapy, at, course, cycle in rows:
        about, case = f"{act}/{therapy}", f"{course}/{cycle}"
        found[by].append(Evidence(str(pk), What.PERFORMED, about, day_at(site, at), case=case, by=by))
    return found


def standings(
    site: Site, people: Iterable[str], therapy: str, on: date, recent: Recent, shelf: Shelf
) -> dict[str, dict[str, Standing]]:
    """How each person stands on a day for each privilege of a therapy."""
    known, framed = known_of(site, people, on, recent, shelf), frameworks(shelf)
    return {
        person: {
            name: standing(each, privilege, therapy, on, framed, recent)
            for name, privilege in privileges(shelf).items()
        }
        for person, each in known.items()
    }  # fmt: skip


def standing_for(
    site: Site, person: str, act: str, therapy: str, on: date, recent: Recent, shelf: Shelf
) -> Standing | None:
    """How a person stands for the privilege that an act needs; None for an act that needs none."""
    asked = privilege_of(act, shelf)
    if asked is None:
        return None
    known = known_of(site, [person], on, recent, shelf)[person]
    return standing(known, asked, therapy, on, frameworks(shelf), recent)
