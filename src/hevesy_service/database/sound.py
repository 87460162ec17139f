"""Whether the pages of the database file are sound: SQLite notices a spoilt page only when it comes upon it."""

from __future__ import annotations

from django.db import DatabaseError, connection

MOST = 5  # things that are named


def damage(thorough: bool = False) -> list[str]:
    """What SQLite finds wrong with its file; nothing for PostgreSQL, which has tools of its own.

    The thorough check compares every index with its table as well.
    """
    if connection.vendor != "sqlite":
        return []
    check = "integrity_check" if thorough else "quick_check"
    try:
        with connection.cursor() as asked:
            asked.execute(f"PRAGMA {check}({MOST})")
            return [said for (said,) in asked.fetchall() if said != "ok"]
    except DatabaseError as error:
        return [str(error)]
