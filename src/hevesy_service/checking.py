"""The check of the books and of the tables beside them, as a command says it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.words import sentence
from hevesy_service import django_ready
from hevesy_service.home import Home
from hevesy_service.refusals import Damaged

if TYPE_CHECKING:
    from hevesy.validation import Result

WRONG = 6  # the exit status where a chain does not hold, or a table is not what the book tells
SHOWN = 20  # rows of tables that are named


def verified(as_json: bool, tables: bool = True) -> int:
    """Print how each site's book stands, and how the tables do beside it; the exit status."""
    from hevesy_service.book.verify import head, verify
    from hevesy_service.database.sound import damage

    spoilt = damage(thorough=True)
    for each in spoilt:
        click.echo(f"The database file is damaged: {each}", err=True)
    if spoilt:
        click.echo(sentence(Damaged()), err=True)
        return WRONG
    found = [
        (site.code, rows, head(site), [f"row {each.site_seq}: {each.why}" for each in bad])
        for site, rows, bad in verify()
    ]
    differing = _differing() if tables and found else []
    _say(found, differing if tables else None, as_json)
    return WRONG if differing or any(wrong for *_, wrong in found) else 0


def book_checks() -> list[Result]:
    """What `hevesy validate` says of the book and the back-ups; where no service has been set up there are none."""
    from hevesy.validation.result import looked_at

    what, why = "the database of the service, its books and its back-ups", "what was recorded must be there, unchanged"
    if "DATABASE_URL" not in os.environ and not Home.of_environment().database.is_file():
        remark = "no service has been set up in this home; HEVESY_HOME names another"
        return [looked_at("BOO-1", "book", what, "sound", "no database", None, why, remark)]
    django_ready()
    from hevesy_service.validation.checks import of_the_book

    differing = _differing()
    told = looked_at(
        "BOO-5", "book", "the tables are what the book tells when they are built anew", "the same",
        "; ".join(differing[:5]) or "the same", not differing, "pages read the tables, not the book",
    )  # fmt: skip
    return [*of_the_book(), told]


def _say(found: list[tuple[str, int, str, list[str]]], differing: list[str] | None, as_json: bool) -> None:
    if as_json:
        named: list[dict[str, Any]] = [
            dict(zip(("site", "rows", "head", "wrong"), each, strict=True)) for each in found
        ]
        click.echo(json.dumps({"books": named, "tables": differing}, indent=1))
        return
    if not found:
        click.echo("There is no site yet, so there is no book to check.")
        return
    for site, rows, last, wrong in found:
        click.echo(f"{site}: {rows} rows, {'; '.join(wrong) or 'whole'}; last hash {last}")
    if differing is not None:
        click.echo("Tables: not what the book tells" if differing else "Tables: built anew from the books, the same")
        for each in differing[:SHOWN]:
            click.echo(f"  {each}")
        if len(differing) > SHOWN:
            click.echo(f"  and {len(differing) - SHOWN} more")


def _differing() -> list[str]:
    """What stands otherwise in the tables, or the row of the book that stops them from being built."""
    from hevesy_service.book.comparing import differences
    from hevesy_service.book.rebuild import CannotRetell

    with _where_nobody_writes():
        try:
            return sorted(str(each) for each in differences())
        except CannotRetell as error:
            return [f"they cannot be built anew from {error}"]


@contextmanager
def _where_nobody_writes() -> Iterator[None]:
    """With SQLite on a copy that is gone afterwards, so that nobody waits; PostgreSQL shows each its own moment."""
    from django.db import connection

    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    from hevesy_service.backup.sqlite import Sqlite
    from hevesy_service.database.pointing import pointed_at

    home = Home.of_environment()
    store = Sqlite(Path(connection.settings_dict["NAME"]))
    with (
        tempfile.TemporaryDirectory(dir=home.folder, prefix="verify-") as folder,
        store.copied(Path(folder)) as (copy, _heads), pointed_at(copy),
    ):  # fmt: skip
        yield
