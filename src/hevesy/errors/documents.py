"""What can go wrong while a plan's document is written."""

from __future__ import annotations

from hevesy.errors.tree import HevesyError


class UnknownLanguage(HevesyError):
    code = "plan.unknown_language"
    template = "There is no language {language!r} of the document (--lang); choose one of {known}."
    exit_status = 3


class BadBaseline(HevesyError):
    """A baseline that cannot be read, or that somebody has changed."""

    code = "plan.bad_baseline"
    template = "{file}, {where}: {problem}. A baseline is frozen as `hevesy plan document` wrote it; {advice}."
    exit_status = 3
