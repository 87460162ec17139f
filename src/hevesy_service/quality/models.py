"""Audits, scores and actions of a site, as the book tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site


class AuditRow(models.Model):
    """An audit: by which profile, of the centre by itself or by a visiting team, on a day; closed, it stands.

    One that was begun by mistake is discarded: nothing of it changes any more either, and it counts nowhere.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="audits")
    profile = models.CharField(max_length=60)
    edition = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    on = models.DateField()
    team = models.CharField(max_length=400)
    by = models.CharField(max_length=64)
    closed = models.DateTimeField(null=True)
    discarded = models.DateTimeField(null=True)
    discarded_by = models.CharField(max_length=64, blank=True, default="")
    discarded_because = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.closed is None and self.discarded is None


class ScoreRow(models.Model):
    """What was found of an item; of a checklist that repeats, of an item for a therapy.

    `evidence` are names of what lies elsewhere, `attached` name, size and SHA-256 of files whose bytes KeptFile has.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    audit = models.ForeignKey(AuditRow, on_delete=models.PROTECT, related_name="scores")
    item = models.CharField(max_length=120)
    score = models.SmallIntegerField(null=True)
    reason = models.TextField()
    comment = models.TextField()
    priority = models.CharField(max_length=10)
    by = models.CharField(max_length=64)
    evidence = models.JSONField(default=list)
    attached = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["item"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["audit", "item"], name="quality_an_item_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.score}"


class KeptFile(models.Model):
    """The bytes of a file that somebody attached, once at a site, found by their SHA-256.

    The book does not tell of this table: it has name, size and SHA-256, and a rebuild leaves the bytes where they are.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="kept_files")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "sha256"], name="quality_a_file_once")]

    def __str__(self) -> str:
        return self.sha256


class ActionRow(models.Model):
    """How a corrective action stands; what happened to it stands in its steps.

    `origin` names what it came from (an incident, a check), so that the same finding opens one action.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="actions")
    source = models.CharField(max_length=20)
    about = models.CharField(max_length=160)
    audit = models.ForeignKey(AuditRow, null=True, on_delete=models.PROTECT, related_name="actions")
    priority = models.CharField(max_length=10)
    finding = models.TextField()
    opened = models.DateField()
    owner = models.CharField(max_length=64)
    due = models.DateField(null=True)
    closed = models.DateField(null=True)
    origin = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["closed", "due", "opened"]
        constraints: ClassVar = [models.UniqueConstraint(
            fields=["site", "origin"], condition=~models.Q(origin=""), name="quality_an_origin_once",
        )]  # fmt: skip

    def __str__(self) -> str:
        return self.about


class DismissalRow(models.Model):
    """A finding of the record that somebody dismissed: what was found, who dismissed it, when and why.

    It stays where the finding is taken up after all; that it was, the action says.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="dismissals")
    origin = models.CharField(max_length=160)
    source = models.CharField(max_length=20)
    about = models.CharField(max_length=160)
    priority = models.CharField(max_length=10)
    finding = models.TextField()
    reason = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "origin"], name="quality_dismissed_once")]

    def __str__(self) -> str:
        return self.about


class StepRow(models.Model):
    """Something that happened to an action."""

    id = models.UUIDField(primary_key=True, editable=False)
    action = models.ForeignKey(ActionRow, on_delete=models.PROTECT, related_name="steps")
    place = models.IntegerField()
    what = models.CharField(max_length=12)
    on = models.DateField()
    by = models.CharField(max_length=64)
    said = models.TextField()
    owner = models.CharField(max_length=64)
    due = models.DateField(null=True)
    evidence = models.JSONField()
    result = models.CharField(max_length=16)

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return f"{self.what} {self.on:%Y-%m-%d}"
