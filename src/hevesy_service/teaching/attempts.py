"""What the book says of attempts at modules: the answers, and the score by the version of the module that was played.

The score is kept as it was found: a later version of the module changes nothing of what was passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import floor
from typing import Any

from hevesy.learn.question import Given
from hevesy.learn.tutorial import Tutorial
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.teaching.models import AttemptRow

ATTEMPTED = "module_attempted"


def attempt(
    site: Site, person: str, tutorial: Tutorial, given: Mapping[str, Given], on: date, key: str, offline: bool = False
) -> Event:
    """Somebody has answered the questions of a module; they are scored here, also where it was played offline."""
    percent = tutorial.percent(given)
    body = {
        "module": tutorial.id, "version": tutorial.version, "language": tutorial.language, "on": on.isoformat(),
        "percent": floor(100 * percent + 1e-6) / 100, "passed": tutorial.passed(percent), "hours": tutorial.hours,
        "offline": offline,
        "given": {name: dict(said) if isinstance(said, Mapping) else list(said) for name, said in given.items()},
    }  # fmt: skip
    return append(Entry(site, f"modules/{site.code}/{person}", ATTEMPTED, person, key, body, version=2))


def hours_passed(site: Site, person: str, first: date, last: date) -> float:
    """Hours of continuing education from modules that somebody passed from a day to the end of another.

    A version of a module counts once, however often it is passed.
    """
    rows = AttemptRow.objects.filter(site=site, person=person, passed=True, on__range=(first, last))
    return sum({(each.module, each.version): each.hours for each in rows}.values())


@projection(ATTEMPTED)
def _attempted(event: Event, body: dict[str, Any]) -> None:
    if event.version == 1:  # the module had another name then
        body = {**body, "module": body["lesson"]}
    said = {name: value for name, value in body.items() if name not in ("on", "lesson")}
    AttemptRow.objects.create(
        pk=event.pk, site_id=event.site_id, person=event.by, on=date.fromisoformat(body["on"]), **said
    )


@told_by_the_book
def _no_attempts() -> None:
    AttemptRow.objects.all().delete()
