"""Texts for patients and who got them, outreach and its reach, referrals before and after, and what referrers read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.service.conftest import asked, new_user

from hevesy.run.release.papers import set_papers
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_in
from hevesy_service.care.done_here import recorded_since
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.care.people import register
from hevesy_service.care.recording import begin_course
from hevesy_service.jobs.models import Job, State
from hevesy_service.outreach.event_pages import changes
from hevesy_service.outreach.events import hold, review_leaflet, write_leaflet
from hevesy_service.outreach.leaflet_pages import _in_months
from hevesy_service.outreach.models import LeafletRow, OutreachRow
from hevesy_service.outreach.paper import handout_of
from hevesy_service.refusals import OwnLeaflet

In = Callable[..., Client]
TEXTS = "/sites/irbid/leaflets/"
SAID = {"code": "lu_psma", "kind": "leaflet", "therapy": "lu177_psma617", "language": "en", "title": "Your treatment",
        "text": "# At home\nWash your hands well."}  # fmt: skip


def text(found: Any) -> str:
    assert found.status_code == 200, found.content.decode()
    return str(found.content.decode())


def written(client: Client, **more: str) -> str:
    answer = client.post(f"{TEXTS}write/", {**SAID, "key": str(new_id()), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["location"])


def entry(course: CourseRow, act: str, at: Any, **said: str) -> EntryRow:
    """An entry of a course as its projection would write it."""
    return EntryRow.objects.create(
        pk=new_id(), course=course, place=course.entries.count() + 1, act=act, at=at, entered_at=at, by="x", said=said,
        unmet=[], cycle=1,
    )  # fmt: skip


def begun(site: Site, user: User, referrer: str = "") -> CourseRow:
    patient = register(site, {"full_name": f"Synthetic {new_id()}"}, user, str(new_id()))
    made = begin_course(site, patient, "lu177_psma617", user, str(new_id()), referrer)
    return CourseRow.objects.get(pk=made)


# --- texts ------------------------------------------------------------------------------------------------------


def test_a_draft_is_marked_and_taken_over_to_a_review(site: Site, signed_in: In) -> None:
    nurse, physician = signed_in("nurse"), signed_in("physician")
    assert "Living with somebody who had radioactive treatment" in text(nurse.get(TEXTS))
    draft = text(nurse.get(f"{TEXTS}drafts/living_together_en/"))
    assert "no clinician has reviewed; not for patients" in draft and "Is it the same as a bomb" in draft
    form = text(nurse.get(f"{TEXTS}write/?draft=living_together_en"))
    assert "Will I catch it?" in form and 'value="living_together_en"' in form
    page = written(nurse, code="living_together_en", therapy="", kind="fact_sheet")
    assert "Living with somebody" not in text(nurse.get(TEXTS))  # of the drafts it is none any more
    shown = text(nurse.get(page))
    assert "Not reviewed by a clinician yet." in shown and "You wrote it, so another clinician reviews it." in shown
    until = today_in("JOR") + timedelta(days=400)
    sent = {"until": until.isoformat(), "key": str(new_id())}
    own = nurse.post(f"{page}review/", sent)
    assert own.status_code == 403 and "You wrote this text yourself" in own.content.decode()
    past = physician.post(f"{page}review/", {**sent, "until": "2020-01-01"}, follow=True)
    assert "This day is not after today." in text(past) and not LeafletRow.objects.get().reviewed_by
    assert [physician.post(f"{page}review/", sent).status_code for _again in (1, 2)] == [302, 302]
    reviewed = text(nurse.get(page))
    assert "reviewed by" in reviewed and f"{until:%Y-%m-%d}" in reviewed and "Not reviewed" not in reviewed
    LeafletRow.objects.update(next_review=today_in("JOR") - timedelta(days=1))
    assert "Its review has run out" in text(nurse.get(page)) and "to be read again" in text(nurse.get(TEXTS))


def test_a_version_never_changes_and_a_new_one_is_not_reviewed(site: Site, signed_in: In) -> None:
    client = signed_in("nurse")
    first = written(client)
    assert "Wash your hands well." in text(client.get(f"{TEXTS}write/?version={first.split('/')[-2]}"))
    written(client, text="Wash twice.")
    written(client, language="fr", text="Lavez-vous les mains.")
    rows = LeafletRow.objects.order_by("language", "version")
    assert [(row.language, row.version) for row in rows] == [("en", 1), ("en", 2), ("fr", 1)]
    assert "Wash your hands well." in text(client.get(first)) and "by Flesch 1948" in text(client.get(first))
    french = text(client.get(f"/leaflets/{rows[2].pk}/"))
    assert "60 and more is plain; by Kandel &amp; Moles 1958" in french and '<article lang="fr" dir="ltr">' in french
    arabic = text(client.get(written(client, language="ar", text="اغسل يديك.")))
    assert arabic.count("not measured in this language") == 2 and '<article lang="ar" dir="rtl">' in arabic
    chinese = text(client.get(written(client, language="zh", text="请洗手。")))
    assert "Characters, sentences</dt><dd>3, 1" in chinese and "3.0 in a sentence on average" in chinese
    assert list(differences()) == []
    for wrong in ("draft=none", "version=none", f"version={new_id()}"):
        assert client.get(f"{TEXTS}write/?{wrong}").status_code == 404


def test_the_desk_offers_each_draft_once_in_its_own_language_and_names_the_others(site: Site, signed_in: In) -> None:
    client = signed_in("nurse")
    english = text(client.get(TEXTS))
    assert english.count("/drafts/lu177_psma617_") == 6 and "Treatment with lutetium for prostate cancer" in english
    assert "العلاج باللوتيتيوم لسرطان البروستاتا" not in english  # the page in English shows one title, not six
    arabic = text(client.get(TEXTS, headers={"accept-language": "ar"}))
    assert '<bdi lang="ar">العلاج باللوتيتيوم لسرطان البروستاتا</bdi>' in arabic
    assert "Treatment with lutetium for prostate cancer" not in arabic
    draft = text(client.get(f"{TEXTS}drafts/ra223_ar/"))
    assert "no clinician and no native speaker has reviewed; not for patients" in draft
    assert '<article lang="ar" dir="rtl">' in draft and "/drafts/ra223_zh/" in draft
    assert 'drafts/ra223_ar/" hreflang' not in draft
    written(client, code="ra223_en", therapy="ra223")
    left = text(client.get(TEXTS))
    assert "ra223_en" not in left and "العلاج بالراديوم" in left  # of the others the first, named by its language
    begun = text(client.get(f"{TEXTS}write/", headers={"accept-language": "fr"}))
    assert '<option value="fr" selected>' in begun  # who writes anew writes in the language of the desk


def test_a_text_in_another_language_than_the_patients_is_marked_and_drafts_in_it_are_named(
    site: Site, signed_in: In
) -> None:
    client, course = signed_in("nurse"), begun(site, new_user("y"))
    written(client)
    page = f"/leaflets/of/{course.pk}/"
    assert "The patient's language is not written down" in text(client.get(page))
    Patient.objects.update(language="zh-hans")
    chinese = text(client.get(page))
    assert "No text is kept here in the patient's language: Chinese" in chinese
    assert "not in the patient's language" in chinese
    found = re.findall(r"drafts/([a-z0-9_]+)/", chinese)
    assert found == ["consent_zh", "living_together_zh", "lu177_psma617_zh"]  # of this therapy, or of each
    written(client, code="lu177_psma617_zh", language="zh", text="请洗手。")
    spoken = text(client.get(page))
    assert "The patient's language: Chinese" in spoken and spoken.count("not in the patient's language") == 1
    assert "lu177_psma617_zh/" not in spoken and spoken.index('lang="zh"') < spoken.index("Your treatment")


def test_the_pdf_of_a_text_is_made_by_a_job_that_only_this_text_shows(
    site: Site, signed_in: In, tmp_path: Path
) -> None:
    client = signed_in("nurse")
    page = written(client, code="ra223_ar", language="ar", therapy="ra223", text="# في البيت\nاغسل يديك.")
    answers = [client.post(f"{page}pdf/") for _again in (1, 2)]
    assert [each["location"] for each in answers] == [f"{page}#pdf"] * 2
    job = Job.objects.get()  # the same page asked for twice is one job
    assert job.kind == "papers" and not Job.of_plans.exists()
    row = LeafletRow.objects.get()
    said = json.loads(job.inputs["papers.json"])["handout"]
    assert said["marks"] == ["لم يراجعه سريري بعد."]  # in the language of the text
    assert said["blocks"] == [["heading", "في البيت"], ["text", "اغسل يديك."]] and said["foot"][1] == "ra223_ar"
    (made,) = set_papers(job.inputs["papers.json"], tmp_path)
    assert made.name == "leaflet.pdf" and b"NotoSansArabic" in made.read_bytes()
    address = f"/leaflets/{row.pk}/{job.pk}/leaflet.pdf"
    assert client.get(address).status_code == 404  # not made yet
    job.folder.mkdir(parents=True)
    (job.folder / "leaflet.pdf").write_bytes(b"%PDF-1.7")
    Job.objects.update(state=State.DONE)
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]
    assert address in text(client.get(page)) and client.get(f"/leaflets/{row.pk}/{job.pk}/x.pdf").status_code == 404
    today = today_in("JOR")
    LeafletRow.objects.update(reviewed_on=today, next_review=today - timedelta(days=1))
    assert handout_of(LeafletRow.objects.get(), today).marks != tuple(said["marks"])
    LeafletRow.objects.update(next_review=today)
    assert handout_of(LeafletRow.objects.get(), today).marks == ()


def test_who_got_which_text_is_what_their_consents_say(site: Site, signed_in: In) -> None:
    client = signed_in("nurse")
    page, course = written(client), begun(site, new_user("y"))
    of_course = text(client.get(f"/leaflets/of/{course.pk}/"))
    link = f"/courses/{course.pk}/consent/?leaflet=lu_psma&amp;leaflet_version=1&amp;leaflet_language=en"
    assert link in of_course and "No consent names a text yet." in of_course
    form = text(client.get(link.replace("&amp;", "&")))
    assert 'name="leaflet" value="lu_psma"' in form or 'value="lu_psma"' in form
    said = {"leaflet": "lu_psma", "leaflet_version": "1", "leaflet_language": "en"}
    wrong = entry(course, "consent", timezone.now(), **said)
    assert "1 course, by its consent" in text(client.get(page)) and str(course.pk) in text(client.get(page))
    right = entry(course, "consent", timezone.now(), **{**said, "leaflet_version": "2"})
    EntryRow.objects.filter(pk=right.pk).update(corrects=str(wrong.pk))
    assert "0 courses, by their consents" in text(client.get(page))
    assert "version 2" in text(client.get(f"/leaflets/of/{course.pk}/"))


def test_who_may_not_see_patients_sees_how_many_got_a_text(site: Site, signed_in: In) -> None:
    page, course = written(signed_in("nurse")), begun(site, new_user("y"))
    entry(course, "consent", timezone.now(), leaflet="lu_psma", leaflet_version="1", leaflet_language="en")
    seen = text(signed_in("trainer").get(page))
    assert "1 course, by its consent" in seen and str(course.pk) not in seen


@pytest.mark.parametrize(("day", "months", "found"), [
    (date(2026, 3, 15), 24, date(2028, 3, 15)), (date(2026, 11, 30), 3, date(2027, 3, 1)),
    (date(2026, 12, 31), 2, date(2027, 3, 1)), (date(2026, 10, 31), 1, date(2026, 12, 1)),
])  # fmt: skip
def test_months_by_hand(day: date, months: int, found: date) -> None:
    assert _in_months(day, months) == found


def test_nobody_reviews_words_that_they_wrote_though_somebody_else_saved_them_last(site: Site) -> None:
    for person, words in (("A", "Wash  your hands."), ("B", "Wash your hands. "), ("C", "Wash your feet.")):
        write_leaflet(site, {**SAID, "text": words}, date(2026, 5, 1), person, f"written by {person}")
    second, third = LeafletRow.objects.get(version=2), LeafletRow.objects.get(version=3)
    for person in ("A", "B"):
        with pytest.raises(OwnLeaflet):
            review_leaflet(second, date(2026, 5, 2), date(2027, 5, 2), person, f"reviewed by {person}")
    review_leaflet(second, date(2026, 5, 2), date(2027, 5, 2), "C", "reviewed by C")
    review_leaflet(third, date(2026, 5, 2), date(2027, 5, 2), "A", "of other words")
    assert [each.reviewed_by for each in LeafletRow.objects.order_by("version")] == ["", "C", "A"]


def test_the_list_asks_as_much_for_many_texts_as_for_one(site: Site, signed_in: In) -> None:
    client = signed_in("coordinator")
    write_leaflet(site, SAID, date(2026, 5, 1), "A", "first")
    few = asked(client, TEXTS)
    for number in range(5):
        write_leaflet(site, {**SAID, "code": f"text_{number}"}, date(2026, 5, 1), "A", f"more {number}")
    assert asked(client, TEXTS) == few


# --- outreach ---------------------------------------------------------------------------------------------------


def test_an_event_is_written_down_and_nobody_counted_is_not_nought(site: Site, signed_in: In) -> None:
    client, today = signed_in("coordinator"), today_in("JOR")
    said = {"kind": "community", "on": today - timedelta(days=3), "place": "Irbid", "audience": "families",
            "topic": "What radiation is"}  # fmt: skip
    for reached in ("40", "", "12"):
        sent = {**said, "reached": reached, "key": str(new_id())}
        assert client.post("/sites/irbid/outreach/", sent).status_code == 302
    page = text(client.get("/sites/irbid/outreach/"))
    assert "52 people were reached" in page and "at 1 event nobody counted" in page and "not counted" in page
    ahead = {**said, "on": today + timedelta(days=3), "key": str(new_id())}
    assert client.post("/sites/irbid/outreach/", ahead).status_code == 422
    assert OutreachRow.objects.count() == 3 and list(differences()) == []


def referred(site: Site, *sent: tuple[User, int]) -> None:
    """Courses that began with a referral of somebody, so many days ago."""
    for who, days in sent:
        course = begun(site, new_user(f"{who}{days}{new_id()}"), str(who.pk))
        CourseRow.objects.filter(pk=course.pk).update(practice=False)
        entry(course, "referral", timezone.now() - timedelta(days=days))


def taught_at(site: Site, on: date, *referrers: User, key: str = "an event") -> None:
    said = {"kind": "referrers", "on": on, "place": "Irbid", "audience": "urologists", "reached": 12, "topic": "PSMA",
            "referrers": [str(each.pk) for each in referrers]}  # fmt: skip
    hold(site, said, "tests", key)


def changed(site: Site, today: date) -> dict[str, Any]:
    rows = list(OutreachRow.objects.all())
    (found,) = changes(site, rows, 180, today, recorded_since(site), {})
    return found


def referrer(site: Site, name: str) -> User:
    user = new_user(name)
    give_role(site, user, "referrer", "tests", f"{name} refers")
    return user


def test_referrals_before_and_after_referrers_were_taught(site: Site, signed_in: In) -> None:
    taught, other = referrer(site, "taught"), referrer(site, "other")
    today = today_in("JOR")
    on = today - timedelta(days=60)
    referred(site, (taught, 70), (taught, 61), (taught, 59), (taught, 30), (taught, 5), (taught, 60), (other, 5),
             (other, 241))  # fmt: skip
    taught_at(site, on, taught, other)
    found = changed(site, today)
    assert (found["before"], found["after"]) == (180, 60)  # of the days after, those that have been
    counts = [(change.before, change.after) for _name, change in found["each"]]
    assert counts == [(2, 3), (0, 1)]  # the day itself is in neither
    assert found["all"].ratio == pytest.approx(4 / 60 / (2 / 180))
    page = text(signed_in("trainer").get("/sites/irbid/outreach/"))
    assert "It says before and after, not because" in page and "6.00" in page and "Before, 180 days" in page
    assert "Synthetic taught" in page and signed_in("referrer").get("/sites/irbid/outreach/").status_code == 403


def test_days_before_the_record_began_are_no_days_without_referrals(site: Site, signed_in: In) -> None:
    """Ten days are recorded before the event with one referral, and ten after with one: as often, and no 18 times."""
    taught, today = referrer(site, "taught"), today_in("JOR")
    referred(site, (taught, 20), (taught, 5))
    taught_at(site, today - timedelta(days=10), taught)
    found = changed(site, today)
    assert (found["before"], found["after"], found["all"].ratio) == (10, 10, pytest.approx(1.0))
    page = text(signed_in("trainer").get("/sites/irbid/outreach/"))
    assert f"recorded here only since {today - timedelta(days=20)}" in page and "Before, 10 days" in page


def test_an_event_of_before_the_record_began_has_no_days_before(site: Site) -> None:
    taught, today = referrer(site, "taught"), today_in("JOR")
    referred(site, (taught, 5))
    taught_at(site, today - timedelta(days=40), taught)
    found = changed(site, today)
    assert (found["before"], found["after"], found["all"].ratio) == (0, 6, None)


def test_an_entry_that_is_no_referral_begins_no_course(site: Site) -> None:
    """Referred 30 days ago, given 5 days ago, taught 10 days ago: one before, none after."""
    taught, today = referrer(site, "taught"), today_in("JOR")
    referred(site, (taught, 30))
    entry(CourseRow.objects.get(), "administration", timezone.now() - timedelta(days=5))
    taught_at(site, today - timedelta(days=10), taught)
    found = changed(site, today)
    assert (found["all"].before, found["all"].after) == (1, 0)


def test_the_page_asks_as_much_for_many_events_as_for_one(site: Site, signed_in: In) -> None:
    client, today = signed_in("trainer"), today_in("JOR")
    people = [referrer(site, f"r{number}") for number in range(4)]
    referred(site, *((each, 5) for each in people))
    taught_at(site, today - timedelta(days=3), people[0], key="1")
    few = asked(client, "/sites/irbid/outreach/")
    for number in range(5):
        taught_at(site, today - timedelta(days=4), *people, key=f"more {number}")
    assert asked(client, "/sites/irbid/outreach/") == few


@pytest.mark.parametrize("day", ["0001-01-05", "1899-12-31", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused_and_one_that_stands_breaks_no_page(
    site: Site, signed_in: In, day: str
) -> None:
    client, taught = signed_in("trainer"), referrer(site, "taught")
    said = {"kind": "referrers", "on": day, "place": "p", "audience": "a", "topic": "t", "referrers": [str(taught.pk)]}
    answer = client.post("/sites/irbid/outreach/", {**said, "key": str(new_id())})
    assert answer.status_code == 422 and "Write a day from 1900-01-01 to 2200-12-31." in answer.content.decode()
    taught_at(site, date.fromisoformat(day), taught)
    assert "Before, 0 days" in text(client.get("/sites/irbid/outreach/"))


# --- what referrers read ----------------------------------------------------------------------------------------


def test_referrers_read_who_a_therapy_is_for(site: Site, signed_in: In) -> None:
    client = signed_in("referrer")
    assert "/referrers/lu177_psma617/" in text(client.get("/referrers/"))
    page = text(client.get("/referrers/lu177_psma617/"))
    assert "VISION, Sartor 2021 NEJM 385:1091" in page and "<td>2021</td>" in page
    assert "≤ 2 score" in page and "14 weeks" in page and "unverified" in page
    assert "in the words of the shelf, in English" not in page
    french = client.get("/referrers/lu177_psma617/", headers={"accept-language": "fr"}).content.decode()
    assert "≥ 100 ×10⁹/L" in french and "≤ 1,5 × LSN" in french and "<bdi>14 sem.</bdi>" in french
    assert '<span lang="en" dir="ltr">none listed in label</span>' in french and "mots de l'étagère" in french
    assert client.get("/referrers/nothing/").status_code == 404
    assert Client().get("/referrers/ra223/").status_code == 302
