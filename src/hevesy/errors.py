"""Everything that can go wrong, one class each, each with a sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class HevesyError(Exception):
    """Something went wrong that a user can mend.

    A subclass names one thing: its `code`, its English `template` and its command-line `exit_status`.
    The values stay on the error, so that another language can say the same (`hevesy.words.sentence`).
    """

    code: ClassVar[str] = "hevesy.error"
    template: ClassVar[str] = "{problem}"
    exit_status: ClassVar[int] = 1

    def __init__(self, **values: object) -> None:
        self.values: Mapping[str, object] = values
        super().__init__(self.template.format_map(values))


class BadQuantity(HevesyError):
    code = "quantities.bad"
    template = "{text!r} is not {what}: {advice}"
    exit_status = 2


# --- tables and packs -------------------------------------------------------------------------------------


class BadTable(HevesyError):
    code = "tables.bad_table"
    template = "{file}: {problem}; {advice}"
    exit_status = 3


class BadCell(HevesyError):
    code = "tables.bad_cell"
    template = "{file}, line {line}, field {field!r}: {problem}; {advice}"
    exit_status = 3


class BadPack(HevesyError):
    """Several things are wrong with a pack; `problems` holds one sentence for each."""

    code = "facts.bad_pack"
    template = "{pack}: {count} problem(s), nothing was used:\n{listing}"
    exit_status = 3


# --- facts ------------------------------------------------------------------------------------------------


class UnknownFact(HevesyError):
    code = "facts.unknown"
    template = "There is no fact {fact!r} on the shelf for {place}{nearest}. `hevesy facts list` shows what there is."
    exit_status = 4


class MissingGroup(HevesyError):
    code = "facts.missing_group"
    template = (
        "Fact {fact!r} differs by income group but has no row for {group!r}, so nothing can be said for {place}. "
        "Add that row to a pack."
    )
    exit_status = 4


class FactWithoutValue(HevesyError):
    code = "facts.no_value"
    template = "Fact {fact!r} is {state} for {place}: it has no number to calculate with. Enter it in a pack."
    exit_status = 4


class UnknownSource(HevesyError):
    code = "facts.unknown_source"
    template = "Source {key!r} is cited but not listed in any sources table; add it there with its citation."
    exit_status = 4
