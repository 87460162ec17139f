"""The hand that writes paper forms every hour, so that a day without the service finds them on the disk.

It is a look in the thread of the back-ups, and a process of its own that gives its memory back.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import datetime, timedelta

from django.conf import settings

EVERY = timedelta(hours=1)
COMMAND = (sys.executable, "-m", "hevesy.cli", "service", "paper")
log = logging.getLogger(__name__)


def write_paper(now: datetime) -> bool:
    """Write the forms where the last were written an hour ago or earlier; whether it was tried."""
    if os.environ.get("HEVESY_PAPER", "") == "never":
        return False
    mark = settings.HOME.made().folder / "paper.tried"
    try:
        if mark.exists() and now.timestamp() - mark.stat().st_mtime < EVERY.total_seconds():
            return False
        mark.touch()
        os.utime(mark, (now.timestamp(), now.timestamp()))
        ended = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode
    except OSError as error:
        log.error("no paper forms could be written: %s", type(error).__name__)
        return True
    if ended:
        log.error("no paper forms were written: their process ended with status %s", ended)
    return True
