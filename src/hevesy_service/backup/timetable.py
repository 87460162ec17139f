"""When back-ups are made, where to, and how many stay: from the environment, each with a default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import click

from hevesy_service.backup.names import Keep

NEVER = "never"
RETRY = timedelta(hours=1)  # after an attempt that failed


@dataclass(frozen=True, slots=True)
class Timetable:
    """`at` by the machine's own clock, None where nothing is to be done; `second` a folder on another disk."""

    at: time | None = time(2, 0)
    second: Path | None = None
    keep: Keep = field(default_factory=Keep)

    def moment(self, now: datetime) -> datetime | None:
        """The last moment that was set, at or before now."""
        if self.at is None:
            return None
        today = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today <= now else today - timedelta(days=1)

    def next(self, now: datetime) -> datetime | None:
        """The next moment after now."""
        last = self.moment(now)
        return None if last is None else last + timedelta(days=1)

    def is_due(self, now: datetime, written: datetime | None, failed: datetime | None) -> bool:
        """Whether a place that was last written, and last failed, at these times is to be written now.

        A machine that was off at the hour does it after the start, and a failure is tried again after an hour.
        """
        moment = self.moment(now)
        if moment is None or (written is not None and written >= moment):
            return False
        return failed is None or (written is not None and failed < written) or now - failed >= RETRY


def timetable(environment: Mapping[str, str] = os.environ) -> Timetable:
    """As HEVESY_BACKUP_AT, _TO and _KEEP say; ends with a sentence where one cannot be understood."""
    to = environment.get("HEVESY_BACKUP_TO", "")
    return Timetable(
        _hour(environment.get("HEVESY_BACKUP_AT") or "02:00"), Path(to).expanduser() if to else None,
        _keep(environment.get("HEVESY_BACKUP_KEEP") or "7,5,12"),
    )  # fmt: skip


def _hour(said: str) -> time | None:
    if said == NEVER:
        return None
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", said)
    if not found:
        raise click.UsageError(f"HEVESY_BACKUP_AT is {said!r}; write an hour as 02:00, or never.")
    return time(int(found[1]), int(found[2]))


def _keep(said: str) -> Keep:
    found = re.fullmatch(r"(\d{1,4}),(\d{1,4}),(\d{1,4})", said.replace(" ", ""))
    if not found:
        raise click.UsageError(f"HEVESY_BACKUP_KEEP is {said!r}; write days,weeks,months as 7,5,12.")
    return Keep(*(int(each) for each in found.groups()))
