"""A country's people and training on a day, as its page and the file that is taken along both say them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy

from hevesy.competence.centres import CentreFigures
from hevesy.competence.pipeline import PROCEDURES, STATED, TRAINERS
from hevesy.competence.seats import UNKNOWN
from hevesy.competence.view import CadreView, Said, national_view, planned_by
from hevesy.facts import Reader
from hevesy_service.accounts.events import OPENED
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import may
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Event, Site
from hevesy_service.book.zone import today_in
from hevesy_service.care.centre import SYNTHETIC
from hevesy_service.jobs.models import Job, State
from hevesy_service.learn.supply import Supply, supply_of
from hevesy_service.staffing.events import figures_given

DRAWS = 128
PEOPLE = "workforce.json"
LIMIT = {
    TRAINERS: gettext_lazy("trainers"), PROCEDURES: gettext_lazy("supervised procedures"),
    STATED: gettext_lazy("seats"), UNKNOWN: gettext_lazy("unknown"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nation:
    """A country on a day, and each cadre's view. Those of `supply` stand first among its centres.

    `reader` knows which figures of the shelf it rests on; `practice` is how many practice sites there are.
    """

    country: str
    on: date
    supply: Supply
    centres: Sequence[CentreFigures]
    plan: Said | None
    views: Sequence[CadreView]
    reader: Reader
    practice: int
    counts_practice: bool


def countries_here() -> list[str]:
    """The countries that have a site, the one with most of them first."""
    found: dict[str, int] = {}
    for country in Site.objects.exclude(country="").values_list("country", flat=True):
        found[country] = found.get(country, 0) + 1
    return sorted(found, key=lambda each: (-found[each], each))


def nation_today(user: User, country: str, counts_practice: bool) -> Nation:
    """A country as this person may see it."""
    today, reader = today_in(country), Reader(shelf(), country, DRAWS)
    sites, practice = list(Site.objects.filter(country=country)), _practice(country)
    here = supply_of([each for each in sites if counts_practice or each.pk not in practice], today)
    own = {each.name.casefold() for each in here.centres}
    given = [each for each in figures_given(country) if each.name.casefold() not in own]
    centres, plan = [*here.centres, *given], _plan(user, country)
    views = national_view(centres, reader, today, plan and planned_by(plan))
    return Nation(country, today, here, centres, plan, views, reader, len(practice), counts_practice)


def planned_in(each: CadreView, on: date) -> Said | None:
    """What a plan needs of a cadre in the year of a day, or in the last year that it has."""
    years = each.planned or ()
    return next((row for row in years if row["year"] >= on.year), years[-1] if years else None)


def _practice(country: str) -> set[UUID]:
    """The sites of a country that were opened for synthetic people, as the first row of their book says."""
    opened = Event.objects.filter(type=OPENED, by=SYNTHETIC, site__country=country).order_by()
    return set(opened.values_list("site_id", flat=True))


def _plan(user: User, country: str) -> Said | None:
    """PLAN's newest chapter of the people of the country that this person may see."""
    jobs = Job.objects.filter(site__country=country, kind="workforce", state=State.DONE).select_related("site")
    for job in jobs[:20]:
        file = job.folder / PEOPLE
        if may(user, "see_plans", job.site) and file.is_file():
            said: Said = json.loads(file.read_text("utf-8"))
            if said.get("country") == country:
                return said
    return None
