"""Teaching in a real Chromium: a module failed, repeated and passed, one played from a file, a seat asked and given.

Each walk goes twice: in English at a desk, and in Arabic on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from tests.browser.examining import faults
from tests.browser.installation import Installation
from tests.browser.reader import Reader
from tests.competence.people import SHELF
from tests.learn.test_tutorials import rightly

from hevesy.cli import hevesy
from hevesy.learn.question import Kind, in_shown_order
from hevesy.learn.result import read_result
from hevesy.learn.tutorial import Tutorial, find_tutorial
from hevesy.words import say
from hevesy.words.direction import RIGHT_TO_LEFT, kept_together

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["en", "ar"])]
SITE, ID = "/sites/king-hussein/", "lu177_release"
WIDTH = {"en": 1280, "ar": 390}
Reading = Callable[..., Reader]


def answer(reader: Reader, tutorial: Tutorial, *but: str) -> None:
    """Choose and write the right answers, but for some questions."""
    given = rightly(tutorial.questions)
    for place, each in enumerate(tutorial.questions):
        field, right = reader.page.locator("fieldset").nth(place), given[each.name]
        if each.name in but:
            continue
        if isinstance(right, Mapping):
            for text, partner in right.items():
                shown = kept_together(text) if tutorial.language in RIGHT_TO_LEFT else text
                field.locator("label", has_text=shown).locator("select").select_option(partner)
        elif each.kind in (Kind.NUMERICAL, Kind.SHORT):
            field.locator("input").fill(right[0])
        else:
            for text in right:
                field.locator(f'input[value="{text}"]').check()


def test_a_module_is_failed_repeated_and_passed(reading: Reading, language: str) -> None:
    reader, tutorial = reading("carer", language), find_tutorial(ID, SHELF, language)
    reader.visit(f"{SITE}modules/", WIDTH[language])
    reader.press(f"main a[href$='/modules/{ID}/']")
    answer(reader, tutorial, "biological", "what_decides", "sleeping_apart")
    reader.press("form.questions button")
    assert reader.page.locator("#result").count() == 0 and "3" in reader.text("#missing")
    assert reader.fits() and faults(reader) == []
    reader.complaints.clear()  # the browser notes that the form was sent back
    reader.page.check("[name=all_the_same]")
    reader.press("form.questions button")
    assert reader.page.locator("#result .bad").count() == 1 and reader.page.locator(".told .bad").count() == 3
    assert "53" in reader.text("#result")
    answer(reader, tutorial)  # what was right stands there still
    reader.press("form.questions button")
    assert reader.page.locator("#result .good").count() == 1 and "100" in reader.text("#result")
    assert reader.page.locator(".told .good").count() == len(tutorial.questions)
    assert reader.fits() and faults(reader) == [] and reader.complaints == []
    reader.visit(f"{SITE}modules/", WIDTH[language])
    assert reader.page.locator(f"tr:has(a[href$='/modules/{ID}/']) .good").count() == 1


def test_a_file_is_played_without_a_network_and_handed_in(
    chromium: Any, reading: Reading, installation: Installation, language: str, tmp_path: Path
) -> None:
    file, tutorial = tmp_path / "played.html", find_tutorial(ID, SHELF, language)
    made = CliRunner().invoke(hevesy, ["learn", "play", ID, "--lang", language, "--out", str(file)])
    assert made.exit_code == 0, made.output
    player = Reader(chromium, language=language, offline=True)
    player.visit(file.as_uri(), WIDTH[language])
    assert player.value("document.documentElement.dir") == ("rtl" if language in RIGHT_TO_LEFT else "ltr")
    player.page.fill("#who", "Synthetic learner")
    by_keyboard(player, tutorial)
    assert say("play.not_passed", language) in player.text("#score") and "7.69" in player.text("#score")
    assert player.value("document.activeElement.tagName") == "H2"  # a reader of the screen is led to the result
    player.page.click("#again")
    answer(player, tutorial)
    player.page.click("#asks > p button")
    assert say("play.passed", language) in player.text("#score") and "100" in player.text("#score")
    with player.page.expect_download() as saved:
        player.page.click("#save")
    line = Path(str(saved.value.path())).read_text("utf-8").strip()
    said = read_result(line)
    assert (said.who, said.language) == ("Synthetic learner", language)
    assert tutorial.percent(said.given) == pytest.approx(100)
    assert all(each.startswith(("file:", "blob:")) for each in player.requests) and player.complaints == []
    assert player.fits() and faults(player) == []
    player.close()
    reader = reading("carer", language)
    reader.visit(f"{SITE}modules/{ID}/", WIDTH[language])
    reader.page.fill("form.tall [name=line]", line)
    reader.press("form.tall button")
    assert "100" in reader.text("#result")


def by_keyboard(player: Reader, tutorial: Tutorial) -> None:
    """Answer the first question alone, rightly and with keys alone, and hand in: one mark of thirteen is 7.69 %."""
    right = rightly(tutorial.questions)[tutorial.questions[0].name]
    player.page.focus("#who")
    player.page.keyboard.press("Tab")
    down = [each.text for each in in_shown_order(tutorial.questions[0])].index(next(iter(right)))
    player.page.keyboard.press("Space")
    for _each in range(down):
        player.page.keyboard.press("ArrowDown")
    player.page.keyboard.press("Enter")
    assert player.text("fieldset:disabled .told strong") == say("play.right", tutorial.language)
    assert player.page.locator("fieldset:disabled").count() == 1 and player.page.locator("#result:visible").count() == 0
    player.page.focus("#asks > p button")
    player.page.keyboard.press("Enter")


def test_each_answer_is_explained_once_it_was_given(chromium: Any, language: str, tmp_path: Path) -> None:
    """Which of the four limits is lowest; what is wrong is explained, then what is right, and it stays as it is."""
    player, tutorial = played(chromium, language, tmp_path), find_tutorial(ID, SHELF, language)
    wrong = tutorial.questions[0].answers[1]
    question, frozen = player.page.locator("fieldset").first, player.page.locator("fieldset:disabled")
    question.locator("button").click()
    assert question.locator(".told").inner_text() == say("play.not_answered", language)
    assert frozen.count() == 0
    question.locator(f'input[value="{wrong.text}"]').check()
    assert question.locator("details").is_hidden()
    question.locator("button").click()
    told = plain(question.locator(".told"))
    right = tutorial.questions[0].answers[0]
    at = [told.index(each) for each in (say("play.wrong", language), wrong.feedback, say("play.right_is", language),
                                        right.text, right.feedback, tutorial.questions[0].feedback)]  # fmt: skip
    assert at == sorted(at) and tutorial.questions[0].answers[2].feedback not in told
    assert player.value("document.activeElement.className") == "told" and frozen.count() == 1
    question.locator("summary").click()
    for each in tutorial.questions[0].answers:
        assert each.text in plain(question) and each.feedback in plain(question)
    assert player.fits() and faults(player) == [] and player.complaints == []
    assert player.page.locator("fieldset .told:visible").count() == 1
    player.page.click("#asks > p button")
    player.page.click("#again")
    assert frozen.count() == 0 and player.page.locator("fieldset .told:visible").count() == 0
    player.close()


def test_what_a_question_of_each_kind_is_told(chromium: Any, language: str, tmp_path: Path) -> None:
    """A number with its slack and unit, one of several that was missed, and every pair that was not found."""
    player, tutorial = played(chromium, language, tmp_path), find_tutorial(ID, SHELF, language)
    asked = {each.name: (place, each) for place, each in enumerate(tutorial.questions)}
    place, distance = asked["distance"]
    field = player.page.locator("fieldset").nth(place)
    field.locator("input").fill("77")
    field.locator("input").press("Enter")
    right = distance.answers[0]
    assert f"{right.text} ± {right.tolerance:g} {distance.unit}" in plain(field.locator(".told"))
    place, several = asked["what_decides"]
    field = player.page.locator("fieldset").nth(place)
    for chosen in (0, 1, 3):
        field.locator(f'input[value="{several.answers[chosen].text}"]').check()
    field.locator("button").click()
    told = plain(field.locator(".told"))
    assert told.startswith(say("play.partly", language)) and several.answers[3].feedback in told
    assert told.index(say("play.right_is", language)) < told.index(several.answers[2].text)
    assert several.answers[4].text not in told
    place, pairs = asked["sleeping_apart"]
    field = player.page.locator("fieldset").nth(place)
    first, *others = pairs.answers
    field.locator(f'select[data-text="{first.text}"]').select_option(first.partner)
    field.locator("button").click()
    told = plain(field.locator(".told"))
    assert all(f"{each.text}: {each.partner}" in told for each in others) and f"{first.text}: " not in told
    assert player.fits() and faults(player) == []
    player.close()


def test_without_scripts_every_explanation_can_be_opened(chromium: Any, language: str, tmp_path: Path) -> None:
    player = played(chromium, language, tmp_path, java_script_enabled=False)
    assert say("play.needs_scripts", language) in player.text("main")
    assert player.page.locator("button:visible").count() == 0
    question = player.page.locator("fieldset").first
    answers = find_tutorial(ID, SHELF, language).questions[0].answers
    assert answers[0].feedback not in plain(question)
    question.locator("summary").click()
    assert all(each.feedback in plain(question) for each in answers)
    assert say("play.right", language) in question.inner_text()
    player.close()


def plain(found: Any) -> str:
    """What stands there, without the marks that keep parts of it in their direction."""
    return str(found.inner_text()).replace("\u2066", "").replace("\u2069", "")


def played(chromium: Any, language: str, folder: Path, **more: Any) -> Reader:
    """The file of the module in a browser without a network."""
    file = folder / "played.html"
    CliRunner().invoke(hevesy, ["learn", "play", ID, "--lang", language, "--out", str(file)])
    player = Reader(chromium, language=language, offline=True, **more)
    player.visit(file.as_uri(), WIDTH[language])
    return player


def test_the_browser_scores_as_we_do(chromium: Any, language: str, tmp_path: Path) -> None:
    """Wrong, half right, with a comma for the point, and in Arabic digits: the same percent on both sides."""
    file, tutorial = tmp_path / "played.html", find_tutorial(ID, SHELF, language)
    CliRunner().invoke(hevesy, ["learn", "play", ID, "--lang", language, "--out", str(file)])
    player = Reader(chromium, language=language, offline=True)
    for distance, several in (("1.8", 1), ("0,9", 2), ("٠٫٩", 4), ("0.9 m", 5)):
        player.visit(file.as_uri(), WIDTH[language])
        player.page.locator("fieldset").nth(1).locator("input").fill(distance)
        for row in range(several):
            player.page.locator("fieldset").nth(4).locator("input").nth(row).check()
        player.page.locator("fieldset").nth(6).locator("select").first.select_option(index=1)
        player.page.click("#asks > p button")
        percent = tutorial.percent(read_result(str(player.page.input_value("#line"))).given)
        assert float(player.text("#score").partition(" ")[0]) == pytest.approx(percent, abs=0.01)
    player.close()


def test_seats_are_asked_for_and_given_and_never_more_than_there_are(reading: Reading, language: str) -> None:
    reader = reading("carer", language)
    reader.visit(f"{SITE}offers/", WIDTH[language])
    said = {"seats": "3", "first": "2099-02-01", "last": "2099-02-12", "tongue": "English", "cost": "none"}
    reader.send("form.tall", title=f"Synthetic weeks {language}", contact="Synthetic office", **said)
    for seats in ("2", "3"):
        reader.send("form.tall", seats=seats, note="Synthetic nurses")
    assert reader.page.locator("tbody .look").count() == 2
    assert reader.fits() and faults(reader) == []
    give(reader, 0, "2")
    give(reader, 1, "2")
    assert reader.page.locator("main [role=alert]").count() == 1
    assert reader.page.locator("tbody .look").count() == 1
    give(reader, 1, "1")
    assert [each.inner_text() for each in reader.page.locator("tbody .good").all()] == ["2", "1"]
    assert "0/3" in reader.text("main")


def give(reader: Reader, row: int, seats: str) -> None:
    form = reader.page.locator("tbody form").nth(row)
    form.locator("[name=seats]").fill(seats)
    with reader.page.expect_navigation():
        form.locator("button").click()


def test_a_timetable_is_tried_and_kept(reading: Reading, language: str) -> None:
    reader = reading("carer", language)
    reader.visit(f"{SITE}curricula/default_nurse/timetable/", WIDTH[language])
    reader.send("form.tall", rooms="Ward = 12", trainers="A. B.", groups="First = 10")
    assert reader.page.locator("tbody tr").count() >= 5
    assert reader.fits() and faults(reader) == []
    reader.press("main form[method=post] button")
    reader.visit(f"{SITE}curricula/default_nurse/timetable/", WIDTH[language])
    assert reader.page.locator("tbody tr").count() >= 5
    with reader.page.expect_download() as given:
        reader.page.click("main a[href$='/timetable/calendar/']")
    events = Calendar.from_ical(given.value.path().read_bytes()).walk("VEVENT")
    assert len(events) == reader.page.locator("tbody tr").count()


def test_seats_and_contracts_are_stated(reading: Reading, language: str) -> None:
    reader, first = reading("carer", language), reading("first", language)
    reader.visit(f"{SITE}training-seats/", WIDTH[language])
    reader.send("form.tall", nurse="2", physician="0")
    assert reader.page.locator("tbody .look").count() == 5  # of seven roles; what is empty is not stated
    assert reader.fits() and faults(reader) == []
    first.visit(f"{SITE}contracts/", WIDTH[language])
    unstated = first.page.locator("tbody .look").count()
    first.send("form.tall", percent="62.5", first="2026-01-01")
    assert first.page.locator("tbody .look").count() == unstated - (language == "en")  # the second time of the same
    assert "62" in first.text("tbody") and first.fits() and faults(first) == []
