"""The course of `tests.run.playing`, two years earlier: the clock of a service that really runs has it behind it."""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import b32decode
from datetime import datetime, timedelta
from typing import Any

from tests.run import playing

Said = dict[str, Any]
BACK = timedelta(days=728)  # whole weeks
DAY = playing.DAY - BACK
PASSWORD, SECRET = "a long pass phrase", "JBSWY3DPEHPK3PXP"  # of everybody at the synthetic centre
STEP = 30  # seconds that a code lives


def at(hours: float) -> datetime:
    """So many hours after eight in the morning of the day of treatment."""
    return DAY + timedelta(hours=hours)


def moved(said: Said, days: int) -> Said:
    """What a form says, all its days and hours so much later."""

    def later(value: Any) -> Any:
        if isinstance(value, str) and value[:3] == "202" and value[4:5] == "-":
            moment = datetime.fromisoformat(value) + timedelta(days=days)
            return moment.isoformat() if len(value) > 10 else moment.date().isoformat()
        return value

    return {name: later(value) for name, value in said.items()}


LU_PSMA = tuple((*step[:4], moved(step[4], -BACK.days)) for step in playing.LU_PSMA)


class Phone:
    """The app on somebody's phone; it waits for another code where those of now were used."""

    def __init__(self) -> None:
        self.used: set[int] = set()

    def code(self) -> str:
        """A code that nobody has used yet, by RFC 6238; the service takes that of the next half minute too."""
        while True:
            now = int(time.time()) // STEP
            for step in (now, now + 1):
                if step not in self.used:
                    self.used.add(step)
                    return _hotp(step)
            time.sleep(1)


def _hotp(counter: int) -> str:
    mac = hmac.digest(b32decode(SECRET), counter.to_bytes(8, "big"), hashlib.sha1)
    start = mac[-1] & 15
    return f"{(int.from_bytes(mac[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"
