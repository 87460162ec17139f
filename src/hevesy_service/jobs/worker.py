"""The process that does jobs, one after the other; it goes when the service that started it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from filelock import FileLock

from hevesy_service import django_ready

LOOK_EVERY = 0.5  # seconds between looks for a new job
GIVE_WAY = 60.0  # seconds for an earlier worker to stop


def work() -> None:
    """Take up what an earlier worker left, then do jobs for ever."""
    django_ready()
    from django.conf import settings
    from django.core.management import call_command

    from hevesy_service.jobs.back_ups import keep_back_ups
    from hevesy_service.jobs.work import take_up_again

    with FileLock(settings.HOME.folder / "worker.lock", timeout=GIVE_WAY):
        threading.Thread(target=_go_when_left_alone, daemon=True).start()
        threading.Thread(target=keep_back_ups, daemon=True).start()
        _compile()
        take_up_again()
        call_command("db_worker", interval=LOOK_EVERY, startup_delay=False, verbosity=0)


def _compile() -> None:
    """The engine, where it is not; the pipe closes when we end, and so does the process."""
    with subprocess.Popen([sys.executable, "-m", "hevesy_service.jobs.compiling"], stdin=subprocess.PIPE) as process:
        process.wait()


def _go_when_left_alone() -> None:
    """The service holds the other end of our standard input; when that closes, so do we."""
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    work()
