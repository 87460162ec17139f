"""The shortage board: fewer doses come than courses wait for. Who gets them by the rule that is signed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hevesy.run.saying import act_called, therapy_called
from hevesy.run.shortage import RULE, Answered, Claim, board, claim_of, share_said, sharing_rule
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.centre import centre_of
from hevesy_service.care.events import course_of
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.said import language

MOST_DOSES = 999
Group = tuple[date, str, str]  # the day, the therapy, and who makes the dose: what comes short together


class BoardForm(forms.Form):
    """Of which doses, and how many of them come."""

    on = forms.DateField()
    therapy = forms.CharField(max_length=60)
    producer = forms.CharField(max_length=200, required=False)
    doses = forms.IntegerField(min_value=0, max_value=MOST_DOSES)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the board: whose course, since when it waits, and what becomes of it."""

    row: CourseRow
    patient: Patient | None
    since: date
    gets: bool
    why: str


@require_safe
@at_site("see_care")
def shortage(request: Asked, here: Site) -> HttpResponse:
    """On which days courses wait for doses of whom; of one of those, who is served with how many doses, and why."""
    rows, zone = _waiting(here), zone_of(here)
    claims = [each for each in (_claim(row, zone) for row in rows.values()) if each is not None]
    form = BoardForm(request.GET or None)
    page: dict[str, Any] = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "rule": RULE, "most": MOST_DOSES,
        "groups": list(_groups(claims)),
    }  # fmt: skip
    if form.is_valid():
        page |= _board(here, rows, claims, form.cleaned_data, zone)
    return render(request, "care/shortage.html", page, status=422 if form.errors else 200)


def _waiting(here: Site) -> dict[str, CourseRow]:
    """Courses that are planned from today on; what lies behind waits for no dose that comes."""
    begins = datetime.combine(today_at(here), time(), zone_of(here))
    rows = CourseRow.objects.filter(site=here, ended="", planned__gte=begins)
    return {str(row.pk): row for row in rows}


def _claim(row: CourseRow, zone: tzinfo) -> Claim | None:
    """What a course claims, on the day by the clock of the site; of whose doses, where it has ordered."""
    course = course_of(row)
    found = claim_of(course, str(course.said("order.supplier") or ""))
    planned = row.planned
    return None if found is None or planned is None else replace(found, day=planned.astimezone(zone).date())


def _group(claim: Claim) -> Group:
    return claim.day, claim.therapy, claim.producer


def _groups(claims: list[Claim]) -> Iterator[tuple[date, str, str, str, int]]:
    """Each day with what is waited for: the day, the therapy by code and name, who makes it, and how many wait."""
    for (day, therapy, producer), many in sorted(Counter(_group(each) for each in claims).items()):
        yield day, therapy, therapy_called(therapy, shelf(), language()), producer, many


def _board(
    here: Site, rows: dict[str, CourseRow], claims: list[Claim], said: dict[str, Any], zone: tzinfo
) -> dict[str, Any]:
    """The claims of one group in the order in which they are served."""
    group: Group = (said["on"], said["therapy"], said["producer"])
    mine = [each for each in claims if _group(each) == group]
    rule = sharing_rule(shelf(), centre_of(here).table(said["therapy"]), said["on"])
    found = board(said["producer"], said["on"], said["doses"], mine, rule)
    patients = Patient.objects.in_bulk([rows[each.course].patient_id for each in mine])
    return {
        "asked": group, "called": therapy_called(said["therapy"], shelf(), language()) if mine else "",
        "doses": said["doses"], "board": found, "signed": rule.signed is not None,
        "hold": act_called("hold", shelf(), language()),
        "places": [_place(each, rows[each.claim.course], patients, zone) for each in found.rows],
    }  # fmt: skip


def _place(each: Answered, row: CourseRow, patients: dict[Any, Patient], zone: tzinfo) -> Place:
    since = each.claim.waiting_since.astimezone(zone).date()
    return Place(row, patients.get(row.patient_id), since, each.gets, share_said(each, language()))
