"""Statements that are written once say the same as Django's own, for every kind of field that the tables have."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.models import CourseRow, VialRow
from hevesy_service.database import statements

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 2, 8, 0, 0, 125, tzinfo=UTC)


@pytest.fixture
def vial(site: Site) -> VialRow:
    return VialRow(
        pk=new_id(), site=site, name="V1 'ä' عـ", nuclide="Lu-177", reference=AT, expires_at=AT, here_bq=7.4e9,
        kept={"id": "V1", "none": None}, told=[{"what": "received", "passes": True}], changed=AT,
    )  # fmt: skip


def said(row: VialRow | CourseRow) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_is_put_in_read_and_changed_as_django_would(vial: VialRow) -> None:
    statements.insert(vial)
    with transaction.atomic():
        assert said(statements.hold(VialRow, vial.pk)) == said(VialRow.objects.get(pk=vial.pk)) == said(vial)
    found = statements.find(VialRow, str(vial.pk))
    assert found is not None and not found._state.adding and found.site == vial.site
    found.told, found.failed, found.name = [], "recalled", "kept as it was"
    statements.update(found, ("told", "failed"))
    stands = VialRow.objects.get(pk=vial.pk)
    assert (stands.told, stands.failed, stands.name) == ([], "recalled", vial.name)


def test_an_empty_date_stays_empty(site: Site) -> None:
    row = CourseRow(
        pk=new_id(), site=site, patient_id=new_id(), template="lu177_psma", version=1, therapy="lu177_psma617",
        practice=True, place=1, begun=AT, changed=AT,
    )  # fmt: skip
    statements.insert(row)
    found = statements.find(CourseRow, row.pk)
    assert found is not None and found.planned is None and found.kept == {} and found.practice is True


def test_what_is_not_there_is_not_made_up(vial: VialRow) -> None:
    assert statements.find(VialRow, vial.pk) is None
    with pytest.raises(VialRow.DoesNotExist):
        statements.update(vial, ("told",))
    with pytest.raises(VialRow.DoesNotExist), transaction.atomic():
        statements.hold(VialRow, vial.pk)


def test_a_row_is_put_in_once(vial: VialRow) -> None:
    statements.insert(vial)
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert(vial)
