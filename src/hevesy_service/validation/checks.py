"""Every check of an installation: those of the library in a process of their own, and those of its book here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

from django.conf import settings

from hevesy.validation import Report, Result
from hevesy.validation.case import modules
from hevesy.validation.machine import machine
from hevesy.validation.result import looked_at, result_in
from hevesy_service.backup.models import FIRST
from hevesy_service.backup.scheduled import standing
from hevesy_service.backup.timetable import timetable
from hevesy_service.book.clock import behind
from hevesy_service.book.models import Site
from hevesy_service.book.verify import verify
from hevesy_service.database.sound import damage
from hevesy_service.refusals import NotChecked

BOOK = "book"
MOST_SECONDS = 300


def report_of(site: Site) -> Report:
    """Everything, checked now. Raises NotChecked where the checks gave no answer at all."""
    checked, results = of_the_library()
    return Report(site.name, machine(), checked, datetime.now(UTC), (*results, *of_the_book()))


def of_the_library() -> tuple[str, tuple[Result, ...]]:
    """The software that was checked and what came out, in a process of its own.

    The compiled engine never enters a process that serves pages. Where files were changed since this one began, the
    software that was checked is another than the one that serves, and the mark says so.
    """
    named = [word for name in modules() if name != BOOK for word in ("--module", name)]
    with TemporaryDirectory(prefix="validation-", dir=settings.HOME.made().folder) as out:
        command = [sys.executable, "-m", "hevesy.cli", "validate", "--json", *named, "--out", out]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS, check=False
            )
            said = json.loads(done.stdout)
            return said["software"], tuple(result_in(each) for each in said["results"])
        except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
            raise NotChecked() from error


def of_the_book() -> Iterator[Result]:
    """The database file, the chain of each book, the clock beside them, and the last back-up."""
    found = damage()
    yield looked_at(
        "BOO-1", BOOK, "the database file is sound", "no damage", "; ".join(found) or "no damage", not found,
        "what is damaged cannot be believed",
    )  # fmt: skip
    wrong, rows, sites = [], 0, 0
    for each, count, breaks in verify():
        rows, sites = rows + count, sites + 1
        wrong += [f"{each.code} row {one.site_seq}" for one in breaks]
    yield looked_at(
        "BOO-2", BOOK, "each row of each book follows the row before it, by its hash", "every row",
        f"not so: {', '.join(wrong[:5])}" if wrong else f"{rows} rows of {sites} sites", not wrong,
        "nothing was taken out, put in or changed behind the book",
    )  # fmt: skip
    late = behind()
    yield looked_at(
        "BOO-3", BOOK, "the clock does not stand before the last row of the book", "after it",
        "after it" if late is None else f"before {late:%Y-%m-%d %H:%M} UTC", late is None,
        "times in the book are those of the clock",
    )  # fmt: skip
    yield _backup()


def _backup() -> Result:
    first = next(each for each in standing(settings.HOME, timetable()) if each.place.name == FIRST)
    made = first.newest is not None and first.wrong is None
    got = "none" if first.newest is None else first.newest.name + ("" if made else ", and the last attempt failed")
    return looked_at("BOO-4", BOOK, "there is a back-up, and the last attempt made one", "a back-up", got, made,
                     "a disk that breaks takes everything with it")  # fmt: skip
