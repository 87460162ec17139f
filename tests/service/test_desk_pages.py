"""The desk's pages: stock, recall, offers, corrections, paper, readiness, referrals, losses, inspection."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PASSWORD, PROVEN, SECRET, code_now, new_site, new_user, signature
from tests.service.test_care import THERAPY, begun, played

from hevesy.cli import hevesy
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_in
from hevesy_service.care import paper
from hevesy_service.care.centre_events import calibrate
from hevesy_service.care.dose_words import dose_shown
from hevesy_service.care.losses import path_of
from hevesy_service.care.models import CourseRow, EntryRow, Incident, VialRow
from hevesy_service.care.recording import Proposal, record
from hevesy_service.said import kept

pytestmark = pytest.mark.usefixtures("spring")
Team = dict[str, User]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def march(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day after the treatment of `tests.run.playing`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(24))


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, (path, found.status_code)
    return found.content.decode()


def done(course: UUID, by: User, act: str, hours: float, reason: str = "", **said: object) -> None:
    record(course, Proposal(act, said, at(hours), reason=reason, proof=PROVEN), by, str(new_id()))


def typed(act: str, **more: str) -> dict[str, str]:
    """What a browser sends for an act of the usual course."""
    said = next(each[4] for each in LU_PSMA if each[0] == act)
    plain = {name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else str(value)
             for name, value in said.items()}  # fmt: skip
    return {**plain, "key": str(new_id()), **more}


def test_who_has_no_planned_day_stands_last_on_the_worklist(site: Site, team: Team) -> None:
    """The course without one was begun last; a caption says that the next planned stand first."""
    planned, later = (begun(site, team["p1"]) for _each in range(2))
    CourseRow.objects.filter(pk=planned).update(planned=at(2))
    page = text(as_(team["p1"]), f"/sites/{site.code}/care/")
    assert page.index(str(planned)) < page.index(str(later))


def test_an_hour_and_its_zone_stay_whole_from_right_to_left() -> None:
    """06:00+03:00 within Arabic letters is drawn as 03:00+06:00 where nothing isolates it (UAX 9, rule W2)."""
    said = "يصل 2027-03-02 06:00+03:00."
    assert kept(said) == said
    with override("ar"):
        assert kept(said) == "يصل \u20662027-03-02 06:00+03:00\u2069."


def test_stock_and_a_vial_by_hand(site: Site, team: Team, march: None) -> None:
    """7650 MBq less the 7430 that were drawn at nine: 7650 x 2^(-3/159.528) - 7430 = 121.1 MBq are left at nine."""
    played(begun(site, team["p1"]), team, "dispensing")
    client, row = as_(team["r1"]), VialRow.objects.get()
    assert "V1" in text(client, f"/sites/{site.code}/stock/")
    page = text(client, f"/vials/{row.pk}/")
    assert "7.65 GBq" in page and "released" in page
    sent = {"what": "measured", "at": "2027-03-02T12:00", "reason": "stock-take", "key": str(new_id())}
    assert client.post(f"/vials/{row.pk}/", sent).status_code == 422  # nothing was measured
    assert client.post(f"/vials/{row.pk}/", {**sent, "measured_mbq": "5"}).status_code == 302
    assert "a stock-take read another activity than the books have" in text(client, f"/vials/{row.pk}/")
    assert as_(team["n1"]).post(f"/vials/{row.pk}/", {**sent, "measured_mbq": "5"}).status_code == 403


def test_a_late_failure_leads_to_everybody_it_reached(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "release")
    client = as_(team["r1"])
    sent = {"qc_passes": "no", "at": "2027-03-10T09:00", "key": str(new_id())}
    found = client.post(f"/courses/{course}/late_quality_control/", sent)
    assert (found.status_code, found["location"]) == (302, f"/sites/{site.code}/lots/?lot=L1")
    page = text(client, found["location"])
    assert "failed its late quality control" in page and "Synthetic Patient" in page and "S1" in page
    assert "report the failure with lot and batch record" in page


def test_a_lot_that_the_maker_calls_back_is_barred(site: Site, team: Team) -> None:
    played(begun(site, team["p1"]), team, "product_release")
    client, key = as_(team["r1"]), str(new_id())
    for _again in range(2):
        client.post(f"/sites/{site.code}/lots/?lot=L1", {"reason": "glass", "key": key})
    row = VialRow.objects.get()
    assert (row.failed, [each["what"] for each in row.told].count("recalled")) == ("recalled", 1)


def test_a_dose_on_hold_is_offered_and_the_offer_is_an_act(site: Site, team: Team) -> None:
    course, other = begun(site, team["p1"]), begun(site, team["p1"])
    played(course, team, "product_release")
    played(other, team, "prescription")
    done(course, team["p1"], "hold", -0.5, why="fever")
    page = text(as_(team["r1"]), f"/courses/{course}/")
    assert "nobody has signed that the licence allows it" in page  # unknown is not allowed
    assert "On hold." in page and f"/courses/{course}/reallocation/?offer=discard" in page
    form = text(as_(team["r1"]), f"/courses/{course}/reallocation/?offer=discard&vial=V1&why=fever")
    assert '<option value="discard" selected' in form and 'value="V1"' in form
    officer = as_(team["o1"])
    sign_ = officer.post(
        f"/sites/{site.code}/gates/{THERAPY}/reallocation_licence/",
        {"text": "yes", "source": "licence", "edition": "4", "key": str(new_id()), **signature(officer)},
    )  # fmt: skip
    assert sign_.status_code == 302
    page = text(as_(team["r1"]), f"/courses/{course}/")
    assert "that the licence allows it" not in page and "nobody has signed that the product" in page


def test_a_boards_dissent_is_kept_and_shown(site: Site, team: Team) -> None:
    """Its decision, reasons and dissent stand in the entry and on the course's page, and stay after a correction."""
    course = begun(site, team["p1"])
    played(course, team, "eligibility")
    said = {"decision": "accept", "reason_given": "uptake", "attended": "oncology", "dissent": "surgery would wait"}
    done(course, team["p1"], "board", -200, **said)
    first = EntryRow.objects.get(act="board")
    page = text(as_(team["n1"]), f"/courses/{course}/")
    assert first.said == said and "dissent</dt><dd><bdi>surgery would wait" in page
    told = {**said, "dissent": "none"}
    again = Proposal("board", told, at(-199), reason="misread", corrects=str(first.pk), proof=PROVEN)
    record(course, again, team["p1"], str(new_id()))
    page = text(as_(team["n1"]), f"/courses/{course}/")
    assert "surgery would wait" in page and "<bdi>none" in page


@pytest.mark.parametrize(("hours", "is_said"), [(1, True), (3, True), (25, True), (27, False), (2000, False)])
def test_what_a_dose_will_hold_is_said_until_a_day_after_its_hour(
    hours: float, is_said: bool, site: Site, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned two hours after the start; somebody who is late is still waited for."""
    course = begun(site, team["p1"])
    played(course, team, "receipt")
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(hours))
    said = dose_shown(CourseRow.objects.get(pk=course))["late"]
    assert (said is not None) == is_said


def test_an_order_is_proposed_from_the_prescription(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "prescription")
    page = text(as_(team["r1"]), f"/courses/{course}/order/?carrier=no_carrier_added")
    assert "One vial of 7.40 GBq, calibrated for 2027-03-02 13:00+03:00 (doses: 1)." in page  # ready to use
    assert "ordered_mbq=7400" in page and "To be ordered by" in page


def test_a_correction_shows_both_and_opens_no_incident(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "administration")
    wrong = EntryRow.objects.get(act="administration")
    client, path = as_(team["p1"]), f"/courses/{course}/administration/"
    form = text(client, f"{path}?corrects={wrong.pk}")
    assert 'value="7370"' in form and f'value="{wrong.pk}"' in form and 'value="2027-03-02T13:00"' in form
    sent = typed("administration", administered_mbq="7360", corrects=str(wrong.pk), second=str(team["n1"].pk),
                 at="2027-03-02T13:00", activity_before_at="2027-03-02T12:54", activity_after_at="2027-03-02T13:36",
                 started_at="2027-03-02T13:00", ended_at="2027-03-02T13:30")  # fmt: skip
    beside = {"second_password": PASSWORD, "second_code": code_now()}
    assert "write why it is corrected" in client.post(path, {**sent, **beside}).content.decode()
    assert client.post(path, {**sent, **beside, "reason": "misread"}).status_code == 302
    row = CourseRow.objects.get(pk=course)
    assert row.kept["standing"]["administration"]["said"]["administered_mbq"] == 7360.0
    assert (len(row.kept["given"]), row.deviations, Incident.objects.count()) == (1, 0, 0)
    page = text(client, f"/courses/{course}/")
    assert "was corrected" in page and "7370 MBq" in page and "7360 MBq" in page
    assert client.get(f"{path}?corrects={new_id()}").status_code == 404


def test_what_is_typed_in_from_paper_says_who_did_it_and_who_typed(site: Site, team: Team) -> None:
    """The gates ask after who did it: the coordinator who types is nobody who triages."""
    course = begun(site, team["p1"])
    played(course, team, "referral")
    client = as_(team["n1"])
    sent = typed("triage", at="2027-01-24T08:00")
    assert client.post(f"/courses/{course}/triage/", sent).status_code == 422
    sent |= {"done_by": str(team["p1"].pk)}
    silent = client.post(f"/courses/{course}/triage/", sent)
    assert silent.status_code == 422 and "Write why it was on paper" in silent.content.decode()
    assert client.post(f"/courses/{course}/triage/", {**sent, "reason": "no power"}).status_code == 302
    entry = EntryRow.objects.get(act="triage")
    assert (entry.by, entry.typed_by, entry.unmet) == (str(team["p1"].pk), str(team["n1"].pk), [])
    page = text(client, f"/courses/{course}/")
    assert "typed in from paper by Synthetic n1" in page and "written down" in page


def test_today_says_what_waits_for_my_roles_and_what_stops_it(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "product_release")
    soon = timezone.now() + timedelta(minutes=1)
    CourseRow.objects.filter(pk=course).update(planned=soon)
    calibrate(site, "dose_calibrator", "C1", today_in("JOR") - timedelta(days=1), "tests", "ended")
    page = text(as_(team["r1"]), f"/sites/{site.code}/today/")
    assert f"/courses/{course}/dispensing/" in page and f"/courses/{course}/day_checks/" not in page
    assert "calibration is in date" in page
    CourseRow.objects.filter(pk=course).update(planned=soon - timedelta(days=3))
    assert "Overdue" in text(as_(team["n1"]), f"/sites/{site.code}/today/")


def test_readiness_names_what_ended_yesterday(site: Site, team: Team) -> None:
    yesterday = today_in("JOR") - timedelta(days=1)
    calibrate(site, "survey_meter", "G1", yesterday, "tests", "ended")
    path = f"/sites/{site.code}/ready/{THERAPY}/?on={yesterday + timedelta(days=1)}"
    page = text(as_(team["o1"]), path)
    assert f"The calibration ended on {yesterday}: survey meter." in page
    page = text(as_(team["o1"]), f"/sites/{site.code}/centre/")
    assert f"The calibration ended on {yesterday}: survey meter." in page


def test_a_referrer_sends_and_sees_their_own_patients_alone(site: Site, team: Team) -> None:
    referrer = new_user("f9")
    TOTP.activate(referrer, SECRET)
    give_role(site, referrer, "referrer", "tests", "f9 referrer")
    client = as_(referrer)
    said = {"full_name": "Synthetic Sent", "birth_date": "1950-02-03", "therapy": THERAPY, "at": "2027-01-20T09:00",
            **typed("referral")}  # fmt: skip
    assert client.post(f"/sites/{site.code}/refer/", {**said, "urgency": ""}).status_code == 422
    assert not CourseRow.objects.exists()
    found = client.post(f"/sites/{site.code}/refer/", said)
    assert client.post(f"/sites/{site.code}/refer/", {**said, "sure": "on"})["location"] == found["location"]
    course = CourseRow.objects.get()
    assert found["location"] == f"/referrals/{course.pk}/" and course.referrer == str(referrer.pk)
    page = text(client, found["location"])
    assert "received, not yet read" in page and "Gleason primary pattern" in page
    again = client.post(f"/sites/{site.code}/refer/", {**said, "key": str(new_id())})
    assert again.status_code == 422 and "knows a person of this name" in again.content.decode()
    record(course.pk, Proposal("triage", LU_PSMA[1][4], at(-880)), team["p1"], str(new_id()))
    assert "accept" in text(client, found["location"])
    others = begun(site, team["p1"])
    assert client.get(f"/referrals/{others}/").status_code == 404
    assert "Synthetic Patient" not in text(client, f"/sites/{site.code}/referrals/")
    assert client.get(f"/courses/{course.pk}/").status_code == 403


def test_losses_stand_at_their_stage_with_the_reasons_of_a_plan(site: Site, team: Team) -> None:
    for act, last in (("loss", {"lost_reason": "treatment_not_accepted"}), ("triage", {})):
        course = begun(site, team["p1"])
        played(course, team, "referral")
        if act == "triage":
            said = {**LU_PSMA[1][4], "decision": "decline"}
            done(course, team["p1"], "triage", -880, **said)
        else:
            done(course, team["p1"], "loss", -880, **last)
    found = path_of(site, "", timezone.now())
    assert (found.begun, found.open, dict(found.lost), dict(found.refused)) == (
        2, 1, {("accepts", "treatment_not_accepted"): 1}, {"referred": 1})  # fmt: skip
    assert found.days["triage"] == [pytest.approx(20 / 24)]
    page = text(as_(team["p1"]), f"/sites/{site.code}/path/")
    assert "Accepted the treatment" in page and "The treatment was not accepted: 1" in page
    form = text(as_(team["p1"]), f"/courses/{course}/loss/")
    assert '<optgroup label="Accepted the treatment">' in form and "thyroid_not_removed" not in form


def test_paper_holds_today_and_what_is_still_to_be_done(site: Site, team: Team, tmp_path: Path) -> None:
    course = begun(site, team["p1"])
    played(course, team, "product_release")
    CourseRow.objects.filter(pk=course).update(planned=timezone.now())
    pages = paper.pages_of(site, timezone.now())
    (sheet,) = pages["days"][0][1]  # type: ignore[index]
    assert [each.act for each in sheet.blanks][:3] == ["Dispensing", "Checks of the day", "Administration"]
    assert sheet.blanks[1].two and ("identity confirmed by two identifiers *", "", ["yes", "no"]) in (
        sheet.blanks[1].lines
    )
    out = CliRunner().invoke(hevesy, ["service", "paper", "--site", site.code, "--out", str(tmp_path)])
    assert out.exit_code == 0, out.output
    assert "Synthetic Patient" in Path(out.output.strip()).read_text("utf-8")
    wrong = CliRunner().invoke(hevesy, ["service", "paper", "--site", "nowhere", "--out", str(tmp_path)])
    assert wrong.exit_code == 2 and "there is no site with the code 'nowhere'" in wrong.output
    now, elsewhere = timezone.now(), new_site("amman", "Amman")
    assert paper.sites_with_plans(now) == [site] and paper.sites_with_plans(now, "amman") == [elsewhere]
    assert [list(paper.write_sheets([site], tmp_path / "own", now)) for _again in (1, 2)] == [
        [tmp_path / "own" / f"paper-{site.code}.html"]] * 2  # fmt: skip
    assert [(each.name, each.stat().st_mode & 0o077) for each in (tmp_path / "own").iterdir()] == [
        (f"paper-{site.code}.html", 0)]  # fmt: skip
    (tmp_path / "own" / "paper-closed.html").write_text("a name", "utf-8")
    paper.clear_away(tmp_path / "own", [tmp_path / "own" / f"paper-{site.code}.html"])
    assert [each.name for each in (tmp_path / "own").iterdir()] == [f"paper-{site.code}.html"]


def test_an_inspection_takes_a_period_without_names(
    site: Site, team: Team, signed_in: Callable[..., Client]
) -> None:
    course = begun(site, team["p1"])
    played(course, team, "release")
    done(course, team["n1"], "spill", 3, "=cmd()", spill_place="room", first_actions="=1+1")
    client = signed_in("regulator")
    path = f"/sites/{site.code}/inspection/?since=2027-03-01&until="
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{path}2027-03-31").content))
    (given,) = csv.DictReader(io.StringIO(archive.read("administrations.csv").decode()))
    assert (given["course"], given["administered_mbq"], given["second"]) == (str(course), "7370.0", str(team["n1"].pk))
    (vial,) = csv.DictReader(io.StringIO(archive.read("vials.csv").decode()))
    assert (vial["vial"], vial["received_mbq"]) == ("V1", "7650")
    (spill,) = csv.DictReader(io.StringIO(archive.read("spills.csv").decode()))
    assert spill["first_actions"] == "'=1+1"  # a spreadsheet runs nothing
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Synthetic" not in whole and "Synthetic Patient" not in whole
    later = zipfile.ZipFile(io.BytesIO(client.get(f"/sites/{site.code}/inspection/?since=2028-01-01&until=2028-01-02")
                                       .content))  # fmt: skip
    assert later.read("administrations.csv") == b""
    assert client.get(f"{path}2026-01-01").status_code == 422


def test_a_label_needs_its_volume_and_says_whose_it_is(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "dispensing")
    client = as_(team["r1"])
    assert "Write the volume" in text(client, f"/courses/{course}/label/")
    page = text(client, f"/courses/{course}/label/?volume_ml=8,5")
    assert "<svg" in page and "7.43 GBq" in page and "8.50 mL" in page and "000001-3" in page and "style=" not in page
