"""What a dose brought into the course that took it over, held against the course it came from.

The copy stays as it was signed; what was corrected since is named, and stops the dose until it is said anew here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hevesy.record import Course, Entry, find_template, form
from hevesy.record.course import CARRIED, TAKEN_OVER, Standing, told
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site
from hevesy_service.book.writing import written
from hevesy_service.care.events import entries_of, unbegun
from hevesy_service.care.models import CourseRow


def brought(standing: Mapping[str, Standing]) -> dict[str, tuple[str, Any]]:
    """What comes with a dose of its order, receipt, tests and release, by field: the act that says it last, and what.

    The reasons and the name of whom it came for stay where they are.
    """
    asked = {each.name for each in form(TAKEN_OVER, shelf_now()).fields}
    came: dict[str, tuple[str, Any]] = {}
    for act in CARRIED:
        said = standing[act].said if act in standing else {}
        mine = {each.name for each in form(act, shelf_now()).fields} & asked
        came |= {name: (act, said[name]) for name in said.keys() & mine}
    return came


def corrected_since(course: Course, site: Site) -> tuple[str, ...]:
    """What came with the dose and holds otherwise now where it came from, as `act.field`; none where none was taken.

    An act that was recorded anew in this course stands for itself.
    """
    held = course.standing.get(TAKEN_OVER)
    if held is None:
        return ()
    there = _as_it_holds(site, held)
    ours = {act for act, each in course.standing.items() if each.entry == held.entry}
    acts = {name: act for name, (act, _) in {**brought(dict.fromkeys(CARRIED, held)), **there}.items()}
    now = {name: value for name, (_, value) in there.items()}
    return tuple(
        f"{act}.{name}"
        for name, act in sorted(acts.items())
        if act in ours and held.said.get(name) != now.get(name)
    )  # fmt: skip


def _as_it_holds(site: Site, took: Standing) -> dict[str, tuple[str, Any]]:
    """What came with a dose as the course that gave it says it now; where that one took it over too, as its giver does.

    Each giving is earlier than the next, so that it ends where the dose came through the door.
    """
    row = CourseRow.objects.get(pk=took.said["from_course"], site=site)
    gave = written(site, took.said["transfer"])
    entries = list(entries_of(row))
    place = next(number for number, each in enumerate(entries) if gave is not None and each.id == str(gave.pk))
    then = told(unbegun(row), entries[:place], find_template(row.template, shelf_now()))
    came = brought({act: _corrected(each, entries[place:]) for act, each in then.standing.items()})
    before = then.standing.get(TAKEN_OVER)
    if before is None:
        return came
    deeper = _as_it_holds(site, before)
    passed = {act for act, each in then.standing.items() if each.entry == before.entry}
    return {name: deeper.get(name, each) if each[0] in passed else each for name, each in came.items()}


def _corrected(held: Standing, later: Iterable[Entry]) -> Standing:
    """An act that stood, with what its corrections say that came when it stood no more."""
    known = {held.entry}
    for each in later:
        if each.corrects in known:
            known.add(each.id)
            held = replace(held, said=each.said)
    return held
