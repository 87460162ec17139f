"""A site, and the rows of its book.

Rows are never changed, removed or migrated: triggers refuse it, and readers understand each `version` there ever was.
No name or contact of a person stands in `body`; identity has its own tables, so that a lawful erasure is possible.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from hevesy_service.book.identifiers import new_id

NOBODY_BEFORE = "0" * 64  # what the first row of a chain has in place of the hash of the row before it


class Site(models.Model):
    """A centre, a ministry, or another place that keeps its own book; `code` is short and never given again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=3, blank=True)
    opened = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One row. `at_device` is when it happened by the clock of who wrote it, `at_server` when it reached the book."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="events")
    site_seq = models.BigIntegerField()
    stream = models.CharField(max_length=80)
    stream_seq = models.IntegerField()
    type = models.CharField(max_length=60)
    version = models.SmallIntegerField()
    at_device = models.DateTimeField()
    at_server = models.DateTimeField()
    zone = models.CharField(max_length=40)
    by = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    key = models.CharField(max_length=80)
    body = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["site", "site_seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "site_seq"], name="book_one_place_in_a_site"),
            models.UniqueConstraint(fields=["stream", "stream_seq"], name="book_one_place_in_a_stream"),
            models.UniqueConstraint(fields=["site", "key"], name="book_one_row_for_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.stream} {self.stream_seq}"

    def save(self, *args: Any, **named: Any) -> None:
        """Rows come in by `append` alone."""
        raise TypeError("rows of the book are added by hevesy_service.book.append")

    def delete(self, *args: Any, **named: Any) -> tuple[int, dict[str, int]]:
        """Nothing is ever removed."""
        raise TypeError("rows of the book are never removed")
