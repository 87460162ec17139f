"""Audits of a site, scored checklist by checklist, and what two teams scored otherwise."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.quality import (
    Audit,
    Checklist,
    Item,
    Level,
    Profile,
    difference,
    find_profile,
    levels,
    next_unanswered,
    profile_in,
    profiles,
    whole,
)
from hevesy.quality.checklist import THERAPY
from hevesy.run.saying import therapy_called
from hevesy_service.accounts.rights import at_site, may, must, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.check_pages import KeyForm
from hevesy_service.care.done_here import therapies_given
from hevesy_service.care.forms import therapy_choices
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.care.record_says import record_says
from hevesy_service.learn.audit_forms import KINDS, BeginForm, DiscardForm
from hevesy_service.learn.item_forms import TAKEN, ItemForm, item_forms
from hevesy_service.quality.attached import MOST_MB, TYPES, content_of, ending, find
from hevesy_service.quality.audits import audit_of, begin_audit, close_audit, discard_audit, score
from hevesy_service.quality.models import AuditRow, ScoreRow
from hevesy_service.refusals import ScoredSince
from hevesy_service.said import language, left_to_right, sentence


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_audits")
def listed(request: Asked, here: Site) -> HttpResponse:
    """The audits of a site with their levels, and how they went from one to the next; a new one begins here."""
    today = today_at(here)
    form = BeginForm(request.POST or None, initial={"key": new_id(), "on": today})
    if request.method == "POST":
        must(request.user, "score_audits", here)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("profile", "kind", "on", "team")}
            said["edition"] = find_profile(said["profile"], shelf()).edition
            made = begin_audit(here, said, str(request.user.pk), str(form.cleaned_data["key"]))
            return redirect("audit", made.pk)
    rows = list(AuditRow.objects.filter(site=here).prefetch_related("scores"))
    people = names({row.discarded_by for row in rows})
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "scores": may(request.user, "score_audits", here),
        "audits": [(row, KINDS[row.kind], _whole(row), people.get(row.discarded_by, "")) for row in rows],
    }  # fmt: skip
    return render(request, "learn/audits.html", page, status=422 if form.errors else 200)


@require_safe
@needs("see_audits", AuditRow)
def audit(request: Asked, found: AuditRow) -> HttpResponse:
    """One audit: the level of each checklist by both formulas, and where another team of the same edition differs."""
    return _shown(request, found)


def _shown(request: Asked, found: AuditRow, wrong: DiscardForm | None = None) -> HttpResponse:
    """The page; `wrong` is a discarding that was not kept."""
    profile, scored = profile_of(found), audit_of(found)
    page = {
        **about(request, found), "key": new_id(), "whole": whole(scored, profile),
        "parts": [(each, level) for each, level in parts_of(scored, profile)],
        "scores": may(request.user, "score_audits", found.site) and found.is_open,
        "apart": _apart(found, scored, profile), "wrong": wrong,
        "who": names({found.discarded_by}).get(found.discarded_by, ""),
    }  # fmt: skip
    if page["scores"]:
        after, therapy = request.GET.get("after", ""), request.GET.get("therapy", "")
        page["next"] = _next(next_unanswered(scored, profile, after, therapy, therapies_given(found.site)), found)
    return render(request, "learn/audit.html", page, status=422 if wrong else 200)


def _next(found: tuple[Checklist, str] | None, row: AuditRow) -> dict[str, str] | None:
    """The checklist to go on with, and where it is."""
    if found is None:
        return None
    part, therapy = found
    link = reverse("checklist", args=[row.pk, part.id]) + (f"?{urlencode({'therapy': therapy})}" if therapy else "")
    called = therapy_called(therapy, shelf(), language()) if therapy else ""
    return {"title": part.title, "therapy": called, "link": link}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_audits", AuditRow)
def checklist(request: Asked, found: AuditRow, part: str) -> HttpResponse:
    """The items of one checklist, scored in one go; of one that repeats, for the therapy that is asked."""
    asked = next((each for each in profile_of(found).checklists if each.id == part), None)
    if asked is None:
        raise Http404
    therapies = therapy_choices() if asked.repeats == THERAPY else []
    therapy = _therapy(request, therapies)
    suffix = f"@{therapy}" if therapy else ""
    before = dict(audit_of(found).answers)
    sent, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    forms = item_forms(asked, before, suffix, sent, files)
    since: dict[str, ScoreRow | None] = {}
    if request.method == "POST":
        must(request.user, "score_audits", found.site)
        page_key = KeyForm(request.POST)
        if all(each.is_valid() for _item, each in forms) and page_key.is_valid():
            since = _scored(request, found, forms, suffix, str(page_key.cleaned_data["key"]))
            if not since:
                messages.success(request, _("Kept."))
                where = urlencode({"after": part, "therapy": therapy} if therapy else {"after": part})
                return redirect(f"{reverse('audit', args=[found.pk])}?{where}")
            forms = item_forms(asked, dict(audit_of(found).answers), suffix, sent, files, anew=True)
    recorded = record_says(found.site, found.on, {item.record for item in asked.items} - {""})
    called = names({each.by for each in since.values() if each})
    page = {
        **about(request, found), "part": asked,
        "items": [
            (item, form, recorded.get(item.record), f"{item.id}{suffix}" in since, since.get(f"{item.id}{suffix}"))
            for item, form in forms
        ],
        "therapy": therapy, "therapies": therapies,
        "scores": may(request.user, "score_audits", found.site) and found.is_open, "key": new_id(),
        "wrong": [] if since else [each for item, form in forms if form.is_bound for each in form.wrong(item)],
        "again": bool(request.FILES), "accepts": TAKEN, "taken": left_to_right(TAKEN), "most": MOST_MB,
        "since": sentence(ScoredSince(items=", ".join(sorted(since)))) if since else "",
        "they": ", ".join(sorted(set(called.values()))),
    }  # fmt: skip
    status = ScoredSince.status if since else 422 if request.method == "POST" else 200
    return render(request, "learn/checklist.html", page, status=status)


def _scored(
    request: Asked, row: AuditRow, forms: list[tuple[Item, ItemForm]], suffix: str, key: str
) -> dict[str, ScoreRow | None]:
    """Write what the auditor has changed; else what somebody else has said since, and nothing is written then."""
    by = str(request.user.pk)
    changed = [(item, each) for item, each in forms if each.is_changed(item)]
    told = {f"{item.id}{suffix}": each.found(item, by) for item, each in changed}
    files = [content for _item, each in changed for _said, content in each.cleaned_data["attach"]]
    seen = {f"{item.id}{suffix}": each.cleaned_data["seen"] for item, each in forms}
    try:
        score(row, told, by, key, seen, files)
    except ScoredSince as error:
        now = {each.item: each for each in row.scores.all()}
        return {item: now.get(item) for item in str(error.values["items"]).split(", ")}
    return {}


@require_safe
@needs("see_audits", AuditRow)
def evidence(request: Asked, found: AuditRow, sha256: str, name: str) -> FileResponse:
    """A file that is attached to an item of the audit: to be kept, never shown as a page."""
    file = find(found, sha256, name)
    if file is None:
        raise Http404
    content = io.BytesIO(content_of(found.site, file))
    return FileResponse(content, content_type=TYPES[ending(file.name)], as_attachment=True, filename=file.name)


@require_POST
@needs("score_audits", AuditRow)
def close(request: Asked, found: AuditRow) -> HttpResponse:
    """The team is done; nothing of the audit changes any more."""
    page_key = KeyForm(request.POST)
    if page_key.is_valid():
        close_audit(found, str(request.user.pk), str(page_key.cleaned_data["key"]))
        messages.success(request, _("Closed."))
    return redirect("audit", found.pk)


@require_POST
@needs("score_audits", AuditRow)
def discard(request: Asked, found: AuditRow) -> HttpResponse:
    """It was begun by mistake, and why; it stays in the list and counts nowhere."""
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    said = form.cleaned_data
    discard_audit(found, said["reason"], str(request.user.pk), str(said["key"]))
    messages.success(request, _("Discarded."))
    return redirect("audits", found.site.code)


def _therapy(request: Asked, therapies: list[tuple[str, str]]) -> str:
    known = [id for id, _words in therapies]
    asked = request.GET.get("therapy", "")
    return asked if asked in known else known[0] if known else ""


def profile_of(row: AuditRow) -> Profile:
    """The profile of an audit in the language of the page; 404 where it was scored by another edition than is here."""
    known = profiles(shelf()).get(row.profile)
    if known is None or known.edition != row.edition:
        raise Http404
    return profile_in(known, shelf(), language())


def _whole(row: AuditRow) -> Level | None:
    known = profiles(shelf()).get(row.profile)
    return None if known is None or known.edition != row.edition else whole(audit_of(row), known)


def parts_of(scored: Audit, profile: Profile) -> list[tuple[Checklist, Level]]:
    """Each checklist with its level."""
    found = levels(scored, profile)
    return [(each, found[each.id]) for each in profile.checklists]


def comparable(row: AuditRow) -> QuerySet[AuditRow]:
    """The other closed audits of the site up to its day, by the same edition of the profile, the newest first."""
    return AuditRow.objects.filter(
        site=row.site, profile=row.profile, edition=row.edition, on__lte=row.on, closed__isnull=False
    ).exclude(pk=row.pk)  # fmt: skip


def _apart(row: AuditRow, scored: Audit, profile: Profile) -> list[dict[str, Any]]:
    """Where the last audit of the other kind by the same edition scored otherwise; empty where there is none."""
    other = None if row.discarded else comparable(row).exclude(kind=row.kind).first()
    if other is None:
        return []
    texts = {name: item.text for name, item in profile.items().items()}
    return [
        {"text": texts[name.partition("@")[0]], "therapy": therapy_at(name), "ours": one, "theirs": two,
         "other": other}
        for name, (one, two) in difference(scored, audit_of(other)).items()
    ]  # fmt: skip


def therapy_at(name: str) -> str:
    """The therapy for which an item was answered; empty where it is answered once."""
    therapy = name.partition("@")[2]
    return therapy_called(therapy, shelf(), language()) if therapy else ""


def about(request: Asked, row: AuditRow) -> dict[str, Any]:
    """What every page of an audit shows."""
    known = profiles(shelf()).get(row.profile)
    return {
        "site": row.site, "nav": desk_pages(request.user, row.site), "audit": row, "kind": KINDS[row.kind],
        "profile_title": profile_in(known, shelf(), language()).title if known else row.profile,
    }  # fmt: skip
