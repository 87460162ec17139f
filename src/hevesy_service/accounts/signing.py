"""Signatures as one reads them: who signed, when, by what, and whether they still hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hevesy_service.accounts.models import User
from hevesy_service.accounts.signature import standing


@dataclass(frozen=True, slots=True)
class Signed:
    """`fits`: what is there is what was signed; `overtaken`: since when something else holds."""

    by: str
    at: datetime
    how: str
    digest: str
    fits: bool
    overtaken: datetime | None


def signed_about(about: Iterable[str]) -> dict[str, Signed]:
    """The signature of each thing that has one; a name that was erased stays a number."""
    found = standing(about)
    ids = _ids(each.signature.by for each in found.values())
    people = {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}
    return {
        name: Signed(people.get(each.signature.by, each.signature.by), each.signature.at, each.signature.how,
                     each.signature.digest, each.fits, each.signature.overtaken)
        for name, each in found.items()
    }  # fmt: skip


def _ids(people: Iterable[str]) -> set[str]:
    return {each for each in people if len(each) == 36}
