"""A page on which the counts of a site can be read before they are taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hevesy.record.counts import FEWEST, Count
from hevesy.record.counts_file import as_csv
from hevesy.run.minutes import step_called, who_called
from hevesy.run.saying import act_called
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.counting import counts_of, last_year
from hevesy_service.care.forms import TimeForm
from hevesy_service.said import language

WHAT = {
    "weeks": _("weeks counted"), "lost": _("lost before"), "declined": _("declined at"),
    "put_off": _("cycles put off"), "not_given_later": _("put off, and never given"),
    "stopped": _("stopped after a cycle"),
    "lost_after": _("lost after treatment (of person-years)"), "waited": _("waited until"),
    "waiting": _("still waits for"), "given": _("administrations"),
    "squares": _("administrations of a course, squared"),
    "persons": _("persons treated"), "begun": _("courses begun"), "minutes": _("minutes, the middle half"),
    "spent": _("minutes of a step (of courses)"),
}  # fmt: skip


@require_safe
@at_site("export_counts")
def counts(request: Asked, here: Site) -> HttpResponse:
    """The counts of a time, to be read; with `as=csv` the same as a file."""
    first, last = last_year(today_at(here))
    asked = {name: request.GET.get(name) or day.isoformat() for name, day in (("first", first), ("last", last))}
    form = TimeForm(asked)
    rows = counts_of(here, form.cleaned_data["first"], form.cleaned_data["last"]) if form.is_valid() else []
    if rows and request.GET.get("as") == "csv":
        name = f"counts-{here.code}-{asked['first']}-{asked['last']}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
    page = {
        "site": here, "form": form, "rows": [_shown(row) for row in rows], "asked": asked, "fewest": FEWEST,
        "sees_care": may(request.user, "see_care", here),
    }  # fmt: skip
    return render(request, "care/counts.html", page, status=422 if form.errors else 200)


def _shown(row: Count) -> Mapping[str, Any]:
    """A row as somebody reads it."""
    between = "" if row.high is None else f"{row.low:g} – {row.high:g}"
    if row.what == "spent":
        return {**_spent(row), "what": WHAT[row.what], "period": "", "therapies": ()}
    act = _("first dose") if row.act == "first_dose" else act_called(row.act, shelf(), language()) if row.act else ""
    return {
        "what": WHAT[row.what], "act": act, "reason": row.reason.replace("_", " "), "period": row.period,
        "between": between, "count": f"<{FEWEST}" if row.count is None else f"{row.count:g}",
        "of": "" if row.of is None else f"{row.of:g}", "therapies": row.therapies,
    }  # fmt: skip


def _spent(row: Count) -> Mapping[str, Any]:
    """Minutes of a step: how many, of how many courses, their mean and standard deviation."""
    return {
        "act": step_called(row.act, language()), "reason": who_called(row.reason, language()),
        "between": f"{row.mean:g} ± {row.spread:g}", "count": f"{row.count:g}", "of": f"{row.of:g}",
    }  # fmt: skip
