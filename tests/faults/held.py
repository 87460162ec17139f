"""What must hold of a database, whatever happened: sound pages, whole chains, tables that are what the book says."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from hevesy_service.book.comparing import differences
from hevesy_service.book.verify import verify


def wrong() -> Iterator[str]:
    """What does not hold; nothing where all is well."""
    with connection.cursor() as asked:
        asked.execute("PRAGMA integrity_check")
        said = asked.fetchone()[0]
    if said != "ok":
        yield f"integrity_check: {said}"
    for site, _rows, breaks in verify():
        yield from (f"{site.code} row {each.site_seq}: {each.why}" for each in breaks)


def otherwise_by_the_book() -> list[str]:
    """Rows of tables of the service that are not what a rebuild from the book makes of them."""
    return [str(each) for each in differences()]
