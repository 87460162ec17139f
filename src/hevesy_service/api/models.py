"""A token: what a program shows in place of a person; what the book says of it, kept for asking."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site


class Scope(models.TextChoices):
    """What a token is for; whatever it is for, it never does more than its person may."""

    READ = "read", _("read")
    CHANGE = "change", _("change plans")
    RUN = "run", _("compute")


class Token(models.Model):
    """Only the hash of its secret is kept. `used`, the last use to the hour, is the one column no book tells of."""

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    sites = models.ManyToManyField(Site, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=40)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made"]

    def __str__(self) -> str:
        return self.name

    @property
    def works(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked is None and self.expires > timezone.now()

    @property
    def last_day(self) -> date:
        """The last day on which it opens anything, in UTC."""
        return (self.expires - timedelta(microseconds=1)).date()

    @property
    def scopes_in_words(self) -> str:
        """What it is for, as one reads it."""
        return ", ".join(str(Scope(each).label) for each in self.scopes.split())


class WrongTry(models.Model):
    """A wrong token that an address sent; forgotten after a minute, and counted over all processes until then."""

    address = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"
