"""The report of an audit: a page that prints, and the same as PDF and Word, which a job makes.

Web workers never set type; the pictures of the page are written stroke by stroke.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hevesy.learn.audit_closing import state_of
from hevesy.learn.audit_kept import as_data
from hevesy.learn.audit_pictures import Drawn, radar_of, trend_of
from hevesy.learn.audit_report import benchmark_said
from hevesy.learn.audited import Agreed, Report, priority_of
from hevesy.paper.blocks import Paragraph
from hevesy.quality import Answer, Audit, Checklist, Item, levels, whole
from hevesy.quality.checklist import CONFORMANT
from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.book.zone import day_at, today_at
from hevesy_service.care.forms import therapy_choices
from hevesy_service.care.pages import names
from hevesy_service.jobs.kinds import AUDIT_REPORT
from hevesy_service.jobs.models import OF_AN_AUDIT, Job, State
from hevesy_service.jobs.queue import Wanted, ask_again, key_of
from hevesy_service.learn.audit_forms import PRIORITY
from hevesy_service.learn.audit_pages import about, comparable, parts_of, profile_of, therapy_at
from hevesy_service.quality.actions import action_of
from hevesy_service.quality.audits import audit_of
from hevesy_service.quality.discarded import check_stands
from hevesy_service.quality.findings import about_called, called, state_called
from hevesy_service.quality.models import AuditRow
from hevesy_service.said import language, say

SHOWN = 4  # makings of the files
BEFORE = 24  # earlier audits that a trend goes back to
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def report_of(row: AuditRow) -> Report:
    """An audit with the last one of the other team, and those before it by the same edition."""
    others = list(comparable(row).prefetch_related("scores")[:BEFORE])
    beside = next((each for each in others if each.kind != row.kind), None)
    before = tuple(audit_of(each) for each in others if each is not beside)
    return Report(
        row.site.name, row.team, today_at(row.site), profile_of(row), audit_of(row),
        audit_of(beside) if beside else None, before, True, day_at(row.site, row.closed) if row.closed else None,
        tuple(_agreed(row)), dict(therapy_choices()),
    )  # fmt: skip


def _agreed(row: AuditRow) -> Iterator[Agreed]:
    """The corrective actions that came of an audit, as they stand today."""
    rows = list(row.actions.select_related("audit").prefetch_related("steps"))
    people = names({each.owner for each in rows if each.owner})
    for each in rows:
        item = about_called(each.about, each.audit)
        yield Agreed(item, each.finding, each.priority, people.get(each.owner, ""), each.due, action_of(each).state)


@require_safe
@needs("see_audits", AuditRow)
def report(request: Asked, found: AuditRow) -> HttpResponse:
    """The audit as a page that prints: levels, radar, trend, and every item with its score, reason and comment."""
    check_stands(found)
    told = report_of(found)
    scored, profile = told.audit, told.profile
    parts = [(each, level, list(_lines(each, scored))) for each, level in parts_of(scored, profile)]
    page = {
        **about(request, found), "profile": profile, "whole": whole(scored, profile), "parts": parts,
        "pictures": [drawn for drawn in (_drawn(radar_of(told, language())), _drawn(trend_of(told, language())))
                     if drawn],
        "story": [(each, whole(each, profile).mean_level) for each in told.story()],
        "benchmark": benchmark_said(profile.benchmark, language()) if profile.benchmark else "",
        "means": _means(told), "jobs": [(job, job.files()) for job in _jobs(found)[:SHOWN]],
        "pressing": [_pressing(*each) for each in told.pressing()], "state": _state_said(told),
        "first": say("audit.mended_first", least=str(CONFORMANT)),
        "actions": [(row, called(row), PRIORITY[row.priority], state_called(action_of(row)))
                    for row in found.actions.select_related("audit").prefetch_related("steps")],
    }  # fmt: skip
    return render(request, "learn/audit_report.html", page)


def _pressing(name: str, item: Item, said: Answer) -> dict[str, Any]:
    return {"text": item.text, "therapy": therapy_at(name), "said": said, "priority": PRIORITY[priority_of(item, said)]}


def _state_said(told: Report) -> str:
    """Whether the team is done, and how much is open while it is not."""
    return next(each.text for each in state_of(told, language()) if isinstance(each, Paragraph))


def _means(told: Report) -> list[tuple[Checklist, list[float | None]]]:
    """The mean level of each checklist in every audit of the trend."""
    found = [levels(each, told.profile) for each in told.story()]
    return [(part, [each[part.id].mean_level for each in found]) for part in told.profile.checklists]


def _drawn(picture: Drawn | None) -> tuple[str, str] | None:
    """The title and the SVG of a picture, every text of which the pictures room has escaped."""
    return None if picture is None else (picture.title, mark_safe(picture.svg))


@require_POST
@needs("see_audits", AuditRow)
def make(request: Asked, found: AuditRow) -> HttpResponse:
    """Ask for the report as PDF and Word in the language of the page; the same report again is the same job."""
    check_stands(found)
    text = as_data(report_of(found), language())
    key = key_of(found.pk, text)
    title = f"{_('Report of an audit')} · {found.on:%Y-%m-%d} · {language()}"
    asked = Wanted(AUDIT_REPORT.id, title, f"{OF_AN_AUDIT}{found.pk}", {"audit.json": text}, [], found.site,
                   request.user, key)  # fmt: skip
    ask_again(asked)
    return redirect(f"{reverse('audit_report', args=[found.pk])}#files")


@require_safe
@needs("see_audits", AuditRow)
def file(request: Asked, found: AuditRow, job: UUID, name: str) -> FileResponse:
    """A file of a report that a job has made."""
    check_stands(found)
    made = _jobs(found).filter(pk=job, state=State.DONE).first()
    if made is None or name not in made.files():
        raise Http404
    kind = TYPES.get(f".{name.rpartition('.')[2]}", "application/octet-stream")
    return FileResponse((made.folder / name).open("rb"), content_type=kind, as_attachment=True, filename=name)


def _jobs(row: AuditRow) -> Any:
    return Job.objects.filter(about=f"{OF_AN_AUDIT}{row.pk}", kind=AUDIT_REPORT.id)


def _lines(part: Checklist, scored: Audit) -> list[dict[str, Any]]:
    texts = {item.id: item.text for item in part.items}
    return [
        {"item": name, "therapy": therapy_at(name), "text": texts[name.partition("@")[0]], "said": each,
         "conforms": each.score is not None and each.score >= CONFORMANT}
        for name, each in scored.answers.items() if name.partition("@")[0] in texts
    ]  # fmt: skip
