"""The running service on a full disk, a read-only one, with a spoilt page, a parent that was killed: all is told."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from tests.faults import held
from tests.faults.acts import CODE, missing, roles_held
from tests.faults.driver import Answer, Browser, Service, first_administrator

from hevesy_service.home import Home

pytestmark = pytest.mark.faults
MOUNTS = sys.platform == "linux" and os.geteuid() == 0
SMALL, BALLAST = "16m", 1 << 16  # bytes; a disk, and what it is filled with at a time


@contextmanager
def running(service: Service) -> Iterator[Service]:
    service.start()
    try:
        yield service
    finally:
        if service.process is not None and service.process.poll() is None:
            service.kill()


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """The home on a disk of its own."""
    home.mkdir()
    mounted = MOUNTS and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(home)], capture_output=True
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("a small disk is mounted by root on Linux alone")
    yield home
    subprocess.run(["umount", "-l", str(home)], check=True)


def give(browser: Browser, key: str, name: str, role: str = "nurse") -> Answer:
    form = {"username": name, "full_name": f"Synthetic {name}", "role": role, "key": key}
    return browser.post(f"/sites/{CODE}/give/", form)


def written_until_refused(browser: Browser) -> tuple[list[str], str, Answer]:
    """Keys that were acknowledged, the one that was not, and what was said of it."""
    keys: list[str] = []
    for number in range(3000):
        key = str(uuid4())
        answer = give(browser, key, f"person-{number}")
        if answer.status != 200:
            return keys, key, answer
        keys.append(key)
    raise AssertionError("3,000 acts were written to a full disk")


def test_a_full_disk(small_disk: Path, loopback: None) -> None:
    service, ballast = Service(small_disk, said=small_disk.parent / "said"), small_disk / "ballast"
    database = small_disk / "hevesy.sqlite3"
    with running(service), closing(first_administrator(service)) as browser:
        fill(ballast)
        keys, refused, answer = written_until_refused(browser)
        assert answer.status == 507 and "The disk is full, so nothing was written" in answer.body
        assert [browser.get(path).status for path in ("/", "/atlas/JOR/", f"/sites/{CODE}/")] == [200] * 3
        assert missing(database, keys) == [] and missing(database, [refused]) == [refused]
        with closing(Browser(service.port)) as stranger:
            told = stranger.post("/accounts/login/", {"login": "first", "password": "a long pass phrase"})
        assert told.status == 507
        service.kill()
        browser.close()
        service.start()  # with the log that it had, which has room enough to be read
        assert browser.get(f"/sites/{CODE}/").status == 200
        ballast.unlink()
        assert give(browser, refused, f"person-{len(keys)}").status == 200
        assert missing(database, [*keys, refused]) == []
    assert list(held.wrong()) == [] and held.otherwise_by_the_book() == []


def test_a_first_start_on_a_full_disk(small_disk: Path) -> None:
    fill(small_disk / "ballast")
    begun = command(small_disk, "serve")
    assert begun.returncode == 7 and "The disk is full" in begun.stderr and "Traceback" not in begun.stderr


def test_a_back_up_to_a_full_disk(tmp_path: Path, small_disk: Path) -> None:
    """It is not kept, and the database is as it was."""
    home = Home(tmp_path / "other").made()
    with closing(sqlite3.connect(home.database)) as made:
        made.execute("CREATE TABLE book_site (id TEXT PRIMARY KEY, code TEXT)")
        made.execute("CREATE TABLE book_event (id INTEGER PRIMARY KEY, site_id TEXT, site_seq INTEGER, hash TEXT)")
        made.commit()
    fill(small_disk / "ballast")
    kept = home.database.read_bytes()
    said = command(home.folder, "service", "backup", "--to", str(small_disk / "backups"))
    assert said.returncode != 0 and "The disk is full" in said.stderr and "Traceback" not in said.stderr
    assert list(small_disk.glob("backups/*")) == [] and home.database.read_bytes() == kept


def fill(ballast: Path) -> None:
    with pytest.raises(OSError, match="No space left"), ballast.open("ab", buffering=0) as writing:
        while True:
            writing.write(b"x" * BALLAST)


def command(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that is expected to end by itself."""
    named = [sys.executable, "-m", "hevesy.cli", *words]
    environment = {**os.environ, "HEVESY_HOME": str(home)}
    return subprocess.run(named, env=environment, capture_output=True, text=True, timeout=30)


def test_a_read_only_disk(small_disk: Path, loopback: None) -> None:
    service = Service(small_disk, said=small_disk.parent / "said")
    with running(service), closing(first_administrator(service)) as browser:
        assert give(browser, "5d1f0f0e-0000-4000-8000-000000000001", "nurse").status == 200
        assert service.stop() == 0
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    begun = command(small_disk, "serve", "--port", str(service.port))
    assert begun.returncode == 7 and "may not write to its disk" in begun.stderr and "Traceback" not in begun.stderr
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    with running(service):
        assert ("nurse", "nurse") in roles_held(small_disk / "hevesy.sqlite3")
    assert list(held.wrong()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the system limits another process's files on Linux alone")
def test_a_disk_that_fails_while_something_is_written(home: Path, loopback: None) -> None:
    service = Service(home)
    with running(service), closing(first_administrator(service)) as browser:
        give(browser, str(uuid4()), "before")
        limit(service, (home / "hevesy.sqlite3-wal").stat().st_size + 100)
        keys, unknown, answer = written_until_refused(browser)
        assert answer.status == 503 and "it may or may not be there" in answer.body
        limit(service, resource.RLIM_INFINITY)
        assert give(browser, unknown, f"person-{len(keys)}").status in (200, 302)
        assert missing(home / "hevesy.sqlite3", [*keys, unknown]) == []
    assert list(held.wrong()) == [] and held.otherwise_by_the_book() == []


def limit(service: Service, most: int) -> None:
    """No process of the service writes a file beyond so many bytes."""
    for each in processes(service):
        resource.prlimit(each, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def processes(service: Service) -> list[int]:
    """The parent first."""
    assert service.process is not None
    parent = service.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *(int(each) for each in children)]


def test_a_spoilt_page(home: Path, loopback: None) -> None:
    service, database = Service(home), home / "hevesy.sqlite3"
    with running(service), closing(first_administrator(service)) as browser:
        for number in range(30):
            give(browser, str(uuid4()), f"person-{number}")
        assert service.stop() == 0
    spoil(database)
    kept = database.read_bytes()
    begun = command(home, "serve", "--port", str(service.port))
    assert begun.returncode == 7 and "The database file is damaged" in begun.stderr, begun.stderr
    assert "hevesy service restore" in begun.stderr and "Traceback" not in begun.stderr
    looked = command(home, "service", "verify")
    assert looked.returncode == 6 and "The database file is damaged" in looked.stderr
    assert database.read_bytes() == kept


def test_a_page_that_is_spoilt_while_it_runs(home: Path, loopback: None) -> None:
    service, database = Service(home), home / "hevesy.sqlite3"
    with running(service), closing(first_administrator(service)) as browser:
        for number in range(30):
            give(browser, str(uuid4()), f"person-{number}")
        with closing(sqlite3.connect(database)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        spoil(database)
        told = give(browser, str(uuid4()), "late")
        assert told.status == 503 and "The database file is damaged" in told.body
        assert browser.get(f"/sites/{CODE}/book/").status == 503


def spoil(database: Path) -> None:
    """Write over the first page of the book's table."""
    with closing(sqlite3.connect(database)) as opened:
        (page,) = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'book_event'").fetchone()
        (size,) = opened.execute("PRAGMA page_size").fetchone()
    with database.open("rb+") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 512)


@pytest.mark.skipif(sys.platform != "linux", reason="lists the processes of Linux")
def test_workers_end_when_their_parent_is_killed_alone(home: Path, loopback: None) -> None:
    service = Service(home)
    with running(service):
        parent, *workers = processes(service)
        assert len(workers) == 2
        os.kill(parent, signal.SIGKILL)
        assert service.process is not None
        service.process.wait()
        begun = time.perf_counter()
        while any(Path(f"/proc/{each}").exists() for each in workers) and time.perf_counter() - begun < 5:
            time.sleep(0.01)
        assert not any(Path(f"/proc/{each}").exists() for each in workers)
        assert service.start() < 5
        assert service.stop() == 0
