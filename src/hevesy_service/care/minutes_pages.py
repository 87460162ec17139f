"""A page of the centre's own minutes: what acts told of everybody's time, beside the table that a plan reckons with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hevesy.record.counts import spent_count
from hevesy.record.spent import Spent
from hevesy.run.minutes import Compared, compared, says_said, step_called, who_called
from hevesy.run.saying import act_called, number_said
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre import centre_of
from hevesy_service.care.counting import last_year, minutes_of
from hevesy_service.care.forms import TimeForm
from hevesy_service.care.nav import desk_pages
from hevesy_service.said import language

DIGITS = 3


@require_safe
@at_site("see_minutes")
def minutes(request: Asked, here: Site) -> HttpResponse:
    """Observed minutes of each step and cadre beside the plan's; this year so far where no time is asked for."""
    today = today_at(here)
    asked = {
        "first": request.GET.get("first") or last_year(today)[0].isoformat(),
        "last": request.GET.get("last") or today.isoformat(),
    }  # fmt: skip
    form = TimeForm(asked)
    told = minutes_of(here, form.cleaned_data["first"], form.cleaned_data["last"]) if form.is_valid() else {}
    counts = (spent_count(event, who, each) for (event, who), each in told.items() if each.minutes)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "rows": [_shown(each) for each in compared(counts, centre_of(here).reader)], "lacks": _lacks(told),
    }  # fmt: skip
    return render(request, "care/minutes.html", page, status=422 if form.errors else 200)


def _shown(each: Compared) -> Mapping[str, Any]:
    """A row as somebody reads it; of a single act no interval is known."""
    tongue, plan = language(), each.expected
    between = f"{_number(each.low)} – {_number(each.high)}" if each.many > 1 else ""
    low, high = (None, None) if plan is None else (plan.fact.low, plan.fact.high)
    return {
        "step": step_called(each.event, tongue), "who": who_called(each.who, tongue), "many": each.many,
        "courses": each.courses, "median": _number(each.median), "mean": _number(each.mean), "between": between,
        "plan": "" if plan is None else _number(plan.value), "says": says_said(each.says, tongue),
        "range": "" if low is None or high is None else f"{_number(low)} – {_number(high)}",
        "code": each.says, "fact": "" if plan is None else plan.fact.id,
    }  # fmt: skip


def _lacks(told: Mapping[tuple[str, str], Spent]) -> list[tuple[str, int]]:
    """The acts that did not tell their minutes where others of the same treatment did, the most frequent first."""
    found: Counter[str] = Counter()
    for each in told.values():
        found.update(each.lacks)
    return [(act_called(act, shelf(), language()), many) for act, many in found.most_common()]


def _number(value: float) -> str:
    return number_said(value, language(), DIGITS)
