"""What was checked at a site, and which module of the software is validated or switched off there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hevesy_service.book.models import Site


class ValidationRun(models.Model):
    """The checks as they came out once; `said` is what the digest is over."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="validations")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    software = models.CharField(max_length=80)
    passed = models.BooleanField()
    digest = models.CharField(max_length=64)
    said = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.site_id} {self.at:%Y-%m-%d %H:%M}"


class ModuleRow(models.Model):
    """How a module stands at a site: with which software it was signed last, and whether it is switched off."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="modules")
    module = models.CharField(max_length=40)
    software = models.CharField(max_length=80, blank=True)
    run_id = models.UUIDField(null=True)
    signed_by = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    is_off = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    switched_by = models.CharField(max_length=64, blank=True)
    switched_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["module"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "module"], name="validation_a_module_once")
        ]

    def __str__(self) -> str:
        return self.module
