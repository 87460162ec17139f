"""The back-ups of the timetable: to the home's folder and to the second disk, each when it is due.

A second disk that is not there stops nothing: the first copy is written all the same, the failure is written down for
the pages that say so, and it is tried again after an hour.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError

from hevesy_service.backup.models import FIRST, SECOND, Attempt
from hevesy_service.backup.names import PART, backups_in, clear_away
from hevesy_service.backup.sealed import SCRATCH, opened
from hevesy_service.backup.stores import Store
from hevesy_service.backup.timetable import Timetable
from hevesy_service.backup.which_store import store_of
from hevesy_service.backup.writing import back_up, key_of, new_file, one_at_a_time, public_key
from hevesy_service.faults import refusal_of
from hevesy_service.home import Home
from hevesy_service.refusals import BackupFailed, Refusal, SecondDiskGone

ATTEMPTS_KEPT = 200
OF = "hevesy-backups-of.txt"  # beside the back-ups on a second disk: whose they are


@dataclass(frozen=True, slots=True)
class Place:
    """Where back-ups go, and how the last attempts there ended."""

    name: str
    folder: Path
    written: datetime | None
    failed: datetime | None
    was_apart: bool = False


def places(home: Home, table: Timetable) -> list[Place]:
    """The folder of the home, and the second one where it is named."""
    named = [(FIRST, home.backups), *([(SECOND, table.second)] if table.second else [])]
    return [Place(name, folder, *_last(name, folder)) for name, folder in named]


def _last(name: str, folder: Path) -> tuple[datetime | None, datetime | None, bool]:
    """Attempts in another folder than the one that is named now do not count."""
    tried = [each for each in Attempt.objects.filter(place=name) if Path(each.file).parent == folder]
    done, failed = ([each for each in tried if each.done is ended] for ended in (True, False))
    return done[0].at if done else None, failed[0].at if failed else None, any(each.apart for each in done)


def due(home: Home, table: Timetable, now: datetime) -> list[Place]:
    """The places that are to be written now."""
    return [each for each in places(home, table) if table.is_due(now, each.written, each.failed)]


def keep(home: Home, table: Timetable, now: datetime, store: Store | None = None) -> list[Attempt]:
    """Write to every place that is due, clear away what is not kept any more, and write down how it went."""
    with one_at_a_time(home):
        _sweep(home)
    store = store or store_of(home)
    return [_written_down(_attempt(place, home, table, now, store)) for place in due(home, table, now)]


def _attempt(place: Place, home: Home, table: Timetable, now: datetime, store: Store) -> Attempt:
    tried = Attempt(place=place.name, at=now, done=False, file=str(place.folder / "none"))
    try:
        tried.apart = on_another_disk(place.folder, home)
        if place.name == SECOND:
            _look_at(place, tried.apart)
            _claim(place.folder, home)
        tried.file = str(_write(place, home, table, now, store))
        tried.done = True
        clear_away(place.folder, table.keep)
    except Exception as error:
        said = error if isinstance(error, Refusal) else refusal_of(error) or BackupFailed(why=type(error).__name__)
        tried.code, tried.told = said.code, {name: str(value) for name, value in said.values.items()}
    return tried


def _look_at(place: Place, apart: bool) -> None:
    """Raise SecondDiskGone where the folder is not there, or only an empty one in the place of the disk."""
    if not place.folder.is_dir() or (place.was_apart and not apart):
        raise SecondDiskGone(folder=place.folder)


def _claim(folder: Path, home: Home) -> None:
    """Raise BackupFailed where the folder holds back-ups of another installation, which ours would clear away."""
    ours, mark = public_key(home), folder / OF
    if not mark.exists():
        mark.write_text(ours, "ascii")
    if mark.read_text("ascii").strip() != ours:
        raise BackupFailed(why=f"{folder} holds back-ups of another installation: name a folder of its own")


def _write(place: Place, home: Home, table: Timetable, now: datetime, store: Store) -> Path:
    """A new back-up; on the second disk the one that was just written to the first, where there is one."""
    moment = table.moment(now)
    fresh = [file for at, file in backups_in(home.backups) if moment is not None and at >= moment]
    if place.name == FIRST or not fresh:
        return back_up(home, place.folder, store, now).file
    return carry(fresh[-1], place.folder, home)


def carry(file: Path, folder: Path, home: Home) -> Path:
    """Copy a back-up to another folder, and read it back there."""
    with one_at_a_time(home), new_file(folder / file.name) as part:
        shutil.copyfile(file, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        with opened(part, key_of(home)[0], home):
            pass
    return folder / file.name


def on_another_disk(folder: Path, home: Home) -> bool:
    """Whether a folder lies on another device than the home; False where it is not there."""
    with suppress(OSError):
        return folder.stat().st_dev != home.folder.stat().st_dev
    return False


def failed(place: Place, now: datetime, why: str) -> Attempt:
    """Write down an attempt that came to nothing before it could say so, so that it is not tried every minute."""
    told = {"file": str(place.folder / "none"), "code": BackupFailed.code, "told": {"why": why}}
    return _written_down(Attempt(place=place.name, at=now, done=False, **told))


def _written_down(tried: Attempt) -> Attempt:
    """Where the database can't be written to, that is said elsewhere already."""
    with suppress(DatabaseError):
        tried.save()
        old = Attempt.objects.filter(place=tried.place).values_list("pk", flat=True)[ATTEMPTS_KEPT:]
        Attempt.objects.filter(pk__in=list(old)).delete()
    return tried


def _sweep(home: Home) -> None:
    """Clear away what a back-up left that was killed."""
    for each in home.folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(each, ignore_errors=True)
    for each in home.backups.glob(f"*{PART}"):
        each.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Standing:
    """How back-ups of a place stand now: the last that was written, and what was wrong after it."""

    place: Place
    newest: Path | None = None
    wrong: Refusal | None = None
    apart: bool = True


def standing(home: Home, table: Timetable) -> Iterator[Standing]:
    """For the pages that say so."""
    for place in places(home, table):
        found = backups_in(place.folder)
        last = _last_attempt(place)
        failed = last if last is not None and not last.done else None
        wrong: Refusal | None = refusal_from(failed) if failed else None
        if place.name == SECOND and not place.folder.is_dir():
            wrong = SecondDiskGone(folder=place.folder)
        apart = place.name == FIRST or on_another_disk(place.folder, home)
        yield Standing(place, found[-1][1] if found else None, wrong, apart)


def troubles(home: Home, table: Timetable) -> list[tuple[str, Refusal]]:
    """Places whose last attempt failed, and why; from what was written down, so that no disk that hangs is asked."""
    found = ((place, _last_attempt(place)) for place in places(home, table))
    return [(place.name, refusal_from(last)) for place, last in found if last is not None and not last.done]


def _last_attempt(place: Place) -> Attempt | None:
    return Attempt.objects.filter(place=place.name, file__startswith=str(place.folder)).first()


def refusal_from(tried: Attempt) -> Refusal:
    """Why an attempt failed, as it was told then; in any language."""
    from hevesy_service import refusals

    kinds = (each for each in vars(refusals).values() if isinstance(each, type) and issubclass(each, Refusal))
    kind = next((each for each in kinds if each.code == tried.code), BackupFailed)
    return kind(**tried.told) if kind is not BackupFailed else kind(why=tried.told.get("why", tried.code))


def now_here() -> datetime:
    """Now, by the machine's own clock and zone."""
    return datetime.now(UTC).astimezone()
