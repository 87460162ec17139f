"""Teaching at a site: modules played and handed in, seats asked and given, timetables; and the book tells the same."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from icalendar import Calendar
from tests.competence.people import SHELF
from tests.learn.test_tutorials import rightly
from tests.service.conftest import asked, new_site

from hevesy.learn.question import Kind, in_shown_order
from hevesy.learn.result import Result, write_result
from hevesy.learn.tutorial import find_tutorial
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import Entry, append
from hevesy_service.book.zone import today_in
from hevesy_service.refusals import NoSeatsLeft
from hevesy_service.teaching.attempts import ATTEMPTED, attempt, hours_passed
from hevesy_service.teaching.models import AttemptRow, OfferRow, SeatRow, TimetableRow
from hevesy_service.teaching.offers import ask, give, left, offer

TUTORIAL = find_tutorial("lu177_release", SHELF)
MODULE = "/sites/irbid/modules/lu177_release/"
TODAY = today_in("JOR")


def text(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, found.content.decode()
    return found.content.decode()


def the_book_tells_the_same() -> None:
    assert differences() == []


def answers(*but: str) -> dict[str, Any]:
    """A form with the right answers, but for some questions."""
    given, said = rightly(TUTORIAL.questions), dict[str, Any]()
    for place, each in enumerate(TUTORIAL.questions):
        right = given[each.name]
        if each.name in but:
            continue
        if each.kind is Kind.MATCHING and isinstance(right, Mapping):
            for row, one in enumerate(in_shown_order(each)):
                said[f"q{place}-{row}"] = right[one.text]
        else:
            said[f"q{place}"] = right
    return said


def test_a_module_is_failed_repeated_and_passed(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse = signed_in("nurse")
    # 13 marks; without the three of two marks 7 are left: 53.8 %
    failed = {**answers("biological", "what_decides", "sleeping_apart"), "key": str(new_id())}
    asked = nurse.post(MODULE, failed)
    assert asked.status_code == 422 and "3 questions have no answer yet." in asked.content.decode()
    assert failed["key"] in asked.content.decode() and not AttemptRow.objects.exists()
    done = nurse.post(MODULE, {**failed, "all_the_same": "on"})
    assert done.status_code == 302
    page = text(nurse, done["location"].partition("#")[0])
    assert "53.84 % · 7 of 13 marks" in page and "not passed" in page and "Not answered." in page
    done = nurse.post(MODULE, {**answers(), "key": str(new_id())})
    assert "100 %" in text(nurse, done["location"].partition("#")[0])
    first, last = AttemptRow.objects.order_by("percent")
    assert (first.passed, first.percent, last.passed, last.version) == (False, 53.84, True, "1")
    listed = text(nurse, "/sites/irbid/modules/")
    assert "1 hours of continuing education" in listed and "not passed" in listed
    the_book_tells_the_same()


def test_what_is_right_is_told_to_who_passed_and_from_the_third_attempt_on(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    question = next(each for each in TUTORIAL.questions if each.kind is Kind.SINGLE and each.feedback)
    wrong = next(each for each in question.answers if each.percent <= 0 and each.feedback)
    place = TUTORIAL.questions.index(question)
    nurse, told = signed_in("nurse"), list[bool]()
    for _attempt in range(3):
        sent = {f"q{place}": wrong.text, "all_the_same": "on", "key": str(new_id())}
        page = text(nurse, nurse.post(MODULE, sent)["location"].partition("#")[0])
        told.append(escape(question.feedback) in page)
        assert escape(wrong.feedback) in page and ("only what was wrong is said" in page) == (not told[-1])
    assert told == [False, False, True]
    other = signed_in("nurse")
    right = other.post(MODULE, {**answers(), "key": str(new_id())})["location"].partition("#")[0]
    assert escape(question.feedback) in text(other, right)


def test_each_attempt_has_the_choices_in_another_order_and_the_same_marks(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    nurse = signed_in("nurse")
    orders = {tuple(re.findall(r'type="(?:radio|checkbox)" name="q\d+" value="([^"]+)"', text(nurse, MODULE)))
              for _look in range(3)}  # fmt: skip
    assert len(orders) == 3 and len({tuple(sorted(each)) for each in orders}) == 1
    where = nurse.post(MODULE, {**answers(), "key": str(new_id())})["location"].partition("#")[0]
    assert "100 %" in text(nurse, where)


def test_a_trainer_sees_what_a_trainee_passed_and_when(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse, trainer = signed_in("nurse"), signed_in("trainer")
    user = User.objects.get(memberships__role="nurse")
    path = f"/sites/irbid/logbook/{user.pk}/"
    attempt(site, str(user.pk), TUTORIAL, {}, date(2026, 1, 1), str(new_id()))
    assert "Modules passed" not in text(trainer, path)
    for on in (date(2026, 3, 1), date(2026, 2, 1)):
        attempt(site, str(user.pk), TUTORIAL, rightly(TUTORIAL.questions), on, str(new_id()))
    page = text(trainer, path)
    assert TUTORIAL.name in page and "2026-02-01" in page and "2026-03-01" not in page  # when it was passed first
    assert signed_in("nurse").get(path).status_code == 403 and "Modules passed" in text(nurse, "/sites/irbid/logbook/")


def test_a_form_sent_twice_is_one_attempt_and_without_a_key_none(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse, said = signed_in("nurse"), {**answers(), "key": str(new_id())}
    assert nurse.post(MODULE, said)["location"] == nurse.post(MODULE, said)["location"]
    assert nurse.post(MODULE, answers()).status_code == 422
    assert AttemptRow.objects.count() == 1


def test_nobody_sees_the_attempt_of_another(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse, other = signed_in("nurse"), signed_in("trainer")
    where = nurse.post(MODULE, {**answers(), "key": str(new_id())})["location"].partition("#")[0]
    assert "100 %" in text(nurse, where) and "100 %" not in text(other, where)


def line(given: Mapping[str, Any], **but: Any) -> str:
    said = {"module": TUTORIAL.id, "version": "1", "language": "en", "who": "Synthetic", "on": TODAY, "given": given}
    return write_result(Result(**said | but))


def test_a_line_played_offline_is_scored_again(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse = signed_in("nurse")
    handed = {"line": line(rightly(TUTORIAL.questions)), "key": str(new_id())}
    assert nurse.post(MODULE, handed).status_code == 302
    row = AttemptRow.objects.get()
    assert (row.offline, row.percent, row.passed) == (True, 100, True)
    arabic = find_tutorial("lu177_release", SHELF, "ar")
    handed = {"line": line(rightly(arabic.questions), language="ar"), "key": str(new_id())}
    where = nurse.post(MODULE, handed)["location"].partition("#")[0]
    assert "Wrong" not in text(nurse, where)  # answers of another language are not held against this page
    assert AttemptRow.objects.filter(language="ar", percent=100).count() == 1


@pytest.mark.parametrize(
    ("handed", "says"),
    [
        ("HVL1.nothing", "hand in the whole line"), ("", "required"),
        (line({}, version="0"), "another version"), (line({}, module="dose_calibrator"), "another module"),
        (line({}, language="xx"), "no result of a module"),
        (line({}, on=TODAY + timedelta(days=3)), "still to come"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_result_changes_nothing(
    handed: str, says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    found = signed_in("nurse").post(MODULE, {"line": handed, "key": str(new_id())})
    assert found.status_code == 422 and says in found.content.decode()
    assert not AttemptRow.objects.exists()


def test_a_version_counts_its_hours_once_and_only_in_its_time(site: Site) -> None:
    right = rightly(TUTORIAL.questions)
    for on in (date(2026, 1, 1), date(2026, 6, 1)):
        attempt(site, "n1", TUTORIAL, right, on, str(new_id()))
    attempt(site, "n1", find_tutorial("dose_calibrator", SHELF), {}, date(2026, 6, 1), str(new_id()))
    assert hours_passed(site, "n1", date(2026, 1, 1), date(2026, 12, 31)) == 1  # not two; nothing for what was failed
    assert hours_passed(site, "n1", date(2026, 6, 2), date(2026, 12, 31)) == 0
    assert hours_passed(site, "n2", date(2026, 1, 1), date(2026, 12, 31)) == 0


def test_the_file_for_home_and_the_curriculum(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse = signed_in("nurse")
    found = nurse.get(f"{MODULE}file/")
    assert found["content-disposition"] == 'attachment; filename="lu177_release-en.html"'
    assert "default-src 'none'" in found.content.decode()
    page = text(nurse, "/sites/irbid/curricula/default_nurse/")
    assert "The framework asks for 40." in page and "ships and receives by the rules of transport" in page
    assert nurse.get("/sites/irbid/modules/nothing/").status_code == 404
    assert nurse.get("/sites/irbid/curricula/nothing/").status_code == 404


# --- seats ----------------------------------------------------------------------------------------------------------

OFFER = {"title": "Two weeks at the hub", "kind": "hub", "cadre": "nurse", "seats": 4, "first": TODAY,
         "last": TODAY + timedelta(days=14), "tongue": "English", "cost": "none", "contact": "office"}  # fmt: skip


def offered(site: Site) -> OfferRow:
    return OfferRow.objects.get(pk=offer(site, OFFER, "t1", str(new_id())).pk)


def test_a_site_asks_another_for_seats_and_gets_them(site: Site, signed_in: Callable[..., Client]) -> None:
    trainer = signed_in("trainer")
    said = {**OFFER, "first": TODAY.isoformat(), "last": OFFER["last"].isoformat(), "key": str(new_id())}  # type: ignore[attr-defined]
    where = trainer.post("/sites/irbid/offers/", said)["location"]
    amman = new_site("amman", "Amman")
    nurse = signed_in("nurse", at=amman)
    theirs = where.replace("irbid", "amman")
    assert "Two weeks at the hub" in text(nurse, "/sites/amman/offers/")
    assert nurse.post(theirs, {"seats": "3", "note": "three nurses", "key": str(new_id())}).status_code == 302
    assert "not decided" in text(nurse, theirs)
    row = SeatRow.objects.get()
    gives = {"asked": str(row.pk), "seats": "3", "key": str(new_id())}
    assert nurse.post(theirs, gives).status_code == 422  # at their own site it asks, and lacks a note
    assert trainer.post(where, gives).status_code == 302
    assert re.search(r'class="good">3<', text(nurse, theirs)) and "1/4" in text(nurse, theirs)
    the_book_tells_the_same()


def test_never_more_seats_are_given_than_there_are_or_were_asked(site: Site) -> None:
    found = offered(site)
    for seats in (3, 2):
        ask(found, site, seats, "a note", "n1", str(new_id()))
    first, second = SeatRow.objects.order_by("on")
    give(first, 3, "t1", str(new_id()))
    with pytest.raises(NoSeatsLeft, match="2 seats were to be given and 1 of 4 can be"):
        give(second, 2, "t1", str(new_id()))
    assert left(found) == 1 and SeatRow.objects.get(pk=second.pk).given is None
    give(second, 1, "t1", str(new_id()))
    assert left(found) == 0
    give(first, 0, "t1", str(new_id()))  # taken back: they are there for others
    give(second, 2, "t1", str(new_id()))
    with pytest.raises(NoSeatsLeft, match="3 seats were to be given and 2 of 4"):
        give(second, 3, "t1", str(new_id()))  # fewer were asked for


def test_the_page_refuses_seats_that_are_not_there(site: Site, signed_in: Callable[..., Client]) -> None:
    found = offered(site)
    ask(found, site, 4, "a note", "n1", str(new_id()))
    row, trainer = SeatRow.objects.get(), signed_in("trainer")
    gives = {"asked": str(row.pk), "seats": "5", "key": str(new_id())}
    answer = trainer.post(f"/sites/irbid/offers/{found.pk}/", gives)
    assert answer.status_code == 422 and "5 seats were to be given and 4 of 4 can be" in answer.content.decode()
    assert signed_in("nurse").post(f"/sites/irbid/offers/{found.pk}/", {**gives, "seats": "1"}).status_code == 403


def test_an_offer_that_ends_before_it_begins_is_not_made(site: Site, signed_in: Callable[..., Client]) -> None:
    said = {**OFFER, "first": "2027-02-01", "last": "2027-01-01", "key": str(new_id())}
    found = signed_in("trainer").post("/sites/irbid/offers/", said)
    assert found.status_code == 422 and "It ends before it begins." in found.content.decode()
    assert not OfferRow.objects.exists()


def test_the_list_asks_as_much_for_many_offers_as_for_one(site: Site, signed_in: Callable[..., Client]) -> None:
    client, said = signed_in("trainer"), {**OFFER, "first": TODAY, "last": TODAY}
    ask(OfferRow.objects.get(pk=offer(site, said, "a", "1").pk), site, 2, "n", "x", "asked 1")
    few = asked(client, "/sites/irbid/offers/")
    for number in range(5):
        made = offer(site, said, "a", f"more {number}")
        ask(OfferRow.objects.get(pk=made.pk), site, 2, "n", "x", f"asked more {number}")
    assert asked(client, "/sites/irbid/offers/") == few


# --- timetables -----------------------------------------------------------------------------------------------------

ASKED = {"first": "2027-01-04", "days": ["0", "2"], "start": "09:00", "hours": "3", "rooms": "Ward = 12 seats",
         "trainers": "A. B.", "groups": "First = 10 people"}  # fmt: skip


def test_a_timetable_is_tried_by_everybody_and_kept_by_who_keeps_offers(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    nurse, trainer, where = signed_in("nurse"), signed_in("trainer"), "/sites/irbid/curricula/default_nurse/timetable/"
    found = nurse.get(where, ASKED).content.decode()
    # 6, 3 and 4 hours in sessions of 3: 2 + 1 + 2 of them, two a week
    assert "3 weeks; no timetable takes fewer than 3." in found and found.count(">2027-01-") == 5
    assert "Monday <time>2027-01-04</time>" in found
    russian = nurse.get(where, ASKED, headers={"accept-language": "ru"}).content.decode()
    assert "<small>3 ч</small>" in russian and "понедельник" in russian.lower()
    assert nurse.post(where, {**ASKED, "key": str(new_id())}).status_code == 403
    assert trainer.post(where, {**ASKED, "key": str(new_id())}).status_code == 302
    assert "kept to" in text(nurse, where) and TimetableRow.objects.get().weeks == 3
    the_book_tells_the_same()


def test_the_kept_timetable_is_a_calendar_file_of_all_or_of_a_group(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    """Two groups of five sessions each; where the timetable is moved by a week, each keeps its number."""
    trainer, where = signed_in("trainer"), "/sites/irbid/curricula/default_nurse/timetable/"
    assert trainer.get(f"{where}calendar/").status_code == 404 and ".ics" not in text(trainer, where)
    files = []
    for first in ("2027-01-04", "2027-01-11"):
        two = {**ASKED, "first": first, "groups": "First, early = 9\nSecond = 9", "key": str(new_id())}
        assert trainer.post(where, two).status_code == 302
        found = signed_in("nurse").get(f"{where}calendar/")
        assert found["content-type"] == "text/calendar; charset=utf-8"
        files.append(Calendar.from_ical(found.content))
    before, after = ({str(each["uid"]): each for each in file.walk("VEVENT")} for file in files)
    assert len(before) == 10 and before.keys() == after.keys()
    assert {after[uid]["dtstart"].dt - before[uid]["dtstart"].dt for uid in before} == {timedelta(days=7)}
    assert [str(next(iter(each.values()))["sequence"]) for each in (before, after)] == ["0", "1"]
    first = before[min(before, key=lambda uid: before[uid]["dtstart"].dt)]["dtstart"]
    assert (first.dt.isoformat(), first.params["tzid"]) == ("2027-01-04T09:00:00+03:00", "Asia/Amman")
    link = re.findall(r'href="([^"]*calendar/\?group=[^"]*)"', text(trainer, where))
    one = trainer.get(html.unescape(link[0]))
    assert one["content-disposition"] == 'attachment; filename="irbid-default_nurse-First, early.ics"'
    events = Calendar.from_ical(one.content).walk("VEVENT")
    assert len(events) == 5 and {each["description"] for each in events} == {"First, early\nA. B."}
    assert trainer.get(f"{where}calendar/?group=third").status_code == 404


@pytest.mark.parametrize(
    ("but", "says"),
    [
        ({"rooms": "Ward"}, "“Ward” is no name and number"), ({"rooms": "Ward = 2"}, "no room has 10 seats"),
        ({"hours": "0"}, "0.5"), ({"days": []}, "required"),
        ({"first": "9999-12-31"}, "Write a day from 1900-01-01 to 2200-12-31."),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_said(
    but: dict[str, Any], says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    found = signed_in("nurse").get("/sites/irbid/curricula/default_nurse/timetable/", {**ASKED, **but})
    assert found.status_code == 422 and says in found.content.decode()


def test_no_name_and_no_contact_of_a_person_is_asked_for(site: Site) -> None:
    user = User.objects.create_user("someone", full_name="Synthetic Someone")
    give_role(site, user, "nurse", "tests", "nurse")
    attempt(site, str(user.pk), TUTORIAL, {}, TODAY, str(new_id()))
    assert "Synthetic" not in Event.objects.filter(type="module_attempted").get().body


def test_an_attempt_of_the_first_version_of_the_book_is_read(site: Site) -> None:
    body = {
        "lesson": "lu177_release", "version": "1", "language": "en", "on": "2026-01-01", "percent": 90.0,
        "passed": True, "hours": 1.0, "offline": False, "given": {},
    }  # fmt: skip
    append(Entry(site, f"modules/{site.code}/n1", ATTEMPTED, "n1", str(new_id()), body, version=1))
    assert AttemptRow.objects.get().module == "lu177_release"
    assert hours_passed(site, "n1", date(2026, 1, 1), date(2026, 1, 31)) == 1
