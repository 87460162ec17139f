"""The book: one way in, one chain, nothing changed or lost."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.service.conftest import new_site, new_user

from hevesy_service.accounts.events import OPENED, give_role, withdraw_role
from hevesy_service.accounts.models import Membership
from hevesy_service.book.chain import breaks, hash_of
from hevesy_service.book.models import NOBODY_BEFORE, Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import head, verify
from hevesy_service.book.writing import Entry, append
from hevesy_service.refusals import KeyUsed, StreamMoved

WHEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def entry(site: Site, key: str = "one", **more: object) -> Entry:
    return replace(Entry(site, f"site/{site.pk}", OPENED, "someone", key, {"name": "Irbid", "country": "JOR"}), **more)


def test_the_hash_of_a_row_by_hand() -> None:
    """SHA-256 over the texts of the row as one JSON array, in the order of the manual."""
    event = Event(
        id=UUID(int=1), site_id=UUID(int=2), site_seq=1, stream="s", stream_seq=1, type="t", version=1,
        at_device=WHEN, at_server=WHEN, zone="Asia/Amman", by="b", reason="", key="k", body='{"a":1}',
        prev=NOBODY_BEFORE,
    )  # fmt: skip
    by_hand = (
        '["00000000-0000-0000-0000-000000000001","00000000-0000-0000-0000-000000000002","1","s","1","t","1",'
        '"2026-03-01T08:30:00.000000+00:00","2026-03-01T08:30:00.000000+00:00","Asia/Amman","b","","k","{\\"a\\":1}",'
        f'"{"0" * 64}"]'
    )
    assert hash_of(event) == hashlib.sha256(by_hand.encode()).hexdigest()


def test_rows_follow_one_another(site: Site) -> None:
    second = append(entry(site))
    first = Event.objects.get(site=site, site_seq=1)
    assert (second.site_seq, second.prev, first.prev) == (2, first.hash, NOBODY_BEFORE)
    assert list(verify()) == [(site, 2, [])]
    assert head(site) == second.hash


def test_the_same_key_is_the_same_act(site: Site) -> None:
    first = append(entry(site))
    assert append(entry(site)).pk == first.pk
    assert Event.objects.filter(key="one").count() == 1
    with pytest.raises(KeyUsed):
        append(entry(site, by="someone else"))
    assert Event.objects.filter(key="one").count() == 1


def test_who_did_not_see_the_last_row_is_told(site: Site) -> None:
    append(entry(site, after=1))
    with pytest.raises(StreamMoved):
        append(entry(site, "two", after=1))
    append(entry(site, "two", after=2))
    assert head(site) == Event.objects.get(key="two").hash


def test_a_row_whose_work_fails_is_not_written(site: Site) -> None:
    with pytest.raises(KeyError):
        append(entry(site, body={"name": "no country"}))
    assert not Event.objects.filter(key="one").exists()


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE book_event SET reason = 'other'",
        "DELETE FROM book_event",
        "INSERT OR REPLACE INTO book_event SELECT * FROM book_event",
    ],
)
def test_the_database_itself_refuses_to_change_a_row(forgery: str, site: Site) -> None:
    if connection.vendor != "sqlite" and "REPLACE" in forgery:
        forgery = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE book_event CASCADE"
    kept = list(Event.objects.values())
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(), connection.cursor() as c:
        c.execute(forgery)
    assert list(Event.objects.values()) == kept


def test_a_model_cannot_be_saved_or_deleted_past_the_one_way_in(site: Site) -> None:
    event = Event.objects.get(site=site)
    for act in (event.save, event.delete):
        with pytest.raises(TypeError):
            act()


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"reason": "x"}, "its text is not the one that was hashed"),
        ({"prev": "1" * 64}, "it does not follow the row before it"),
        ({"site_seq": 3}, "row 2 is missing"),
    ],
)
def test_what_was_changed_behind_the_triggers_is_found(spoilt: dict[str, object], why: str, site: Site) -> None:
    append(entry(site))
    rows = list(Event.objects.filter(site=site).order_by("site_seq"))
    for name, value in spoilt.items():
        setattr(rows[1], name, value)
    assert why in [each.why for each in breaks(rows)]


def test_a_row_taken_out_breaks_the_chain(site: Site) -> None:
    for key in ("one", "two"):
        append(entry(site, key))
    rows = list(Event.objects.filter(site=site).order_by("site_seq"))
    assert [(each.site_seq, each.why) for each in breaks([rows[0], rows[2]])] == [
        (3, "row 2 is missing"), (3, "it does not follow the row before it"),
    ]  # fmt: skip


def test_each_site_has_a_chain_of_its_own(site: Site) -> None:
    other = new_site("amman", "Amman")
    append(entry(site))
    assert [(each.code, rows, wrong) for each, rows, wrong in verify()] == [("amman", 1, []), ("irbid", 2, [])]
    assert Event.objects.get(site=other).prev == NOBODY_BEFORE


@pytest.mark.django_db
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.sampled_from(["planner", "nurse"])), max_size=8))
def test_tables_built_anew_from_the_book_are_the_tables(acts: list[tuple[bool, str, str]]) -> None:
    """Law: whatever was given and withdrawn, a rebuild from the rows equals what stands in the tables."""
    with transaction.atomic():
        site = new_site("law", "Law")
        users = {name: new_user(f"law-{name}") for name in "ab"}
        for number, (gives, name, role) in enumerate(acts):
            act = give_role if gives else withdraw_role
            act(site, users[name], role, "tests", f"law {number}", "why not")
        stood = set(Membership.objects.values_list("user", "site", "role"))
        with rebuilt():
            assert set(Membership.objects.values_list("user", "site", "role")) == stood
        transaction.set_rollback(True)
