"""The counts of a site: what the page and the command hand out, and that nobody can be found in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from hevesy.cli import hevesy
from hevesy.record.counts_file import read_counts
from hevesy_service.book.models import Site
from hevesy_service.care.counting import counts_of, last_year
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.care.synthetic import load_year, open_synthetic
from hevesy_service.refusals import UnknownSite

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
DAYS = f"first={FIRST}&last={LAST}"


@pytest.fixture
def site(db: None) -> Site:
    """A site whose book says in its first row that nobody in it is real."""
    return open_synthetic("irbid")


@pytest.fixture
def loaded(site: Site) -> Site:
    """A synthetic year of a few courses."""
    for _ in load_year(site, datetime(2025, 1, 1, 8, tzinfo=UTC), 10, 3, beside=False):
        pass
    return site


@pytest.mark.slow("ten whole courses are recorded first")
def test_the_page_the_file_and_the_command_say_the_same(
    loaded: Site, signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    client = signed_in("quality_manager")
    page = client.get(f"/sites/irbid/care/counts/?{DAYS}")
    assert page.status_code == 200 and b"lost before" in page.content
    file = client.get(f"/sites/irbid/care/counts/?{DAYS}&as=csv")
    assert file["Content-Disposition"] == f'attachment; filename="counts-irbid-{FIRST}-{LAST}.csv"'
    out = tmp_path / "counts.csv"
    command = ["counts", "--site", "irbid", "--from", str(FIRST), "--until", str(LAST), "--out", str(out)]
    said = CliRunner().invoke(hevesy, ["service", *command], catch_exceptions=False)
    assert said.exit_code == 0 and "without persons" in said.output
    assert counts_of(loaded, FIRST, LAST)[0].period == "2025-Q1 to 2025-Q4"  # on the clock of Amman
    assert out.read_text("utf-8") == file.content.decode() and read_counts(out) == counts_of(loaded, FIRST, LAST)
    _nobody_in(file.content.decode())


def _nobody_in(text: str) -> None:
    """No name, number, id, vial or day of anybody, and no count of one to four."""
    for patient in Patient.objects.all():
        assert patient.number not in text and patient.full_name not in text
    for course in CourseRow.objects.all():
        assert str(course.pk) not in text
    assert "Synthetic" not in text and "2025-0" not in text and "2025-1" not in text
    rows = [line.split(",") for line in text.splitlines()[1:]]
    persons = [row for row in rows if row[0] not in ("weeks", "squares", "minutes")]
    assert persons and not [row for row in persons if row[7] in ("1", "2", "3", "4")]


def test_a_practice_course_is_nobodys(loaded_practice: Site) -> None:
    assert [row.what for row in counts_of(loaded_practice, FIRST, LAST)] == ["weeks"]


@pytest.fixture
def loaded_practice(site: Site) -> Site:
    for _ in load_year(site, datetime(2025, 1, 1, 8, tzinfo=UTC), 2, 3, beside=False):
        pass
    CourseRow.objects.update(practice=True)
    return site


def test_fewer_than_four_weeks_are_not_counted(site: Site, signed_in: Callable[..., Client]) -> None:
    page = signed_in("researcher").get("/sites/irbid/care/counts/?first=2027-01-01&last=2027-01-10")
    assert page.status_code == 422 and b"Four weeks at least" in page.content
    assert signed_in("nurse").get("/sites/irbid/care/counts/").status_code == 403


def test_the_usual_time_is_four_whole_quarters() -> None:
    assert last_year(date(2027, 5, 17)) == (date(2026, 4, 1), date(2027, 3, 31))
    assert last_year(date(2027, 1, 1)) == (date(2026, 1, 1), date(2026, 12, 31))


def test_counts_of_a_site_that_is_not_here(site: Site, tmp_path: Path) -> None:
    said = CliRunner().invoke(hevesy, ["service", "counts", "--site", "irbit", "--out", str(tmp_path / "c.csv")])
    assert isinstance(said.exception, UnknownSite) and "irbid" in str(said.exception)
    assert not (tmp_path / "c.csv").exists()
