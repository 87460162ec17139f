"""What came out of a check, beside what had to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hevesy.validation.case import Case

PASSED, FAILED, NOT_HERE = "passed", "failed", "not here"
Found = float | str


@dataclass(frozen=True, slots=True)
class Result:
    """One check as it is printed; `difference` is empty where an answer is in words.

    `not here`: there is nothing on this machine to check, as the database where no service is. `remark` says why.
    """

    id: str
    module: str
    what: str
    inputs: str
    by_hand: str
    expected: str
    got: str
    difference: str
    tolerance: str
    state: str
    source: str
    why: str
    remark: str = ""

    def said(self) -> dict[str, str]:
        """As it stands in a file."""
        return {name: getattr(self, name) for name in self.__slots__}


def result_in(said: Mapping[str, str]) -> Result:
    """A result as it was kept."""
    return Result(**{name: said[name] for name in Result.__slots__})


def judged(case: Case, found: Found) -> Result:
    """The answer of the software beside the answer by hand."""
    got, difference, holds = _compared(case, found)
    return _result(case, got, difference, PASSED if holds else FAILED)


def broken(case: Case, why: str) -> Result:
    """The software gave no answer where it must give one."""
    return _result(case, "no answer", "", FAILED, why)


def looked_at(
    id: str, module: str, what: str, expected: str, got: str, holds: bool | None, why: str, remark: str = ""
) -> Result:  # fmt: skip
    """A check of the machine: it holds, it does not, or (None) there is nothing of the kind here."""
    state = NOT_HERE if holds is None else PASSED if holds else FAILED
    return Result(id, module, what, "", "", expected, got, "", "", state, "this machine", why, remark)


def _compared(case: Case, found: Found) -> tuple[str, str, bool]:
    if case.tolerance is None:
        return f"{found} {case.unit}".strip(), "", str(found) == case.expected
    if isinstance(found, str):
        return found, "", False
    off = found - float(case.expected)
    holds = math.isfinite(found) and abs(off) <= case.tolerance * (1 + 1e-9)
    return f"{found:.9g} {case.unit}".strip(), f"{off:+.2g}" if off else "0", holds


def _result(case: Case, got: str, difference: str, state: str, remark: str = "") -> Result:
    inputs = "; ".join(f"{name} = {value or 'not known'}" for name, value in case.inputs.items())
    expected = f"{case.expected} {case.unit}".strip()
    within = "" if case.tolerance is None else f"{case.tolerance:g}"
    return Result(case.id, case.module, case.what, inputs, case.by_hand, expected, got, difference, within, state,
                  case.source, case.why, remark)  # fmt: skip
