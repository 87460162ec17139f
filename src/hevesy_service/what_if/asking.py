"""Asking the warm process from a web worker, which itself loads nothing of the engine."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from django.conf import settings

from hevesy_service.refusals import WhatIfResting
from hevesy_service.said import language
from hevesy_service.what_if.speaking import BROKEN, ask

PATIENCE = 60.0  # seconds for an answer


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when: of two questions of one asker the newer counts, whichever comes in first."""

    name: str
    at: int = field(default_factory=time.time_ns)


def answered(texts: Sequence[str], pack: Mapping[str, str], few: bool, asker: Asker) -> dict[str, Any]:
    """What scenarios come to: `answers`, or `given_up` for something newer of the same asker, or a `problem`.

    Raises WhatIfResting where the warm process is not there.
    """
    question = {"texts": list(texts), "pack": dict(pack), "few": few, "language": language(), "asker": asker.name,
                "at": asker.at}  # fmt: skip
    try:
        return ask(settings.HOME.folder, question, PATIENCE)
    except BROKEN:
        raise WhatIfResting() from None


def wake(text: str, pack: Mapping[str, str], asker: Asker) -> None:
    """Let the engine be loaded while somebody still reads the page; nobody waits for it."""

    def waking() -> None:
        with contextlib.suppress(WhatIfResting):
            answered([text], pack, True, asker)

    Thread(target=waking, daemon=True).start()
