"""The hand that makes back-ups when they are due, and paper forms: a look every minute, and a process for each.

It is a thread beside the jobs, so that a long job delays no back-up; the process gives its memory back.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from django.db.utils import Error as DatabaseFault

from hevesy_service.backup.scheduled import due, failed, now_here
from hevesy_service.backup.timetable import timetable
from hevesy_service.book.models import Event
from hevesy_service.jobs.paper_forms import write_paper

LOOK_EVERY = 60.0  # seconds
FIRST_LOOK = 20.0  # seconds after the start, which has enough to do
COMMAND = (sys.executable, "-m", "hevesy.cli", "service", "backup", "--due")
log = logging.getLogger(__name__)


def keep_back_ups(clock: Callable[[], datetime] = now_here, stop: threading.Event | None = None) -> None:
    """Look again and again, until told to stop."""
    stopped = stop or threading.Event()
    wait = FIRST_LOOK
    while not stopped.wait(wait):
        wait = LOOK_EVERY
        look(clock())
        write_paper(clock())
        close_old_connections()


def look(now: datetime) -> bool:
    """Make the back-ups that are due; whether any was. An installation that has no book yet has nothing to keep."""
    try:
        if not Event.objects.exists() or not due(settings.HOME, timetable(), now):
            return False
        ended = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode
        for place in due(settings.HOME, timetable(), now) if ended else ():
            if place.failed is None or place.failed < now:  # it could not write down itself why
                failed(place, now, f"its process ended with status {ended}")
    except (DatabaseFault, OSError) as error:
        log.error("no back-up could be begun: %s", type(error).__name__)
    return True
