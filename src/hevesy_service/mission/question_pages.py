"""Pages of the questionnaire: its sections, what people typed, handing it in, and what another person decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.errors import BadPack
from hevesy.facts import Shelf
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.asked import Asked
from hevesy_service.atlas.events import STATES
from hevesy_service.atlas.history import names_of
from hevesy_service.atlas.models import OPEN
from hevesy_service.atlas.packs import national_pack, shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.mission.answers import in_words
from hevesy_service.mission.drafts import Typed, differ, keep, mark_of, typed_at, typed_in
from hevesy_service.mission.events import accepted_answers, decide, hand_in, place_of
from hevesy_service.mission.forms import DecideForm, FileForm, SendForm
from hevesy_service.mission.models import Draft, Filled, Loaded, Said
from hevesy_service.mission.packs import laid, tables_of, with_tables
from hevesy_service.mission.questions import Section, fields, sections, version
from hevesy_service.refusals import NothingReady, StreamMoved
from hevesy_service.said import country_called, say

QUESTIONNAIRE = "questionnaire"


@require_safe
@at_site("see_figures")
def overview(request: Asked, here: Site) -> HttpResponse:
    """Who is asked what, how far each section is, the file to send, and the forms that were handed in."""
    if not here.country:
        return render(request, "mission/questionnaire.html", {"site": here})
    upon = shelf_now()
    known, held = sections(here.country, upon), accepted_answers(here)
    typed = typed_at(here, fields(here.country, upon))
    forms = list(Filled.objects.filter(site=here).order_by("-number"))
    names = names_of({each.by for each in forms})
    rows = [(each, *_progress(each, typed, set(held))) for each in known]
    page = {
        "site": here, "country": country_called(here.country, upon), "sections": rows,
        "asked": sum(row[1] for row in rows), "answered": sum(row[2] for row in rows),
        "forms": [(each, names.get(each.by, each.by)) for each in forms],
        "differ": sum(differ(each) for each in typed.values()), "typed": len(typed), "mark": version(upon)[0],
        "answers": may(request.user, "answer_questions", here), "hands_in": may(request.user, "hand_in_answers", here),
        "decides": may(request.user, "accept_figure", here), "form": FileForm(),
        "loaded": Loaded.objects.filter(site=here, kind=QUESTIONNAIRE),
    }  # fmt: skip
    return render(request, "mission/questionnaire.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("answer_questions")
def section(request: Asked, here: Site, number: int) -> HttpResponse:
    """One section: what is asked, what is known, and what was typed; kept whenever it is sent, right or wrong."""
    known = sections(here.country, shelf_now()) if here.country else []
    found = next((each for each in known if each.number == number), None)
    if found is None:
        messages.error(request, _("There is no such section; these are asked."))
        return redirect("questionnaire", here.code)
    if request.method == "POST":
        kept = _kept(request, here, found)
        if request.htmx:
            return render(request, "mission/kept.html", {"changed": kept, "at": timezone.now(), **_state(here, found)})
        if "next" in request.POST:
            after = next((each for each in known if each.number == number + 1), None)
            return redirect("questions", here.code, after.number) if after else redirect("hand_in", here.code)
        messages.success(request, _("Kept. Nobody but the people of this site sees it until it is handed in."))
        return redirect("questions", here.code, number)
    return render(request, "mission/section.html", _section_page(request, here, found, known))


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("hand_in_answers")
def handing_in(request: Asked, here: Site) -> HttpResponse:
    """What is ready, what two people answered differently, and what still is to be mended; then hand it in."""
    if not here.country:
        return redirect("questionnaire", here.code)
    typed = typed_at(here, fields(here.country, shelf_now()))
    if request.method == "POST":
        return _handed_in(request, here, typed)
    ready, conflicts, unready = _sorted(typed)
    shown = [(each.field, in_words(each.field, each.answer or {}), each.answer) for each in ready]
    page = {"site": here, "ready": shown, "conflicts": [_conflict(of) for of in conflicts], "unready": unready,
            "form": SendForm(initial={"key": new_id()}), "mark": mark_of(here)}  # fmt: skip
    return render(request, "mission/hand_in.html", page)


@require_safe
@at_site("see_figures")
def filled(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """A form that was handed in, beside what held before, and the questions as they were asked."""
    found = Filled.objects.filter(pk=pk, site=here).select_related("questionnaire").first()
    if found is None:
        messages.error(request, _("There is no such form here; these were handed in."))
        return redirect("questionnaire", here.code)
    known = fields(found.country, shelf_now())
    names = names_of({each for each in (found.by, found.decided_by) if each})
    page = {
        "site": here, "filled": found, "answers": [_shown(known, each) for each in found.answers],
        "others": [_shown(known, each) for each in found.others], "by": names.get(found.by, found.by),
        "decided_by": names.get(found.decided_by, found.decided_by), "open": found.decision == OPEN,
        "own": found.by == str(request.user.pk), "decides": may(request.user, "accept_figure", here),
        "form": DecideForm(initial={"key": new_id(), "seen": place_of(here)}),
        "same_version": found.questionnaire_id == version(shelf_now())[0],
    }  # fmt: skip
    return render(request, "mission/filled.html", page)


@require_POST
@at_site("accept_figure")
def deciding(request: Asked, here: Site, pk: UUID) -> HttpResponse:
    """Accept or refuse a form that another person handed in."""
    form = DecideForm(request.POST)
    found = Filled.objects.filter(pk=pk, site=here).first()
    if found is None or not form.is_valid():
        messages.error(request, _("Nothing was decided: write the reason."))
        return redirect("questionnaire", here.code) if found is None else redirect("filled", here.code, pk)
    said = form.cleaned_data
    accepts = said["decision"] == "accept"
    decide(found, accepts, request.user, str(said["key"]), said["reason"], said["seen"])
    messages.success(request, _("Accepted: from now on its answers lie under this site's plans.") if accepts
        else _("Refused; nothing changed."))
    return redirect("filled", here.code, pk)


def _kept(request: Asked, here: Site, found: Section) -> int:
    lists = {name: request.POST.getlist(name) for name in request.POST}
    said = {each.key: typed for each in found.fields if (typed := typed_in(request.POST, lists, each)) is not None}
    return keep(here, request.user, said)


def _progress(found: Section, typed: dict[str, list[Typed]], held: set[str]) -> tuple[int, int, int]:
    """How many figures a section asks, how many are answered (ready or accepted), and how many wait for mending."""
    keys = [each.key for each in found.fields]
    ready = {key for key in keys if any(each.answer for each in typed.get(key, ()))}
    return len(keys), len(ready | (held & set(keys))), len([key for key in keys if key in typed and key not in ready])


def _state(here: Site, found: Section) -> dict[str, Any]:
    typed = typed_at(here, {each.key: each for each in found.fields})
    of, answered, unready = _progress(found, typed, set(accepted_answers(here)))
    return {"of": of, "answered": answered, "unready": unready,
            "two": [each[0].field for each in typed.values() if differ(each)]}  # fmt: skip


def _section_page(request: Asked, here: Site, found: Section, known: list[Section]) -> dict[str, Any]:
    typed, held = typed_at(here, {each.key: each for each in found.fields}), accepted_answers(here)
    rows = []
    for question in found.questions:
        answers = []
        for field in question.fields:
            of = typed.get(field.key, [])
            own = next((each for each in of if each.draft.by_id == request.user.pk), None)
            others = [(each, in_words(field, each.answer) if each.answer else "") for each in of if each is not own]
            accepted = in_words(field, held[field.key][0]) if field.key in held else ""
            answers.append((field, own.draft.typed if own else {}, own.wrong if own else [], others, accepted))
        rows.append((question, answers))
    return {
        "site": here, "section": found, "rows": rows, "sections": known, "last": found.number == len(known),
        "states": [(str(each), say(f"state.{each}")) for each in STATES], "changed": None, **_state(here, found),
    }  # fmt: skip


def _sorted(typed: dict[str, list[Typed]]) -> tuple[list[Typed], list[list[Typed]], list[Typed]]:
    """Answers that are ready, figures to which people gave two, and what still is to be mended."""
    ready, conflicts, unready = [], [], []
    for of in typed.values():
        answered = [each for each in of if each.answer]
        unready += [each for each in of if not each.answer]
        if differ(answered):
            conflicts.append(answered)
        elif answered:
            ready.append(answered[-1])
    return ready, conflicts, unready


def _conflict(of: list[Typed]) -> dict[str, Any]:
    return {"field": of[0].field, "answers": [(each, in_words(each.field, each.answer or {})) for each in of]}


def _handed_in(request: Asked, here: Site, typed: dict[str, list[Typed]]) -> HttpResponse:
    form = SendForm(request.POST)
    if not form.is_valid():
        return redirect("hand_in", here.code)
    key = str(form.cleaned_data["key"])
    if Event.objects.filter(site=here, key=key).exists():  # the same form again is the same act
        return redirect("questionnaire", here.code)
    ready, conflicts, _unready = _sorted(typed)
    answers, others = [each.answer for each in ready if each.answer], []
    for of in conflicts:
        chosen = request.POST.get(f"choose|{of[0].field.key}", "")
        taken = next((each for each in of if str(each.draft.pk) == chosen), None)
        if taken and taken.answer:  # what nobody decided on stays a draft
            answers.append(taken.answer)
            others += [each.answer for each in of if each is not taken and each.answer]
    if request.POST.get("mark") != mark_of(here) and Draft.objects.filter(site=here).exists():
        raise StreamMoved(stream=f"questionnaire/{here.pk}")
    problem = _unfit(here, answers, shelf_now())
    if problem:
        messages.error(request, problem)
        return redirect("hand_in", here.code)
    _written(request, here, answers, others, key)
    return redirect("questionnaire", here.code)


def _written(request: Asked, here: Site, answers: list[Said], others: list[Said], key: str) -> None:
    known = fields(here.country, shelf_now())
    if not answers:
        raise NothingReady()
    national = [each["field"] for each in answers if known[each["field"]].national]
    hand_in(here, version(shelf_now()), answers, others, national, request.user, key)
    messages.success(request, _("Handed in: %(all)s answers, of which %(national)s are proposed as national figures. "
        "Another person decides on them.") % {"all": len(answers), "national": len(national)})  # fmt: skip


def _unfit(here: Site, answers: list[Said], upon: Shelf) -> str:
    """What the library would say of a pack with these answers; '' where nothing is wrong."""
    files = with_tables(national_pack(here.country), here.country, tables_of([(each, ("", "")) for each in answers], (),
        here.country))  # fmt: skip
    try:
        with laid(files):
            return ""
    except BadPack as error:
        lines = str(error.values["listing"]).strip().splitlines()
        return _("Nothing was handed in: %(why)s") % {"why": lines[0].strip().rpartition("/")[2]}


def _shown(known: dict[str, Any], said: Said) -> tuple[str, str, Said]:
    field = known.get(said["field"])
    return (field.label if field else said["field"], in_words(field, said), said)
