"""Outreach events and whom they reached; and how the referrals of who was taught changed, before beside after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
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
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.done_here import recorded_since
from hevesy_service.care.models import EntryRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.outreach.events import hold
from hevesy_service.outreach.forms import EVENTS, TAUGHT, EventForm
from hevesy_service.outreach.models import OutreachRow

WINDOW = "quality.outreach.window"
Span = tuple[date, date]
Sent = Mapping[str, list[tuple[str, date]]]


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
    days, since = window(here), recorded_since(here)
    taught = [row for row in rows if row.kind == TAUGHT and row.referrers]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form, "days": days,
        "keeps": may(request.user, "keep_outreach", here), "events": [(row, EVENTS[row.kind]) for row in rows],
        "reached": sum(row.reached or 0 for row in rows), "uncounted": sum(row.reached is None for row in rows),
        "counted": any(row.reached is not None for row in rows),
        "since": since, "changes": changes(here, taught, days, today, since, known),
    }  # fmt: skip
    return render(request, "outreach/events.html", page, status=422 if form.errors else 200)


def _referrers(here: Site) -> dict[str, str]:
    """Who may refer to a site, by the ids that the book has of them."""
    held = User.objects.filter(memberships__site=here, memberships__role="referrer").distinct()
    return {str(each.pk): str(each) for each in held.order_by("full_name")}


def window(here: Site) -> int:
    """Days before and after in which referrals are counted."""
    return int(shelf_now().reader(here.country or "world").number(WINDOW))


def changes(
    here: Site, taught: list[OutreachRow], days: int, today: date, since: date | None, called: dict[str, str]
) -> list[dict[str, Any]]:
    """The referrals of who was taught at each event, before and after, each alone and together.

    Before the record began, `since`, nobody counted: those days are in no span.
    """
    sent = _sent(here, {who for row in taught for who in row.referrers})
    return [_changed(row, spans(row.on, timedelta(days=days), today, since or today), sent, called) for row in taught]


def _changed(row: OutreachRow, found: tuple[Span, Span], sent: Sent, called: dict[str, str]) -> dict[str, Any]:
    before, after = (_days(span) for span in found)
    counted = {who: tuple(_in(span, sent.get(who, ())) for span in found) for who in row.referrers}
    together = [sum(counts) for counts in zip(*counted.values(), strict=True)]
    return {
        "row": row, "before": before, "after": after, "first": found[0][0],
        "each": [(called.get(who, "–"), practice_change(counts[0], before, counts[1], after))
                 for who, counts in counted.items()],
        "all": practice_change(together[0], before, together[1], after),
    }  # fmt: skip


def _sent(here: Site, referrers: set[str]) -> Sent:
    """By referrer the courses that began with a referral of theirs, and on which days; practice is not among them."""
    zone = zone_of(here)
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    rows = EntryRow.objects.filter(
        course__site=here, course__practice=False, course__referrer__in=referrers, act="referral", corrects=""
    )
    for who, course, at in rows.values_list("course__referrer", "course_id", "at"):
        found[who].append((str(course), at.astimezone(zone).date()))
    return found


def _in(span: Span, sent: Iterable[tuple[str, date]]) -> int:
    return len({course for course, on in sent if span[0] <= on <= span[1]})


def _days(span: Span) -> int:
    return max((span[1] - span[0]).days + 1, 0)
