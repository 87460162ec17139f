"""Back-ups by themselves: when, where to, which stay, and what is said where one fails."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import click
import pytest
from django.conf import settings
from django.test import Client

from hevesy_service.backup import scheduled
from hevesy_service.backup.models import FIRST, SECOND, Attempt
from hevesy_service.backup.names import Keep, backups_in, clear_away, kept, moment_of, name_of
from hevesy_service.backup.scheduled import keep, refusal_from, standing
from hevesy_service.backup.sqlite import Sqlite
from hevesy_service.backup.stores import Store
from hevesy_service.backup.timetable import Timetable, timetable
from hevesy_service.backup.writing import key_of, restore
from hevesy_service.book.models import Site
from hevesy_service.home import Home
from hevesy_service.jobs import back_ups, paper_forms

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a database of one row."""
    home = Home(tmp_path / "home").made()
    with closing(sqlite3.connect(home.database)) as made:
        made.execute("CREATE TABLE book_site (id TEXT PRIMARY KEY, code TEXT)")
        made.execute("CREATE TABLE book_event (id INTEGER PRIMARY KEY, site_id TEXT, site_seq INTEGER, hash TEXT)")
        made.execute("INSERT INTO book_site VALUES ('s', 'irbid')")
        made.execute("INSERT INTO book_event VALUES (1, 's', 1, 'hash 1')")
        made.commit()
    return home


@pytest.fixture
def second(tmp_path: Path) -> Path:
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


@pytest.fixture
def store(home: Home) -> Store:
    return Sqlite(home.database)


# --- when ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "written", "failed", "is_due"),
    [
        ("10 12:00", None, None, True),
        ("10 12:00", "10 02:01", None, False),
        ("10 12:00", "10 01:59", None, True),  # made by hand, before the hour
        ("11 01:59", "10 02:01", None, False),
        ("11 02:00", "10 02:01", None, True),
        ("14 09:00", "10 02:01", None, True),  # the machine was off for days
        ("10 12:00", None, "10 11:30", False),
        ("10 12:00", None, "10 11:00", True),
        ("10 12:00", "09 03:00", "09 02:00", True),
    ],
)
def test_when_a_place_is_due(now: str, written: str | None, failed: str | None, is_due: bool) -> None:
    def at(said: str | None) -> datetime | None:
        return None if said is None else datetime.strptime(f"2027-03-{said}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)

    here = at(now)
    assert here is not None
    assert Timetable().is_due(here, at(written), at(failed)) is is_due
    assert not Timetable(at=None).is_due(here, at(written), at(failed))


def test_the_settings_are_read_from_the_environment() -> None:
    assert timetable({}) == Timetable(time(2, 0), None, Keep(7, 5, 12))
    said = {"HEVESY_BACKUP_AT": "23:30", "HEVESY_BACKUP_TO": "/media/disk", "HEVESY_BACKUP_KEEP": "3, 2, 1"}
    assert timetable(said) == Timetable(time(23, 30), Path("/media/disk"), Keep(3, 2, 1))
    assert timetable({"HEVESY_BACKUP_AT": "never"}).next(NOON) is None
    assert timetable({}).next(NOON) == datetime(2027, 3, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(("name", "said"), [("AT", "25:00"), ("AT", "at night"), ("KEEP", "7")])
def test_a_setting_that_cannot_be_is_said(name: str, said: str) -> None:
    with pytest.raises(click.UsageError, match=f"HEVESY_BACKUP_{name} is '{said}'"):
        timetable({f"HEVESY_BACKUP_{name}": said})


# --- which stay ---------------------------------------------------------------------------------------------------


def test_which_back_ups_stay_by_hand() -> None:
    """One a day at 02:00 from 2027-01-01 to 2027-03-10, with 7 days, 5 weeks, 12 months.

    Days: 4 to 10 March. Weeks end on Sundays: the running one (10 March), and 7 March, 28, 21, 14 February.
    Months: 10 March, 28 February, 31 January.
    """
    first = datetime(2027, 1, 1, 2, tzinfo=UTC)
    stay = kept((first + n * DAY for n in range(69)), Keep(7, 5, 12))
    assert sorted(f"{each:%m-%d}" for each in stay) == [
        "01-31", "02-14", "02-21", "02-28", "03-04", "03-05", "03-06", "03-07", "03-08", "03-09", "03-10",
    ]  # fmt: skip


def test_the_newest_always_stays() -> None:
    assert kept([NOON, NOON - DAY], Keep(0, 0, 0)) == {NOON}


def test_only_back_ups_by_their_own_names_are_cleared_away(tmp_path: Path) -> None:
    names = [name_of(NOON), name_of(NOON - DAY), name_of(NOON - 9 * DAY, "before-upgrade"), "letter.tar.age",
             name_of(NOON - 2 * DAY) + ".part"]  # fmt: skip
    for name in names:
        (tmp_path / name).write_text("x")
    assert [each.name for each in clear_away(tmp_path, Keep(1, 0, 0))] == [name_of(NOON - DAY)]
    assert {each.name for each in tmp_path.iterdir()} == {*names} - {name_of(NOON - DAY)}


def test_a_file_that_was_never_finished_is_no_back_up(tmp_path: Path) -> None:
    (tmp_path / (name_of(NOON) + ".part")).write_text("x")
    assert backups_in(tmp_path) == [] and moment_of(Path(name_of(NOON))) == NOON


# --- where to -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_both_places_get_the_same_back_up_once_a_day(home: Home, second: Path, store: Store, tmp_path: Path) -> None:
    table = Timetable(second=second)
    assert [(each.place, each.done) for each in keep(home, table, NOON, store)] == [(FIRST, True), (SECOND, True)]
    assert keep(home, table, NOON + HOUR, store) == []
    (one,), (two,) = backups_in(home.backups), backups_in(second)
    assert one[1].read_bytes() == two[1].read_bytes() and one[0] == NOON
    other = Home(tmp_path / "other")
    restore(two[1], other, key_of(home)[0], Sqlite(other.database))
    assert Sqlite(other.database).heads_in(other.database) == {"irbid": [1, "hash 1"]}
    assert len(keep(home, table, NOON + DAY, store)) == 2 and len(backups_in(second)) == 2


@pytest.mark.django_db
def test_a_second_disk_that_is_gone_stops_nothing_and_is_tried_again(home: Home, second: Path, store: Store) -> None:
    table = Timetable(second=second)
    second.rmdir()
    first, gone = keep(home, table, NOON, store)
    assert first.done and (gone.done, gone.code) == (False, "backup.second_disk_gone")
    assert str(second) in str(refusal_from(gone)) and not second.exists()
    assert keep(home, table, NOON + HOUR / 2, store) == []
    assert [each.done for each in keep(home, table, NOON + HOUR, store)] == [False]
    second.mkdir()
    assert [each.done for each in keep(home, table, NOON + 2 * HOUR, store)] == [True]
    assert [at for at, _ in backups_in(second)] == [NOON]  # the one that was written then is carried over


@pytest.mark.django_db
def test_the_empty_folder_of_a_disk_that_was_there_is_not_taken_for_it(
    home: Home, second: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, apart = Timetable(second=second), [True]
    monkeypatch.setattr(scheduled, "on_another_disk", lambda folder, home: folder == second and apart[0])
    assert all(each.done for each in keep(home, table, NOON, store))
    apart[0] = False
    assert [each.code for each in keep(home, table, NOON + DAY, store)] == ["", "backup.second_disk_gone"]


@pytest.mark.django_db
def test_a_folder_of_another_installation_is_left_alone(home: Home, second: Path, store: Store) -> None:
    (second / "hevesy-backups-of.txt").write_text("age1another", "ascii")
    first, other = keep(home, Timetable(second=second), NOON, store)
    assert first.done and other.code == "backup.failed" and "of another installation" in str(refusal_from(other))
    assert backups_in(second) == []


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["seal", "opened"])
def test_a_full_disk_leaves_no_file_and_is_said(
    step: str, home: Home, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(f"hevesy_service.backup.writing.{step}", full)
        (tried,) = keep(home, Timetable(), NOON, store)
    assert (tried.done, tried.code) == (False, "database.disk_full")
    assert list(home.backups.iterdir()) == [] and not list(home.folder.glob("copy-*"))
    assert [each.done for each in keep(home, Timetable(), NOON + HOUR, store)] == [True]


@pytest.mark.django_db
def test_what_a_killed_back_up_left_is_cleared_by_the_next(home: Home, store: Store) -> None:
    home.backups.mkdir()
    (home.backups / (name_of(NOON - DAY) + ".part")).write_text("half")
    (home.folder / "copy-abc").mkdir()
    (home.folder / "copy-abc" / "hevesy.sqlite3").write_text("half")
    keep(home, Timetable(), NOON, store)
    assert [each.name for each in home.backups.iterdir()] == [name_of(NOON)]
    assert not (home.folder / "copy-abc").exists()


@pytest.mark.django_db
def test_how_each_place_stands(home: Home, second: Path, store: Store) -> None:
    table = Timetable(second=second)
    keep(home, table, NOON, store)
    first, other = standing(home, table)
    assert first.newest == home.backups / name_of(NOON) and first.wrong is None and first.apart
    assert other.wrong is None and not other.apart  # the tests' folders are on one disk
    file, code = str(home.backups / "x"), "database.disk_full"
    Attempt.objects.create(place=FIRST, at=NOON + DAY, done=False, file=file, code=code)
    assert "disk is full" in str(next(iter(standing(home, table))).wrong)


# --- by whom ------------------------------------------------------------------------------------------------------


def test_the_worker_begins_what_is_due_and_nothing_before_there_is_a_book(
    db: None, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, ...]] = []
    status = 0

    def run(command: tuple[str, ...], **named: object) -> subprocess.CompletedProcess[bytes]:
        begun.append(command)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("HEVESY_BACKUP_AT", "02:00")
    assert back_ups.look(NOON) and begun[0][1:] == ("-m", "hevesy.cli", "service", "backup", "--due")
    Attempt.objects.create(place=FIRST, at=NOON, done=True, file=str(settings.HOME.backups / "x"))
    status = 1  # it fell before it could write down why
    assert not back_ups.look(NOON + HOUR) and back_ups.look(NOON + DAY) and not back_ups.look(NOON + DAY + HOUR / 2)
    assert len(begun) == 2 and "ended with status 1" in str(refusal_from(Attempt.objects.filter(done=False).get()))
    monkeypatch.setenv("HEVESY_BACKUP_AT", "never")
    assert not back_ups.look(NOON + 2 * DAY)


def test_without_a_book_there_is_nothing_to_keep(db: None) -> None:
    assert not back_ups.look(NOON)


def test_paper_is_written_every_hour_unless_somebody_says_never(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        subprocess, "run", lambda command, **named: begun.append(command) or subprocess.CompletedProcess(command, 0)
    )
    (settings.HOME.made().folder / "paper.tried").unlink(missing_ok=True)
    assert [paper_forms.write_paper(NOON + HOUR * late) for late in (0, 0.9, 1, 1.5, 2)] == [
        True, False, True, False, True]  # fmt: skip
    assert {command[1:] for command in begun} == {("-m", "hevesy.cli", "service", "paper")} and len(begun) == 3
    monkeypatch.setenv("HEVESY_PAPER", "never")
    assert not paper_forms.write_paper(NOON + 9 * HOUR) and len(begun) == 3


# --- what pages say -----------------------------------------------------------------------------------------------


def test_administrators_are_told_on_their_first_page(
    signed_in: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEVESY_BACKUP_TO", str(tmp_path / "gone"))
    said = f"The second disk for back-ups is not at {tmp_path / 'gone'}"
    assert said not in signed_in("administrator").get("/").content.decode()  # nobody has tried yet
    told = {"code": "backup.second_disk_gone", "told": {"folder": str(tmp_path / "gone")}}
    Attempt.objects.create(place=SECOND, at=NOON, done=False, file=str(tmp_path / "gone" / "none"), **told)
    assert said in signed_in("administrator").get("/").content.decode()
    assert said in signed_in("administrator").get("/health/").content.decode()
    assert said not in signed_in("planner").get("/").content.decode()


def test_health_says_how_old_the_last_one_is(
    signed_in: Callable[..., Client], home: Home, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", home)
    now = datetime.now(UTC)
    keep(home, Timetable(), now - timedelta(days=1), store)
    page = signed_in("administrator").get("/health/").content.decode()
    assert f"{now - timedelta(days=1):%Y-%m-%d %H:%M} UTC" in page and "Run: hevesy service backup" not in page
    assert "no second disk is named" in page and "never printed" in page
    for file in home.backups.iterdir():
        file.rename(file.with_name(name_of(now - timedelta(days=2, minutes=1))))
    assert "Run: hevesy service backup" in signed_in("administrator").get("/health/").content.decode()
