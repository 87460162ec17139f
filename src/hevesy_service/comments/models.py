"""A comment as the book tells it, and its text in a table of its own, from which it can be erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site

LETTERS = 2000


class Comment(models.Model):
    """Said of `about` (as plan/ID), of a `part` of it (act/ID, job/ID; empty: of all of it), by whom and when.

    `digest` is that of its text; `done` who said that nothing is left to do; `withdrawn` when its writer took it back.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="comments")
    about = models.CharField(max_length=80, db_index=True)
    part = models.CharField(max_length=130, blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    done = models.CharField(max_length=64, blank=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.about} {self.part}"


class Words(models.Model):
    """The text of a comment. No row of the book has it, so that it can be erased without touching the book."""

    comment = models.UUIDField(primary_key=True, editable=False)
    text = models.TextField(max_length=LETTERS)

    def __str__(self) -> str:
        return self.text[:40]
