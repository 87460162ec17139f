"""Acts that are sent, what was answered, and what the database must then hold."""

from __future__ import annotations

import http.client
import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.faults.driver import Browser

CODE = "irbid"
ROLES = ("planner", "nurse", "physician", "medical_physicist", "coordinator")
PEOPLE = 4  # of each writer, whose roles nobody else changes
NEW = 0.1  # of acts, that let in somebody who is new


@dataclass(frozen=True, slots=True)
class Act:
    """One form: a role given or withdrawn."""

    key: str
    gives: bool
    person: str
    role: str
    user: str = ""
    is_new: bool = False

    def send(self, browser: Browser) -> bool:
        """Whether it was acknowledged; raises OSError or HTTPException where nothing was heard."""
        answer = browser.post(f"/sites/{CODE}/{'give' if self.gives else 'withdraw'}/", self._form())
        # a redirection to the page where one signs in would be none
        if answer.status == 302 and answer.location == f"/sites/{CODE}/":
            return True
        if answer.status == 200 and self.is_new and "/come-in/" in answer.body:
            return True
        raise AssertionError(f"{self} was answered with {answer.status} {answer.location} {answer.body[:2000]}")

    def _form(self) -> dict[str, str]:
        if self.gives:
            name = f"Synthetic {self.person}" if self.is_new else ""
            return {"username": self.person, "full_name": name, "role": self.role, "key": self.key}
        return {"user": self.user, "role": self.role, "reason": "a test", "key": self.key}


@dataclass
class Writer:
    """Somebody who writes without a pause, one act after the other, and remembers what was acknowledged."""

    number: int
    browser: Browser
    users: dict[str, str]  # its people, and their identifiers
    heard: Callable[[str], None] = lambda key: None  # told each key when its answer is there
    acknowledged: list[Act] = field(default_factory=list)
    unheard: list[Act] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def write(self, dice: random.Random, stop: threading.Event, most: int = 1 << 30) -> None:
        """Until told to stop, or the service is gone."""
        for _ in range(most):
            if stop.is_set():
                return
            act = self._act(dice)
            try:
                act.send(self.browser)
            except (OSError, http.client.HTTPException):
                self.unheard.append(act)
                return
            except AssertionError as error:
                self.wrong.append(str(error))
                return
            self.heard(act.key)
            self.acknowledged.append(act)

    def again(self) -> None:
        """Send what was not heard of once more, with the same keys; the order is that of the first time."""
        for act in self.unheard:
            act.send(self.browser)
            self.acknowledged.append(act)
        self.unheard.clear()

    def _act(self, dice: random.Random) -> Act:
        key, role = str(UUID(int=dice.getrandbits(128), version=4)), dice.choice(ROLES)
        if dice.random() < NEW:
            return Act(key, True, f"new-{key[:13]}", role, is_new=True)
        person = dice.choice(sorted(self.users))
        return Act(key, dice.random() < 0.6, person, role, self.users[person])

    def roles(self) -> set[tuple[str, str]]:
        """Who of its people holds which role, after all that was acknowledged."""
        held: set[tuple[str, str]] = set()
        for act in self.acknowledged:
            (held.add if act.gives else held.discard)((act.person, act.role))
        return held


def names(number: int) -> list[str]:
    """The people of a writer."""
    return [f"w{number}-p{each}" for each in range(PEOPLE)]


def identifiers(database: Path) -> dict[str, str]:
    """Everybody's identifier by the name they sign in with."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        return {name: str(UUID(found)) for name, found in opened.execute("SELECT username, id FROM accounts_user")}


def missing(database: Path, wanted: list[str]) -> list[str]:
    """Keys of which the book has no row, or more than one."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        found = Counter(key for (key,) in opened.execute("SELECT key FROM book_event"))
    return [key for key in wanted if found[key] != 1]


def roles_held(database: Path) -> set[tuple[str, str]]:
    """Who holds which role, by the ordinary table."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        rows = opened.execute(
            "SELECT u.username, m.role FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id"
        )
        return set(rows.fetchall())
