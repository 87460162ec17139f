"""Last year's own counts in the book: a year's rows as somebody gave them, checked as the library checks a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.mission.models import Counted
from hevesy_service.refusals import OtherCountry

GIVEN = "counts_given"
TREATED = ("courses", "patients", "administrations", "foreigners", "sent_abroad")  # columns of treatments
WAITED = ("waiting_now", "median_weeks")  # columns of waits
ABOUT = ("state", "source", "note")
Row = dict[str, Any]  # centre ('' is the whole country), therapy, TREATED, WAITED (each a number or none), ABOUT


def give(site: Site, year: int, rows: Sequence[Row], by: str, key: str, seen: int | None) -> Event:
    """The counts of a year as they stand now; raises StreamMoved where somebody wrote after `seen`."""
    if not site.country:
        raise OtherCountry(site=site.name)
    ordered = sorted(rows, key=lambda row: (row["therapy"], row["centre"]))
    body = {"country": site.country, "year": year, "rows": ordered}
    return append(Entry(site, f"counts/{site.pk}/{year}", GIVEN, by, key, body, after=seen))


def with_row(rows: Sequence[Row], row: Row) -> list[Row]:
    """The rows with one more, which takes the place of another of the same centre and therapy."""
    return [each for each in rows if name_of(each) != name_of(row)] + [row]


def without_row(rows: Sequence[Row], name: str) -> list[Row]:
    """The rows without one."""
    return [each for each in rows if name_of(each) != name]


def name_of(row: Mapping[str, Any]) -> str:
    """What names a row: its therapy and its centre."""
    return f"{row['therapy']} {row['centre']}".strip()


@projection(GIVEN)
def _given(event: Event, body: dict[str, Any]) -> None:
    said = {"country": body["country"], "version": event.stream_seq, "rows": body["rows"], "by": event.by}
    Counted.objects.update_or_create(
        site_id=UUID(event.stream.split("/")[1]), year=body["year"], defaults={**said, "at": event.at_device}
    )


@told_by_the_book
def _no_counts() -> None:
    Counted.objects.all().delete()
