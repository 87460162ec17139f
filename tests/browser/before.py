"""The course of `tests.run.playing`, two years earlier: the clock of a service that really runs has it behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.run import playing

Said = dict[str, Any]
BACK = timedelta(days=728)  # whole weeks
DAY = playing.DAY - BACK
PASSWORD = "a long pass phrase"  # of everybody at the synthetic centre


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
