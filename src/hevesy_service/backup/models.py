"""Attempts to back up: when, where to, and how each ended. No book tells of them, for they are of one machine."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

FIRST, SECOND = "first", "second"  # the folder of the home, and the second disk


class Attempt(models.Model):
    """`code` and `told` say why it failed, as a refusal's; `apart`: the place lay on another disk than the home."""

    place = models.CharField(max_length=8)
    at = models.DateTimeField()
    done = models.BooleanField()
    file = models.CharField(max_length=400, blank=True)
    apart = models.BooleanField(default=False)
    code = models.CharField(max_length=60, blank=True)
    told = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.place} at {self.at:%Y-%m-%d %H:%M}: {'done' if self.done else self.code}"
