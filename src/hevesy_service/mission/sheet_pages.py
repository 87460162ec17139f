"""The questionnaire as a file: downloaded, loaded back, looked at line by line, then applied or discarded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site
from hevesy_service.mission.answers import in_words
from hevesy_service.mission.drafts import keep, short
from hevesy_service.mission.forms import FileForm
from hevesy_service.mission.models import Draft, Loaded
from hevesy_service.mission.question_pages import QUESTIONNAIRE
from hevesy_service.mission.questions import fields
from hevesy_service.mission.sheets import KINDS, MOST_BYTES, answers_of, written
from hevesy_service.refusals import OtherCountry, SheetUnreadable

LONGEST_NAME = 120


@require_safe
@at_site("see_figures")
def download(request: Asked, here: Site, kind: str) -> HttpResponse:
    """The form in the language of the page, with what is known."""
    if kind not in KINDS:
        messages.error(request, _("The form goes out as .xlsx or .docx; choose one of these."))
        return redirect("questionnaire", here.code)
    if not here.country:
        raise OtherCountry(site=here.name)
    headers = {"Content-Disposition": f'attachment; filename="questionnaire-{here.country.lower()}.{kind}"'}
    content = written(here.country, kind, shelf_now())
    return HttpResponse(content, content_type=KINDS[kind][1], headers=headers)


@require_POST
@at_site("answer_questions")
def load(request: Asked, here: Site) -> HttpResponse:
    """Read a filled workbook; nothing of it is taken over before it was looked at."""
    form = FileForm(request.POST, request.FILES)
    if not here.country:
        raise OtherCountry(site=here.name)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("questionnaire", here.code)
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        raise SheetUnreadable(why=_("it is larger than 2 MB"))
    rows, problems = answers_of(file.read(), file.name, fields(here.country, shelf_now()))
    if not rows and not problems:
        messages.error(request, _("Nothing was filled in in this file: no line has a corrected value or a state."))
        return redirect("questionnaire", here.code)
    found = Loaded.objects.create(site=here, by=request.user, kind=QUESTIONNAIRE, name=file.name[:LONGEST_NAME],
        rows=rows, problems=problems)  # fmt: skip
    return redirect("loaded_answers", here.code, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("answer_questions")
def loaded(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """What a file says beside what is known and what you have typed; apply it to your drafts, or discard it."""
    found = Loaded.objects.filter(pk=pk, site=here, kind=QUESTIONNAIRE).first()
    if found is None:
        messages.error(request, _("This file was applied or discarded already."))
        return redirect("questionnaire", here.code)
    if request.method == "POST":
        if request.POST.get("act") == "apply":
            number = keep(here, request.user, {row["field"]: row["typed"] for row in found.rows})
            said = _("%(number)s answers are among your drafts now; hand them in when they are right.")
            messages.success(request, said % {"number": number})
        else:
            messages.success(request, _("Discarded; nothing changed."))
        found.delete()
        return redirect("questionnaire", here.code)
    known = fields(here.country, shelf_now())
    own = {each.field: each.typed for each in Draft.objects.filter(site=here, by=request.user)}
    rows = []
    for row in (each for each in found.rows if each["field"] in known):
        field, typed, mine = known[row["field"]], row["typed"], own.get(row["field"], {})
        words = in_words(field, row["answer"]) if row["answer"] else ""
        rows.append((field, row, words, short(field, typed), short(field, mine), mine != typed))
    return render(request, "mission/loaded.html", {"site": here, "loaded": found, "rows": rows})
