"""Laws of privileges, and what the drawn page does not draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.competence.people import ON, PSMA, SHELF, whole

from hevesy.competence import (
    LEVELS,
    Evidence,
    Recent,
    What,
    competencies,
    frameworks,
    in_force,
    privileges,
    standing,
)
from hevesy.competence.evidence import AGAINST
from hevesy.competence.saying import reason_said

PRIVILEGES, FRAMEWORKS = privileges(SHELF), frameworks(SHELF)
FOR = [what for what in What if what not in AGAINST]
IDS = [f"e{number}" for number in range(8)]
ABOUT = (
    "default_physician", "default_nurse", "us_nrc_390", f"prescribe/{PSMA}", f"administer/{PSMA}", "prescribe", "*",
    "selects_patients", "plans_the_course", "treats_toxicity", "administers", "identifies_the_patient", "fitness",
    "licence", f"prescription/{PSMA}", f"administration/{PSMA}", *IDS,
)  # fmt: skip


def evidence(what: list[What]) -> st.SearchStrategy[Evidence]:
    days = st.integers(0, 40).map(lambda day: date(2027, 5, 1) + timedelta(days=day))
    ends = st.none() | st.integers(0, 80).map(lambda day: date(2027, 6, 10) + timedelta(days=day))
    return st.builds(
        Evidence, st.sampled_from(IDS), st.sampled_from(what), st.sampled_from(ABOUT), days, ends,
        st.sampled_from(LEVELS), st.sampled_from(("A", "B", "C")),
    )  # fmt: skip


histories = st.lists(evidence(list(What)), max_size=8, unique_by=lambda each: each.id).map(
    lambda some: [*(each for each in whole() if each.id not in {one.id for one in some}), *some]
)


def held(known: list[Evidence], on: date = ON) -> set[str]:
    return {name for name, each in PRIVILEGES.items() if standing(known, each, PSMA, on, FRAMEWORKS, Recent(2)).may}


@pytest.mark.law
@given(histories, evidence(FOR))
def test_what_speaks_for_somebody_never_takes_a_privilege_away(known: list[Evidence], more: Evidence) -> None:
    assert held(known) <= held([*known, replace(more, id="more")])


@pytest.mark.law
@given(histories, evidence(sorted(AGAINST)))
def test_what_speaks_against_somebody_never_gives_one(known: list[Evidence], more: Evidence) -> None:
    assert held([*known, replace(more, id="more")]) <= held(known)


@pytest.mark.law
@given(histories, st.randoms(use_true_random=False))
def test_a_privilege_is_a_function_of_what_is_known_and_the_day(known: list[Evidence], rng: object) -> None:
    mixed = list(known)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert held(mixed) == held(known)
    later = [*known, Evidence("later", What.SUSPENDED, "*", ON + timedelta(days=1))]
    assert held(later) == held(known) and held(later, ON + timedelta(days=1)) == set()


def test_a_dispute_that_is_lifted_counts_no_more_and_a_lifting_that_is_disputed_neither() -> None:
    wrong = Evidence("d", What.DISPUTED, "certified", date(2027, 5, 1))
    lifted = Evidence("l", What.LIFTED, "d", date(2027, 5, 2))
    again = Evidence("d2", What.DISPUTED, "l", date(2027, 5, 3))
    counts = {each.id for each in in_force((*whole(), wrong, lifted), ON)}
    assert "certified" in counts and "d" not in counts
    counts = {each.id for each in in_force((*whole(), wrong, lifted, again), ON)}
    assert "certified" not in counts and "l" not in counts and {"d", "d2"} <= counts


def test_the_same_case_counts_once_for_each_act() -> None:
    twice = [replace(each, case="A") for each in whole()]
    (reason,) = standing(twice, PRIVILEGES["prescribe"], PSMA, ON, FRAMEWORKS, Recent(2)).reasons
    assert reason.because == "not_recent" and reason.values["done"] == 1
    assert reason_said(reason, SHELF) == "Not practised enough: 1 of 2 in the last 365 days."


def test_a_nurse_administers_and_does_not_prescribe() -> None:
    known = [
        Evidence("c", What.CERTIFIED, "default_nurse", date(2026, 1, 1)), Evidence("f", What.FIT, "", date(2026, 1, 1)),
        Evidence("l", What.LICENSED, "", date(2026, 1, 1)),
        *(Evidence(name, What.SIGNED_OFF, f"{name}/{PSMA}", date(2027, 1, 1)) for name in PRIVILEGES),
    ]  # fmt: skip
    assert held(known) == {"administer"}


def test_what_a_privilege_asks_its_cadres_are_taught() -> None:
    """Each cadre has a default framework that brings its competencies to the level that is asked."""
    for each in PRIVILEGES.values():
        assert set(each.competencies) <= set(competencies(SHELF))
        for cadre in each.cadres:
            levels = FRAMEWORKS[f"default_{cadre}"].levels
            assert all(LEVELS.index(levels[name]) >= LEVELS.index(each.level) for name in each.competencies), (
                each.name, cadre)  # fmt: skip
