"""Validation: does this installation calculate on this machine what a person calculates by hand?

A centre validates what it works with before it does, and again after each change. `cases.csv` holds what is
calculated, each with its answer by hand; `machine.py` looks at the installation itself. No clearance is claimed.
"""

from hevesy.validation.case import Case, Module, cases, modules
from hevesy.validation.report import Report, digest_of
from hevesy.validation.result import FAILED, NOT_HERE, PASSED, Result
from hevesy.validation.running import stands, validate
from hevesy.validation.software import software

__all__ = [
    "FAILED",
    "NOT_HERE",
    "PASSED",
    "Case",
    "Module",
    "Report",
    "Result",
    "cases",
    "digest_of",
    "modules",
    "software",
    "stands",
    "validate",
]
