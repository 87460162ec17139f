"""Filled questionnaires and counts as the book tells them; drafts and loaded files, which are nobody's word yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from hevesy_service.accounts.models import User
from hevesy_service.atlas.models import OPEN
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site


class Questionnaire(models.Model):
    """What was asked: each question with its figures, as it stood when somebody handed in answers to it."""

    version = models.CharField(max_length=16, primary_key=True)
    asked = models.JSONField()

    def __str__(self) -> str:
        return self.version


class Filled(models.Model):
    """A form that was handed in; `answers` and `others` (what was not taken of two answers) as in the book."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="filled")
    number = models.IntegerField()
    place = models.IntegerField()
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="filled")
    country = models.CharField(max_length=3)
    answers = models.JSONField()
    others = models.JSONField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    row = models.BigIntegerField()
    decision = models.CharField(max_length=8, default=OPEN)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["site", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="mission_a_form_once")]

    def __str__(self) -> str:
        return f"form {self.number} of {self.site_id}"


class Draft(models.Model):
    """What one person typed for one figure, as typed; nobody writes over what another person typed."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    field = models.CharField(max_length=120)
    typed = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["field", "at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "by", "field"], name="mission_one_draft")]

    def __str__(self) -> str:
        return f"{self.field} of {self.site_id}"


class Loaded(models.Model):
    """A filled file that somebody loaded, until it is applied or discarded; `kind` is questionnaire or counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="loaded")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    rows = models.JSONField()
    problems = models.JSONField()

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.name


class Counted(models.Model):
    """What a country counted in one year, as a site gave it last; `version` is its place in the story."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="counted")
    country = models.CharField(max_length=3)
    year = models.IntegerField()
    version = models.IntegerField()
    rows = models.JSONField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["site", "-year"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "year"], name="mission_a_year_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.year}"


Said = dict[str, Any]  # an answer in the book: field, said (text by part), state, year, source, note
