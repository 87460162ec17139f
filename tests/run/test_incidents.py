"""Incidents: their categories with source, what is done first, what closes them, and downtimes kept apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import SHELF

from hevesy.run.incidents import (
    CLOSES_WITH,
    INES,
    KIND,
    SCHEMES,
    Downtime,
    apart,
    categories,
    downtime_of,
    first_actions,
    lacking,
    may_close,
    not_rated,
    stretched,
)
from hevesy.words import LANGUAGES, catalogue

READER = SHELF.reader("JOR")
MORNING = datetime(2027, 3, 1, 8, tzinfo=UTC)
ALL = {"kind": "spill", "first_actions": "covered", "cause": "c", "correction": "d", "owner": "o", "due": "2027-04-01",
       "evidence": "e"}  # fmt: skip


def hours(number: float) -> datetime:
    return MORNING + timedelta(hours=number)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_category_has_a_source_and_says_where_the_words_are_our_own(scheme: str) -> None:
    found = categories(scheme, SHELF)
    assert found and all(SHELF.source(each.source).citation for each in found)
    assert all(each.is_own == (each.source == "mem") for each in found)


def test_ines_does_not_rate_a_patient_and_its_first_levels_were_read() -> None:
    assert not_rated("wrong_patient", SHELF) and not not_rated("spill", SHELF)
    read = {each.code: each.truth for each in categories(INES, SHELF)}
    assert read == {"patient": "secondary", "0": "unverified", "1": "verified", "2": "verified", "3": "verified",
                    "4_up": "secondary"}  # fmt: skip


def test_each_kind_has_first_actions_in_order_with_their_sources() -> None:
    for kind in categories(KIND, SHELF):
        assert first_actions(kind.code, SHELF), kind.code
    spill = [each.action for each in first_actions("spill", SHELF)]
    assert spill[:3] == ["people_first", "warn", "cover"] and first_actions("", SHELF) == ()
    every = [each for kind in categories(KIND, SHELF) for each in first_actions(kind.code, SHELF)]
    assert all(SHELF.source(each.source).citation for each in every)
    assert all((each.truth == "unverified") == (each.source == "mem") for each in every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_and_action_has_words_in_every_language(language: str) -> None:
    said = {each.word for scheme in SCHEMES for each in categories(scheme, SHELF)}
    said |= {f"{each.word}_means" for scheme in (KIND, INES, "reach") for each in categories(scheme, SHELF)}
    said |= {f"first_action.{each.action}" for kind in categories(KIND, SHELF)
             for each in first_actions(kind.code, SHELF)}  # fmt: skip
    said |= {f"to_close.{name}" for name in CLOSES_WITH}
    theirs, ours = catalogue(language), catalogue("en")
    assert said <= set(theirs)
    assert language == "en" or [code for code in sorted(said) if theirs[code] == ours[code]] == []


@pytest.mark.parametrize("name", CLOSES_WITH)
def test_an_incident_closes_only_with_everything(name: str) -> None:
    assert lacking(ALL) == () and lacking({**ALL, name: " "}) == (name,)


def test_a_ticked_first_action_is_one() -> None:
    assert lacking({**ALL, "first_actions": "", "done": ["cover"]}) == ()


def test_who_opened_or_typed_it_does_not_close_it() -> None:
    assert may_close("q", {"p", "n"}) and not may_close("n", {"p", "n"})


def test_acts_of_one_night_are_one_downtime_and_those_of_the_next_day_another() -> None:
    """Twelve hours on the shelf: an act 12 h after the last is of it, one at 12 h and a minute begins another."""
    gap, night = apart(READER), Downtime("n", hours(0), hours(3))
    assert gap == timedelta(hours=12)
    assert downtime_of(hours(15), [night], gap) == night and downtime_of(hours(-12), [night], gap) == night
    assert downtime_of(hours(15) + timedelta(minutes=1), [night], gap) is None
    assert stretched(night, hours(-2)) == Downtime("n", hours(-2), hours(3))


def test_between_two_downtimes_an_act_is_of_the_nearer() -> None:
    first, second = Downtime("a", hours(0), hours(1)), Downtime("b", hours(14), hours(15))
    assert downtime_of(hours(7), [first, second], timedelta(hours=12)) == first
    assert downtime_of(hours(9), [first, second], timedelta(hours=12)) == second


@given(st.lists(st.floats(0, 200), min_size=1, max_size=20))
def test_every_act_on_paper_is_in_one_downtime_and_their_ends_are_of_acts(moments: list[float]) -> None:
    known: dict[str, Downtime] = {}
    held: dict[str, list[datetime]] = {}
    for number, each in enumerate(moments):
        at = hours(each)
        found = downtime_of(at, known.values(), timedelta(hours=12)) or Downtime(str(number), at, at)
        known[found.id] = stretched(found, at)
        held.setdefault(found.id, []).append(at)
    assert sum(map(len, held.values())) == len(moments)
    assert {id: (min(all_), max(all_)) for id, all_ in held.items()} == {
        id: (each.since, each.until) for id, each in known.items()
    }
