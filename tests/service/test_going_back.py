"""From a page that says what was not done one goes on: to the page one came from, and to the desk of the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from tests.service.conftest import new_site

from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.desk.back import came_from
from hevesy_service.refusals import NotYours

HOST = "http://testserver"


@pytest.mark.parametrize(
    ("said", "back"),
    [
        (f"{HOST}/sites/irbid/logbook/?start=50", "/sites/irbid/logbook/?start=50"), (f"{HOST}/a/#b", "/a/"),
        ("", ""), ("https://elsewhere.example/sites/irbid/", ""), (f"{HOST}//elsewhere.example/", ""),
        ("javascript:alert(1)", ""), ("//testserver/a/", "/a/"), ("/a/", ""), (f"{HOST}@elsewhere.example/", ""),
        (f"{HOST}/\\elsewhere.example/", ""),
    ],
)  # fmt: skip
def test_only_a_page_of_this_installation_is_gone_back_to(said: str, back: str) -> None:
    assert came_from(RequestFactory().post("/act/", headers={"referer": said})) == back


def test_a_page_is_not_gone_back_to_from_itself_but_a_form_is() -> None:
    known = {"referer": f"{HOST}/form/?a=1"}
    assert came_from(RequestFactory().get("/form/?a=1", headers=known)) == ""
    assert came_from(RequestFactory().get("/form/", headers=known)) == "/form/?a=1"
    assert came_from(RequestFactory().post("/form/?a=1", headers=known)) == "/form/?a=1"


def test_who_may_not_do_it_goes_back_and_has_the_desk(site: Site, signed_in: Callable[..., Client]) -> None:
    nurse, sent = signed_in("nurse"), {"key": str(new_id())}
    path = "/sites/irbid/curricula/default_nurse/timetable/"
    refused = nurse.post(path, sent, headers={"referer": f"{HOST}{path}?first=2027-01-04&amp"})
    page = refused.content.decode()
    assert refused.status_code == NotYours.status
    assert f'<a href="{path}?first=2027-01-04&amp;amp">Back to the page you came from</a>' in page
    assert 'href="/sites/irbid/logbook/"' in page  # what a nurse may open
    assert 'href="/sites/irbid/trainees/"' not in page


def test_who_has_no_role_at_the_site_sees_nothing_of_its_desk(site: Site, signed_in: Callable[..., Client]) -> None:
    new_site("amman", "Amman")
    page = signed_in("nurse").get("/sites/amman/logbook/").content.decode()
    assert "This was not done" in page and 'href="/sites/amman/' not in page and "Back to" not in page
