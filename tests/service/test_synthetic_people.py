"""A synthetic centre's people, trainees and quality history in the book."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hevesy.competence import What
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.care.synthetic import open_synthetic, staff
from hevesy_service.care.synthetic_people import learnt_at
from hevesy_service.competence.models import EvidenceRow
from hevesy_service.learn.supply import figures_of_sites
from hevesy_service.quality.models import ActionRow, AuditRow

START = date(2025, 1, 1)
END = START + timedelta(days=364)


def told(site: Site) -> list[tuple[str, ...]]:
    """What is known, without ids."""
    rows = EvidenceRow.objects.filter(site=site).order_by("on", "what", "about", "until", "person")
    return sorted((row.what, row.about, str(row.on), str(row.until), row.level) for row in rows)


@pytest.mark.slow("some hundred rows of the book for each of two sites")
def test_staff_trainees_and_audits_are_written_down_and_told_again(db: None) -> None:
    sites = [open_synthetic(code) for code in ("irbid", "amman")]
    written = [learnt_at(site, staff(site, 1), START, 1) for site in sites]
    assert written[0] == written[1] > 300 and told(sites[0]) == told(sites[1])
    kinds = set(EvidenceRow.objects.values_list("what", flat=True))
    assert {What.CERTIFIED, What.SHOWN, What.FAILED, What.FIT, What.LICENSED} <= kinds
    assert EvidenceRow.objects.filter(site=sites[0], what=What.CERTIFIED, until__lte=END).exists()
    (found, _other) = figures_of_sites(sites, END)
    assert 6 <= sum(found.trainees.values()) <= 12  # two of each cadre, less those who were certified
    assert 0 < sum(found.valid.values()) < sum(found.people.values())
    assert AuditRow.objects.filter(site=sites[0]).exclude(closed=None).count() == 2
    ended = ActionRow.objects.filter(site=sites[0]).exclude(closed=None).count()
    assert 0 < ended < ActionRow.objects.filter(site=sites[0]).count()
    rebuilt()
    assert list(differences()) == []
