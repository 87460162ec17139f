"""Comments: said once, done, opened again, taken back; their words are nowhere in the book."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.service.conftest import MADE, made_in, new_site

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.comments.events import comment, digest_of, finish, reopen, withdraw
from hevesy_service.comments.models import Comment, Words

HERE = f"/plans/{MADE}/comments/"


@pytest.fixture
def planner(site: Site, signed_in: Callable[..., Client]) -> Client:
    made_in(site)
    return signed_in("planner")


def say(client: Client, text: str = "Too few chairs", **more: str) -> str:
    key = str(uuid4())
    found = client.post(f"{HERE}new/", {"text": text, "key": key, **more})
    assert found.status_code == 302, found.content.decode()
    return key


def act(client: Client, key: str, what: str) -> str:
    return client.post(f"{HERE}{key}/", {"act": what, "key": str(uuid4())}, follow=True).content.decode()


def test_a_comment_is_said_once_and_shown_with_who_and_when(planner: Client) -> None:
    key = str(uuid4())
    for _ in range(2):
        planner.post(f"{HERE}new/", {"text": "Too few <b>chairs</b>", "part": f"job/{MADE}", "key": key})
    assert Comment.objects.count() == Words.objects.count() == 1
    page = planner.get(HERE).content.decode()
    assert "Too few &lt;b&gt;chairs&lt;/b&gt;" in page and "Synthetic user-" in page and "Run: a job" in page
    assert "Comments (1)" in planner.get(f"/plans/{MADE}/").content.decode()
    assert "Too few" in planner.get(f"{HERE}?of=job/{MADE}").content.decode()


def test_the_book_has_the_hash_and_never_the_words(planner: Client) -> None:
    key = say(planner, "Dr Synthetic Name says so")
    event = Event.objects.get(type="comment_made")
    by_hand = hashlib.sha256(f"{key}\nDr Synthetic Name says so".encode()).hexdigest()
    assert by_hand in event.body and by_hand == digest_of(UUID(key), "Dr Synthetic Name says so")
    assert not any("Synthetic Name" in each.body + each.reason for each in Event.objects.all())


def test_done_opened_again_and_taken_back(planner: Client, signed_in: Callable[..., Client]) -> None:
    key = say(planner)
    other = signed_in("regulator")
    assert "Open again" in act(other, key, "done")  # anybody who may comment says that it is done
    assert Comment.objects.get().done and "Comments (" not in planner.get(f"/plans/{MADE}/").content.decode()
    assert "Open again" not in act(planner, key, "reopen") and not Comment.objects.get().done
    assert "Only who wrote a comment" in act(other, key, "withdraw") and Words.objects.exists()
    assert "Taken back by who wrote it." in act(planner, key, "withdraw")
    assert not Words.objects.exists() and Comment.objects.get().withdrawn
    assert "Too few" not in planner.get(HERE).content.decode()


def test_a_form_sent_again_after_taking_back_brings_no_words_back(planner: Client) -> None:
    key = say(planner)
    act(planner, key, "withdraw")
    planner.post(f"{HERE}new/", {"text": "Too few chairs", "key": key})
    assert not Words.objects.exists()


@pytest.mark.parametrize(
    ("form", "says"),
    [({"text": ""}, "This field is required"), ({"text": "x" * 2001}, "2000"), ({"part": "act/none"}, "valid choice")],
)
def test_a_form_that_is_wrong_says_where_and_keeps_what_was_typed(
    form: dict[str, str], says: str, planner: Client
) -> None:
    found = planner.post(f"{HERE}new/", {"text": "Kept", "key": str(uuid4()), **form})
    assert found.status_code == 422 and says in found.content.decode() and not Comment.objects.exists()
    if "text" not in form:
        assert "Kept" in found.content.decode()


def test_a_comment_of_another_plan_is_not_found_here(planner: Client) -> None:
    planner.post("/sites/irbid/plans/new/", {"country": "FJI", "begin": "empty", "key": (other := str(uuid4()))})
    key = say(planner)
    found = planner.post(f"/plans/{other}/comments/{key}/", {"act": "done", "key": str(uuid4())})
    assert found.status_code == 404 and not Comment.objects.get().done


def test_who_reads_without_commenting_is_told_so(planner: Client, signed_in: Callable[..., Client]) -> None:
    assert signed_in("nurse").get(HERE).status_code == 403
    assert b"Nothing has been said yet. Say below" in planner.get(HERE).content


class Rebuilding(TestCase):
    """Whatever is said, done, opened again and taken back: the tables are what the book tells."""

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("say", "done", "reopen", "withdraw"))), max_size=12))
    def test_the_tables_are_what_the_book_tells(self, acts: list[tuple[int, str]]) -> None:
        site = new_site("amman", "Amman")
        for number, what in acts:
            pk = UUID(int=number + 1)
            said = Comment.objects.filter(pk=pk).first()
            if said is None:
                comment(site, pk, "plan/x", "", f"words {number}", "someone")
            elif what != "say":
                {"done": finish, "reopen": reopen, "withdraw": withdraw}[what](said, "someone", str(uuid4()))
        stood, words = list(Comment.objects.values()), list(Words.objects.values())
        withdrawn = {each["id"] for each in stood if each["withdrawn"]}
        self.assertFalse(withdrawn & {each["comment"] for each in words})
        with rebuilt():
            self.assertEqual((list(Comment.objects.values()), list(Words.objects.values())), (stood, words))
