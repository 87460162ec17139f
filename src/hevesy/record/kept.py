"""What stands of a course as plain JSON, so that a table can keep it; read back, it is the same course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hevesy.record.course import Course, Standing


def as_json(course: Course) -> dict[str, Any]:
    """What changes as a course goes on; what it was begun with is not in it."""
    return {
        "cycle": course.cycle,
        "given": [moment.isoformat() for moment in course.given],
        "ended": course.ended,
        "entries": course.entries,
        "standing": {act: _held(held) for act, held in course.standing.items()},
    }


def _held(held: Standing) -> dict[str, Any]:
    return {
        "entry": held.entry, "at": held.at.isoformat(), "by": held.by, "said": held.said, "second": held.second,
        "cycle": held.cycle, **({"acts_for": held.acts_for} if held.acts_for else {}),
    }  # fmt: skip


def from_json(begun: Course, kept: Mapping[str, Any]) -> Course:
    """The course that was begun so, as it stands."""
    if not kept:
        return begun
    standing = {
        act: Standing(**{**held, "at": datetime.fromisoformat(held["at"])}) for act, held in kept["standing"].items()
    }
    given = tuple(datetime.fromisoformat(moment) for moment in kept["given"])
    return replace(
        begun, cycle=kept["cycle"], given=given, ended=kept["ended"], entries=kept["entries"], standing=standing
    )
