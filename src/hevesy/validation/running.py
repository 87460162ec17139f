"""Every check of some modules, one after another; one that breaks is a check that failed, and the others go on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from hevesy.validation.asked import Ask
from hevesy.validation.case import Case, cases, modules
from hevesy.validation.machine import looked
from hevesy.validation.result import FAILED, NOT_HERE, PASSED, Result, broken, judged

ALL: tuple[str, ...] = ()
INSTALLATION = "installation"


def validate(named: Collection[str] = ALL, folder: Path | None = None) -> tuple[Result, ...]:
    """The results of these modules, or of all; `folder` is where writing to the disk is tried.

    Raises ValueError for a module that there is not.
    """
    wanted = _known(named)
    found = list(looked(folder)) if INSTALLATION in wanted else []
    return (*found, *(answered(case) for case in cases() if case.module in wanted))


def answered(case: Case) -> Result:
    """One case, asked now."""
    try:
        return judged(case, asks()[case.check](case.inputs))
    except Exception as error:  # whatever breaks, the report must say so and go on
        return broken(case, f"{type(error).__name__}: {error}")


def stands(results: Iterable[Result]) -> Mapping[str, str]:
    """How each module stands that was looked at: failed where one check failed, passed where one did."""
    found: dict[str, str] = {}
    for each in results:
        before = found.get(each.module)
        together = (before, each.state)
        found[each.module] = FAILED if FAILED in together else PASSED if PASSED in together else NOT_HERE
    return found


def _known(named: Collection[str]) -> tuple[str, ...]:
    for name in named:
        if name not in modules():
            raise ValueError(f"{name} is no module; there are {', '.join(modules())}")
    return tuple(name for name in modules() if not named or name in named)


def asks() -> Mapping[str, Ask]:
    """Every function; loaded when it is asked for, because some bring the compiled engine."""
    from hevesy.validation import activity, material, planning, release, rules

    return {**activity.ASKS, **material.ASKS, **rules.ASKS, **release.ASKS, **planning.ASKS}
