"""Questions: what an answer is worth, done by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from tests.learn.asked import EVERY, MATCHING, NUMERICAL, SEVERAL, SHORT, SINGLE, TRUE_FALSE, questions

from hevesy.learn.question import Answer, Kind, Question, mark, number, problem_of, score, tidy


@pytest.mark.parametrize(
    ("question", "given", "share"),
    [
        (SINGLE, ["6.6 days"], 1), (SINGLE, ["8 days"], 0), (SINGLE, ["64 hours"], 0), (SINGLE, [], 0),
        (SEVERAL, ["urine", "the syringe"], 1), (SEVERAL, ["urine"], 0.5),
        (SEVERAL, ["urine", "the syringe", "the consent form"], 0.5),  # 50 + 50 - 50
        (SEVERAL, ["the consent form"], 0),
        (TRUE_FALSE, ["true"], 1), (TRUE_FALSE, ["false"], 0),
        (NUMERICAL, ["3.75"], 1), (NUMERICAL, ["3,65"], 1), (NUMERICAL, ["3.76"], 0.5), (NUMERICAL, ["3.91"], 0),
        (NUMERICAL, ["much"], 0), (NUMERICAL, ["nan"], 0), (NUMERICAL, [" "], 0),
        (SHORT, ["activity"], 1), (SHORT, ["activities"], 0.5), (SHORT, ["Activity"], 0), (SHORT, ["the activity"], 0),
        (replace(SHORT, by_case=False), ["ACTIVITY"], 1),
        (MATCHING, {"Lu-177": "beta", "Ra-223": "alpha", "Y-90": "beta"}, 1),
        (MATCHING, {"Lu-177": "beta", "Ra-223": "beta"}, 1 / 3), (MATCHING, ["beta"], 0),
    ],
)  # fmt: skip
def test_what_an_answer_is_worth(question: Question, given: list[str] | dict[str, str], share: float) -> None:
    assert mark(question, given).share == pytest.approx(share)


def test_three_thirds_are_all_and_two_are_two_thirds() -> None:
    thirds = replace(SEVERAL, answers=tuple(Answer(each, 33.33333) for each in "abc"))
    assert problem_of(thirds) == ""
    assert mark(thirds, ["a", "b", "c"]).share == 1
    assert mark(thirds, ["a", "b"]).share == pytest.approx(2 / 3, abs=1e-6)


def test_the_score_weighs_by_marks() -> None:
    given = {"Half-life": ["6.6 days"], "Waste": ["urine"], "Decay": ["3.8"]}
    # 1 of 1, 1 of 2, 0 of 1, 1.5 of 3, 0 of 1, 0 of 1: 3.5 of 9
    assert score(EVERY, given) == pytest.approx(100 * 3.5 / 9)


def test_feedback_is_that_of_what_was_given() -> None:
    assert mark(SINGLE, ["8 days"]).said == ("That is I-131.",)
    assert mark(NUMERICAL, ["3.8"]).said == ("Nearly.",)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (replace(SINGLE, text=""), "no text"), (replace(SINGLE, answers=SINGLE.answers[:1]), "nothing to choose"),
        (replace(SINGLE, answers=SINGLE.answers[1:]), "none of its answers"), (replace(SINGLE, marks=0), "0 marks"),
        (replace(SEVERAL, answers=SEVERAL.answers[1:]), "give 50 percent together"),
        (replace(TRUE_FALSE, answers=TRUE_FALSE.answers[:1]), "exactly one of true and false"),
        (replace(NUMERICAL, answers=(Answer("about 3", 100),)), "'about 3' is not a number"),
        (replace(MATCHING, answers=MATCHING.answers[:1]), "fewer than two pairs"),
        (replace(SHORT, answers=(Answer("a", 101),)), "beyond -100 to 100"),
        (replace(SHORT, answers=(Answer("a", 100), Answer("a", 50))), "two of its answers are the same"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(question: Question, says: str) -> None:
    assert says in problem_of(question)


def test_numbers_as_people_write_them() -> None:
    assert [number(each) for each in ("3.5", "3,5", " -2 ", "−2", "٣٫٥", "1e3", "x", "inf")] == [
        3.5, 3.5, -2, -2, 3.5, 1000, None, None]  # fmt: skip


def test_a_tidy_text_keeps_its_lines_and_what_directs_letters() -> None:
    assert tidy(" a  b \r\n\x00c \u200fd") == "a b\nc \u200fd"


@pytest.mark.law
@given(questions())
def test_what_is_made_up_can_be_asked_and_is_right_when_answered_rightly(question: Question) -> None:
    assert problem_of(question) == ""
    if question.kind is Kind.MATCHING:
        right: object = {each.text: each.partner for each in question.answers}
    else:
        least = 0 if question.kind is Kind.SEVERAL else 99.99
        right = [each.text for each in question.answers if each.percent > least]
    found = mark(question, right).share  # type: ignore[arg-type]
    assert 0 <= found <= 1
    if question.kind is not Kind.SHORT:  # of which an earlier star may give less
        assert found == 1
