"""The page of a centre's own minutes: from the forms of acts to a row beside the plan's, and when it is empty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.timezone import now

from hevesy_service.book.models import Site
from hevesy_service.care.counting import counts_of, minutes_of
from hevesy_service.care.models import CourseRow
from hevesy_service.care.synthetic import load_year, open_synthetic


@pytest.fixture
def site(db: None) -> Site:
    """Where only synthetic people are: a real site takes no generated acts."""
    return open_synthetic("irbid")


def test_an_empty_page_says_what_to_do_next(site: Site, signed_in: Callable[..., Client]) -> None:
    page = signed_in("medical_physicist").get(f"/sites/{site.code}/minutes/")
    assert page.status_code == 200
    assert b"Write them at the end of the forms of the acts" in page.content
    wrong = signed_in("medical_physicist").get(f"/sites/{site.code}/minutes/?first=2027-01-01&last=2027-01-02")
    assert wrong.status_code == 422 and b"Four weeks at least" in wrong.content
    assert signed_in("planner").get(f"/sites/{site.code}/minutes/").status_code == 403


@pytest.mark.slow("ten whole courses are recorded first")
def test_what_acts_told_stands_beside_the_plan(site: Site, signed_in: Callable[..., Client]) -> None:
    """A synthetic year: every step that one course told is on the page, those of few persons in no count."""
    for _ in load_year(site, datetime(2025, 1, 1, 8, tzinfo=UTC), 10, 3, beside=False):
        pass
    days = datetime(2025, 1, 1, tzinfo=UTC).date(), now().date()
    told = minutes_of(site, *days)
    page = signed_in("quality_manager").get(f"/sites/irbid/minutes/?first={days[0]}&last={days[1]}")
    text = page.content.decode()
    assert "review of the referral" in text and "15 – 60" in text  # the plan's range of the physician's review
    reviews = told["referral_review", "physician"]
    assert f'<td class="number">{len(reviews.minutes)}</td>' in text
    counted = {(row.act, row.reason): row for row in counts_of(site, *days) if row.what == "spent"}
    assert counted and all(row.of is not None and row.of >= 5 for row in counted.values())
    assert set(counted) == {key for key, each in told.items() if len(each.courses) >= 5}
    CourseRow.objects.update(practice=True)
    assert minutes_of(site, *days) == {}
