"""How the installation does: each thing that may go wrong unseen, how it stands, and what to do."""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hevesy import __version__
from hevesy_service.accounts.emergency import overdue
from hevesy_service.accounts.models import Advised, Signature
from hevesy_service.accounts.signature import fits
from hevesy_service.backup.models import FIRST
from hevesy_service.backup.names import moment_of
from hevesy_service.backup.scheduled import Standing, standing, troubles
from hevesy_service.backup.timetable import timetable
from hevesy_service.backup.writing import is_on_paper
from hevesy_service.book.chain import Break
from hevesy_service.book.clock import behind
from hevesy_service.book.verify import verify
from hevesy_service.database.sound import damage
from hevesy_service.refusals import Damaged
from hevesy_service.said import sentence

GOOD, LOOK, BAD = "good", "look", "bad"
SOUND_SQLITE = (3, 51, 3)  # before it, a checkpoint that meets a writer may lose what was written (WAL reset)
FREE_BYTES = 2 * 1024**3
BACKUP_EVERY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Health:
    """One thing: its name, how it stands, whether that is good, and what to do where it is not."""

    name: str
    stands: str
    state: str = GOOD
    do: str = ""


def health_of() -> Iterator[Health]:
    """Everything there is to see."""
    yield Health("Hevesy", f"{__version__}, Python {platform.python_version()}, Django {django.get_version()}")
    yield _database()
    yield from _pages()
    yield _disk()
    yield from _backups()
    yield from _chains()
    yield _clock()
    yield _signatures()
    yield from _advised()
    yield _emergencies()


def _database() -> Health:
    if connection.vendor != "sqlite":
        with connection.cursor() as asked:
            asked.execute("SHOW server_version")
            return Health(_("Database"), f"PostgreSQL {asked.fetchone()[0]}")
    said = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return Health(_("Database"), said)
    return Health(
        _("Database"),
        _("%(version)s: older than 3.51.3, in which a rare fault of its write-ahead log was mended")
        % {"version": said},
        LOOK,
        _("Hevesy writes one at a time and puts the log away only then, which avoids it; update Python when you can."),
    )  # fmt: skip


def _pages() -> Iterator[Health]:
    """Nothing where they are sound: then the books are read, which says more."""
    for found in damage():
        yield Health(_("Database file"), found, BAD, sentence(Damaged()))


def _disk() -> Health:
    free = shutil.disk_usage(settings.HOME.folder).free
    said = _("%(number)s GiB free") % {"number": number_format(free / 1024**3, 1)}
    if free >= FREE_BYTES:
        return Health(_("Disk"), said)
    do = _("Make room on the disk of %(folder)s; under 2 GiB writing may stop.") % {"folder": settings.HOME.folder}
    return Health(_("Disk"), said, BAD, do)


def _backups() -> Iterator[Health]:
    """Of each place: the last that was written, how old it is, and what is wrong with it."""
    table = timetable()
    for each in standing(settings.HOME, table):
        yield _backup(each)
    if table.second is None:
        do = _("Name a folder on another disk in HEVESY_BACKUP_TO, for a second copy.")
        yield Health(_("Back-up on a second disk"), _("no second disk is named"), LOOK, do)
    if table.at is None:
        do = _("Set HEVESY_BACKUP_AT to an hour, unless something else makes back-ups.")
        yield Health(_("Hour of back-ups"), _("never"), LOOK, do)
    if not is_on_paper(settings.HOME):
        do = _("Run: hevesy service key, and keep what it prints on paper, away from this machine.")
        yield Health(_("Key of back-ups"), _("never printed"), LOOK, do)


def _backup(found: Standing) -> Health:
    name = _called(found.place.name)
    at = moment_of(found.newest) if found.newest else None
    said = _("none yet") if at is None else f"{at:%Y-%m-%d %H:%M} UTC"
    if found.wrong is not None:
        return Health(name, said, BAD, sentence(found.wrong))
    if at is None:
        return Health(name, said, BAD, _("Run: hevesy service backup, and keep the file on another disk."))
    if datetime.now(UTC) - at > BACKUP_EVERY:
        return Health(name, said, LOOK, _("Run: hevesy service backup"))
    if not found.apart:
        do = _("Its folder lies on the same disk as the data, and is lost with it; name one on another disk.")
        return Health(name, said, LOOK, do)
    return Health(name, said)


def backups_that_failed() -> list[tuple[str, str]]:
    """Name and reason, for the first page of administrators; nothing where the last attempts went well."""
    return [(_called(place), sentence(why)) for place, why in troubles(settings.HOME, timetable())]


def _called(place: str) -> str:
    return _("Back-up") if place == FIRST else _("Back-up on a second disk")


def _chains() -> Iterator[Health]:
    for site, rows, wrong in verify():
        name = _("Book of %(name)s") % {"name": site.name}
        if wrong:
            said = _("row %(number)s: %(why)s") % {"number": wrong[0].site_seq, "why": _why(wrong[0])}
            yield Health(name, said, BAD, _("Stop writing, and restore the last good back-up."))
        else:
            yield Health(name, ngettext("%(rows)s row, whole", "%(rows)s rows, whole", rows) % {"rows": rows})


def _why(found: Break) -> str:
    if missing := re.fullmatch(r"row (\d+) is missing", found.why):
        return _("row %(number)s is missing") % {"number": missing[1]}
    return _(found.why)


def _clock() -> Health:
    now, last = f"{datetime.now(UTC):%Y-%m-%d %H:%M}", behind()
    if last is None:
        return Health(_("Clock"), f"{now} UTC")
    said = _("%(time)s UTC, before the last row of the book") % {"time": now}
    do = _("Set the clock. Rows keep their order, which is not told by the clock, but their times will look wrong.")
    return Health(_("Clock"), f"{said} ({last:%Y-%m-%d %H:%M} UTC)", BAD, do)


def _signatures() -> Health:
    every = list(Signature.objects.all())
    wrong = sum(not fits(each) for each in every)
    said = _("%(number)s, of which %(wrong)s do not fit what was signed") % {"number": len(every), "wrong": wrong}
    if not wrong:
        return Health(_("Signatures"), said)
    return Health(_("Signatures"), said, BAD, _("Look at the versions and histories marked void; compare a back-up."))


def _advised() -> Iterator[Health]:
    for each in Advised.objects.select_related("site").order_by("site__name"):
        said = _("only advised since %(day)s: %(why)s") % {"day": f"{each.since:%Y-%m-%d}", "why": each.reason}
        name = _("Second factor at %(name)s") % {"name": each.site.name}
        yield Health(name, said, LOOK, _("Require it again as soon as people have phones or keys."))


def _emergencies() -> Health:
    late = overdue().count()
    said = _("%(number)s not reviewed in time") % {"number": late}
    do = _("The quality manager or an administrator of the site looks at them.") if late else ""
    return Health(_("Emergency access"), said, BAD if late else GOOD, do)
