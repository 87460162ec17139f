"""What somebody gave of other centres, as the book tells it."""

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
