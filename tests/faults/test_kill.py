"""kill -9 of the whole service while people write: nothing acknowledged is lost, nothing is done twice.

`make test-faults N=30` prints the seed of its dice; HEVESY_SEED throws them again (who gets the disk first is up to the
machine, so a round is like the one before, not the same).
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connections
from tests.faults import held
from tests.faults.acts import CODE, Writer, identifiers, missing, names, roles_held
from tests.faults.driver import Browser, Service, first_administrator, let_in

KILLS = int(os.environ.get("HEVESY_KILLS", "3"))
SEED = int(os.environ.get("HEVESY_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
WRITERS, LONGEST, SHORTEST = 4, 1.2, 0.05  # seconds of writing before the kill
ROUNDS_OF_A_HOME = 10  # so that books stay short enough to be read as a whole after each kill
ANSWER_SECONDS = 5.0
SENT_AGAIN = 5  # acknowledged acts of each writer that are sent once more


@dataclass
class Tally:
    """What happened over all rounds."""

    restarts: list[float] = field(default_factory=list)
    acknowledged: int = 0
    unheard: int = 0
    written_unheard: int = 0


@pytest.mark.faults
def test_kill_9_loses_and_doubles_nothing(home: Path, loopback: None) -> None:
    dice, tally, begun = random.Random(SEED), Tally(), time.perf_counter()
    print(f"\nkill -9: {KILLS} rounds, HEVESY_SEED={SEED}")
    done = 0
    while done < KILLS:
        rounds = min(ROUNDS_OF_A_HOME, KILLS - done)
        _one_home(home, rounds, dice, tally, done)
        done += rounds
        print(f"  {done} kills, {tally.acknowledged} acts", flush=True)
    starts = sorted(tally.restarts)
    print(
        f"kill -9: {done} kills, {tally.acknowledged} acts acknowledged, 0 lost, 0 doubled; {tally.unheard} unheard "
        f"of, of which {tally.written_unheard} were written, all sent again; restart to first answer: median "
        f"{statistics.median(starts):.2f} s, slowest {starts[-1]:.2f} s; {time.perf_counter() - begun:.0f} s in all"
    )
    assert tally.acknowledged > KILLS and starts[-1] < ANSWER_SECONDS


def _one_home(home: Path, rounds: int, dice: random.Random, tally: Tally, before: int) -> None:
    connections.close_all()
    shutil.rmtree(home, ignore_errors=True)
    service = Service(home)
    service.start()
    writers: list[Writer] = []
    try:
        writers += _writers(service, dice)
        for number in range(rounds):
            try:
                _round(service, writers, dice, tally)
            except BaseException:
                print(f"round {before + number + 1}, seed {SEED}; the home is kept in {home}")
                raise
        assert service.stop() == 0
    finally:
        for each in writers:
            each.browser.close()
        if service.process is not None and service.process.poll() is None:
            service.kill()


def _writers(service: Service, dice: random.Random) -> list[Writer]:
    administrator = first_administrator(service)
    with closing(administrator):
        return _let_in(service, administrator, dice)


def _let_in(service: Service, administrator: Browser, dice: random.Random) -> list[Writer]:
    signed_in = [
        let_in(administrator, CODE, f"writer-{number}", "administrator", _key(dice)) for number in range(WRITERS)
    ]
    for name in (name for number in range(WRITERS) for name in names(number)):
        form = {"username": name, "full_name": f"Synthetic {name}", "role": "trainer", "key": _key(dice)}
        assert administrator.post(f"/sites/{CODE}/give/", form).status == 200
    known = identifiers(service.home / "hevesy.sqlite3")
    return [
        Writer(number, browser, {name: known[name] for name in names(number)})
        for number, browser in enumerate(signed_in)
    ]


def _key(dice: random.Random) -> str:
    return f"{dice.getrandbits(128):032x}"


def _round(service: Service, writers: list[Writer], dice: random.Random, tally: Tally) -> None:
    before = sum(len(each.acknowledged) for each in writers)
    _write_until_killed(service, writers, dice)
    assert [each.wrong for each in writers if each.wrong] == []
    tally.acknowledged += sum(len(each.acknowledged) for each in writers) - before
    tally.restarts.append(service.start())
    database = service.home / "hevesy.sqlite3"
    acknowledged = [act.key for each in writers for act in each.acknowledged]
    unheard = [act.key for each in writers for act in each.unheard]
    assert missing(database, acknowledged) == [], "acknowledged, and lost or doubled"
    assert list(held.wrong()) == []
    assert held.otherwise_by_the_book() == []
    tally.unheard += len(unheard)
    tally.written_unheard += len(unheard) - len(missing(database, unheard))
    _send_again(writers, dice)
    assert missing(database, acknowledged + unheard) == [], "sent again, and not there once"
    expected = set().union(*(each.roles() for each in writers))
    people = {name for each in writers for name in each.users} | {name for name, _ in expected}
    assert {row for row in roles_held(database) if row[0] in people and row[1] != "trainer"} == expected


def _write_until_killed(service: Service, writers: list[Writer], dice: random.Random) -> None:
    stop = threading.Event()
    threads = [
        threading.Thread(target=each.write, args=(random.Random(dice.getrandbits(64)), stop)) for each in writers
    ]
    for each in threads:
        each.start()
    time.sleep(dice.uniform(SHORTEST, LONGEST))
    service.kill()
    stop.set()
    for each in threads:
        each.join()
    for writer in writers:
        writer.browser.close()  # also of who was between two acts: its connection is to what was killed


def _send_again(writers: list[Writer], dice: random.Random) -> None:
    """What was not heard of; and some of what was, which must change nothing."""
    for each in writers:
        heard = list(each.acknowledged)
        each.again()
        for act in dice.sample(heard, min(SENT_AGAIN, len(heard))):
            if not act.is_new:  # whose second answer has no link in it, and is tested beside the pages
                act.send(each.browser)
