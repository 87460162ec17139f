"""The indicators of a site: each with its control chart, what fired, its table, and its definition."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hevesy.facts import Reader
from hevesy.learn.indicator_pictures import picture_of
from hevesy.quality.chart import XMR, U
from hevesy.quality.indicator import (
    DOWN,
    FEW,
    STEADY,
    UP,
    Indicator,
    Month,
    against,
    apart_said,
    chart_of,
    indicator_in,
    indicators,
    meets,
    rules_said,
    shown,
    target_of,
)
from hevesy.run.saying import unit_said
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.centre import centre_of
from hevesy_service.care.nav import desk_pages
from hevesy_service.learn.indicator_counts import counted
from hevesy_service.said import kept, language, say

BETTER = {UP: _("more is better"), DOWN: _("less is better"), STEADY: _("a change is looked at")}


@require_safe
@at_site("see_audits")
def listed(request: Asked, here: Site) -> HttpResponse:
    """Every indicator of the months that are over."""
    today, reader = today_at(here), centre_of(here).reader
    found = counted(here, today, reader)
    known = indicators(shelf())
    page = {
        "site": here, "nav": desk_pages(request.user, here), "today": today,
        "indicators": [_shown(indicator_in(known[name], reader.shelf, language()), months, reader)
                       for name, months in found.items()],
    }  # fmt: skip
    return render(request, "learn/indicators.html", page)


def _shown(each: Indicator, months: list[Month], reader: Reader) -> dict[str, Any]:
    chart, target = chart_of(each, months), target_of(each, reader)
    valued = sum(point.value is not None for point in chart.points)
    fired = {signal.at for signal in chart.signals}
    drawn = picture_of(each, months, reader, language())
    return {
        "each": each, "title": drawn.title, "svg": mark_safe(drawn.svg) if valued else "",
        "rules": [kept(said) for said in rules_said(chart, language())], "few": 0 < valued < FEW, "valued": valued,
        "worse": bool(against(each, chart)),
        "centre": _here(shown(each, chart.centre)), "target": target, "met": meets(each, chart, target),
        "apart": [kept(said) for said in apart_said(chart, language())],
        "kind": say(f"kind.{target.kind}") if target else "",
        "unit": unit_said(target.unit, language()) if target else "", "better": BETTER[each.direction],
        "is_value": each.chart == XMR, "is_rate": each.chart == U,
        "rows": [
            (month, *(_here(shown(each, value)) for value in (point.value, point.lower, point.upper)), place in fired)
            for place, (month, point) in enumerate(zip(months, chart.points, strict=True))
        ],
    }  # fmt: skip


def _here(number: str) -> str:
    """A number with the decimal mark of the language, and a dash where there is none."""
    return "–" if number == "-" else number.replace(".", say("value.decimal"))
