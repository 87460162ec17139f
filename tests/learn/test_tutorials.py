"""Tutorials: what the shipped ones hold, files that are wrong, the file that is played, the line that is handed in."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from tests.competence.people import SHELF
from tests.learn.asked import questions

from hevesy.cli import hevesy
from hevesy.errors import BadCurriculum, BadQuestions, BadResult, UnknownModule
from hevesy.learn.play import figures, play
from hevesy.learn.question import Answer, Kind, Question, in_shown_order
from hevesy.learn.result import Result, check_of, read_result, write_result
from hevesy.learn.tutorial import find_tutorial, languages_of, read_tutorial, sources_of, tutorials
from hevesy.words import LANGUAGES, say

FIRST = Path(str(SHELF.packs[0].folder)) / "tutorials" / "en" / "dose_calibrator.toml"


def rightly(asked: tuple[Question, ...]) -> dict[str, list[str] | dict[str, str]]:
    """The right answers to questions."""
    found: dict[str, list[str] | dict[str, str]] = {}
    for each in asked:
        right = [one.text for one in each.answers if one.percent > 0]
        found[each.name] = right if each.kind is Kind.SEVERAL else right[:1]
        if each.kind is Kind.MATCHING:
            found[each.name] = {one.text: one.partner for one in each.answers}
    return found


def test_every_tutorial_has_eight_questions_and_says_what_it_rests_on() -> None:
    assert set(tutorials(SHELF)) == {"dose_calibrator", "lu177_release", "psma_eligibility"}
    for each in tutorials(SHELF).values():
        assert len(each.questions) >= 8 and each.sections and sources_of(each, SHELF)
        assert all(one.feedback or any(a.feedback for a in one.answers) for one in each.questions)
        assert each.percent(rightly(each.questions)) == pytest.approx(100)
        assert each.percent({}) == 0 and not each.passed(79.9) and each.passed(80)


def test_figures_come_from_the_shelf_and_decay_from_our_physics() -> None:
    asked = {each.name: each for each in find_tutorial("dose_calibrator", SHELF).questions}
    # by hand: 8 x 2^(-24/159.528) = 7.208; 7.4 x 2^(48/159.528) = 9.116; 3.7 x 2^(-72/192.497) = 2.855
    assert asked["after_a_day"].answers[0] == Answer("7.208", 100, "", 0.03)
    assert asked["order_for_tomorrow"].answers[0].text == "9.116"
    assert asked["iodine"].answers[0].text == "2.855"
    release = find_tutorial("lu177_release", SHELF)
    assert "3.6 µSv/h at 2 hours" in release.sections[0].paragraphs[1].replace("\n", " ")
    assert {each.key for each in sources_of(release, SHELF)} == {"kurth", "nrcrel", "pluit"}
    kinds = {name: kind for name, _value, kind in figures(find_tutorial("psma_eligibility", SHELF), SHELF)}
    platelets = "therapies.lu177_psma617.eligibility_lab.VISION_platelets_min"
    assert kinds[platelets] == "recalled by an expert, not yet checked"


def numbers(*texts: str) -> list[str]:
    """The numbers in texts, with a decimal point; 370 亿 are 37 thousand million."""
    text = re.sub(r"(?<=\d),(?=\d)", ".", " ".join(texts)).replace("370 亿", "37")
    return sorted(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("id", ["dose_calibrator", "lu177_release", "psma_eligibility"])
@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_a_translation_asks_the_same(language: str, id: str) -> None:
    assert languages_of(id, SHELF) == ["en", *sorted(set(LANGUAGES) - {"en"})]
    first, other = (find_tutorial(id, SHELF, each) for each in ("en", language))
    assert (other.language, other.version) == (language, first.version)
    assert (other.hours, other.pass_percent, other.competencies) == (
        first.hours, first.pass_percent, first.competencies,
    )  # fmt: skip
    assert sorted(other.facts) == sorted(first.facts) and other.sources == first.sources
    assert [each.name for each in other.questions] == [each.name for each in first.questions]
    assert all(one.text != two.text for one, two in zip(first.questions, other.questions, strict=True))
    assert other.percent(rightly(other.questions)) == pytest.approx(100)


@pytest.mark.parametrize("id", ["dose_calibrator", "lu177_release", "psma_eligibility"])
@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_a_translation_has_the_same_numbers_paragraph_by_paragraph_and_answer_by_answer(language: str, id: str) -> None:
    first, other = (find_tutorial(id, SHELF, each) for each in ("en", language))
    for section, same in zip(first.sections, other.sections, strict=True):
        for one, two in zip(section.paragraphs, same.paragraphs, strict=True):
            assert numbers(one) == numbers(two), two
    for question, asked in zip(first.questions, other.questions, strict=True):
        assert numbers(question.text, question.feedback) == numbers(asked.text, asked.feedback), asked.name
        for before, after in zip(question.answers, asked.answers, strict=True):
            assert numbers(before.text, before.feedback, before.partner) == numbers(
                after.text, after.feedback, after.partner
            ), asked.name
            assert before.tolerance == after.tolerance


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{left: Lu-177, 8, 24}", "{left: Lu-177, 8}", "{left: Lu-177, 8} is no figure"),
        ("{fact: therapies.lu177_psma617.posology.activity_tolerance}", "{fact: therapies.tolerance}",
         "'therapies.tolerance' is no fact with a number on the shelf"),
        ('kind = "true_false"', 'kind = "guess"', "'guess' is not one of the choices"),
        ("percent = 100, tolerance = 0.005", "percent = 10, tolerance = 0.005", "none of its answers gives all"),
        ('name = "iodine"', 'name = "residue"', "two questions have the same name"),
        ('"checks_instruments"', '"checks"', "'checks' is not on the shelf"),
        ("pass_percent = 80", "pass_percent = 180", "percent or hours are out of range"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_tutorial_is_said_with_its_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = FIRST.read_text("utf-8")
    assert old in text
    file = tmp_path / FIRST.name
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadCurriculum) as error:
        read_tutorial(file, SHELF, "en")
    assert says in str(error.value) and "\n" not in str(error.value)


def test_a_tutorial_that_is_not_there_is_guessed_at() -> None:
    with pytest.raises(UnknownModule, match=r"no module 'dose_calibrater' .did you mean 'dose_calibrator'"):
        find_tutorial("dose_calibrater", SHELF)


def test_the_file_that_is_played_holds_all_it_needs() -> None:
    tutorial = find_tutorial("lu177_release", SHELF)
    page = play(tutorial, SHELF)
    assert "default-src 'none'" in page and 'dir="ltr"' in page
    assert not re.search(r'\b(?:src|href)="', page) and "@import" not in page and "url(" not in page
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert [each["name"] for each in data["questions"]] == [each.name for each in tutorial.questions]
    assert 'dir="rtl"' in play(find_tutorial("lu177_release", SHELF, "ar"), SHELF)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", ["dose_calibrator", "lu177_release", "psma_eligibility"])
def test_the_file_explains_every_answer_also_where_no_script_runs(id: str, language: str) -> None:
    """Each answer stands below its question with whether it is right and what is said of it."""
    tutorial = find_tutorial(id, SHELF, language)
    page = html.unescape(play(tutorial, SHELF)).replace("\u2066", "").replace("\u2069", "")
    parts = re.findall("<details>.*?</details>", page, re.DOTALL)
    right, wrong = (say(f"play.{name}", language) for name in ("right", "wrong"))
    for question, part in zip(tutorial.questions, parts, strict=True):
        assert part.count("<li>") == len(question.answers) and question.feedback in part
        assert all(each.feedback in part and each.partner in part for each in question.answers)
        many = sum(each.percent > 0 for each in question.answers)
        if question.kind in (Kind.SINGLE, Kind.SEVERAL, Kind.TRUE_FALSE):
            assert (part.count(f"<strong>{right}"), part.count(f"<strong>{wrong}")) == (
                many, len(question.answers) - many
            )  # fmt: skip
    assert say("play.explained", language) in page and say("play.needs_scripts", language) in page


def test_answers_are_explained_as_one_reads_them() -> None:
    number = Question("n", Kind.NUMERICAL, "How much?", (Answer("7.2", 100, "", 0.03), Answer("*", 50, "Near.")),
                      unit="GBq")  # fmt: skip
    short = Question("s", Kind.SHORT, "Which?", (Answer("*mismatch*", 100),))
    page = play(replace(find_tutorial("lu177_release", SHELF), questions=(number, short)), SHELF)
    assert "<li><bdi>7.2 ± 0.03 GBq</bdi> · <strong>Right.</strong></li>" in page
    assert "<li><bdi>any other number</bdi> · <strong>Partly right.</strong> Near.</li>" in page
    assert "<li><bdi>…mismatch…</bdi> · <strong>Right.</strong></li>" in page


def test_nothing_in_a_question_ends_the_script_it_stands_in() -> None:
    evil = Question("x", Kind.SHORT, "</script><img src=x onerror=alert(1)>", (Answer("</script>", 100),))
    page = play(replace(find_tutorial("lu177_release", SHELF), questions=(evil,)), SHELF)
    assert page.count("</script>") == 2 and "<img" not in page


def test_choices_are_mixed_and_always_the_same_way() -> None:
    asked = [each for each in find_tutorial("psma_eligibility", SHELF).questions if each.kind is Kind.SINGLE]
    assert any(in_shown_order(each)[0].percent < 100 for each in asked)
    assert all(in_shown_order(each) == in_shown_order(each) for each in asked)
    assert all(in_shown_order(each, "a") == in_shown_order(each, "a") for each in asked)
    assert any(in_shown_order(each, "a") != in_shown_order(each, "b") for each in asked)
    assert all(set(in_shown_order(each, "a")) == set(each.answers) for each in asked)


SAID = Result("lu177_release", "1", "en", "Synthetic A", date(2027, 3, 1), {"urine": ["urine"], "m": {"a": "b"}})


def test_the_line_that_is_handed_in_says_what_was_answered() -> None:
    assert read_result(f" {write_result(SAID)}\n") == SAID
    check_of(SAID, find_tutorial("lu177_release", SHELF))
    with pytest.raises(BadResult, match="it is of 'lu177_release', version 2, and this is 'lu177_release', version 1"):
        check_of(replace(SAID, version="2"), find_tutorial("lu177_release", SHELF))


@pytest.mark.parametrize(
    "text", ["", "HVC1.abc", write_result(SAID)[:-9], "HVL1.W10", "HVL1.!!", "HVL1." + "A" * 200_001]
)
def test_what_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(BadResult, match="Nothing was recorded"):
        read_result(text)


@pytest.mark.law
@given(questions())
def test_any_answers_can_be_handed_in(question: Question) -> None:
    said = replace(SAID, given=rightly((question,)))
    assert read_result(write_result(said)) == said


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    played = run.invoke(hevesy, ["learn", "play", "lu177_release"])
    assert played.output == "lu177_release.html: 10 questions, version 1\n"
    made = run.invoke(hevesy, ["learn", "questions", "of", "lu177_release", "--to", "moodle", "--out", "r.xml"])
    assert made.output == "r.xml: 10 questions\n"
    for file, to, out in (("r.xml", "qti", "r.qti.zip"), ("r.qti.zip", "gift", "r.qti.gift.txt")):
        made = run.invoke(hevesy, ["learn", "questions", "convert", file, "--to", to])
        assert made.output == f"{out}: 10 questions\n"
    given = rightly(find_tutorial("lu177_release", SHELF).questions)
    Path("result.txt").write_text(write_result(replace(SAID, given=given)))
    scored = run.invoke(hevesy, ["learn", "score", "result.txt", "--json"])
    assert json.loads(scored.stdout)[0]["percent"] == "100.0"
    Path("bad.xml").write_text("<quiz>\n<question type='essay'/></quiz>")
    bad = run.invoke(hevesy, ["learn", "questions", "convert", "bad.xml", "--to", "gift"])
    assert isinstance(bad.exception, BadQuestions) and not Path("bad.gift.txt").exists()
