"""Texts for patients in their versions, and outreach events, as the book tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class LeafletRow(models.Model):
    """One version of a text in a language; `code` is what a course's consent names it by. A version never changes."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="leaflets")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    therapy = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2)
    version = models.IntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=64)
    reviewed_by = models.CharField(max_length=64, blank=True)
    reviewed_on = models.DateField(null=True)
    next_review = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["code", "language", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "code", "language", "version"], name="outreach_a_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.language} {self.version}"


class OutreachRow(models.Model):
    """An event: what, when, where, for whom, how many it reached (None: nobody counted), and which referrers came."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="outreach")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    place = models.CharField(max_length=200)
    audience = models.CharField(max_length=200)
    reached = models.IntegerField(null=True)
    topic = models.TextField()
    referrers = models.JSONField(default=list)
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on:%Y-%m-%d}"
