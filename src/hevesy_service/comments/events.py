"""What the book says of comments: never their words, only a hash of them."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.comments.models import Comment, Words

MADE, DONE, REOPENED, WITHDRAWN = "comment_made", "comment_done", "comment_reopened", "comment_withdrawn"


def digest_of(pk: UUID, text: str) -> str:
    """The hash that the book keeps; with the comment's own identifier, so that short words cannot be guessed by it."""
    return hashlib.sha256(f"{pk}\n{text}".encode()).hexdigest()


def comment(site: Site, pk: UUID, about: str, part: str, text: str, by: str) -> Event:
    """Say something; `pk` is the writer's own for this act, so that the same form twice is one comment."""
    body = {"about": about, "part": part, "digest": digest_of(pk, text)}
    with transaction.atomic():
        event = append(Entry(site, f"comment/{pk}", MADE, by, str(pk), body))
        if Comment.objects.filter(pk=pk, withdrawn=None).exists():
            Words.objects.get_or_create(comment=pk, defaults={"text": text})
    return event


def finish(said: Comment, by: str, key: str) -> Event:
    """Say that nothing is left to do about it."""
    return append(Entry(said.site, f"comment/{said.pk}", DONE, by, key))


def reopen(said: Comment, by: str, key: str) -> Event:
    """Say that there is."""
    return append(Entry(said.site, f"comment/{said.pk}", REOPENED, by, key))


def withdraw(said: Comment, by: str, key: str) -> Event:
    """Take a comment back: its words are erased, and that there was one stays."""
    with transaction.atomic():
        event = append(Entry(said.site, f"comment/{said.pk}", WITHDRAWN, by, key))
        Words.objects.filter(comment=said.pk).delete()
    return event


def _pk(event: Event) -> UUID:
    return UUID(event.stream.partition("/")[2])


@projection(MADE)
def _made(event: Event, body: dict[str, Any]) -> None:
    Comment.objects.create(
        pk=_pk(event), site_id=event.site_id, about=body["about"], part=body["part"], digest=body["digest"],
        by=event.by, at=event.at_device,
    )  # fmt: skip


@projection(DONE)
def _done(event: Event, body: dict[str, Any]) -> None:
    Comment.objects.filter(pk=_pk(event)).update(done=event.by)


@projection(REOPENED)
def _reopened(event: Event, body: dict[str, Any]) -> None:
    Comment.objects.filter(pk=_pk(event)).update(done="")


@projection(WITHDRAWN)
def _withdrawn(event: Event, body: dict[str, Any]) -> None:
    Comment.objects.filter(pk=_pk(event)).update(withdrawn=event.at_device)


@told_by_the_book
def _no_comments() -> None:
    Comment.objects.all().delete()
