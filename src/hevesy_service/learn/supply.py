"""What the sites of a country have for care and training, in a handful of queries however many there are.

`trainees_of` is the one place that says who is in training.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from hevesy.competence import Evidence, What, frameworks
from hevesy.competence.centres import CentreFigures
from hevesy.competence.certified import SPEAKS, certified_in
from hevesy.competence.course import role_of
from hevesy.competence.pipeline import STAFF
from hevesy.record.template import GIVEN
from hevesy_service.accounts.models import Membership
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.care.zone import midnight_at
from hevesy_service.competence.models import EnrolmentRow, EvidenceRow

CADRE_OF = {role_of(cadre): cadre for cadre in STAFF}
YEAR = timedelta(days=365)
Who = tuple[UUID, str]  # a site and a person
Moments = tuple[datetime, datetime]


def figures_of_sites(sites: Sequence[Site], on: date) -> list[CentreFigures]:
    """Each site of a country with people or treatments: in post and certified, in training, and what a year gave.

    Who is in training holds no post yet. Where no course was recorded in the year, treatments are unknown and not none:
    not every site keeps the record of its care here.
    """
    if not sites:
        return []
    ids, year = [site.pk for site in sites], _year_to(sites[0], on)
    cadres, learning = _cadres(ids), trainees_of(ids, on)
    certified = _certified(ids, on)
    people, valid, trainees = (defaultdict[UUID, Counter[str]](Counter) for _ in range(3))
    for who, held in cadres.items():
        site, _person = who
        into = trainees if who in learning else people
        into[site].update(held)
        if into is people:
            valid[site].update(held & certified.get(who, set()))
    cycles, courses = _cycles(ids, year), _courses(ids, year)
    return [
        CentreFigures(
            site.name, people[site.pk], {each: valid[site.pk][each] for each in people[site.pk]},
            {each: trainees[site.pk][each] for each in {*people[site.pk], *trainees[site.pk]}}, {},
            cycles.get(site.pk) or _none(courses.get(site.pk, {})), courses.get(site.pk, {}),
        )
        for site in sites if people[site.pk] or trainees[site.pk] or site.pk in courses
    ]  # fmt: skip


def trainees_of(sites: Collection[UUID], on: date) -> set[Who]:
    """Who is in training on a day: enrolled by a trainer of the site, and not ended."""
    rows = EnrolmentRow.objects.filter(Q(until=None) | Q(until__gte=on), site__in=sites, since__lte=on)
    return set(rows.order_by().values_list("site_id", "person"))


def _cadres(sites: Collection[UUID]) -> dict[Who, set[str]]:
    held = Membership.objects.filter(site__in=sites, user__is_active=True, role__in=CADRE_OF)
    found: dict[Who, set[str]] = defaultdict(set)
    for site, person, role in held.values_list("site_id", "user_id", "role"):
        found[site, str(person)].add(CADRE_OF[role])
    return found


def _certified(sites: Collection[UUID], on: date) -> dict[Who, set[str]]:
    """By person, the cadres in which they hold a certificate today."""
    rows = EvidenceRow.objects.filter(site__in=sites, what__in=SPEAKS, on__lte=on)
    known: dict[Who, list[Evidence]] = defaultdict(list)
    for pk, site, person, what, about, day, until in rows.values_list(
        "pk", "site_id", "person", "what", "about", "on", "until"
    ).order_by():
        known[site, person].append(Evidence(str(pk), What(what), about, day, until))
    framed = frameworks(shelf())
    return {
        who: {CADRE_OF[cadre] for cadre in certified_in(each, on, framed) if cadre in CADRE_OF}
        for who, each in known.items()
    }


def _cycles(sites: Collection[UUID], year: Moments) -> dict[UUID, dict[str, float]]:
    """Administrations of the last year by site and therapy; a practice course is nobody's."""
    rows = EntryRow.objects.filter(
        course__site__in=sites, course__practice=False, act=GIVEN, at__gte=year[0], at__lt=year[1]
    ).order_by()  # fmt: skip
    return _by_site(rows.values_list("course__site_id", "course__therapy").annotate(many=Count("pk")))


def _courses(sites: Collection[UUID], year: Moments) -> dict[UUID, dict[str, float]]:
    rows = CourseRow.objects.filter(
        site__in=sites, practice=False, begun__gte=year[0], begun__lt=year[1]
    ).order_by()  # fmt: skip
    return _by_site(rows.values_list("site_id", "therapy").annotate(many=Count("pk")))


def _year_to(site: Site, on: date) -> Moments:
    """The moments between which a year lies that ends with a day of the country: no row is asked for its date."""
    end = on + timedelta(days=1)
    return midnight_at(site, end - YEAR), midnight_at(site, end)


def _by_site(rows: Iterable[tuple[UUID, str, int]]) -> dict[UUID, dict[str, float]]:
    found: dict[UUID, dict[str, float]] = defaultdict(dict)
    for site, therapy, many in rows:
        found[site][therapy] = float(many)
    return found


def _none(courses: Mapping[str, float]) -> dict[str, float]:
    return dict.fromkeys(courses, 0.0)
