"""Contracts of people, training seats, and what somebody gave of other centres, as the book tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class FigureRow(models.Model):
    """A number of a centre that keeps no book here: `what` of `about`, a cadre or a therapy. `site` gave it."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="figures_of_centres")
    centre = models.CharField(max_length=120)
    what = models.CharField(max_length=12)
    about = models.CharField(max_length=60)
    number = models.FloatField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["centre", "what", "about"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "centre", "what", "about"], name="staffing_a_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.centre}: {self.what} {self.about}"


class ContractRow(models.Model):
    """So many percent of a full-time post that a person has in a role at a site, from a day on."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="contracts")
    person = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    percent = models.FloatField()
    first = models.DateField()
    until = models.DateField(null=True)
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["role", "first"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "person", "role", "first"], name="staffing_a_contract_once")
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.percent:g} % from {self.first:%Y-%m-%d}"


class TrainingSeatsRow(models.Model):
    """For how many trainees of a cadre at a time a site says that it has a post."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="training_seats")
    cadre = models.CharField(max_length=40)
    seats = models.IntegerField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["cadre"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "cadre"], name="staffing_seats_once")]

    def __str__(self) -> str:
        return f"{self.cadre}: {self.seats}"
