"""Laws of gates and records: whatever happens, in whatever order, nothing is lost and nothing is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from tests.run.disturbed import Attempt, attempts
from tests.run.playing import INSTRUMENTS, LICENCES, PEOPLE, SHELF, at, signed

from hevesy.errors import NeedsReason, PaperNeedsReason
from hevesy.record import Course, Entry, filled, find_template, follow, form
from hevesy.record.course import told
from hevesy.record.kept import as_json, from_json
from hevesy.run.asking import Incident, blocking, may, recorded
from hevesy.run.incidents import SYSTEM_DOWN
from hevesy.run.situation import Situation

TEMPLATE = find_template("lu177_psma", SHELF)
BEGUN = Course("c", TEMPLATE.name, TEMPLATE.version, "lu177_psma617", practice=False)
TABLE = signed("lu177_psma", "lu177_psma617")


def moment(course: Course, each: Attempt) -> Situation:
    return Situation(
        course, TEMPLATE, each.act, each.said, at(each.hours), PEOPLE[each.by], TABLE, SHELF.reader("JOR"),
        PEOPLE.get(each.second), INSTRUMENTS, LICENCES,
    )  # fmt: skip


def read(tried: list[Attempt]) -> list[Attempt]:
    """The attempts whose form can be read; the others are refused before a gate is asked."""
    asked = {each.act: form(TEMPLATE.moves[each.act].act.form, SHELF) for each in tried}
    return [each for each in tried if not filled(asked[each.act], each.said)[1]]


def played(tried: list[Attempt]) -> tuple[Course, list[tuple[Situation, Entry]], list[Incident]]:
    """What stands after the attempts, what was recorded in which situation, and the incidents."""
    course, kept, opened = BEGUN, list[tuple[Situation, Entry]](), list[Incident]()
    for number, each in enumerate(read(tried)):
        corrects = kept[each.corrects % len(kept)][1].id if each.corrects is not None and kept else ""
        entry = Entry(f"e{number}", each.act, at(each.hours), at(each.hours + 1), each.by, each.said, each.second,
                      reason=each.reason, corrects=corrects, typed_by=each.paper)  # fmt: skip
        now = moment(course, each)
        try:
            marked, incident = recorded(now, entry)
        except (NeedsReason, PaperNeedsReason):
            assert not each.reason.strip() and (blocking(may(now)) or each.paper)
            continue
        course = follow(course, marked, TEMPLATE)
        kept.append((now, marked))
        opened += [incident] if incident else []
    return course, kept, opened


@given(attempts())
def test_every_act_met_its_gates_or_is_a_deviation_with_an_incident(tried: list[Attempt]) -> None:
    _, kept, opened = played(tried)
    incidents = {each.entry: each for each in opened}
    assert len(incidents) == len(opened)
    for now, entry in kept:
        wanting = tuple(each.gate.name for each in may(now) if not each.is_met)
        assert entry.unmet == wanting
        assert entry.is_deviation == (entry.id in incidents) == bool(wanting or entry.typed_by)
        if entry.is_deviation:
            assert incidents[entry.id].unmet == wanting and incidents[entry.id].reason == entry.reason != ""
            assert incidents[entry.id].kind == ("" if wanting else SYSTEM_DOWN)


@given(attempts())
def test_no_act_is_lost_and_what_stands_follows_from_the_entries(tried: list[Attempt]) -> None:
    course, kept, _ = played(tried)
    entries = [entry for _, entry in kept]
    assert course.entries == len(entries)
    assert told(BEGUN, entries, TEMPLATE) == course
    known = {entry.id: entry for entry in entries}
    for act, held in course.standing.items():
        assert (known[held.entry].act, known[held.entry].said) == (act, held.said)
    given_at = [entry.at for entry in entries if entry.act == "administration"]
    assert set(course.given) <= set(given_at) and len(course.given) <= len(given_at)


@given(attempts())
def test_what_is_kept_as_json_is_the_same_course(tried: list[Attempt]) -> None:
    course, _, _ = played(tried)
    assert from_json(BEGUN, as_json(course)) == course


@given(attempts())
def test_where_a_gate_is_wanting_nothing_goes_in_without_a_reason(tried: list[Attempt]) -> None:
    silent = [replace(each, reason="") for each in tried]
    _, kept, opened = played(silent)
    assert not opened and not any(entry.is_deviation for _, entry in kept)


@pytest.mark.parametrize("skipped", ["consent", "day_checks", "dispensing"])
def test_the_laws_would_see_an_administration_that_was_hidden(skipped: str) -> None:
    """An administration without one of its steps is no silent one: so the laws above can fail."""
    from tests.run.playing import situation

    entry = Entry("x", "administration", at(2), at(2), "p1", situation("administration").said, "n1", reason="told")
    marked, incident = recorded(situation("administration", skip=(skipped,)), entry)
    assert marked.is_deviation and incident is not None
