"""People who sign in, their roles at sites, and the links by which they first come in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from hevesy_service.accounts.roles import action_called, role_called
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site


class User(AbstractUser):
    """A person who signs in. The book names them by `id` alone, so that a name can be erased."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField(max_length=200)

    read_once: dict[str, list[Any]] | None = None  # in a request that only looks: what they hold (`rights.read_once`)

    def __str__(self) -> str:
        return self.full_name or self.username


class Membership(models.Model):
    """A role that a person holds at a site; what the book says of it, kept for asking."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["site", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "site", "role"], name="accounts_a_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.site}"

    @property
    def role_in_words(self) -> str:
        """The role as one reads it."""
        return role_called(self.role)


class Link(models.Model):
    """A way in that works once: of the first administrator where `user` is none, else of a person who was let in.

    Only its hash is kept.
    """

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="links")
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"for {self.user or 'the first administrator'}"


class Lending(models.Model):
    """A role that its holder lends to a colleague of the site, from one day to another, both included."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lendings")
    lender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lent")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="borrowed")
    role = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    reason = models.TextField()
    ended = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-last", "role"]

    def __str__(self) -> str:
        return f"{self.lender} lends {self.role} to {self.borrower}"

    @property
    def role_in_words(self) -> str:
        """The role as one reads it."""
        return role_called(self.role)


class Emergency(models.Model):
    """An action that somebody took beyond their roles, for a short time, with a reason; reviewed by somebody else."""

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="emergencies")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergencies")
    action = models.CharField(max_length=60)
    reason = models.TextField()
    begun = models.DateTimeField()
    until = models.DateTimeField()
    due = models.DateTimeField()
    justified = models.BooleanField(null=True)
    finding = models.TextField(blank=True)
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-begun"]

    def __str__(self) -> str:
        return f"{self.user} took {self.action} at {self.site}"

    @property
    def action_in_words(self) -> str:
        """The action as one reads it."""
        return action_called(self.action)


class Signature(models.Model):
    """What somebody signed by proving again who they are; `id` is that of the row of the book that holds it.

    `about` is the thing signed, `digest` that of the text that was shown, `how` by what the person proved it, and
    `overtaken` when something else came to hold in its place.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="signatures")
    stream = models.CharField(max_length=80)
    about = models.CharField(max_length=80)
    meaning = models.CharField(max_length=40)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    how = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    overtaken = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at"]
        indexes: ClassVar = [models.Index(fields=["about"], name="accounts_signed_about")]

    def __str__(self) -> str:
        return f"{self.meaning} of {self.about}"


class Advised(models.Model):
    """A site where the second factor is advised and not required, since when, and why."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="advised")
    since = models.DateTimeField()
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.site} advises it"


class Later(models.Model):
    """A person who put off the second factor, once, and until when."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="later")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} until {self.until:%Y-%m-%d %H:%M}"
