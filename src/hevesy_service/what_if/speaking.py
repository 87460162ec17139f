"""How web workers and the warm process speak: one question and one answer as JSON, on this machine, with a shared key.

By a socket that has no port, or a pipe on Windows. Its name and the key stand in a file of the home folder that only
its owner can read. Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

FILE = "what_if.address"
PATIENCE = 5.0  # seconds for a greeting
LONGEST = 4_000_000  # bytes of a question or an answer
BROKEN = (OSError, EOFError, AuthenticationError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the warm process listens, and the key that both sides know."""

    name: str
    key: bytes

    @classmethod
    def new(cls, name: str) -> Address:
        return cls(name, secrets.token_bytes(32))

    @classmethod
    def read(cls, home: Path) -> Address:
        said = json.loads((home / FILE).read_text("ascii"))
        return cls(str(said["name"]), bytes.fromhex(said["key"]))

    def write(self, home: Path) -> None:
        """Put in place at once, readable for the owner alone, as `mkstemp` makes it."""
        handle, part = tempfile.mkstemp(dir=home, prefix=f"{FILE}-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"name": self.name, "key": self.key.hex()}, file)
        os.replace(part, home / FILE)


def greeted(connection: Connection, key: bytes, first: bool) -> None:
    """Each side proves that it knows the key; raises AuthenticationError, or EOFError where nothing is said."""
    for challenges in (first, not first):
        if not challenges and not connection.poll(PATIENCE):
            raise EOFError
        (deliver_challenge if challenges else answer_challenge)(connection, key)


def ask(home: Path, question: dict[str, Any], patience: float) -> dict[str, Any]:
    """The answer to a question; raises one of BROKEN where nobody is there, or nobody answers in time."""
    address = Address.read(home)
    with Client(address.name) as connection:
        greeted(connection, address.key, first=False)
        connection.send_bytes(json.dumps(question).encode())
        if not connection.poll(patience):
            raise EOFError
        answer: dict[str, Any] = json.loads(connection.recv_bytes(LONGEST))
        return answer
