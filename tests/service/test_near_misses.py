"""Near misses told by nobody in particular: what is kept of who told, where, and when; and what may be read of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.service.conftest import client_of, new_site, new_user

from hevesy_service.accounts.events import give_role
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.lessons.models import AnswerRow, NearMiss
from hevesy_service.lessons.near_misses import may_be_read, take_in
from hevesy_service.logs import Unwatched

In = Callable[..., Client]
TOLD = {"happened": "The vial of another patient lay on the tray.", "helped": "The label was read aloud.",
        "step": "preparation", "kind": "wrong_product", "therapy": "lu177_psma617"}  # fmt: skip
PAGE = "/near-misses/irbid/"


def dump() -> list[str]:
    """Every row of every table as SQLite keeps it."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        pytest.skip("reads the file as SQLite keeps it")
    return [line for line in connection.connection.iterdump() if line.startswith("INSERT")]


def tell(site: Site, *said: str) -> None:
    for each in said:
        take_in(site, {**TOLD, "happened": each})


def in_month(monkeypatch: pytest.MonkeyPatch, year: int, month: int) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(year, month, 15, 12, tzinfo=UTC))


def text(found: Any) -> str:
    assert found.status_code == 200, found.content.decode()
    return str(found.content.decode())


def test_one_row_is_all_that_a_report_leaves(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Of a person who is signed in: no session, no book, no lock, no message, no log; the row is what was typed."""
    user = new_user("haddad")
    give_role(site, user, "nurse", "tests", "nurse")
    client = client_of(user)
    client.get("/")
    before, head = dump(), Event.objects.count()
    with caplog.at_level(logging.DEBUG):
        page = text(client.get(PAGE))
        sent = client.post(PAGE, TOLD, REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Synthetic device")
    assert sent.status_code == 302 and "Set-Cookie" not in str(sent.headers)
    assert "Synthetic haddad" not in page and "Synthetic haddad" not in text(client.get(sent["location"]))
    more = [line for line in dump() if line not in before]
    assert len(more) == 1 and len(dump()) == len(before) + 1 and Event.objects.count() == head
    row = NearMiss.objects.get()
    kept = {row.id.hex, site.pk.hex, row.month, *TOLD.values()}
    held = more[0].partition("VALUES(")[2].removesuffix(");")
    for each in sorted(kept, key=len, reverse=True):
        held = held.replace(each, "")
    assert not held.replace("'", "").replace(",", "").strip(), "there is something else in the row"
    assert row.id.version == 4  # at random; that of the book's rows would hold the time
    assert not [one for one in caplog.records if not one.name.startswith("django.db") and Unwatched().filter(one)]


def test_a_report_that_is_sent_back_leaves_nothing_in_the_logs(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    before = dump()
    assert Client().post(PAGE, {"happened": ""}).status_code == 422
    assert Client().get("/near-misses/nowhere/").status_code == 404
    said = [one for one in caplog.records if one.name == "django.request"]
    assert len(said) == 2 and not any(Unwatched().filter(one) for one in said)
    assert dump() == before
    Client().get("/nowhere/")
    assert Unwatched().filter(caplog.records[-1])  # other pages are logged as before


def test_the_places_of_rows_do_not_say_who_came_first(site: Site) -> None:
    """Twelve reports are written anew at each, so that their order in the table is not that in which they came."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no rowid; there all rows of a month are of one transaction")
    words = [f"report {number:02}" for number in range(12)]
    tell(site, *words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT happened FROM lessons_nearmiss ORDER BY rowid")
        stored = [row[0] for row in cursor.fetchall()]
    assert sorted(stored) == words and stored != words  # by chance alike once in 479 million times
    assert sorted(NearMiss.objects.values_list("happened", flat=True)) == words


def test_the_same_words_again_are_the_same_report(site: Site) -> None:
    tell(site, "one", "one")
    assert NearMiss.objects.count() == 1


def test_names_that_are_known_here_are_cut_out_and_not_refused(site: Site) -> None:
    user = new_user("x")
    user.full_name = "Rana Haddad"
    user.save()
    give_role(site, user, "nurse", "tests", "nurse")
    assert Client().post(PAGE, {"happened": "Haddad took the wrong vial."}).status_code == 302
    assert Client().post(PAGE, {"happened": "haddad forgot."}).status_code == 302
    assert set(NearMiss.objects.values_list("happened", flat=True)) == {"… took the wrong vial.", "… forgot."}


def test_a_batch_is_read_once_its_month_is_over(
    site: Site, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_month(monkeypatch, 2026, 5)
    tell(site, "a", "b", "c", "d")
    in_month(monkeypatch, 2026, 6)
    tell(site, "e")
    assert may_be_read(site) == []  # four of May are too few
    in_month(monkeypatch, 2026, 7)
    (batch,) = may_be_read(site)
    assert batch.until == "2026-06" and {each.happened for each in batch.reports} == set("abcde")
    client = signed_in("quality_manager")
    page = text(client.get("/sites/irbid/near-misses/"))
    assert "Up to 2026-06" in page and page.count("<li><p") == 5 and "2026-05" not in page
    tell(site, "f")
    assert text(client.get("/sites/irbid/near-misses/")).count("<li><p") == 5


def test_what_is_answered_stands_where_everybody_tells(
    site: Site, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_month(monkeypatch, 2026, 5)
    tell(site, *"abcde")
    in_month(monkeypatch, 2026, 6)
    client = signed_in("radiation_protection_officer")
    sent = {"until": "2026-05", "said": "Trays are of one patient from now on.", "key": str(new_id())}
    assert client.post("/sites/irbid/near-misses/", {**sent, "until": "2026-06"}).status_code == 404
    assert [client.post("/sites/irbid/near-misses/", sent).status_code for _again in (1, 2)] == [302, 302]
    assert AnswerRow.objects.count() == 1
    page = text(Client().get(PAGE))
    assert "Trays are of one patient from now on." in page and "to reports up to 2026-05" in page
    assert "Synthetic" not in page  # who answered is not said here
    assert list(differences()) == [] and NearMiss.objects.count() == 5


def test_a_clock_that_was_set_back_opens_no_batch_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    in_month(monkeypatch, 2026, 6)
    tell(site, "a")
    in_month(monkeypatch, 2026, 4)
    tell(site, "b")
    assert set(NearMiss.objects.values_list("month", flat=True)) == {"2026-06"}


def test_a_site_takes_in_so_many_a_month(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hevesy_service.lessons.near_misses._number", lambda site, fact: 2.0)
    tell(site, "a", "b")
    full = Client().post(PAGE, {**TOLD, "happened": "c"})
    assert full.status_code == 409 and "took in as many reports as it can" in full.content.decode()
    tell(new_site("amman", "Amman"), "c")
    assert NearMiss.objects.filter(site=site).count() == 2


@pytest.mark.parametrize("role", ["nurse", "physician", "administrator", "trainer"])
def test_others_do_not_read_reports(role: str, site: Site, signed_in: In) -> None:
    assert signed_in(role).get("/sites/irbid/near-misses/").status_code == 403
