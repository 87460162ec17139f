"""Modules of e-learning at a site, played in the browser or taken home as a file; and the curricula they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.competence import find_framework
from hevesy.competence.framework import framework_in
from hevesy.competence.saying import competency_called
from hevesy.errors import BadResult, UnknownModule
from hevesy.learn.curriculum import coverage, curricula, curriculum_in, find_curriculum
from hevesy.learn.play import figures, play
from hevesy.learn.question import (
    FALSE,
    TRUE,
    Given,
    Kind,
    Question,
    in_shown_order,
    mark,
    partners,
    said_of_wrong,
    unanswered,
)
from hevesy.learn.result import check_of
from hevesy.learn.tutorial import Tutorial, find_tutorial, languages_of, sources_of, tutorials
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.learn.teaching_forms import HandInForm, KeyForm
from hevesy_service.said import kept, language, say
from hevesy_service.teaching.attempts import attempt, hours_passed
from hevesy_service.teaching.models import AttemptRow

YEAR = timedelta(days=365)
TOLD_FROM = 3  # the attempt from which on what is right is explained, also to who has not passed
LONGEST = 2000  # letters of an answer that are read
VERDICTS: dict[str, Promise] = {
    "right": gettext_lazy("Right"), "partly": gettext_lazy("Partly right"), "wrong": gettext_lazy("Wrong"),
    "nothing": gettext_lazy("Not answered"),
}  # fmt: skip


@require_safe
@at_site("learn_modules")
def modules(request: Asked, here: Site) -> HttpResponse:
    """The modules with what the person has passed, and the curricula beside their frameworks."""
    who, today = str(request.user.pk), today_at(here)
    tried = AttemptRow.objects.filter(site=here, person=who)
    passed = {(each.module, each.version): each for each in tried if each.passed}
    known = [(each, passed.get((each.id, each.version))) for each in tutorials(shelf(), language()).values()]
    names = {each.id: each.name for each, _passed in known}
    page = {
        "site": here, "nav": desk_pages(request.user, here), "known": known,
        "tried": [(each, names.get(each.module, each.module)) for each in tried[:20]],
        "hours": hours_passed(here, who, today - YEAR, today),
        "curricula": [(curriculum_in(each, shelf(), language()), coverage(each, shelf()))
                      for each in curricula(shelf()).values()],
    }  # fmt: skip
    return render(request, "learn/modules.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("learn_modules")
def module(request: Asked, here: Site, tutorial: str) -> HttpResponse:
    """One module: its text and its questions; answered, what each answer is worth and why."""
    found = _tutorial(tutorial)
    form, handed, missing = KeyForm(request.POST or None), None, 0
    if request.method == "POST":
        if "line" in request.POST:
            handed = HandInForm(request.POST)
            done = handed.is_valid() and _handed_in(request, here, found, handed)
        else:
            missing = unanswered(found.questions, _given(found, request.POST))
            sure = not missing or "all_the_same" in request.POST
            done = sure and form.is_valid() and _answered(request, here, found, form)
        if done:
            where = reverse("module", args=[here.code, found.id])
            return redirect(f"{where}?attempt={done}#result")
    row = _attempt(request, here, found)
    marked = row is not None and row.language == found.language  # answers are texts of the language they were given in
    given: Mapping[str, Given] = row.given if row and marked else _given(found, request.POST)
    key = form.cleaned_data["key"] if missing and form.is_valid() else new_id()
    told, all_marks = row is not None and _is_told(row), sum(each.marks for each in found.questions)
    page = {
        "site": here, "nav": desk_pages(request.user, here), "tutorial": found, "row": row, "key": key,
        "questions": [_shown(each, place, given.get(each.name, ()), marked, told, str(key))
                      for place, each in enumerate(found.questions)],
        "missing": missing, "told": told, "told_from": TOLD_FROM, "all_marks": all_marks,
        "marks": round(row.percent * all_marks / 100, 1) if row else 0,
        "sources": sources_of(found, shelf()), "figures": figures(found, shelf()),
        "languages": languages_of(found.id, shelf()), "hand_in": handed or HandInForm(initial={"key": new_id()}),
        "competencies": [competency_called(each, shelf(), language()) for each in found.competencies],
    }  # fmt: skip
    return render(request, "learn/module.html", page, status=422 if request.method == "POST" else 200)


@require_safe
@at_site("learn_modules")
def module_file(request: Asked, here: Site, tutorial: str) -> HttpResponse:
    """The module as one file that is played without a network."""
    found = _tutorial(tutorial)
    answer = HttpResponse(play(found, shelf()), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.id}-{found.language}.html"'
    return answer


@require_safe
@at_site("learn_modules")
def curriculum(request: Asked, here: Site, curriculum: str) -> HttpResponse:
    """The modules of a curriculum in their order, and what it leaves uncovered of its framework."""
    try:
        found = curriculum_in(find_curriculum(curriculum, shelf()), shelf(), language())
    except UnknownModule:
        raise Http404 from None
    beside, names = coverage(found, shelf()), {each.id: each.name for each in found.modules}
    page = {
        "site": here, "nav": desk_pages(request.user, here), "curriculum": found, "beside": beside,
        "framework": framework_in(find_framework(found.framework, shelf()), shelf(), language()),
        "modules": [(each, say(f"module_kind.{each.kind}"), [names[one] for one in each.after],
                     [competency_called(one, shelf(), language()) for one in each.competencies],
                     [shelf().source(one) for one in each.reading]) for each in found.modules],
        "uncovered": [competency_called(each, shelf(), language()) for each in beside.uncovered],
    }  # fmt: skip
    return render(request, "learn/curriculum.html", page)


def _tutorial(id: str) -> Tutorial:
    try:
        return find_tutorial(id, shelf(), language())
    except UnknownModule:
        raise Http404 from None


def _answered(request: Asked, here: Site, tutorial: Tutorial, form: KeyForm) -> UUID:
    given = _given(tutorial, request.POST)
    key = str(form.cleaned_data["key"])
    return attempt(here, str(request.user.pk), tutorial, given, today_at(here), key).pk


def _handed_in(request: Asked, here: Site, tutorial: Tutorial, form: HandInForm) -> UUID | None:
    """Take in what somebody answered offline themselves, by the module in the language in which it was played."""
    said, today = form.cleaned_data["line"], today_at(here)
    played = find_tutorial(tutorial.id, shelf(), said.language)
    try:
        check_of(said, played)
    except BadResult:
        form.add_error("line", _("This is the result of another module or of another version; play this one anew."))
        return None
    if said.on > today:
        form.add_error("line", _("It was played on a day that is still to come; set the clock of that computer."))
        return None
    key = str(form.cleaned_data["key"])
    return attempt(here, str(request.user.pk), played, said.given, said.on, key, offline=True).pk


def _given(tutorial: Tutorial, post: QueryDict) -> dict[str, Given]:
    """What was chosen and written, by the name of the question."""
    found: dict[str, Given] = {}
    for place, each in enumerate(tutorial.questions):
        if each.kind is Kind.MATCHING:
            said = {one.text: post.get(f"q{place}-{row}", "")[:LONGEST] for row, one in enumerate(in_shown_order(each))}
            found[each.name] = {text: partner for text, partner in said.items() if partner}
        else:
            found[each.name] = [one[:LONGEST] for one in post.getlist(f"q{place}")[:50] if one.strip()]
    return found


def _attempt(request: Asked, here: Site, tutorial: Tutorial) -> AttemptRow | None:
    """The person's own attempt at this version of the module, in this language, that the address names."""
    try:
        pk = UUID(request.GET.get("attempt", ""))
    except ValueError:
        return None
    own = AttemptRow.objects.filter(site=here, person=str(request.user.pk), pk=pk)
    return own.filter(module=tutorial.id, version=tutorial.version).first()


def _is_told(row: AttemptRow) -> bool:
    """Whether it is explained what is right: to who has passed, and to who has tried often enough."""
    tried = AttemptRow.objects.filter(site=row.site_id, person=row.person, module=row.module, version=row.version)
    return row.passed or tried.count() >= TOLD_FROM or tried.filter(passed=True).exists()


def _shown(question: Question, place: int, given: Given, marked: bool, told: bool, key: str) -> dict[str, Any]:
    """A question as the page shows it: its choices as the next attempt has them, and once marked what is said of it."""
    found, names = mark(question, given), [each.text for each in in_shown_order(question)]
    order = in_shown_order(question, key)
    worth = "nothing" if not given else "right" if found.share == 1 else "partly" if found.share else "wrong"
    said = [*found.said, question.feedback] if told else said_of_wrong(question, given)
    return {
        "question": question, "kind": str(question.kind), "name": f"q{place}", "number": place + 1,
        "choices": [(each.text, _choice(question, each.text), each.text in given) for each in order],
        "pairs": [(f"q{place}-{names.index(each.text)}", each.text,
                   given.get(each.text, "") if isinstance(given, Mapping) else "") for each in order],
        "partners": partners(question), "text": next(iter(given), "") if not isinstance(given, Mapping) else "",
        "worth": worth if marked else "", "verdict": VERDICTS[worth], "said": [each for each in said if each],
    }  # fmt: skip


def _choice(question: Question, text: str) -> str:
    if question.kind is Kind.TRUE_FALSE and text in (TRUE, FALSE):
        return say(f"play.{text}")
    return kept(text)
