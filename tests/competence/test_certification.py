"""A certificate's story: two who are independent decide, two others hear an appeal, and what a day makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import SHELF

from hevesy.competence import Evidence, Recent, What, find_framework
from hevesy.competence.certification import (
    APPEALED,
    APPLIED,
    EXPIRED,
    EXPIRING,
    HALF_DECIDED,
    LIFTED,
    REFUSED,
    RENEWED,
    RETRACTED,
    SUSPENDED,
    VALID,
    VOTED,
    WITHDRAWN,
    Case,
    Step,
    follow,
    refuses,
    state,
    years_on,
)
from hevesy.competence.logbook import Procedure
from hevesy.competence.requirements import (
    Shown,
    amounts_asked,
    lacking,
    lacking_to_renew,
    most_within,
)
from hevesy.competence.saying import lacking_said
from hevesy.errors import BadDecision
from hevesy.words import say

DAY = date(2027, 3, 1)
NOTICE = timedelta(days=90)
READER = SHELF.reader("world")
NURSE = find_framework("default_nurse", SHELF)


def case(**more: object) -> Case:
    return Case("cand", DAY, 5, frozenset({"boss"}), **more)  # type: ignore[arg-type]


def vote(by: str, grants: bool = True, days: int = 1, **more: object) -> Step:
    return Step(VOTED, DAY + timedelta(days=days), by, "because", grants, **more)  # type: ignore[arg-type]


def did(what: str, by: str, days: int) -> Step:
    return Step(what, DAY + timedelta(days=days), by, "because")


def told(*steps: Step, **more: object) -> Case:
    found = case(**more)
    for step in steps:
        found = follow(found, step)
    return found


GRANTED = (vote("a"), vote("b", days=2))
REFUSING = (vote("a", False), vote("b", days=2))
DISMISSING = (vote("c", False, 4), vote("d", False, 4))
Told = list[tuple[str, str, int, bool, tuple[str, ...]]]


def test_two_decide_and_the_certificate_is_valid_for_its_years() -> None:
    found = told(*GRANTED)
    assert found.until == date(2032, 3, 2)  # five years from 3 March 2027
    days = {0: APPLIED, 1: HALF_DECIDED, 2: VALID}
    assert {n: state(found, DAY + timedelta(days=n), NOTICE).what for n in days} == days
    ends = date(2032, 3, 2)
    assert state(found, ends - NOTICE, NOTICE).what == VALID
    assert state(found, ends - NOTICE + timedelta(days=1), NOTICE).what == EXPIRING
    assert state(found, ends, NOTICE).what == EXPIRING and state(found, ends, NOTICE).stands
    assert state(found, ends + timedelta(days=1), NOTICE).what == EXPIRED


def test_where_two_differ_it_is_refused() -> None:
    assert state(told(*REFUSING), DAY + timedelta(days=2), NOTICE).what == REFUSED


@pytest.mark.parametrize(("first", "then", "because"), [
    ((), vote("cand"), "own_case"), ((), vote("boss"), "related"), ((vote("a"),), vote("a"), "voted_already"),
    (GRANTED, vote("c", days=3), "decided"), ((), vote("a", lacks=("few_hours",)), "lacking"),
    ((), Step(VOTED, DAY, "a", "because"), "no_vote"), ((), Step(VOTED, DAY, "a", " ", True), "no_reasons"),
    ((vote("a", days=5),), vote("b", days=4), "too_early"), ((), did("eaten", "a", 1), "no_step"),
    ((), did(SUSPENDED, "a", 1), "no_certificate"), (GRANTED, did(LIFTED, "c", 3), "not_suspended"),
    ((*GRANTED, did(SUSPENDED, "a", 3)), did(LIFTED, "a", 3), "own_suspension"),
    ((*GRANTED, did(SUSPENDED, "a", 3)), did(WITHDRAWN, "a", 3), "own_suspension"),
    ((*GRANTED, did(SUSPENDED, "a", 3)), did(LIFTED, "boss", 3), "related"),
    ((*GRANTED, did(SUSPENDED, "a", 3)), did(SUSPENDED, "b", 3), "suspended_already"),
    (GRANTED, did(APPEALED, "cand", 3), "nothing_to_appeal"), (REFUSING, did(APPEALED, "a", 3), "not_theirs"),
    ((*REFUSING, did(APPEALED, "cand", 3)), did(APPEALED, "cand", 3), "appeal_waits"),
    ((*REFUSING, did(APPEALED, "cand", 3)), vote("a", days=3), "decided_before"),
    ((*REFUSING, did(APPEALED, "cand", 3), *DISMISSING), did(APPEALED, "cand", 5), "heard"),
    ((), did(RETRACTED, "a", 1), "not_their_application"), (GRANTED, did(RETRACTED, "cand", 3), "decided_already"),
    (REFUSING, did(RETRACTED, "cand", 3), "decided_already"),
    ((*REFUSING, did(APPEALED, "cand", 3)), did(RETRACTED, "cand", 3), "decided_already"),
    ((did(RETRACTED, "cand", 1),), vote("a"), "retracted"),
    ((did(RETRACTED, "cand", 1),), did(RETRACTED, "cand", 1), "retracted"),
    ((did(RETRACTED, "cand", 1),), did(APPEALED, "cand", 1), "nothing_to_appeal"),
    ((did(RETRACTED, "cand", 1),), did(SUSPENDED, "a", 1), "no_certificate"),
])  # fmt: skip
def test_what_can_not_follow_is_refused_in_a_sentence(first: Sequence[Step], then: Step, because: str) -> None:
    assert refuses(told(*first), then) == because
    with pytest.raises(BadDecision) as error:
        follow(told(*first), then)
    assert say(f"case_says.{because}") in str(error.value)


def test_who_became_close_after_deciding_carries_no_grant() -> None:
    waiting = replace(told(vote("a")), related=frozenset({"a"}))
    assert refuses(waiting, vote("b")) == "first_related"
    assert state(follow(waiting, vote("b", False)), DAY + timedelta(days=1), NOTICE).what == REFUSED


def test_an_application_is_withdrawn_until_two_have_decided_and_its_vote_decides_nothing() -> None:
    found = told(vote("a"), Step(RETRACTED, DAY + timedelta(days=2), "cand"))  # no reason is asked
    days = {0: APPLIED, 1: HALF_DECIDED, 2: RETRACTED, 9999: RETRACTED}
    assert {n: state(found, DAY + timedelta(days=n), NOTICE).what for n in days} == days
    assert state(found, DAY + timedelta(days=9), NOTICE).since == DAY + timedelta(days=2)
    assert [each.by for each in found.votes] == ["a"] and found.granted is found.refused is found.until is None
    assert told(vote("a")).waits and not found.waits and not told(*GRANTED).waits and not told(*REFUSING).waits
    assert told(*REFUSING, did(APPEALED, "cand", 3)).waits


def test_an_appeal_is_heard_by_two_others_who_can_grant() -> None:
    appealed = (*REFUSING, did(APPEALED, "cand", 3))
    assert state(told(*appealed), DAY + timedelta(days=3), NOTICE).appealed
    granted = told(*appealed, vote("c", days=4), vote("d", days=5))
    assert state(granted, DAY + timedelta(days=5), NOTICE).what == VALID
    assert state(granted, DAY + timedelta(days=4), NOTICE).what == REFUSED


def test_what_was_suspended_is_lifted_or_withdrawn_by_another() -> None:
    held = (*GRANTED, did(SUSPENDED, "a", 3))
    assert state(told(*held, did(LIFTED, "c", 4)), DAY + timedelta(days=4), NOTICE).what == VALID
    withdrawn = told(*held, did(WITHDRAWN, "c", 4))
    assert state(withdrawn, DAY + timedelta(days=9999), NOTICE).what == WITHDRAWN
    heard = (did(APPEALED, "cand", 5), vote("d", days=6), vote("e", days=6))
    back = withdrawn
    for step in heard:
        back = follow(back, step)
    assert state(back, DAY + timedelta(days=6), NOTICE).what == VALID


def test_a_renewal_begins_where_the_last_one_ends() -> None:
    assert told(*GRANTED, renews=date(2027, 12, 31)).until == date(2032, 12, 31)
    assert told(*GRANTED, renews=date(2026, 12, 31)).until == date(2032, 3, 2)
    renewed = told(*GRANTED, Step(RENEWED, DAY + timedelta(days=9), "a"))
    assert state(renewed, DAY + timedelta(days=9), NOTICE).what == RENEWED
    assert years_on(date(2028, 2, 29), 5) == date(2033, 2, 28)


WHO = ("cand", "boss", "a", "b", "c", "d")
steps = st.lists(st.builds(
    lambda what, by, days, grants, lacks: (what, by, days, grants, lacks),
    st.sampled_from((VOTED, VOTED, VOTED, SUSPENDED, LIFTED, WITHDRAWN, APPEALED, RENEWED, RETRACTED)),
    st.sampled_from(WHO),
    st.integers(0, 300), st.sampled_from((True, True, False)), st.sampled_from(((), (), ("few_hours",))),
), max_size=25)  # fmt: skip


def lived(said: Told) -> Case:
    """What can follow of what was tried, in the order of time."""
    found, on = case(), DAY
    for what, by, days, grants, lacks in said:
        on += timedelta(days=days)
        step = Step(what, on, by, "because", grants if what == VOTED else None, lacks)
        if not refuses(found, step):
            found = follow(found, step)
    return found


@pytest.mark.law
@given(steps)
def test_no_certificate_without_two_independent_decisions(said: Told) -> None:
    found = case()
    for step in lived(said).steps:
        before, found = found, follow(found, step)
        if before.granted is None and found.granted is not None:
            first, second = [each for each in found.steps if each.what == VOTED][-2:]
            assert first.grants and second.grants and not first.lacks and not second.lacks
            assert len({first.by, second.by, "cand", "boss"}) == 4


@pytest.mark.law
@given(steps, st.integers(0, 4000))
def test_what_is_suspended_or_withdrawn_never_stands(said: Told, days: int) -> None:
    found, on = lived(said), DAY + timedelta(days=days)
    last = [each for each in found.steps if each.on <= on and each.what in (SUSPENDED, WITHDRAWN, LIFTED, APPEALED)]
    if last and last[-1].what in (SUSPENDED, WITHDRAWN):
        assert not state(found, on, NOTICE).stands
    shown = state(found, on, NOTICE)
    assert not shown.stands or (shown.until is not None and on <= shown.until)


@pytest.mark.law
@given(steps)
def test_what_its_candidate_withdrew_is_never_decided(said: Told) -> None:
    found = lived(said)
    if any(each.what == RETRACTED for each in found.steps):
        assert found.steps[-1].what == RETRACTED and found.steps[-1].by == "cand"
        assert found.granted is None and found.refused is None and not found.waits


@pytest.mark.law
@given(steps, st.integers(0, 4000))
def test_a_state_follows_from_what_was_until_the_day_alone(said: Told, days: int) -> None:
    found, on = lived(said), DAY + timedelta(days=days)
    until_then = case()
    for step in (each for each in found.steps if each.on <= on):
        until_then = follow(until_then, step)
    assert state(found, on, NOTICE) == state(until_then, on, NOTICE)


@pytest.mark.law
@given(steps)
def test_who_hears_an_appeal_decided_nothing_before(said: Told) -> None:
    before: set[str] = set()
    waits, hearing = False, set[str]()
    for each in lived(said).steps:
        if each.what == APPEALED:
            waits, hearing = True, set()
        elif each.what == VOTED and waits:
            assert each.by not in before | hearing
            hearing.add(each.by)
            waits = len(hearing) < 2
            before |= hearing if not waits else set()
        elif each.what != RENEWED:
            before |= {each.by} | hearing
            waits = waits and each.what == SUSPENDED


# --- what is asked ------------------------------------------------------------------------------------------------

SHOWN_ALL = tuple(
    Evidence(f"s-{name}", What.SHOWN, name, DAY, level=level, by="boss") for name, level in NURSE.levels.items()
)


def test_nothing_known_lacks_every_competency_and_the_time() -> None:
    found = lacking(Shown(), NURSE, DAY, READER)
    assert len(found) == len(NURSE.levels) + 2
    said = [lacking_said(each, SHELF) for each in found]
    assert "Months of training confirmed: 0 of 3." in said and "Hours of training confirmed: 0 of 40." in said


def test_who_has_shown_everything_lacks_nothing() -> None:
    whole = Shown(SHOWN_ALL, amounts={"months": 3, "hours": 40})
    assert lacking(whole, NURSE, DAY, READER) == ()
    short = Shown(SHOWN_ALL, amounts={"months": 2.5, "hours": 40})
    assert [each.because for each in lacking(short, NURSE, DAY, READER)] == ["few_months"]


def test_a_lower_level_and_a_failed_assessment_are_not_enough() -> None:
    name = "administers"  # which the framework asks to perform
    low = tuple(each for each in SHOWN_ALL if each.about != name)
    seen = (*low, Evidence("x", What.SHOWN, name, DAY, level="observes"))
    amounts = {"months": 3.0, "hours": 40.0}
    assert [each.because for each in lacking(Shown(seen, amounts=amounts), NURSE, DAY, READER)] == ["not_shown"]
    later = DAY + timedelta(days=1)
    failed = (*SHOWN_ALL, Evidence("f", What.FAILED, name, later))
    assert [each.because for each in lacking(Shown(failed, amounts=amounts), NURSE, later, READER)] == ["failed"]
    again = (*failed, Evidence("g", What.SHOWN, name, later + timedelta(days=1), level="performs"))
    assert lacking(Shown(again, amounts=amounts), NURSE, later + timedelta(days=1), READER) == ()


def test_procedures_count_once_confirmed_in_the_logbook_or_on_paper() -> None:
    asked = find_framework("default_physician", SHELF)
    group = asked.procedures[0]
    least = int(READER.number(group.least))
    log = [
        Procedure(group.acts[0], group.therapies[0], f"c{n}", 1, DAY, "direct", "boss" if n else "")
        for n in range(least)
    ]  # one of them was not confirmed

    def missing(shown: Shown) -> list[object]:
        return [each.values["done"] for each in lacking(shown, asked, DAY, READER)
                if each.because == "few_procedures" and each.values["procedures"] == group.name]  # fmt: skip

    assert missing(Shown(log=log)) == [least - 1]
    assert missing(Shown(log=log, amounts={f"procedures/{group.name}": least})) == []
    assert f"procedures/{group.name}" in amounts_asked(asked, False)


@pytest.mark.parametrize(("first", "last", "months", "hours"), [
    (date(2027, 1, 15), date(2027, 4, 14), 3.0, 24 * 90), (date(2027, 1, 1), date(2027, 1, 1), 1 / 31, 24),
    (date(2027, 1, 31), date(2027, 2, 27), 1.0, 24 * 28), (date(2027, 11, 1), date(2028, 2, 29), 4.0, 24 * 121),
    (date(2028, 2, 29), date(2029, 2, 27), 12.0, 24 * 365), (date(2027, 4, 14), date(2027, 4, 13), 0.0, 0),
    (date(2027, 4, 1), date(2027, 5, 10), 1 + 10 / 31, 24 * 40),
])  # fmt: skip
def test_a_training_has_no_more_months_and_hours_than_its_time(
    first: date, last: date, months: float, hours: float
) -> None:
    assert most_within("months", first, last) == pytest.approx(months, abs=1e-12)
    assert most_within("hours", first, last) == hours
    assert most_within("credits", first, last) is most_within("procedures/any", first, last) is None


def test_a_renewal_asks_credits_of_all_its_years_and_practice() -> None:
    acts, asked = ("administration",), Recent(20)
    cases = tuple(
        Evidence(f"p{n}", What.PERFORMED, "administration/ra223", DAY, case=f"c{n}") for n in range(20)
    )
    amounts = {"credits": 100.0}  # 20 a year for five years
    assert lacking_to_renew(Shown(cases, amounts=amounts), NURSE, DAY, READER, acts, asked) == ()
    assert amounts_asked(NURSE, True) == ("credits",)
    short = lacking_to_renew(Shown(cases[1:], amounts={"credits": 99}), NURSE, DAY, READER, acts, asked)
    assert [lacking_said(each, SHELF) for each in short] == [
        "Credits of continuing education confirmed: 99 of 100.",
        "Not practised enough: 19 of 20 in the last 365 days.",
    ]
    failed = (*cases, Evidence("f", What.FAILED, "administers", DAY))
    found = lacking_to_renew(Shown(failed, amounts=amounts), NURSE, DAY, READER, acts, asked)
    assert [each.because for each in found] == ["failed"]
    held = (*cases, Evidence("h", What.SUSPENDED, "default_nurse", DAY))
    found = lacking_to_renew(Shown(held, amounts=amounts), NURSE, DAY, READER, acts, asked)
    assert [each.because for each in found] == ["suspended"]
