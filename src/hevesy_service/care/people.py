"""Registering a patient: a number in the book, a name beside it, and a warning of who may be the same person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.care.models import Patient
from hevesy_service.care.numbers import number_of

REGISTERED = "patient_registered"
WHO = ("full_name", "birth_date", "phone", "language")


def register(site: Site, said: Mapping[str, Any], by: User, key: str) -> Patient:
    """A new patient of a site; the same key again is the same patient."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        known = Patient.objects.filter(pk=UUID(key)).first()
        if known is not None:
            return known
        number = number_of(Patient.objects.filter(site=site).count() + 1)
        append(Entry(site, f"patient/{key}", REGISTERED, str(by.pk), key, {"number": number}))
        who = {name: said.get(name) or ("" if name != "birth_date" else None) for name in WHO}
        return Patient.objects.create(pk=UUID(key), site=site, number=number, made=timezone.now(), **who)


def alike(site: Site, said: Mapping[str, Any]) -> list[Patient]:
    """Who may be the same person: born on the same day, or of the same name."""
    there = Patient.objects.filter(site=site)
    same_day = there.filter(birth_date=said["birth_date"]) if said.get("birth_date") else there.none()
    same_name = there.filter(full_name__iexact=said["full_name"]) if said.get("full_name") else there.none()
    return list((same_day | same_name).distinct()[:10])


@projection(REGISTERED)
def _registered(event: Event, body: dict[str, Any]) -> None:
    """Who it is stands outside the book, so that it can be erased."""
