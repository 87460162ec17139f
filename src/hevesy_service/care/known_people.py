"""Who is known at a site by name: texts that name nobody are held against them."""

from __future__ import annotations

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site
from hevesy_service.care.models import Patient


def people_of(site: Site) -> list[str]:
    """Names that must stand in no text without names: of who works at a site, and its patients with their numbers."""
    staff = User.objects.filter(memberships__site=site).distinct().values_list("full_name", flat=True)
    patients = Patient.objects.filter(site=site).values_list("full_name", "number")
    return [name for name in (*staff, *(each for patient in patients for each in patient)) if name]
