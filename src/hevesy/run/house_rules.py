"""Lines of a therapy's gate table that no act asks: rules of the house for doses that nobody comes for, and for stock.

A therapy is live without them. What a line allows is unknown until somebody has signed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hevesy.competence import Recent
from hevesy.facts import Shelf
from hevesy.record.act import split
from hevesy.run.dose import Allowed
from hevesy.run.signed import GateTable
from hevesy.words import called

LICENCE, LABEL, LEVEL = "reallocation_licence", "reallocation_label", "balance_level"
PRIVILEGES = "privileges"  # that acts need a privilege, and how many cases a year keep it alive
YES_NO, MOST = "yes_no", "most"
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A rule that a centre signs: a yes or no in its text, a figure that is the most, or words alone."""

    name: str
    words: str
    kind: str
    unit: str
    signed_by: tuple[str, ...]


@lru_cache(maxsize=4)
def house_rules(shelf: Shelf) -> tuple[HouseRule, ...]:
    """Every rule of the house, in the order of the table."""
    return tuple(
        HouseRule(row["rule"], row["words"], row["kind"], row["unit"], split(row["signed_by"]))
        for row in shelf.table("house_rules")
    )


def rule_called(rule: HouseRule, language: str = "en") -> str:
    """A rule as one reads it."""
    return called("house_rule", rule.name, rule.words, language)


def allowed(table: GateTable, on: date) -> Allowed:
    """Whether licence and label let a dose go to another patient, as somebody has signed it; else nobody knows."""
    return Allowed(_answer(table, LICENCE, on), _answer(table, LABEL, on))


def level(table: GateTable, on: date) -> float | None:
    """The difference in percent above which a balance is investigated, as it is signed."""
    line = table.line(LEVEL, on)
    return None if line is None else line.high


def recent_asked(table: GateTable, on: date) -> Recent | None:
    """How much practice keeps a privilege alive, as it is signed; None where the centre does not ask for privileges."""
    line = table.line(PRIVILEGES, on)
    return None if line is None else Recent(line.high or 0)


def _answer(table: GateTable, rule: str, on: date) -> bool | None:
    line = table.line(rule, on)
    return None if line is None else _ANSWERS.get(line.text.strip().lower())
