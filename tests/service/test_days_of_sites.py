"""The day of a site is that on its wall: thirteen hours before UTC in Apia, eleven behind it in Pago Pago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.service.conftest import client_of
from tests.service.test_care import begun, played
from tests.service.test_logbook import confirmed, entered, physician, trained
from tests.service.test_privileges import text

from hevesy.competence import Recent, What, find_framework
from hevesy_service.accounts.events import open_site
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import open_board
from hevesy_service.boards.models import CaseRow
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import midnight_at, today_at, today_in
from hevesy_service.care.done_here import done_in_a_year, recorded_by, recorded_since
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.care.standings import known_of
from hevesy_service.competence.models import ProcedureRow
from hevesy_service.home import Home
from hevesy_service.learn.supply import figures_of_sites
from hevesy_service.refusals import AnsweredBefore

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
