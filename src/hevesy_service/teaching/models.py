"""Attempts, offers, seats and timetables, as the book tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class AttemptRow(models.Model):
    """Somebody's answers to the questions of a module of e-learning, and what they scored by its version then."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="attempts")
    person = models.CharField(max_length=64)
    module = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    on = models.DateField()
    percent = models.FloatField()
    passed = models.BooleanField()
    hours = models.FloatField()
    offline = models.BooleanField()
    given = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [models.Index(fields=["site", "person"], name="teaching_of_a_person")]

    def __str__(self) -> str:
        return f"{self.module} {self.on:%Y-%m-%d}"


class OfferRow(models.Model):
    """A training that a site offers, with its seats."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    cadre = models.CharField(max_length=40)
    seats = models.IntegerField()
    first = models.DateField()
    last = models.DateField()
    tongue = models.CharField(max_length=80)
    cost = models.CharField(max_length=200)
    contact = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["first", "title"]

    def __str__(self) -> str:
        return self.title


class SeatRow(models.Model):
    """Seats of an offer that a site has asked for; None of them are given while nobody has decided."""

    id = models.UUIDField(primary_key=True, editable=False)
    offer = models.ForeignKey(OfferRow, on_delete=models.PROTECT, related_name="asked")
    of = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="seats_asked")
    seats = models.IntegerField()
    note = models.TextField()
    by = models.CharField(max_length=64)
    on = models.DateTimeField()
    given = models.IntegerField(null=True)
    given_by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["on"]

    def __str__(self) -> str:
        return f"{self.seats} of {self.offer}"


class TimetableRow(models.Model):
    """The timetable of a curriculum that a site keeps to, the newest first."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="timetables")
    curriculum = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    weeks = models.IntegerField()
    sessions = models.JSONField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-written"]

    def __str__(self) -> str:
        return f"{self.curriculum} {self.written:%Y-%m-%d}"
