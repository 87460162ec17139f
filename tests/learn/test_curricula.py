"""Curricula beside their frameworks, files that are wrong, and timetables in which nothing clashes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.competence.people import SHELF

from hevesy.errors import BadCurriculum, NoTimetable, UnknownModule
from hevesy.learn.curriculum import (
    KINDS,
    Curriculum,
    Module,
    coverage,
    curricula,
    find_curriculum,
    read_curriculum,
)
from hevesy.learn.timetable import Group, Means, Room, Slot, Timetable, Trainer, clashes, timetable

OWN = Path(str(SHELF.packs[0].folder)) / "curricula" / "default_nurse.toml"
MONDAY = date(2027, 1, 4)


def test_a_curriculum_says_what_it_leaves_uncovered_and_its_hours_beside_those_asked() -> None:
    nurse = coverage(find_curriculum("default_nurse", SHELF), SHELF)
    assert (nurse.hours, nurse.asked) == (6 + 3 + 1 + 1 + 24 + 4, 40)
    assert "ships_and_receives" in nurse.uncovered and "administers" not in nurse.uncovered
    assert nurse.beyond == ("reports_reactions",)
    physician = coverage(find_curriculum("default_physician", SHELF), SHELF)
    assert physician.uncovered == ("keeps_good_clinical_practice",) and physician.asked == 200
    assert all(each.origin == "default" for each in curricula(SHELF).values())  # none is a board's


def test_modules_come_after_what_they_build_on() -> None:
    for each in curricula(SHELF).values():
        seen = set[str]()
        for module in each.modules:
            assert set(module.after) <= seen and module.kind in KINDS
            seen.add(module.id)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('tutorial = "lu177_release"', 'tutorial = "lu177_releas"', "'lu177_releas' is not one of the choices"),
        ('id = "protection_basics"', 'id = "protection_basics"\nafter = ["bedside"]',
         "comes after itself (protection_basics → bedside → spill → protection_basics)"),
        ('after = ["spill",', 'after = ["spil",', "comes after 'spil', which is not there; did you mean 'spill'"),
        ('id = "spill"', 'id = "talking"', "two modules have the same id"),
        ('kind = "practical"', 'kind = "exam"', "'exam' is not one of the choices"),
        ("hours = 24", "hours = 0", "0 hours cannot be taught"),
        ('"administers"', '"administer"', "'administer' is not one of the choices; did you mean 'administers'"),
        ('framework = "default_nurse"', 'framework = "nurses"', "key 'framework'"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_curriculum_is_said_with_its_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = OWN.read_text("utf-8")
    assert old in text
    file = tmp_path / OWN.name
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadCurriculum) as error:
        read_curriculum(file, SHELF)
    assert says in str(error.value) and "\n" not in str(error.value)


def test_a_curriculum_that_is_not_there_is_guessed_at() -> None:
    with pytest.raises(UnknownModule, match=r"no curriculum 'default_nurses' .did you mean 'default_nurse'"):
        find_curriculum("default_nurses", SHELF)


# --- timetables -----------------------------------------------------------------------------------------------------


def module(id: str, hours: float, *after: str, kind: str = "lecture") -> Module:
    return Module(id, id, kind, hours, (), after, "", ())


TOY = Curriculum("toy", "1", "Toy", "default_nurse", "default", "asm", (
    module("one", 4), module("alone", 10, "one", kind="reading"), module("two", 2, "alone")))  # fmt: skip
SLOTS = (Slot(0, time(9), 2), Slot(2, time(9), 2))
MEANS = Means((Room("Small", 5), Room("Large", 20)), (Trainer("A"), Trainer("B", ("two",))), (Group("g", 6),), SLOTS)


def test_a_toy_timetable_by_hand() -> None:
    found = timetable(TOY, MEANS, MONDAY)
    said = [(each.module, each.part, each.on, each.room, each.trainer) for each in found.sessions]
    assert said == [
        ("one", 1, MONDAY, "Large", "A"), ("one", 2, date(2027, 1, 6), "Large", "A"),
        ("two", 1, date(2027, 1, 11), "Large", "A"),
    ]  # fmt: skip
    assert (found.weeks, found.weeks_least) == (2, 2)  # three sessions, two slots a week


@pytest.mark.parametrize(
    ("first", "days", "weeks"),
    [
        (date(2027, 1, 6), ("01-06", "01-11", "01-13"), 2),  # a Wednesday: its Monday is past
        (date(2027, 1, 5), ("01-06", "01-11", "01-13"), 2),
        (date(2027, 1, 7), ("01-11", "01-13", "01-18"), 2),  # a Thursday: nothing is left of its week
        (date(2027, 1, 11), ("01-11", "01-13", "01-18"), 2),
    ],
)
def test_no_session_is_before_the_day_on_which_it_begins(first: date, days: tuple[str, ...], weeks: int) -> None:
    """Three sessions on Mondays and Wednesdays: 6, 11 and 13 January lie in two weeks, so do 11, 13 and 18."""
    found = timetable(TOY, MEANS, first)
    assert tuple(f"{each.on:%m-%d}" for each in found.sessions) == days
    assert (found.weeks, found.weeks_least) == (weeks, weeks)


def test_the_first_days_of_2020_belong_to_a_week_that_began_before() -> None:
    assert timetable(TOY, MEANS, date(2020, 1, 4)).sessions[0].on == date(2020, 1, 6)  # not 30 December


def test_two_groups_share_one_trainer_in_turn() -> None:
    both = replace(MEANS, trainers=(Trainer("A"),), groups=(Group("g", 6), Group("h", 4)))
    found = timetable(TOY, both, MONDAY)
    assert (found.weeks, found.weeks_least, len(found.sessions)) == (3, 3, 6)
    assert not clashes(found)


@pytest.mark.parametrize(
    ("means", "says"),
    [
        (replace(MEANS, groups=(Group("g", 30),)), "one for g finds no place: no room has 30 seats"),
        (replace(MEANS, trainers=(Trainer("B", ("two",)),)), "one for g finds no place: nobody teaches it"),
        (replace(MEANS, slots=()), "no slot of the week was given"),
        (replace(MEANS, slots=(Slot(0, time(9), 2), Slot(0, time(10), 2))), "it begins before the one before it ends"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_said(means: Means, says: str) -> None:
    with pytest.raises(NoTimetable) as error:
        timetable(TOY, means, MONDAY)
    assert says in str(error.value)


def test_a_clash_is_seen() -> None:
    one = timetable(TOY, MEANS, MONDAY).sessions[0]
    assert len(clashes(Timetable((one, replace(one, group="h", room="Small")), 1, 1))) == 1  # the same trainer


@st.composite
def means(draw: st.DrawFn) -> Means:
    groups = [Group(f"g{place}", draw(st.integers(1, 10))) for place in range(draw(st.integers(1, 3)))]
    rooms = [Room(f"r{place}", draw(st.integers(10, 30))) for place in range(draw(st.integers(1, 3)))]
    some = st.lists(st.sampled_from(["protection_basics", "spill", "talking"]), min_size=1, max_size=2, unique=True)
    trainers = [Trainer("any"), *(Trainer(f"t{place}", tuple(draw(some))) for place in range(draw(st.integers(0, 2))))]
    slots = [Slot(day, time(draw(st.integers(8, 15))), draw(st.sampled_from((1.0, 2.0, 3.0)))) for day in
             draw(st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True))]  # fmt: skip
    return Means(tuple(rooms), tuple(trainers), tuple(groups), tuple(slots))


@pytest.mark.law
@given(means(), st.integers(0, 6))
def test_in_a_timetable_nothing_clashes_and_all_is_taught_in_order(given: Means, later: int) -> None:
    curriculum = find_curriculum("default_nurse", SHELF)
    found = timetable(curriculum, given, MONDAY + timedelta(days=later))
    assert not clashes(found) and found.weeks >= found.weeks_least
    assert min(each.on for each in found.sessions) >= MONDAY + timedelta(days=later)
    seats = {each.name: each.seats for each in given.rooms}
    for group in given.groups:
        mine = [each for each in found.sessions if each.group == group.name]
        assert all(seats[each.room] >= group.size for each in mine)
        hours = {each.id: each.hours for each in curriculum.modules if each.kind in ("lecture", "practical")}
        for name, asked in hours.items():
            assert sum(each.hours for each in mine if each.module == name) == pytest.approx(asked)
        last = max((each.on, each.start) for each in mine if each.module == "protection_basics")
        assert all((each.on, each.start) > last for each in mine if each.module == "spill")
