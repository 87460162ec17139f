"""What somebody answered offline, as a line that they hand in: who takes it in scores the answers again.

The line is `HVL1.` and what was answered as JSON in URL-safe Base64. It proves nothing of who sat at the screen; who
takes it in says so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hevesy.errors import BadResult
from hevesy.learn.question import Given
from hevesy.learn.tutorial import Tutorial

MARK = "HVL1."
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Result:
    """The answers of somebody to the questions of a tutorial, by the name of the question."""

    module: str
    version: str
    language: str
    who: str
    on: date
    given: Mapping[str, Given]


def write_result(result: Result) -> str:
    """The line that is handed in."""
    said = {"module": result.module, "version": result.version, "language": result.language, "who": result.who,
            "on": result.on.isoformat(), "given": {name: given if isinstance(given, Mapping) else list(given)
                                                   for name, given in result.given.items()}}  # fmt: skip
    return MARK + base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode()).decode().rstrip("=")


def read_result(text: str) -> Result:
    """What a line says; raises BadResult where it is none."""
    said = text.strip()
    if not said.startswith(MARK) or len(said) > LONGEST:
        raise BadResult(problem=f"it does not begin with {MARK}", advice="hand in the whole line of the file")
    try:
        body = said[len(MARK) :]
        found: dict[str, Any] = json.loads(base64.b64decode(body + "=" * (-len(body) % 4), b"-_", validate=True))
        module, version, language, who = (_text(found[name]) for name in ("module", "version", "language", "who"))
        given = {str(name): _given(given) for name, given in found["given"].items()}
        return Result(module, version, language, who, date.fromisoformat(found["on"]), given)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadResult(problem="a part of it is missing or was changed", advice="hand in the whole line") from None


def check_of(result: Result, tutorial: Tutorial) -> None:
    """Raises BadResult where the answers are to another tutorial, or to another version of it."""
    if (result.module, result.version) != (tutorial.id, tutorial.version):
        raise BadResult(problem=f"it is of {result.module!r}, version {result.version}, and this is {tutorial.id!r}, "
                        f"version {tutorial.version}", advice="hand it in there, or play the module anew")  # fmt: skip


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError(value)
    return value


def _given(value: Any) -> Given:
    if isinstance(value, dict):
        return {str(left): str(right) for left, right in value.items()}
    if not isinstance(value, list):
        raise TypeError(value)
    return [str(each) for each in value]
