"""May we treat with it tomorrow? The answer for each therapy, everything in the way of it, and what ends soon."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hevesy.competence import Standing
from hevesy.record import Template
from hevesy.record.template import templates
from hevesy.run.checks import lasts, missing_today
from hevesy.run.gate import gates
from hevesy.run.house_rules import house_rules, recent_asked, rule_called
from hevesy.run.readiness import Ending, Means, Obstacle, answer_said, ending, obstacle_said, obstacles
from hevesy.run.saying import gate_called, instrument_called, therapy_called
from hevesy.run.situation import Person
from hevesy_service.accounts.models import Membership
from hevesy_service.accounts.rights import at_site
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.checks import good_before
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.standings import standings
from hevesy_service.said import kept, language

SOON = timedelta(days=60)  # how far ahead a page looks for what ends


def template_of(therapy: str) -> Template:
    """The course of a therapy; 404 for one that there is not."""
    found = next((each for each in templates(shelf()).values() if therapy in each.therapies), None)
    if found is None:
        raise Http404
    return found


def day_asked(request: Asked, here: Site) -> date:
    """The day that is asked for; tomorrow, where none is."""
    tomorrow = today_at(here) + timedelta(days=1)
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return tomorrow


def in_the_way(centre: Centre, therapy: str, on: date, people: list[Person]) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a therapy at a centre on a day."""
    means = Means(
        centre.table(therapy), centre.instruments, centre.licences, people, _unchecked(centre, therapy, on),
        _standings(centre, therapy, on, people),
    )  # fmt: skip
    return obstacles(template_of(therapy), therapy, on, means, shelf())


def _unchecked(centre: Centre, therapy: str, on: date) -> tuple[str, ...]:
    """The checks of today that are missing; nothing of a day that has not come or is over."""
    now, zone = timezone.now(), zone_of(centre.site)
    if on != now.astimezone(zone).date() or lasts(centre.table(therapy), on) is None:
        return ()
    asked = [gate.of for gate in gates(shelf()) if gate.test == "checked_within"]
    return missing_today(asked, good_before(centre.site, now), on, zone)


def _standings(
    centre: Centre, therapy: str, on: date, people: list[Person]
) -> dict[str, dict[str, Standing]] | None:
    """The privileges of everybody here on a day; None where acts of the therapy ask for none."""
    recent = recent_asked(centre.table(therapy), on)
    if recent is None:
        return None
    return standings(centre.site, [each.id for each in people], therapy, on, recent, shelf())


def staff(here: Site) -> list[Person]:
    """Everybody who works at a site, with their roles."""
    held: dict[str, set[str]] = defaultdict(set)
    for user, role in Membership.objects.filter(site=here, user__is_active=True).values_list("user_id", "role"):
        held[str(user)].add(role)
    return [Person(id, frozenset(found)) for id, found in held.items()]


def answers(centre: Centre, on: date) -> dict[str, str]:
    """The answer for each therapy in one sentence."""
    people, found = staff(centre.site), {}
    for template in templates(shelf()).values():
        for therapy in template.therapies:
            found[therapy] = _answer(therapy, on, in_the_way(centre, therapy, on, people))
    return found


def _answer(therapy: str, on: date, way: tuple[Obstacle, ...]) -> str:
    first = said(way[0]) if way else ""
    return kept(answer_said(therapy_called(therapy, shelf(), language()), on, way, first, language()))


def said(found: Obstacle) -> str:
    """One thing in the way, in the language of the page."""
    return kept(obstacle_said(found, {gate.name: gate for gate in gates(shelf())}, shelf(), language()))


def soon(centre: Centre, on: date) -> list[tuple[date, str]]:
    """What ends within the next weeks: calibrations, licences, signatures."""
    tables = {therapy: centre.table(therapy) for each in templates(shelf()).values() for therapy in each.therapies}
    return [(each.until, _ending(each)) for each in ending(centre.instruments, centre.licences, tables, on, SOON)]


def _ending(each: Ending) -> str:
    if each.what == "instrument":
        kind, _slash, name = each.name.partition("/")
        return f"{instrument_called(kind, language())} {name}"
    if each.what == "licence":
        return each.name
    therapy, _slash, gate = each.name.partition("/")
    words = {one.name: gate_called(one, language()) for one in gates(shelf())}
    words |= {one.name: rule_called(one, language()) for one in house_rules(shelf())}
    return f"{therapy_called(therapy, shelf(), language())}: {words.get(gate, gate)}"


@require_safe
@at_site("see_gates")
def ready(request: Asked, here: Site, therapy: str) -> HttpResponse:
    """May we treat with it on a day? Everything in the way, and who can help."""
    template = template_of(therapy)
    on, centre, people = day_asked(request, here), centre_of(here), staff(here)
    way = in_the_way(centre, therapy, on, people)
    roles = sorted({role for move in template.moves.values() for role in move.act.roles})
    page: dict[str, Any] = {
        "site": here, "therapy": therapy, "on": on, "answer": _answer(therapy, on, way), "ready": not way,
        "way": [said(each) for each in way], "called": therapy_called(therapy, shelf(), language()),
        "roles": [(role_called(role), sum(role in each.roles for each in people)) for role in roles],
        "nav": desk_pages(request.user, here),
    }  # fmt: skip
    return render(request, "care/ready.html", page)
