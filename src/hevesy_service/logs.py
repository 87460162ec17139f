"""What is written down of running: where something failed and of what kind, and nothing about people.

Messages of exceptions may quote what somebody typed (PostgreSQL says which name there is already), and paths may hold a
link that lets somebody in; so exceptions are written as their types and places, and long words of paths are cut out.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from types import TracebackType
from typing import Any

CUT = "(cut)"
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SECRETS = re.compile(rf"hevesy_[\w-]{{20,}}|AGE-SECRET-KEY-\w+|(?<=/)(?!{UUID}\b)[\w%~-]{{20,}}(?=[/\s?'\"]|$)")
QUERY = re.compile(r"(?<=\w/)\?\S+")
UNWATCHED = "/near-misses/"  # pages of which not even that somebody was there is written down
WHOLE = "HEVESY_LOG_MESSAGES"  # set where no real person's data is, to see what exceptions say


class Unwatched(logging.Filter):
    """Lets nothing through of a request for a page on which nobody is to be known."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        return not str(path).startswith(UNWATCHED)


class Plain(logging.Formatter):
    """Time, level, name and message in a line; below it the places an exception came through."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        if os.environ.get(WHOLE):
            return super().format(record)
        record.exc_text = None  # what another handler made of it
        return QUERY.sub("", SECRETS.sub(CUT, super().format(record)))

    def formatException(self, ei: Any) -> str:
        return super().formatException(ei) if os.environ.get(WHOLE) else "\n".join(places(ei[1]))


def places(error: BaseException | None) -> list[str]:
    """Kinds of an exception and of those it came from, each with the lines of code it came through."""
    lines: list[str] = []
    while error is not None:
        lines += [f"{type(error).__module__}.{type(error).__qualname__}", *_came_through(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _came_through(where: TracebackType | None) -> list[str]:
    return [f"  {each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(where)]
