"""Outreach events and whom they reached; and how the referrals of who was taught changed, before beside after."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hevesy.quality import practice_change
from hevesy.quality.practice_change import spans
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import at_site, may, must
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.models import CourseRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.zone import today_at, zone_of
from hevesy_service.outreach.events import hold
from hevesy_service.outreach.forms import EVENTS, TAUGHT, EventForm
from hevesy_service.outreach.models import OutreachRow

WINDOW = "quality.outreach.window"


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_outreach")
def events(request: Asked, here: Site) -> HttpResponse:
    """What was held and whom it reached, and how referrals changed; an event is written down here."""
    today, known = today_at(here), _referrers(here)
    form = EventForm(known.items(), today, request.POST or None, initial={"key": new_id(), "on": today})
    if request.method == "POST":
        must(request.user, "keep_outreach", here)
        if form.is_valid():
            said = {"referrers": [], **form.cleaned_data}
            hold(here, said, str(request.user.pk), str(said["key"]))
            return redirect("outreach", here.code)
    rows = list(OutreachRow.objects.filter(site=here))
    days = window(here)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "days": days,
        "keeps": may(request.user, "keep_outreach", here), "events": [(row, EVENTS[row.kind]) for row in rows],
        "reached": sum(row.reached or 0 for row in rows), "uncounted": sum(row.reached is None for row in rows),
        "counted": any(row.reached is not None for row in rows),
        "changes": [changed(row, days, today) for row in rows if row.kind == TAUGHT and row.referrers],
    }  # fmt: skip
    return render(request, "outreach/events.html", page, status=422 if form.errors else 200)


def _referrers(here: Site) -> dict[str, str]:
    """Who may refer to a site, by the ids that the book has of them."""
    held = User.objects.filter(memberships__site=here, memberships__role="referrer").distinct()
    return {str(each.pk): str(each) for each in held.order_by("full_name")}


def window(here: Site) -> int:
    """Days before and after in which referrals are counted."""
    return int(shelf_now().reader(here.country or "world").number(WINDOW))


def changed(row: OutreachRow, days: int, today: date) -> dict[str, Any]:
    """The referrals of who was taught at an event, before and after, each alone and together."""
    before, after = spans(row.on, timedelta(days=days), today)
    called = _referrers(row.site)
    counted = {who: (_sent(row.site, who, before), _sent(row.site, who, after)) for who in row.referrers}
    lengths = _days(before), _days(after)
    together = [sum(counts) for counts in zip(*counted.values(), strict=True)]
    return {
        "row": row, "before": lengths[0], "after": lengths[1],
        "each": [(called.get(who, "–"), practice_change(found[0], lengths[0], found[1], lengths[1]))
                 for who, found in counted.items()],
        "all": practice_change(together[0], lengths[0], together[1], lengths[1]),
    }  # fmt: skip


def _sent(here: Site, who: str, span: tuple[date, date]) -> int:
    """How many courses began with a referral of somebody in some days, by the clock of the site."""
    if span[1] < span[0]:
        return 0
    zone = zone_of(here)
    days = span[0], span[1] + timedelta(days=1)
    first, last = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    sent = CourseRow.objects.filter(site=here, referrer=who, entries__act="referral", entries__corrects="")
    return sent.filter(entries__at__gte=first, entries__at__lt=last).distinct().count()


def _days(span: tuple[date, date]) -> int:
    return max((span[1] - span[0]).days + 1, 0)
