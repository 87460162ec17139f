"""Training at a centre: what it can offer, who had how much of it, what was shown; and laws of credits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.competence.people import SHELF

from hevesy.competence import Evidence, Framework, Procedures, What, competencies, find_framework
from hevesy.competence.assessment import ASSESSMENTS, Assessment, assessed_by, evidence_from
from hevesy.competence.logbook import Procedure, credits
from hevesy.competence.training import Offer, cases, days_within, equal_shares, levels_shown, offers, reaches

READER = SHELF.reader("world")
PHYSICIAN, PHYSICIST = (find_framework(f"default_{each}", SHELF) for each in ("physician", "medical_physicist"))
ASKED = Procedures("x", ("ra223", "sr89"), ("administration",), "competence.least.ac225_alpha", "cycle", "direct")
DAY = date(2027, 3, 1)
ONE = Procedure("administration", "ra223", "A", 1, DAY, "direct", "S")
SHOWN = Evidence("1", What.SHOWN, "administers", DAY, level="supervised", by="S")


def offer_of(framework: Framework, done: list[Procedure], *trained: Framework) -> Offer:
    return {each.asked.name: each for each in offers(framework, done, trained, READER)}["bone_seekers_incl_ra223"]


def test_a_centre_with_ten_a_year_has_enough_for_one_trainee_of_five_in_six_months() -> None:
    """Five bone-seekers are asked within six months; ten a year are five in that time."""
    done = [replace(ONE, case=f"C{number}") for number in range(10)]
    one, two = offer_of(PHYSICIAN, done, PHYSICIAN), offer_of(PHYSICIAN, done, PHYSICIAN, PHYSICIAN)
    assert (one.per_year, one.least, one.months, one.enough_for, one.share, one.is_gap) == (10, 5, 6, 1, 10, False)
    assert (two.trainees, two.share, two.is_gap) == (2, 5, True)
    assert offer_of(PHYSICIAN, done[:9], PHYSICIAN).is_gap  # four and a half


def test_who_is_trained_for_other_acts_shares_nothing() -> None:
    found = offer_of(PHYSICIAN, [ONE], PHYSICIAN, PHYSICIST)
    assert (found.trainees, found.share) == (1, 1)
    assert offer_of(PHYSICIAN, [ONE]).trainees == 0 and offer_of(PHYSICIAN, [ONE]).share == 1


def test_where_no_time_is_said_only_what_is_never_done_is_a_gap() -> None:
    published = find_framework("us_nrc_390", SHELF)
    found = {each.asked.name: each for each in offers(published, [ONE], [published], READER)}
    assert found["parenteral"].enough_for is None and not found["parenteral"].is_gap and found["oral_low"].is_gap


def test_a_case_of_the_centre_is_counted_once_however_supervised() -> None:
    again = replace(ONE, supervision="indirect", confirmed_by="")
    done = [ONE, again, replace(ONE, cycle=2), replace(ONE, act="order")]
    assert len(cases(done, ASKED)) == 2 and len(cases(done, replace(ASKED, counts="course"))) == 1


def test_shares_by_days_in_training_by_hand() -> None:
    """Twelve cases, one trainee for 300 days and one for 100: nine and three."""
    assert equal_shares({"a": 10, "b": 2}, {"a": 300, "b": 100}) == {"a": 9, "b": 3}
    assert equal_shares({"a": 1, "b": 1}, {"a": 0, "b": 0}) == {"a": 1, "b": 1}
    assert equal_shares({}, {}) == {}


def test_days_within_a_while() -> None:
    assert days_within(DAY, None, DAY - timedelta(days=9), DAY) == 1
    assert days_within(DAY - timedelta(days=99), DAY - timedelta(days=5), DAY - timedelta(days=9), DAY) == 5
    assert days_within(DAY, DAY - timedelta(days=1), DAY, DAY) == 0


def test_the_best_level_counts_until_it_is_failed_and_what_is_shown_later_counts_again() -> None:
    later = [replace(SHOWN, id=str(number), on=DAY + timedelta(days=number), level=level)
             for number, level in ((2, "performs"), (3, "observes"))]  # fmt: skip
    failed = Evidence("4", What.FAILED, "administers", DAY + timedelta(days=4), by="S")
    again = replace(SHOWN, id="5", on=DAY + timedelta(days=5))
    assert levels_shown([SHOWN, *later], DAY) == {"administers": "supervised"}
    assert levels_shown([SHOWN, *later], DAY + timedelta(days=9)) == {"administers": "performs"}
    assert levels_shown([SHOWN, *later, failed], DAY + timedelta(days=4)) == {}
    assert levels_shown([SHOWN, *later, failed, again], DAY + timedelta(days=9)) == {"administers": "supervised"}
    disputed = Evidence("6", What.DISPUTED, "2", DAY + timedelta(days=3), by="S")
    assert levels_shown([SHOWN, *later, disputed], DAY + timedelta(days=9)) == {"administers": "supervised"}
    assert not reaches("", "observes") and reaches("teaches", "performs") and not reaches("observes", "performs")


def test_an_assessment_is_evidence_of_what_was_shown_or_failed() -> None:
    seen = Assessment("dops", "administers", "performs", True, "calm", DAY, "S", "p 7")
    assert evidence_from(seen) == Evidence("", What.SHOWN, "administers", DAY, None, "performs", "p 7", "S")
    assert evidence_from(replace(seen, passed=False)) == Evidence(
        "", What.FAILED, "administers", DAY, None, "", "p 7", "S"
    )


@pytest.mark.parametrize("kind", ASSESSMENTS)
def test_only_what_an_assessment_can_show_is_assessed_by_it(kind: str) -> None:
    found = assessed_by(kind, SHELF)
    assert found and all(kind in competencies(SHELF)[each].shown_by for each in found)
    assert ("administers" in found) == (kind == "dops") and ("takes_consent" in found) == (kind == "mini_cex")


LOGS = st.lists(st.builds(
    Procedure, st.sampled_from(("administration", "dosimetry")), st.sampled_from(("ra223", "sr89", "i131_dtc")),
    st.sampled_from("ABC"), st.integers(1, 3), st.just(DAY), st.sampled_from(("direct", "indirect")),
    st.sampled_from(("", "S")),
))  # fmt: skip
RULES = st.builds(
    lambda counts, supervision: replace(ASKED, counts=counts, supervision=supervision),
    st.sampled_from(("cycle", "course")), st.sampled_from(("direct", "indirect")),
)  # fmt: skip


@pytest.mark.law
@given(LOGS, RULES, st.integers(0, 20))
def test_a_confirmation_more_never_lowers_a_credit(log: list[Procedure], asked: Procedures, place: int) -> None:
    confirmed = [replace(each, confirmed_by="S") if at == place else each for at, each in enumerate(log)]
    assert credits(log, asked) <= credits(confirmed, asked)


@pytest.mark.law
@given(LOGS, RULES)
def test_the_same_case_twice_is_one_credit(log: list[Procedure], asked: Procedures) -> None:
    assert credits([*log, *log], asked) == credits(log, asked)
    by_another = [replace(each, confirmed_by="T") for each in log if each.confirmed_by]
    assert credits([*log, *by_another], asked) == credits(log, asked)


@pytest.mark.law
@given(st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 50), st.integers(0, 365)), min_size=1))
def test_equal_shares_lose_nothing(had: dict[str, tuple[int, int]]) -> None:
    shares = equal_shares({who: each[0] for who, each in had.items()}, {who: each[1] for who, each in had.items()})
    assert sum(shares.values()) == pytest.approx(sum(each[0] for each in had.values()))
