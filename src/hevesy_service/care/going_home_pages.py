"""Pages of going home: who may get which dose, who keeps apart until when and why, and the papers to take along.

Papers are shown as the library writes them; their PDF is made by a job, for web workers never set type.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hevesy.facts import Fact
from hevesy.run.release.leaves import Leaf
from hevesy.run.release.papers import as_data, html_of
from hevesy.run.release.plan import COLLEAGUE, PUBLISHED, PersonPlan, Release, may_go_home
from hevesy.run.saying import choice_called, limit_called
from hevesy.words import LANGUAGES
from hevesy_service.accounts.rights import may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.zone import zone_of
from hevesy_service.care.going_home import CALLED, OF_LEAF, missing_of, papers_of, release_of, unsigned
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import lines_of
from hevesy_service.jobs.kinds import PAPERS
from hevesy_service.jobs.models import OF_A_COURSE, Job, State
from hevesy_service.jobs.pages import page_with_style
from hevesy_service.jobs.queue import Wanted, ask_again, key_of
from hevesy_service.refusals import NothingToTakeHome
from hevesy_service.said import language, say

SHOWN = 6  # makings of PDF


@require_safe
@needs("see_care", CourseRow)
def going_home(request: Asked, found: CourseRow) -> HttpResponse:
    """The plan of the last release, each number with its rule and source, and what is missing."""
    release, tongue = release_of(found), _tongue(request, found)
    page: dict[str, Any] = {
        "course": found, "patient": Patient.objects.filter(pk=found.patient_id).first(), "zone": zone_of(found.site),
        "nav": desk_pages(request.user, found.site), "missing": missing_of(found, release), "release": release,
        "records": may(request.user, "record_care", found.site), "tongue": tongue,
        "languages": [(code, choice_called(name, language())) for code, name in CALLED.items()], "key": new_id(),
    }  # fmt: skip
    if release is not None:
        page |= _planned(found, release) | _papers(found, release, tongue)
        page["jobs"] = [(job, job.files()) for job in _jobs(found)[:SHOWN]]
    return render(request, "care/going_home.html", page)


def _tongue(request: Asked, row: CourseRow) -> str:
    """The language that was chosen, else the patient's, else that of the page."""
    patient = Patient.objects.filter(pk=row.patient_id).first()
    wanted = (request.GET.get("language"), patient.language.partition("-")[0] if patient else "", language())
    return next((each for each in wanted if each in LANGUAGES), "en")


def _planned(row: CourseRow, release: Release) -> dict[str, Any]:
    said = row.entries.filter(act="release").order_by("-place").first()
    return {
        "may_go": may_go_home(release), "known": bool(release.verdict.limits),
        "any_is_enough": release.verdict.any_is_enough,
        "limits": [(each, limit_called(each.limit.name, language()), _source(each.limit.fact))
                   for each in release.verdict.limits],
        "unsigned": [(fact, _source(fact)) for fact in unsigned(release)],
        "persons": [_person(each, release) for each in (*release.persons, release.public)],
        "said": [] if said is None else lines_of(said, zone_of(row.site)),
        "facts": [(fact, _source(fact)) for _name, fact in sorted(release.reader.used.items())],
    }  # fmt: skip


def _person(plan: PersonPlan, release: Release) -> dict[str, Any]:
    """One row of the table: doses in mSv and days, each with the rule that it comes from."""
    basis = [each.fact for each in (plan.day, plan.night) if each.basis == PUBLISHED and each.fact is not None]
    shown = plan.neighbour.shares_bed or plan.night.days != plan.day.days
    return {
        "plan": plan, "constraint": plan.neighbour.constraint, "published": list(dict.fromkeys(basis)),
        "day": release.until(plan.apart.day) if plan.apart.day else None,
        "night": release.until(plan.apart.night) if plan.apart.night and shown else None,
        "elsewhere": release.until(plan.elsewhere) if plan.elsewhere else None,
        "who": {COLLEAGUE: _("colleagues"), "public": _("the public")}.get(plan.neighbour.name, plan.neighbour.name),
    }  # fmt: skip


def _source(fact: Fact) -> str:
    return shelf_now().source(fact.source).citation


def _papers(row: CourseRow, release: Release, tongue: str) -> dict[str, Any]:
    given = list(row.entries.filter(act="papers").order_by("place"))
    made = papers_of(row, release, tongue, named=False)
    return {
        "marks": made[0].marks, "right_to_left": made[0].right_to_left,
        "papers": [(leaf, _record_path(row, leaf), _given(leaf, given)) for leaf in made],
    }  # fmt: skip


def _given(leaf: Leaf, entries: list[EntryRow]) -> int:
    """How often this text was given: the same paper in the same version."""
    names = (OF_LEAF[leaf.name], "all_papers")
    return sum(each.said.get("paper") in names and each.said.get("paper_version") == leaf.version for each in entries)


def _record_path(row: CourseRow, leaf: Leaf) -> str:
    """The form of the act that says a paper was given, filled in as far as it is known."""
    said = {"paper": OF_LEAF[leaf.name], "paper_language": CALLED[leaf.language], "paper_version": leaf.version}
    return f"{reverse('course_act', args=[row.pk, 'papers'])}?{urlencode(said)}"


@require_safe
@needs("see_care", CourseRow)
def paper(request: Asked, found: CourseRow, paper: str) -> HttpResponse:
    """One paper as a page that prints: the card on a card, the others on A4."""
    if paper not in OF_LEAF:
        raise Http404
    release = _must_be_planned(found)
    made = {leaf.name: leaf for leaf in papers_of(found, release, _tongue(request, found), named=True)}
    return page_with_style(html_of(made[paper]))


@require_POST
@needs("see_care", CourseRow)
def pdf(request: Asked, found: CourseRow) -> HttpResponse:
    """Ask for the PDF of every paper in a language; who asks for the same text again gets what was made."""
    release, tongue = _must_be_planned(found), str(request.POST.get("language", ""))
    if tongue not in LANGUAGES:
        raise Http404
    made = papers_of(found, release, tongue, named=False)
    text, title = as_data(made, release.form.on), f"{say('release.title_instructions')} · {tongue}"
    key = key_of(found.pk, text)
    about = f"{OF_A_COURSE}{found.pk}"
    ask_again(Wanted(PAPERS.id, title, about, {"papers.json": text}, [], found.site, request.user, key))
    return redirect(f"{reverse('going_home', args=[found.pk])}?{urlencode({'language': tongue})}#pdf")


@require_safe
@needs("see_care", CourseRow)
def file(request: Asked, found: CourseRow, job: UUID, name: str) -> FileResponse:
    """A PDF of this course."""
    made = _jobs(found).filter(pk=job, state=State.DONE).first()
    if made is None or name not in made.files():
        raise Http404
    return FileResponse((made.folder / name).open("rb"), content_type="application/pdf")


def _jobs(row: CourseRow) -> Any:
    return Job.objects.filter(about=f"{OF_A_COURSE}{row.pk}", kind=PAPERS.id)


def _must_be_planned(row: CourseRow) -> Release:
    release = release_of(row)
    if release is None:
        raise NothingToTakeHome(fields="; ".join(each.what for each in missing_of(row, None)))
    return release
