"""People who sign in, their roles at sites, and the links by which they first come in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from hevesy_service.accounts.rights import role_called
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site


class User(AbstractUser):
    """A person who signs in. The book names them by `id` alone, so that a name can be erased."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField(max_length=200)

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
