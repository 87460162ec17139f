"""The pages of daily checks: a list that is filled in together, single ones, badges, gates, readiness, and the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.run.playing import at
from tests.service.conftest import client_of
from tests.service.test_care import begun, played

from hevesy.errors import NeedsReason
from hevesy.run.checks import BAD, GOOD, Done
from hevesy.run.signed import Signature
from hevesy_service.accounts.models import User
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.care.centre_events import calibrate, sign
from hevesy_service.care.checks import checked_pk, good_before, note_check
from hevesy_service.care.models import CheckedRow, CheckRow

pytestmark = pytest.mark.usefixtures("spring")
THERAPY, METER, CALIBRATOR = "lu177_psma617", "survey_meter_check", "calibrator_constancy"


def text(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200
    return found.content.decode()


def signed_rule(site: Site) -> None:
    line = Signature("check_hours", "o1", date(2026, 1, 1), "local rule", "1", None, 12.0, "")
    sign(site, THERAPY, line, "sign check_hours")


def test_what_is_due_is_written_down_together_and_once(
    site: Site, team: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    client = signed_in("medical_physicist")
    path = f"/sites/{site.code}/checks/"
    page = text(client, path)
    assert "checks are due" in page and "survey meter: battery and check source" in page
    meter, calibrator = (checked_pk(site.pk, *each) for each in (
        (METER, "G1"), (CALIBRATOR, "C1")))  # fmt: skip
    sent = {"key": str(new_id()), f"{meter}-state": "good", f"{calibrator}-state": "bad"}
    sent[f"{calibrator}-reading"] = "7.5"
    wrong = {**sent, f"{meter}-state": "", f"{meter}-reading": "3"}
    assert client.post(path, wrong).status_code == 422 == client.post(path, {**sent, "key": "x"}).status_code
    assert not CheckRow.objects.exists()
    assert client.post(path, sent).status_code == client.post(path, sent).status_code == 302
    assert dict(CheckRow.objects.values_list("what", "state")) == {METER: "good", CALIBRATOR: "bad"}
    assert Event.objects.filter(type="check_done").count() == 2
    page = text(client, path)
    assert "7.5 % · not as it should be" in page
    assert client_of(team["p1"]).post(path, sent).status_code == 403  # a physician sees and does not write


def test_a_new_place_has_its_own_page_and_stays_in_the_list(site: Site, team: dict[str, User]) -> None:
    client, path = client_of(team["o1"]), f"/sites/{site.code}/checks/one/"
    said = {
        "check": "area_wipe", "subject": "hot laboratory", "at": "2027-03-02T07:30", "reading": "5.2", "state": "good",
        "note": "wiped again", "key": str(new_id()),
    }  # fmt: skip
    assert client.post(path, {**said, "check": "camera_rotation"}).status_code == 422  # is not done by this role
    assert client.post(path, {**said, "at": "2030-03-02T07:30"}).status_code == 422  # is still to come
    assert client.post(path, said).status_code == 302
    assert CheckRow.objects.get().at.isoformat() == "2027-03-02T04:30:00+00:00"  # on the clock of Amman
    assert "outside 4, which the shelf proposes" in text(client, f"/sites/{site.code}/checks/")
    page = text(client, f"{path}?check=area_wipe&subject=hot%20laboratory")
    assert "wiped again" in page and "5.2" in page


def test_a_badge_is_seen_by_who_reads_badges(site: Site, team: dict[str, User]) -> None:
    note_check(site, Done("dosimeter", "badge 07", at(0), GOOD, 0.3), str(team["o1"].pk), str(new_id()))
    for who, sees in (("o1", True), ("n1", False)):
        client = client_of(team[who])
        assert ("badge 07" in text(client, f"/sites/{site.code}/checks/")) is sees
        page = text(client, f"/sites/{site.code}/checks/one/?check=dosimeter&subject=badge%2007")
        assert ("0.3 mSv" in page) is sees


def test_what_is_typed_in_late_does_not_take_the_place_of_what_was_read_since(site: Site) -> None:
    for state, hours in ((BAD, 2), (GOOD, 0)):
        note_check(site, Done(METER, "G1", at(hours), state), "tests", str(new_id()))
    assert CheckedRow.objects.get().state == "bad" and CheckRow.objects.count() == 2
    assert good_before(site, at(1)) == {METER: {"G1": at(0)}} and good_before(site, at(3)) == {}
    assert list(differences()) == []


def test_nothing_is_dispensed_without_the_check_of_the_day(site: Site, team: dict[str, User]) -> None:
    signed_rule(site)
    course = begun(site, team["p1"])
    with pytest.raises(NeedsReason, match="checked today"):
        played(course, team, "dispensing")


def test_with_the_checks_of_the_day_a_course_goes_as_before(site: Site, team: dict[str, User]) -> None:
    signed_rule(site)
    for check, subject in ((METER, "G1"), (CALIBRATOR, "C1")):
        note_check(site, Done(check, subject, at(-3), GOOD, 0.4), str(team["r1"].pk), str(new_id()))
    played(begun(site, team["p1"]), team, "release")


def test_another_instrument_of_its_kind_does_not_stand_in_for_the_one_that_is_named(
    site: Site, team: dict[str, User]
) -> None:
    calibrate(site, "dose_calibrator", "C1", at(-72).date(), "tests", "C1 ended")
    calibrate(site, "dose_calibrator", "C2", at(900).date(), "tests", "C2 holds")
    course = begun(site, team["p1"])
    with pytest.raises(NeedsReason, match="calibration is in date"):
        played(course, team, "dispensing")
    page = text(client_of(team["r1"]), f"/courses/{course}/receipt/")
    assert '<option value="C1">' in page and '<option value="C2">' in page and '<option value="G1">' not in page


def test_readiness_of_today_names_the_check_that_is_missing(site: Site, team: dict[str, User]) -> None:
    client, today = client_of(team["o1"]), timezone.now().astimezone(timezone.get_fixed_timezone(180)).date()
    path, missing = f"/sites/{site.code}/ready/{THERAPY}/?on=", "The check of today is missing: survey meter"
    assert missing not in text(client, f"{path}{today}")
    signed_rule(site)
    assert missing in text(client, f"{path}{today}")
    assert missing not in text(client, f"{path}{today + timedelta(days=1)}")
    note_check(site, Done(METER, "G1", timezone.now(), GOOD), "tests", str(new_id()))
    assert missing not in text(client, f"{path}{today}")
