"""Power cuts: what the running service did to its files, traced, and replayed up to a cut on a disk that forgets.

Every act that was acknowledged before the cut must be there, with sound pages and whole chains; and the service must
start. HEVESY_CUTS says how many cuts, HEVESY_SEED which.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from tests.faults import held
from tests.faults.acts import missing
from tests.faults.disk import Disk, File
from tests.faults.driver import Service
from tests.faults.trace import Done, done_in, traced

CUTS = int(os.environ.get("HEVESY_CUTS", "30"))
ACTS = int(os.environ.get("HEVESY_ACTS", "240"))
SEED = int(os.environ.get("HEVESY_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
EARLY = 0.1  # of all cuts, before the installation was set up
REBUILT_EVERY, STARTED_EVERY, EARLY_STARTED_EVERY = 10, 25, 3  # cuts, as both take long
CLONE = Path(__file__).parents[2]


def strace_works() -> bool:
    """Whether there is one, and whether the system lets it look at another process."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True).returncode == 0


NO_STRACE = pytest.mark.skipif(not strace_works(), reason="needs strace, and the right to trace processes")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Done]]:
    """The folder of a service, and what was done to it from its first start to its stop."""
    folder = tmp_path_factory.mktemp("traced")
    home, marks, trace = (folder / name for name in ("home", "marks", "trace"))
    command = [sys.executable, "-m", "tests.faults.traced", *map(str, (home, marks, ACTS, SEED))]
    kept = os.getcwd()
    os.chdir(CLONE)
    try:
        traced(command, trace)
    finally:
        os.chdir(kept)
    found = list(done_in(trace, home, marks))
    trace.unlink()
    return home, found


def cuts(life: list[Done], many: int, dice: random.Random, disk: Disk) -> Iterator[tuple[int, list[str], Disk]]:
    """So many moments, in order; what was acknowledged before each, and the disk as it stood."""
    begun = next(place for place, each in enumerate(life) if each.call == "mark")
    early = int(many * EARLY)
    places = [dice.randrange(begun) for _ in range(early)]
    places += [dice.randrange(begun, len(life)) for _ in range(many - early)]
    done, heard = 0, []
    for place in sorted(places):
        for each in life[done : place + 1]:
            if each.call == "mark":
                heard.append(each.path)
            else:
                disk.do(each)
        done = max(done, place + 1)
        yield place, list(heard), disk


def laid_out(files: dict[str, bytes], of: Path, home: Path) -> None:
    """The files of a disk, under another folder."""
    connections.close_all()
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    for name, content in files.items():
        file = home / Path(name).relative_to(of)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@pytest.mark.faults
@NO_STRACE
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    life: tuple[Path, list[Done]], home: Path, loopback: None
) -> None:
    of, done = life
    dice, begun, starts, disk = random.Random(SEED), time.perf_counter(), 0, Disk()
    print(f"\npower cuts: {len(done)} calls on the service's files, HEVESY_SEED={SEED}")
    for number, (place, heard, _) in enumerate(cuts(done, CUTS, dice, disk)):
        laid_out(disk.after_a_cut(dice), of, home)
        where = f"cut {number} after call {place} ({done[place].call} {done[place].path}), seed {SEED}; kept in {home}"
        if number % (STARTED_EVERY if heard else EARLY_STARTED_EVERY) == 0:
            starts += 1
            _starts(home, where)
        _holds(home, heard, where, rebuilt=number % REBUILT_EVERY == 0)
    marks = sum(each.call == "mark" for each in done)
    writes = sum(each.call == "pwrite64" for each in done)
    print(
        f"power cuts: {CUTS} cuts over {writes} writes and {disk.syncs} syncs, {marks} acts acknowledged: 0 lost, "
        f"every chain whole; started again after {starts} of them; {time.perf_counter() - begun:.0f} s"
    )


def _holds(home: Path, heard: list[str], where: str, rebuilt: bool) -> None:
    database = home / "hevesy.sqlite3"
    if not heard and not database.exists():
        return
    assert database.exists(), f"no database: {where}"
    if not heard:
        with closing(sqlite3.connect(database)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok", where
        return
    assert missing(database, heard) == [], f"acknowledged and lost: {where}"
    assert list(held.wrong()) == [], where
    if rebuilt:
        assert held.otherwise_by_the_book() == [], where


def _starts(home: Path, where: str) -> None:
    service = Service(home)
    try:
        assert service.start() < 30, where
        assert service.stop() == 0
    except RuntimeError as error:
        raise AssertionError(f"{error}: {where}") from error
    finally:
        if service.process is not None and service.process.poll() is None:
            service.kill()


@pytest.mark.faults
@NO_STRACE
@pytest.mark.parametrize("lies", ["-wal", ""])
def test_on_a_disk_that_does_not_sync_the_same_cuts_do_lose(
    lies: str, life: tuple[Path, list[Done]], home: Path
) -> None:
    """Else the test above could not fail: the log of the database is not synced (as with NORMAL), or nothing is."""
    of, done = life
    dice, disk, lost = random.Random(SEED), Disk(lies), 0
    for _, heard, _ in cuts(done, 20, dice, disk):
        laid_out(disk.after_a_cut(dice), of, home)
        try:
            _holds(home, heard, "on a disk that lies", rebuilt=False)
        except (AssertionError, DatabaseError, sqlite3.Error):
            lost += 1
    print(f"on a disk that does not sync {lies or 'anything'}: {lost} of 20 cuts lost something")
    assert lost > 5


@pytest.mark.faults
def test_the_disk_that_forgets_by_hand() -> None:
    """What was synced stays; of the rest a sector is there or not, and nothing in between."""
    file = File()
    file.write(0, b"a" * 1024)
    file.sync()
    file.write(100, b"b" * 824)
    found = {file.after_a_cut(random.Random(seed), 0.5) for seed in range(50)}
    first, second = b"a" * 100 + b"b" * 412, b"b" * 412 + b"a" * 100
    assert found == {one + two for one in (b"a" * 512, first) for two in (b"a" * 512, second)}
    disk = Disk()
    for each in (Done("openat", "/h/x", makes=True), Done("write", "/h/x", b"text"), Done("fsync", "/h/x")):
        disk.do(each)
    assert {tuple(disk.after_a_cut(random.Random(seed)).items()) for seed in range(50)} == {(), (("/h/x", b"text"),)}
    disk.do(Done("fsync", "/h"))
    assert disk.after_a_cut(random.Random(1)) == {"/h/x": b"text"}
