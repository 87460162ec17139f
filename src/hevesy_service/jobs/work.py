"""Doing a job: its command in a process of its own, heard while it runs, and stopped as Ctrl-C would stop it.

A command that is stopped keeps its finished blocks, and the same command goes on from there; so a job that lost its
process, by a crash or a power cut, is simply run again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone
from django_tasks import task

from hevesy_service.jobs.endings import end
from hevesy_service.jobs.kinds import ALL_KINDS, arguments
from hevesy_service.jobs.models import Job, State

LOOK_EVERY = 0.5  # seconds
PROGRESS = re.compile(r"([\d,]+) of ([\d,]+) draws")
ABOUT_FILES = ("wrote ", "The page is ")
SAID_LINES = 60  # of the end of what a command said, kept


@task()
def run(pk: str) -> None:
    """Do the job, unless it was stopped while it waited."""
    job = Job.objects.get(pk=pk)
    begun = Job.objects.filter(pk=pk, state=State.WAITING).update(state=State.RUNNING, heard=timezone.now())
    if begun:
        _done(job)


def take_up_again() -> int:
    """Put jobs that lost their worker into the queue again; how many there were. Asked when the one worker starts."""
    lost = [str(pk) for pk in Job.objects.filter(state=State.RUNNING).values_list("pk", flat=True)]
    for pk in lost:
        Job.objects.filter(pk=pk).update(state=State.WAITING)
        run.enqueue(pk)
    return len(lost)


def _done(job: Job) -> None:
    folder = _inputs_written(job)
    command = [sys.executable, "-m", "hevesy_service.jobs.alone",
               *arguments(ALL_KINDS[job.kind], job.options, job.folder.resolve(), job.inputs)]  # fmt: skip
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
    ) as process:  # fmt: skip
        heard, status = _Heard(process), None
        while status is None:
            try:
                status = process.wait(LOOK_EVERY)
            except subprocess.TimeoutExpired:
                _tell(job, heard)
                if process.stdin and Job.objects.filter(pk=job.pk, stop_asked=True).exists():
                    process.stdin.close()
        heard.finish()
    _end(job, status, heard.text())


def _inputs_written(job: Job) -> Path:
    folder = job.folder.with_name(f"{job.pk}.inputs")
    folder.mkdir(parents=True, exist_ok=True)
    job.folder.mkdir(parents=True, exist_ok=True)
    for name, text in job.inputs.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


class _Heard:
    """What a command says, read beside it so that it never waits to be heard."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: list[str] = []
        self._thread = threading.Thread(target=self._listen, args=(process,), daemon=True)
        self._thread.start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._lines.append(line.rstrip())

    def finish(self) -> None:
        """Wait for the last line."""
        self._thread.join()

    def text(self) -> str:
        """The end of what was said, without progress and without where files lie."""
        kept = [line for line in self._lines if not (PROGRESS.search(line) or line.startswith(ABOUT_FILES))]
        return "\n".join(kept[-SAID_LINES:]).strip()

    def progress(self) -> Iterator[int]:
        """How many of how many draws, as far as was said."""
        for line in reversed(self._lines):
            if found := PROGRESS.search(line):
                yield from (int(each.replace(",", "")) for each in found.groups())
                return


def _tell(job: Job, heard: _Heard) -> None:
    told = dict(zip(("done", "of"), heard.progress(), strict=False))
    Job.objects.filter(pk=job.pk).update(heard=timezone.now(), **told)


def _end(job: Job, status: int, said: str) -> None:
    stopped = Job.objects.filter(pk=job.pk, stop_asked=True).exists()
    if status == 0 or (status in ALL_KINDS[job.kind].done and not stopped):
        wrong = end(job)
        state, said = (State.FAILED, wrong) if wrong else (State.DONE, said)
    else:
        state = State.STOPPED if stopped else State.FAILED
    Job.objects.filter(pk=job.pk).update(state=state, said=said, ended=timezone.now(), heard=timezone.now())
