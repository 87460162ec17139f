"""A plan of a site, and its versions: what the book says of it, kept for asking."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class Plan(models.Model):
    """A scenario of a country; `text` is its TOML now, `version` its number."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="plans")
    country = models.CharField(max_length=3)
    name = models.CharField(max_length=200)
    text = models.TextField()
    version = models.IntegerField()
    changed = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a plan was after a change; `what` says the change in words, `frozen` numbers a baseline."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()
    what = models.CharField(max_length=300)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    frozen = models.IntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="plans_a_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"
