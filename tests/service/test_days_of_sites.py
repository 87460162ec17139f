"""The day of a site is that on its wall: thirteen hours before UTC in Apia, eleven behind it in Pago Pago."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.run.playing import LU_PSMA, signed
from tests.service.asking import V1, program
from tests.service.atlas_acts import PET
from tests.service.conftest import PROVEN, SECRET, client_of, new_user, signature
from tests.service.test_care import THERAPY, begun, played
from tests.service.test_logbook import confirmed, entered, physician, trained
from tests.service.test_privileges import text

from hevesy.competence import Recent, What, find_framework
from hevesy.record import find_template
from hevesy.run.checks import Done
from hevesy.run.safety_report import reactions
from hevesy.run.signed import Signature
from hevesy_service.accounts.events import give_role, open_site
from hevesy_service.accounts.lending import Loan, lend
from hevesy_service.accounts.models import Lending, User
from hevesy_service.accounts.rights import may
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import open_board
from hevesy_service.boards.models import CaseRow
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import midnight_at, today_at, today_in
from hevesy_service.care.centre import basis_of, centre_of
from hevesy_service.care.centre_events import calibrate, license, sign
from hevesy_service.care.checks import note_check
from hevesy_service.care.counting import counts_for
from hevesy_service.care.done_here import done_in_a_year, recorded_by, recorded_since
from hevesy_service.care.dose import dose_in, offers_of, planned_on
from hevesy_service.care.forms import whom
from hevesy_service.care.material import vial_in
from hevesy_service.care.models import CourseRow, EntryRow, SafetyReport, SignedLine, VialRow
from hevesy_service.care.reallocating import Giving, ask_both
from hevesy_service.care.recording import Proposal, ask, is_live, record
from hevesy_service.care.safety_events import known, of_course, unjudged
from hevesy_service.care.standings import known_of
from hevesy_service.competence.models import ProcedureRow
from hevesy_service.home import Home
from hevesy_service.learn.supply import figures_of_sites
from hevesy_service.plans.models import Plan
from hevesy_service.refusals import AnsweredBefore, NotLendable

Team = dict[str, User]
FRAMEWORK, ONE = "default_physician", timedelta(days=1)
PLACES = {  # by country: a moment by the clock of UTC, and the day that it is there
    "WSM": (datetime(2027, 6, 1, 12, tzinfo=UTC), date(2027, 6, 2)),  # one in the morning
    "ASM": (datetime(2027, 6, 1, 5, tzinfo=UTC), date(2027, 5, 31)),  # six in the evening
}


@pytest.fixture(params=PLACES)
def site(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site in the Pacific, at a moment when its day is not that of UTC."""
    now, _day = PLACES[request.param]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    found = Site.objects.create(code="pacific", name="Pacific Hospital", country=request.param, opened=now)
    open_site(found, "tests", "open pacific")
    return found


@pytest.fixture
def day(site: Site) -> date:
    found = PLACES[site.country][1]
    assert found != timezone.now().date() and found == today_at(site) == today_in(site.country)
    return found


def given_now(site: Site, team: Team) -> None:
    """The physician of the team gives a dose at this moment."""
    played(begun(site, team["p1"]), team, "administration")
    EntryRow.objects.filter(act="administration").update(at=timezone.now())
    CourseRow.objects.update(begun=timezone.now())


def test_a_day_begins_at_midnight_there(site: Site, day: date) -> None:
    begins = midnight_at(site, day)
    assert begins <= timezone.now() < midnight_at(site, day + ONE) == begins + timedelta(hours=24)
    assert begins.utcoffset() == {"WSM": timedelta(hours=13), "ASM": timedelta(hours=-11)}[site.country]


def test_what_was_done_counts_on_the_day_of_the_site(site: Site, team: Team, day: date) -> None:
    given_now(site, team)
    person, framework = str(team["p1"].pk), find_framework(FRAMEWORK, shelf())

    def performed(on: date) -> list[date]:
        known = known_of(site, [person], on, Recent(1), shelf())[person]
        return [each.on for each in known if each.what is What.PERFORMED and each.about.startswith("administration/")]

    assert (performed(day - ONE), performed(day), performed(day + ONE)) == ([], [day], [day])
    year = timedelta(days=364)
    done = [len(done_in_a_year(site, [framework], on)) for on in (day - ONE, day, day + year, day + year + ONE)]
    assert done == [0, 1, 1, 0]
    assert [each.on for each in recorded_by(site, person, framework, day)] == [day]
    assert recorded_by(site, person, framework, day + ONE) == []
    EntryRow.objects.exclude(act="administration").delete()
    assert recorded_since(site) == day


def test_a_year_of_treatments_ends_with_the_day_of_the_country(site: Site, team: Team, day: date) -> None:
    given_now(site, team)
    had = [
        sum(found.cycles.values()) for on in (day - ONE, day, day + timedelta(days=364), day + timedelta(days=365))
        for found in figures_of_sites([site], on)
    ]  # fmt: skip
    assert had == [0, 1, 1, 0]


def test_a_logbook_tells_the_day_of_the_site(
    site: Site, day: date, signed_in: Callable[..., Client]
) -> None:
    senior, junior = physician(site, "senior"), physician(site, "junior")
    trained(site, junior, senior)
    row = entered(site, junior, senior)
    assert f"<time>{day}</time>" in text(signed_in("trainer"), f"/sites/{site.code}/trainees/")  # since when it waits
    confirmed(row)
    with pytest.raises(AnsweredBefore, match=str(day)):
        confirmed(row)
    path = f"/sites/{site.code}/logbook/procedures/{row.pk}/"
    assert f"<time>{day}</time>" in text(client_of(senior), path)
    sent = {"unconfirms": "yes", "reason": "another case", "key": str(new_id())}
    assert client_of(senior).post(path, sent).status_code == 302
    assert ProcedureRow.objects.get().state == "returned"
    assert text(client_of(senior), path).count(f"<time>{day}</time>") == 3  # answered, confirmed from, until


def test_an_application_is_of_the_day_of_the_site(
    site: Site, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))
    open_board(site, "Synthetic board", "admin", str(new_id()))
    sent = {"framework": FRAMEWORK, "key": str(new_id())}
    answer = client_of(physician(site, "junior")).post(f"/sites/{site.code}/certification/", sent)
    assert answer.status_code == 302 and CaseRow.objects.get().applied == day


# --- what holds until a day --------------------------------------------------------------------------------------


def beside_midnight(site: Site, day: date) -> tuple[datetime, bool]:
    """A moment at which it is another day there than by UTC, and whether this day has begun there."""
    begins = midnight_at(site, day)
    ahead = begins.utcoffset() > timedelta(0)  # type: ignore[operator]
    return (begins if ahead else begins - timedelta(hours=1)).astimezone(UTC), ahead


def signed_until(site: Site, gate: str, until: date, text: str = "yes", high: float | None = None) -> None:
    line = Signature(gate, "signer", date(2026, 1, 1), "local house rule", "1", None, high, text, until)
    sign(site, THERAPY, line, str(new_id()))


def holder(site: Site, role: str) -> User:
    """Somebody who holds a role there."""
    found = new_user(f"{role} {User.objects.count()}")
    give_role(site, found, role, "tests", str(found.pk))
    TOTP.activate(found, SECRET)
    return found


def test_a_role_is_lent_until_the_day_of_the_site_is_over(site: Site, day: date) -> None:
    lender, borrower = holder(site, "physician"), holder(site, "nurse")
    for first, last in ((day - ONE, day), (day, day - ONE)):
        with pytest.raises(NotLendable, match="begins today or later"):
            lend(site, lender, Loan(borrower, "physician", first, last, "on leave"), new_id(), 30)
    assert f'value="{day}"' in text(client_of(lender), f"/sites/{site.code}/lend/")
    lend(site, lender, Loan(borrower, "physician", day, day, "on leave"), new_id(), 30)
    board = find_template("lu177_psma", shelf()).moves["eligibility"].act
    for first, last, holds in ((day, day, True), (day + ONE, day + ONE, False), (day - ONE, day - ONE, False)):
        Lending.objects.update(first=first, last=last)
        now, fresh = timezone.now(), User.objects.get(pk=borrower.pk)
        assert may(fresh, "comment_plans", site) is holds
        assert ("physician" in centre_of(site).person(fresh, now).roles) is holds
        assert bool(basis_of(fresh, site, ["physician"], now)) is holds
        assert (borrower in whom(site, board).doers) is holds
        assert ("lent you the role" in text(client_of(fresh), "/")) is holds
        assert ("on leave" in text(client_of(lender), f"/sites/{site.code}/")) is (last >= day)


def test_a_centre_is_live_until_the_day_of_the_site_is_over(site: Site, day: date) -> None:
    template = find_template("lu177_psma", shelf())
    for until, holds in ((day, True), (day - ONE, False)):
        for line in signed("lu177_psma", THERAPY).lines.values():
            sign(site, THERAPY, replace(line, until=until), str(new_id()))
        assert is_live(site, template, THERAPY) is holds
    ended = text(client_of(holder(site, "medical_physicist")), f"/sites/{site.code}/gates/{THERAPY}/")
    assert "local rule, 1" not in ended



def test_a_line_is_signed_on_the_day_of_the_site_and_holds_at_once(
    site: Site, day: date, signed_in: Callable[..., Client]
) -> None:
    nurse, path = signed_in("nurse"), f"/sites/{site.code}/gates/{THERAPY}/"
    sent = {"source": "local rule", "edition": "2", "key": str(new_id()), **signature(nurse)}
    assert nurse.post(f"{path}identity_confirmed/", sent).status_code == 302
    assert SignedLine.objects.get().on == day
    assert "local rule, 2" in text(nurse, path)
    assert 'value="local rule"' in text(nurse, f"{path}identity_confirmed/")  # what holds is what one begins from


def test_gates_ask_by_the_day_of_the_site(site: Site, team: Team, day: date) -> None:
    """Of calibration, licence and signature, whose last day it is or was; the moment is given by the clock of UTC."""
    row = CourseRow.objects.get(pk=begun(site, team["p1"]))
    said = {each[0]: each[4] for each in LU_PSMA}

    def stopped(act: str, gate: str) -> str:
        asked = ask(row, Proposal(act, said[act], timezone.now()), team["r1"])
        assert asked.situation.day == day
        return next(each.because for each in asked.answers if each.gate.name == gate)

    for until, dispenses, orders in ((day, "met", "met"), (day - ONE, "calibration_ended_of", "licence_ended")):
        calibrate(site, "dose_calibrator", "C1", until, "tests", str(new_id()))
        license(site, "Lu-177", 1e11, until, "L-1", "tests", str(new_id()))
        assert (stopped("dispensing", "calibrator_in_date"), stopped("order", "licence_holds")) == (dispenses, orders)
        ended = f'<td class="bad"><time>{until}</time></td>'
        assert text(client_of(team["p1"]), f"/sites/{site.code}/centre/").count(ended) == (0 if until == day else 2)
    line = signed("lu177_psma", THERAPY).lines["identity_confirmed"]
    for until, because in ((day, "not_said"), (day - ONE, "not_signed")):
        sign(site, THERAPY, replace(line, until=until), str(new_id()))
        CourseRow.objects.update(practice=False)
        row.refresh_from_db()
        assert stopped("administration", "identity_confirmed") == because


def test_rules_of_the_house_hold_until_the_day_of_the_site_is_over(site: Site, team: Team, day: date) -> None:
    giver, taker = (CourseRow.objects.get(pk=begun(site, team["p1"])) for _ in range(2))
    played(giver.pk, team, "product_release")
    played(taker.pk, team, "prescription")
    giver.refresh_from_db()
    now, vial = timezone.now(), vial_in(VialRow.objects.get())
    note_check(site, Done("calibrator_constancy", "C1", now, "good"), "tests", str(new_id()))
    found = dose_in(giver, now)
    assert found is not None
    template, physicist = find_template("lu177_psma", shelf()), client_of(holder(site, "medical_physicist"))
    for until, holds in ((day, True), (day - ONE, False)):
        for rule in ("reallocation_licence", "reallocation_label"):
            signed_until(site, rule, until)
        signed_until(site, "balance_level", until, "", 1.0)
        signed_until(site, "check_hours", until, "", 12.0)
        page = text(physicist, f"/sites/{site.code}/gates/{THERAPY}/")
        assert ("local house rule" in page) is holds
        centre = centre_of(site)
        assert centre.balance(vial, now).level_signed is holds
        assert bool(centre.checked(template, THERAPY, "dispensing", now)) is holds
        both = ask_both(giver, taker, Giving(taker.pk, now, "fever"), team["r1"], str(new_id()), centre)
        offered = both.of_taken.situation.offered
        assert offered is not None and (offered.allowed.licence is True) is holds
        assert ("licence_unsaid" not in offers_of(giver, found[0], centre, now).takers[0].why_not) is holds


def test_doses_that_may_come_together_are_of_one_day_of_the_site(site: Site, team: Team, day: date) -> None:
    row, *others = (CourseRow.objects.get(pk=begun(site, team["p1"])) for _ in range(4))
    for other, hours in zip(others, (-1, 1, 23), strict=True):
        CourseRow.objects.filter(pk=other.pk).update(planned=midnight_at(site, day) + timedelta(hours=hours))
    assert [planned_on(row, on) for on in (day - ONE, day, day + ONE)] == [1, 2, 0]


def test_a_safety_report_has_the_days_of_the_site(site: Site, team: Team, day: date) -> None:
    course = begun(site, team["p1"])
    played(course, team, "administration")
    grave = {"toxicity_term": "Platelet count decreased", "toxicity_grade": 4.0, "toxicity_since": f"{day}"}
    said = {"seen_on": f"{day}", "toxicities": [grave, {**grave, "toxicity_since": None}]}
    told = record(course, Proposal("toxicity", said, timezone.now(), reason="told", proof=PROVEN), team["p1"], "t")
    row = CourseRow.objects.get(pk=course)
    assert {each.until for each in unjudged(site, centre_of(site).reader)} == {day + timedelta(days=15)}
    written = SafetyReport.objects.create(
        pk=new_id(), site=site, about="defect", lot="L", aware=day, by="x", written=timezone.now(), place=0, said={}
    )
    assert known(written)["written"] == known(written)["latest"] == day.isoformat()
    given = EntryRow.objects.get(act="administration")
    for days, hours in ((-9, 12), (0, 23), (1, 1)):  # nine days before, late on the day, early on the next
        at = midnight_at(site, day + days * ONE) + timedelta(hours=hours)
        EntryRow.objects.create(**{**kept(given), "id": new_id(), "place": 90 + days, "at": at,
                                   "said": {**given.said, "administered_mbq": float(days)}})  # fmt: skip
    given.delete()
    assert [of_course(row, each)["administered_mbq"] for each in reactions(str(told.pk), said)] == [0.0, 0.0]


def kept(row: EntryRow) -> dict[str, object]:
    """The columns of an entry."""
    return {each.attname: getattr(row, each.attname) for each in EntryRow._meta.concrete_fields}


def test_the_usual_time_of_counts_is_that_of_the_site(
    site: Site, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, begun = beside_midnight(site, date(2027, 7, 1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    first, last = ("2026-07-01", "2027-06-30") if begun else ("2026-04-01", "2027-03-31")
    assert f"{first} to {last}" in counts_for(site.code, None, None)[1]
    page = text(signed_in("researcher"), f"/sites/{site.code}/care/counts/")
    assert f'value="{first}"' in page and f'value="{last}"' in page
    until = "2027-07-01" if begun else "2027-06-30"
    assert f'value="{until}"' in text(signed_in("quality_manager"), f"/sites/{site.code}/minutes/")


def test_the_year_is_that_of_the_site(
    site: Site, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of plans, which begin next January; of counts and figures, which are last year's."""
    now, begun = beside_midnight(site, date(2028, 1, 1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    year, client = 2028 if begun else 2027, signed_in("planner", "focal_point")
    sent = {"country": "Kenya", "begin": "empty", "key": str(new_id())}
    assert client.post(f"/sites/{site.code}/plans/new/", sent).status_code == 302
    asked = program(site, "planner").post(f"{V1}/sites/{site.code}/plans", {"country": "Kenya"})
    assert asked.status_code == 200 and Plan.objects.count() == 2
    assert all(f"start = {year + 1}-01-01" in each.text for each in Plan.objects.all())
    counts = f"/sites/{site.code}/counts/"
    assert f'value="{year - 1}"' in text(client, counts)
    assert client.get(f"{counts}{year}/").status_code == 200 and client.get(f"{counts}{year + 1}/").status_code == 302
    row = {"therapy": "i131_dtc", "centre": "", "patients": "30", "administrations": "33", "state": "reported",
           "source": "Register of the ministry", "seen": 0}  # fmt: skip
    for each, status in ((year, 302), (year + 1, 422)):
        assert client.post(f"{counts}{each}/give/", {**row, "key": str(new_id())}).status_code == status
    for page in (f"figures/{PET}", "centres/new"):
        assert f'value="{year - 1}"' in text(client, f"/sites/{site.code}/{page}/")
