"""Work in a process of its own: the same answer as here, its errors here, and nothing left behind."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from hevesy.errors import UnknownCountry
from hevesy.plan import beside as beside_of
from hevesy.plan.beside import beside, may_copy

COPIES = sys.platform == "linux"


@pytest.fixture(params=["beside", "here"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """In a copy of this process where the system can make one, and in this one."""
    copied = request.param == "beside" and COPIES
    monkeypatch.setattr(beside_of, "may_copy", lambda: copied)
    return "beside" if copied else "here"


def process() -> int:
    return os.getpid()


def test_the_work_is_done_once_and_elsewhere_where_that_can_be(where: str) -> None:
    with beside(process) as answer:
        found = answer()
    assert (found != os.getpid()) == (where == "beside")


def test_an_answer_larger_than_a_pipe_comes_whole(where: str) -> None:
    with beside(lambda: list(range(200_000))) as answer:
        assert answer() == list(range(200_000))


def refused() -> None:
    raise UnknownCountry(text="Jordania", nearest="")


def killed() -> str:
    if os.getpid() != HERE:
        os._exit(1)
    return "done here"


HERE = os.getpid()


def test_what_is_wrong_shows_here(where: str) -> None:
    with pytest.raises(UnknownCountry), beside(refused) as answer:
        answer()


def test_where_the_other_process_ends_the_work_is_done_here(where: str) -> None:
    with beside(killed) as answer:
        assert answer() == "done here"


def slow() -> None:
    time.sleep(60)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_work_that_nobody_waits_for_is_given_up(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    monkeypatch.setattr(beside_of, "may_copy", lambda: COPIES)
    with pytest.raises(error), beside(slow):
        raise error
    assert time.monotonic() - began < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(
    ("of", "name", "value"), [(sys, "platform", "win32"), (threading, "active_count", lambda: 2)]
)
def test_no_copy_is_made_where_it_would_be_unsafe(
    of: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of, name, value)
    assert not may_copy()


def test_a_copy_may_make_a_copy(where: str) -> None:
    def twice() -> tuple[int, int]:
        with beside(process) as answer:
            return os.getpid(), answer()

    with beside(twice) as answer:
        found = {os.getpid(), *answer()}
    assert len(found) == (3 if where == "beside" else 1)


def test_no_copy_is_made_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not may_copy()
