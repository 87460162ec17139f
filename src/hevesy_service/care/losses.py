"""Where patients of a site are lost, late or refused: the stages and reasons that a plan loses them for, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hevesy.products import STAGES, find_therapy
from hevesy.record.course import ENDED
from hevesy.run.saying import act_called, therapy_called
from hevesy.words import say_reason
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.care.forms import therapy_choices
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.care.nav import desk_pages
from hevesy_service.said import language, say

REACHED = ("referral", "triage", "eligibility", "prescription", "administration")  # whose days are measured
ASKS = {"triage": "referred", "eligibility": "eligible", "board": "board"}  # acts that may refuse, and their stage


@dataclass(slots=True)
class Path:
    """What became of the courses of a site: how many were lost where and why, refused, held, or waited too long."""

    begun: int = 0
    open: int = 0
    finished: int = 0
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    days: Mapping[str, list[float]] = field(default_factory=dict)


def path_of(site: Site, therapy: str, now: datetime) -> Path:
    """The path of all courses of a site, or of those of one therapy."""
    rows = CourseRow.objects.filter(site=site, practice=False)
    if therapy:
        rows = rows.filter(therapy=therapy)
    known = list(rows.values_list("therapy", "ended", "stage", "planned", "kept"))
    found = Path(begun=len(known))
    for name, ended, stage, planned, kept in known:
        found.open += not ended
        found.finished += ended in ENDED
        if ended and ended not in ENDED:
            found.lost[_stage(name, ended), ended] += 1
        standing = kept.get("standing", {})
        if not ended and planned is not None and planned < now and "administration" not in standing:
            found.late[stage] += 1
        if not ended and "hold" in standing:
            found.late["waits"] += 1
    entries = EntryRow.objects.filter(course__in=rows, act__in={*REACHED, *ASKS}).order_by("place")
    _measured(found, entries.values_list("course_id", "act", "at", "said"))
    return found


def _stage(therapy: str, reason: str) -> str:
    """The stage at which a therapy loses people for a reason."""
    return next((each.id for each in find_therapy(therapy, shelf()).stages if each.reason == reason), "")


def _measured(found: Path, entries: Iterable[tuple[object, str, datetime, dict[str, object]]]) -> None:
    """Who was refused, and the days from the referral to the first of each act."""
    first: dict[object, dict[str, datetime]] = defaultdict(dict)
    refused: dict[object, str] = {}
    for course, act, at, said in entries:
        first[course].setdefault(act, at)
        if act in ASKS:
            refused.pop(course, None)  # the last word counts
            if said.get("decision") == "decline":
                refused[course] = ASKS[act]
    found.refused.update(refused.values())
    found.days = {
        act: sorted((held[act] - held["referral"]).total_seconds() / 86400 for held in first.values()
                    if act in held and "referral" in held)
        for act in REACHED[1:]
    }  # fmt: skip


@require_safe
@at_site("see_losses")
def losses(request: Asked, here: Site) -> HttpResponse:
    """Stage by stage: lost, refused and late, with the reasons of a plan; and how long each step takes."""
    choices = therapy_choices()
    wanted = request.GET.get("therapy", "")
    wanted = wanted if wanted in dict(choices) else ""
    found = path_of(here, wanted, timezone.now())
    stages = [
        {
            "stage": say(f"stage.{stage}"), "refused": found.refused[stage], "late": found.late[stage],
            "lost": [(say_reason(reason, language()), count) for (at, reason), count in sorted(found.lost.items())
                     if at == stage],
        }
        for stage in STAGES
    ]  # fmt: skip
    others = [(say_reason(reason, language()), count) for (at, reason), count in found.lost.items() if not at]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "path": found, "therapies": choices, "wanted": wanted,
        "stages": [each for each in stages if each["refused"] or each["late"] or each["lost"]], "others": others,
        "called": therapy_called(wanted, shelf(), language()) if wanted else "", "days": _days(found),
    }  # fmt: skip
    return render(request, "care/losses.html", page)


def _days(found: Path) -> list[tuple[str, int, str, str]]:
    """Of each act: how many reached it, the median and the nine in ten of the days since the referral."""
    rows = []
    for act, days in found.days.items():
        if days:
            ninth = days[min(len(days) - 1, int(0.9 * len(days)))]
            rows.append((act_called(act, shelf(), language()), len(days), f"{median(days):.0f}", f"{ninth:.0f}"))
    return rows
