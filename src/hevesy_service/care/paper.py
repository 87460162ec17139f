"""Paper for a day without the service: who is planned, and blank forms of what is still to be done with each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from hevesy.record import Field, Form, Template, find_template, form
from hevesy.run.saying import (
    act_called,
    choices_said,
    field_called,
    moment_said,
    therapy_called,
    unit_said,
    value_said,
)
from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.said import language, say

TOLD = ("product", "prescribed_mbq", "tolerance_percent", "route", "planned_at")  # of the prescription, on each sheet
LINES = 3  # blank lines for fields with rows
SPARE = ("spill", "hold", "loss")  # forms of what nobody plans


@dataclass(frozen=True, slots=True)
class Blank:
    """An act to be filled in by hand: of each field its name, its unit, and boxes to tick."""

    act: str
    two: bool
    lines: list[tuple[str, str, list[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One patient's sheets, or the spare ones where there is no patient."""

    patient: Patient | None
    row: CourseRow | None
    therapy: str
    prescribed: list[tuple[str, str]]
    blanks: list[Blank]


@require_safe
@at_site("see_care")
def paper(request: Asked, here: Site) -> HttpResponse:
    """The sheets of today and tomorrow, to be printed."""
    page = {"nav": desk_pages(request.user, here), **pages_of(here, timezone.now())}
    return render(request, "care/paper.html", page)


def written(here: Site, now: datetime) -> str:
    """The sheets as one HTML file with its style inside, which a browser prints without the service."""
    return render_to_string("care/paper_file.html", pages_of(here, now))


def sites_with_plans(now: datetime, code: str = "") -> list[Site]:
    """The site with a code; without one, every site for which a course is planned today or tomorrow."""
    if code:
        return list(Site.objects.filter(code=code))
    near = CourseRow.objects.filter(ended="", planned__gte=now - timedelta(days=1), planned__lt=now + timedelta(days=3))
    return list(Site.objects.filter(pk__in=near.values("site")).order_by("code"))


def write_sheets(sites: Iterable[Site], folder: Path, now: datetime) -> Iterator[Path]:
    """Write one file for each site, in the place of the one before; only their owner can read them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for site in sites:
        file, half = folder / f"paper-{site.code}.html", folder / f".paper-{site.code}.part"
        half.write_text(written(site, now), "utf-8")
        half.chmod(0o600)
        half.replace(file)
        yield file


def clear_away(folder: Path, kept: Collection[Path]) -> None:
    """Take away the sheets of sites for which nothing is planned any more: they hold names."""
    for file in folder.glob("paper-*.html"):
        if file not in kept:
            file.unlink()


def pages_of(here: Site, now: datetime) -> dict[str, object]:
    """The sheets of today and tomorrow, by the clock of the site."""
    zone = zone_of(here)
    first = now.astimezone(zone).date()
    days = [(first + timedelta(days=number), list(_sheets(here, first + timedelta(days=number)))) for number in (0, 1)]
    return {"site": here, "days": days, "made": moment_said(now, zone), "zone": zone, "spare": _spare()}


def _sheets(here: Site, day: date) -> Iterator[Sheet]:
    begins = datetime.combine(day, time(), zone_of(here))
    rows = CourseRow.objects.filter(
        site=here, ended="", planned__gte=begins, planned__lt=begins + timedelta(days=1)
    ).order_by("planned")  # fmt: skip
    patients = Patient.objects.in_bulk([row.patient_id for row in rows])
    for row in rows:
        template = find_template(row.template, shelf())
        standing = row.kept.get("standing", {})
        blanks = [_blank(name, template) for name, move in template.moves.items()
                  if move.act.part == "cycle" and name not in standing]  # fmt: skip
        said = standing.get("prescription", {}).get("said", {})
        yield Sheet(patients.get(row.patient_id), row, therapy_called(row.therapy, shelf(), language()),
                    _prescribed(said, here), blanks)  # fmt: skip


def _prescribed(said: dict[str, object], here: Site) -> list[tuple[str, str]]:
    known = {each.name: each for each in form("prescription", shelf()).fields}
    return [
        (field_called(name, shelf(), language()), value_said(known[name], said[name], shelf(), language(),
                                                             zone_of(here)))
        for name in TOLD if name in said
    ]  # fmt: skip


def _spare() -> Sheet:
    template = find_template("lu177_psma", shelf())  # every template has these acts
    return Sheet(None, None, "", [], [_blank(name, template) for name in SPARE])


def _blank(name: str, template: Template) -> Blank:
    act = template.moves[name].act
    asked = form(act.form, shelf())
    return Blank(act_called(name, shelf(), language()), bool(act.second), list(_lines(asked)))


def _lines(asked: Form) -> Iterator[tuple[str, str, list[str]]]:
    for field in asked.fields:
        star = " *" if field.name in asked.required else ""
        if field.kind != "rows":
            yield f"{field_called(field.name, shelf(), language())}{star}", _unit(field), _boxes(field)
            continue
        for number in range(1, LINES + 1):
            for inner in asked.rows[field.name].fields:
                yield f"{number}. {field_called(inner.name, shelf(), language())}", _unit(inner), _boxes(inner)


def _unit(field: Field) -> str:
    return unit_said(field.unit, language()) if field.unit else ""


def _boxes(field: Field) -> list[str]:
    """The answers to tick; a loss has too many reasons for paper and is written."""
    if field.kind == "flag":
        return [say("value.yes"), say("value.no")]
    return [words for _code, words in choices_said(field, language())] if field.choices else []
