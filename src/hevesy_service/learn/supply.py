"""What the sites of a country have for care and training, in a handful of queries however many there are.

`trainees_of` is the one place that says who is in training, and `posts_of` who holds which share of a post.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from hevesy.competence import Evidence, What, frameworks
from hevesy.competence.centres import CentreFigures
from hevesy.competence.certified import SPEAKS, certified_in
from hevesy.competence.contract import WHOLE
from hevesy.competence.course import role_of
from hevesy.competence.pipeline import STAFF
from hevesy.record.template import GIVEN
from hevesy_service.accounts.models import Membership
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import midnight_at
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.competence.models import EnrolmentRow, EvidenceRow
from hevesy_service.staffing.contracts import percents_at
from hevesy_service.staffing.seats import seats_at

CADRE_OF = {role_of(cadre): cadre for cadre in STAFF}
YEAR = timedelta(days=365)
Who = tuple[UUID, str]  # a site and a person
Moments = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Supply:
    """The centres, and of how many posts of people in them no contract is stated: they count as whole."""

    centres: list[CentreFigures]
    posts: int
    unstated: int


@dataclass(frozen=True, slots=True)
class Posts:
    """By person, the percent of a full-time post in each role; None where nobody has stated it. Not of `learning`."""

    held: Mapping[Who, Mapping[str, float | None]]
    learning: Mapping[Who, Collection[str]]  # who is in training, and their roles: they hold no post yet

    @property
    def unstated(self) -> int:
        """Of how many posts no contract is stated."""
        return sum(percent is None for each in self.held.values() for percent in each.values())

    def __len__(self) -> int:
        return sum(map(len, self.held.values()))


def counted(percent: float | None) -> float:
    """Percent of a full-time post as they count: a post of which nobody has stated a contract is whole."""
    return WHOLE if percent is None else percent


def figures_of_sites(sites: Sequence[Site], on: date) -> list[CentreFigures]:
    """Each site with people, seats or treatments, as `supply_of` has it."""
    return supply_of(sites, on).centres


def supply_of(sites: Sequence[Site], on: date) -> Supply:
    """Each site of a country with people, seats or treatments: in post and certified, in training, and its year.

    People are full-time equivalents by their contracts, trainees are persons. Where no course was recorded in the year,
    treatments are unknown and not none: not every site keeps the record of its care here. So are seats not stated,
    and who is certified where a site keeps no evidence or a cadre has no framework.
    """
    if not sites:
        return Supply([], 0, 0)
    ids, year = [site.pk for site in sites], _year_to(sites[0], on)
    posts, certified, tells = posts_of(ids, on), _certified(ids, on), _keep_evidence(ids)
    framed = {CADRE_OF[each.cadre] for each in frameworks(shelf()).values() if each.cadre in CADRE_OF}
    people, valid = (defaultdict[UUID, dict[str, float]](dict) for _ in range(2))
    for who, held in posts.held.items():
        site, _person = who
        for role, percent in held.items():
            cadre, share = CADRE_OF[role], counted(percent)
            people[site][cadre] = people[site].get(cadre, 0.0) + share
            if site in tells and cadre in framed:
                able = cadre in certified.get(who, ())
                valid[site][cadre] = valid[site].get(cadre, 0.0) + (share if able else 0.0)
    trainees = defaultdict[UUID, Counter[str]](Counter)
    for (site, _person), roles in posts.learning.items():
        trainees[site].update(CADRE_OF[role] for role in roles)
    cycles, courses, seats = _cycles(ids, year), _courses(ids, year), seats_at(ids)
    centres = [
        CentreFigures(
            site.name, _whole(people[site.pk]), _whole(valid[site.pk]),
            {each: trainees[site.pk][each]
             for each in {*people[site.pk], *trainees[site.pk], *seats.get(site.pk, {})}}, seats.get(site.pk, {}),
            cycles.get(site.pk) or _none(courses.get(site.pk, {})), courses.get(site.pk, {}),
        )
        for site in sites if people[site.pk] or trainees[site.pk] or site.pk in courses or site.pk in seats
    ]  # fmt: skip
    return Supply(centres, len(posts), posts.unstated)


def _whole(percents: Mapping[str, float]) -> dict[str, float]:
    """Full-time equivalents; percent are added up before, so that three thirds and more are exact where they can be."""
    return {cadre: percent / WHOLE for cadre, percent in percents.items()}


def posts_of(sites: Collection[UUID], on: date) -> Posts:
    """Who works at the sites in a role of staff, and how much of a full-time post."""
    learners, stated = trainees_of(sites, on), percents_at(sites, on)
    held: dict[Who, dict[str, float | None]] = defaultdict(dict)
    learning: dict[Who, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(site__in=sites, user__is_active=True, role__in=CADRE_OF)
    for site, user, role in rows.values_list("site_id", "user_id", "role"):
        who = site, str(user)
        if who in learners:
            learning[who].append(role)
        else:
            held[who][role] = stated.get((*who, role))
    return Posts(held, learning)


def trainees_of(sites: Collection[UUID], on: date) -> set[Who]:
    """Who is in training on a day: enrolled by a trainer of the site, and not ended."""
    rows = EnrolmentRow.objects.filter(Q(until=None) | Q(until__gte=on), site__in=sites, since__lte=on)
    return set(rows.order_by().values_list("site_id", "person"))


def _keep_evidence(sites: Collection[UUID]) -> set[UUID]:
    """The sites that keep evidence of anybody; of the others nobody knows who is certified."""
    rows = EvidenceRow.objects.filter(site__in=sites).order_by()
    return set(rows.values_list("site_id", flat=True).distinct())


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
