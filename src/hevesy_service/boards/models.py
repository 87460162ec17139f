"""The board, cases of certification and trusted boards, as the book tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class BoardRow(models.Model):
    """The board of this installation; the other half of its public key lies in the home folder alone."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(max_length=120)
    public = models.TextField()
    opened = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["opened"]

    def __str__(self) -> str:
        return self.name


class MemberRow(models.Model):
    """Somebody who decides as a member of the board, until they are no longer one."""

    id = models.UUIDField(primary_key=True, editable=False)
    board = models.ForeignKey(BoardRow, on_delete=models.PROTECT, related_name="members")
    person = models.CharField(max_length=64)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["since"]

    def __str__(self) -> str:
        return self.person


class CaseRow(models.Model):
    """An application of a person at a site, and the certificate that came of it; its story stands in its steps."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="certifications")
    board = models.ForeignKey(BoardRow, on_delete=models.PROTECT, related_name="cases")
    person = models.CharField(max_length=64)
    framework = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    years = models.FloatField()
    applied = models.DateField()
    renews = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="renewals")
    number = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["-applied", "-id"]

    def __str__(self) -> str:
        return self.number or f"{self.framework} {self.applied:%Y-%m-%d}"


class CaseStepRow(models.Model):
    """Something that happened to a case; `evidence` is what it made known of the person."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="steps")
    place = models.IntegerField()
    what = models.CharField(max_length=12)
    on = models.DateField()
    by = models.CharField(max_length=64)
    said = models.TextField()
    grants = models.BooleanField(null=True)
    lacks = models.JSONField()
    evidence = models.JSONField()

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return f"{self.what} {self.on:%Y-%m-%d}"


class AmountRow(models.Model):
    """Months, hours, credits or procedures of a candidate that somebody else confirmed; the newest of a kind counts."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="amounts")
    kind = models.CharField(max_length=80)
    amount = models.FloatField()
    note = models.TextField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["written"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount:g}"


class TrustedRow(models.Model):
    """A board of another installation: its public key, and the newest list of what it took back."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="trusted_boards")
    name = models.CharField(max_length=120, unique=True)
    public = models.TextField()
    list = models.TextField()
    listed = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
