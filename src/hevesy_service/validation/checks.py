"""Every check of an installation: those of the library by a job, and those of its book where the job ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from hevesy.validation import Report, Result
from hevesy.validation.case import modules
from hevesy.validation.machine import machine
from hevesy.validation.report import NAME
from hevesy.validation.result import looked_at, result_in
from hevesy_service.accounts.models import User
from hevesy_service.backup.models import FIRST
from hevesy_service.backup.scheduled import standing
from hevesy_service.backup.timetable import timetable
from hevesy_service.book.clock import behind
from hevesy_service.book.models import Site
from hevesy_service.book.verify import verify
from hevesy_service.book.writing import written
from hevesy_service.database.sound import damage
from hevesy_service.jobs.endings import ends
from hevesy_service.jobs.kinds import VALIDATE
from hevesy_service.jobs.models import OF_A_SITE, Job
from hevesy_service.jobs.queue import Wanted, ask_for
from hevesy_service.refusals import NotChecked
from hevesy_service.validation.events import keep_run

BOOK = "book"


def asked(site: Site, by: User, key: str) -> Job:
    """The checks as a job: the compiled engine never enters a process that serves pages, nor one that keeps the book.

    The same key again is the same job.
    """
    named = [word for name in modules() if name != BOOK for word in ("--module", name)]
    return ask_for(Wanted(VALIDATE.id, site.name, f"{OF_A_SITE}{site.code}", {}, named, site, by, key))


def last_of(site: Site) -> Job | None:
    """The last time that the checks were asked for."""
    return Job.objects.filter(site=site, kind=VALIDATE.id).first()


@ends(VALIDATE.id)
def keep(job: Job) -> None:
    """Keep in the book what the checks of the library said, and those of the book, which are made now.

    Raises NotChecked where the library gave no answer at all.
    """
    checked, results = of_the_library(job.folder)
    if written(job.site, job.key) is None:
        found = Report(job.site.name, machine(), checked, datetime.now(UTC), (*results, *of_the_book()))
        keep_run(job.site, found, str(job.by_id), job.key)


def of_the_library(folder: Path) -> tuple[str, tuple[Result, ...]]:
    """The software that was checked and what came out, as the job wrote it.

    Where files were changed since the service began, what was checked is another software than the one that serves, and
    the mark says so.
    """
    try:
        said = json.loads((folder / f"{NAME}.json").read_text("utf-8"))
        return said["software"], tuple(result_in(each) for each in said["results"])
    except (OSError, ValueError, KeyError) as error:
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
