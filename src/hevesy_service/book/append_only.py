"""Triggers by which the database itself refuses to change or remove a row of the book."""

from __future__ import annotations

from typing import Any

SAYS = "rows of the book are never changed or removed"
SQLITE = [
    f"CREATE TRIGGER book_event_{verb.lower()} BEFORE {verb} ON book_event BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE FUNCTION book_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$",
    "CREATE TRIGGER book_event_rows BEFORE UPDATE OR DELETE ON book_event "
    "FOR EACH ROW EXECUTE FUNCTION book_refuses()",
    "CREATE TRIGGER book_event_table BEFORE TRUNCATE ON book_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION book_refuses()",
]


def add_triggers(apps: Any, schema_editor: Any) -> None:
    """For a migration."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)
