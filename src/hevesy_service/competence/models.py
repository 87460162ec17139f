"""Evidence of a person at a site, as the book tells it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class EvidenceRow(models.Model):
    """One thing that is known of one person at a site; it is never changed, only spoken against by another."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="evidence")
    person = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    about = models.CharField(max_length=120)
    on = models.DateField()
    until = models.DateField(null=True)
    level = models.CharField(max_length=20)
    note = models.TextField()
    by = models.CharField(max_length=64)
    written = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-written"]
        indexes: ClassVar = [models.Index(fields=["site", "person"], name="competence_of_a_person")]

    def __str__(self) -> str:
        return f"{self.what} {self.about} {self.on:%Y-%m-%d}"
