"""A process of its own that draws: the chart engine takes half a second to start, and can start beside a run.

It reads one specification a line, as JSON, and answers with one picture a line. What it draws is what `svg_of` draws
here, and where it cannot be started, or ends, pictures are drawn here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, Any

_at_work: list[Popen[str]] = []


@contextmanager
def studio() -> Iterator[None]:
    """Start the engine now, beside whatever this process does until it has something to draw.

    Nothing is started on one processor, or where the engine runs here already.
    """
    if (os.cpu_count() or 1) < 2 or _runs_here() or _at_work:
        yield
        return
    with suppress(OSError):
        _at_work.append(_started())
    try:
        yield
    finally:
        while _at_work:
            _end(_at_work.pop())


def _runs_here() -> bool:
    return "vl_convert" in sys.modules


def svg_of(specification: Mapping[str, Any]) -> str:
    """The picture as the chart engine writes it, from the process that was started for it or from this one."""
    if _at_work:
        drawn = _asked(_at_work[-1], specification)
        if drawn is not None:
            return drawn
        _end(_at_work.pop())
    return _drawn(specification)


def _drawn(specification: Mapping[str, Any]) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(dict(specification), allowed_base_urls=[], show_warnings=False)
    return svg


def _started() -> Popen[str]:
    command = [sys.executable, "-P", __file__]  # the file alone: nothing else of Hevesy is read for it
    return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, encoding="ascii")


def _asked(process: Popen[str], specification: Mapping[str, Any]) -> str | None:
    """The other process' picture; None where it has none, so that whatever is wrong shows here."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(json.dumps(specification) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        return str(json.loads(answer)) if answer else None
    except (OSError, ValueError, TypeError):
        return None


def _end(process: Popen[str]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what was still to be written to a process that ended
            pipe.close() if pipe is not None else None
    process.wait()


def answer(asked: IO[str], told: IO[str]) -> None:
    """Draw what is asked for, line by line, until nothing more comes."""
    _drawn({"data": {"values": []}, "mark": "point"})  # starts the engine before anything is asked for
    for line in asked:
        told.write(json.dumps(_drawn(json.loads(line))) + "\n")
        told.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops the run, and the run ends this
    answer(sys.stdin, sys.stdout)
