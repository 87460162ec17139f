"""The warm process: it listens on this machine, loads the engine when first asked, and goes when the service goes.

After a quarter of an hour without a question it ends, and what started it starts another, which has nothing loaded:
memory is taken only while somebody turns something.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import threading
import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from typing import Any

from hevesy.errors import HevesyError
from hevesy.words import sentence
from hevesy_service.home import Home
from hevesy_service.what_if.engine import Engine, GivenUp, Question
from hevesy_service.what_if.speaking import LONGEST, Address, greeted
from hevesy_service.what_if.turns import Turns

IDLE, LOOK_EVERY = 15 * 60.0, 10.0  # seconds


class Warm:
    """Answers questions, one thread for each connection."""

    def __init__(self) -> None:
        self._engine, self._turns = Engine(), Turns()
        self._asked = time.monotonic()
        self.woken = False

    def idle(self) -> float:
        """Seconds since somebody asked."""
        return time.monotonic() - self._asked

    def speak(self, connection: Connection, key: bytes) -> None:
        """One question and its answer; who does not know the key is not heard."""
        with connection, contextlib.suppress(OSError, EOFError, AuthenticationError):
            greeted(connection, key, first=True)
            connection.send_bytes(json.dumps(self.answer(json.loads(connection.recv_bytes(LONGEST)))).encode())
        give_back()  # once who asked has the answer

    def answer(self, said: dict[str, Any]) -> dict[str, Any]:
        """What was asked, or that it was given up for something newer, or in a sentence why it cannot be computed."""
        self._asked = time.monotonic()
        asker, at = said["asker"], int(said["at"])
        question = Question(tuple(said["texts"]), said["pack"], said["few"])
        self._turns.ticket(asker, at)
        try:
            with self._turns.turn(asker, at, question.few):
                answers = self._engine.answers(question, lambda: self._turns.counts(asker, at))
        except GivenUp:
            return {"given_up": True}
        except HevesyError as error:
            return {"problem": sentence(error, said["language"])}
        if not self.woken:
            self._settle()
        return {"answers": answers}

    def _settle(self) -> None:
        """What is loaded by now stays: looking through it for garbage would only cost time."""
        self.woken = True
        gc.collect()
        gc.freeze()


def give_back() -> None:
    """Let the system have what a computation has left free, where it is glibc that holds it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def listen() -> None:
    """Listen for ever."""
    home = Home.of_environment().made().folder
    with Listener(backlog=32) as listener:
        address = Address.new(str(listener.address))
        address.write(home)
        threading.Thread(target=_go_when_left_alone, args=(listener,), daemon=True).start()
        warm = Warm()
        threading.Thread(target=_go_when_idle, args=(warm, listener), daemon=True).start()
        while True:
            with contextlib.suppress(OSError):
                connection = listener.accept()
                threading.Thread(target=warm.speak, args=(connection, address.key), daemon=True).start()


def _go_when_idle(warm: Warm, listener: Listener) -> None:
    while not (warm.woken and warm.idle() > IDLE):
        time.sleep(LOOK_EVERY)
    _go(listener)


def _go_when_left_alone(listener: Listener) -> None:
    """The service holds the other end of our standard input; when that closes, so do we."""
    while os.read(0, 1024):
        pass
    _go(listener)


def _go(listener: Listener) -> None:
    """End at once, whatever is being computed, and leave no socket behind."""
    folder = os.path.dirname(str(listener.address))
    with contextlib.suppress(OSError):
        listener.close()
        os.rmdir(folder)
    os._exit(0)


if __name__ == "__main__":
    listen()
