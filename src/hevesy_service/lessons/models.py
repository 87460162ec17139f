"""Reports of near misses, which the book does not tell, and lessons and answers, which it does."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from hevesy_service.book.models import Site


class NearMiss(models.Model):
    """What nearly happened, told by nobody in particular: no person, no device, no moment but the month.

    The number is drawn at random, and all reports of a month are written anew in another order whenever one comes, so
    that neither their numbers nor their places in the table say which came first.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="near_misses")
    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=40, blank=True)
    therapy = models.CharField(max_length=60, blank=True)
    happened = models.TextField()
    helped = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["site", "month"], name="lessons_of_a_month")]

    def __str__(self) -> str:
        return f"near miss of {self.month}"


class AnswerRow(models.Model):
    """What those who keep safety answer to a batch of reports, for everybody to read; `until` names the batch."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="near_miss_answers")
    until = models.CharField(max_length=7)
    said = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return f"answer to {self.until}"


class LessonRow(models.Model):
    """A lesson of a site: its own, or one that came in a signed pack.

    Of what came, `origin`, `signer` and the day `packed` are those of the pack that its words are from; a pack of
    before that day changes them no more.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lessons")
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    happened = models.TextField()
    why = models.TextField()
    changed = models.TextField()
    kind = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    therapy = models.CharField(max_length=60, blank=True)
    month = models.CharField(max_length=7)
    about = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    signer = models.CharField(max_length=64, blank=True)
    packed = models.DateField(null=True)
    by = models.CharField(max_length=64)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-month", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="lessons_a_lesson_once")]

    def __str__(self) -> str:
        return self.title


class SignerRow(models.Model):
    """Whose signed packs a site takes in: a name, and the public key."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lesson_signers")
    name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    public = models.TextField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "fingerprint"], name="lessons_a_signer_once")]

    def __str__(self) -> str:
        return self.name
