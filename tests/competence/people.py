"""A physician of whom everything is known that is asked, and the shelf."""

from __future__ import annotations

from datetime import date

from tests.run.playing import SHELF

from hevesy.competence import Evidence, What
from hevesy.words import catalogue

__all__ = ["ON", "PSMA", "SHELF", "known", "whole"]

PSMA, ON, END = "lu177_psma617", date(2027, 6, 1), date(2028, 12, 31)


def whole() -> tuple[Evidence, ...]:
    """Certified, signed off, fit, licensed, and two patients in the last year."""
    return (
        Evidence("certified", What.CERTIFIED, "default_physician", date(2024, 1, 1), END),
        Evidence("signed", What.SIGNED_OFF, f"prescribe/{PSMA}", date(2026, 1, 1), END),
        Evidence("fit", What.FIT, "", date(2026, 1, 1), END),
        Evidence("licensed", What.LICENSED, "", date(2026, 1, 1), END),
        Evidence("performed 1", What.PERFORMED, f"prescription/{PSMA}", date(2026, 9, 1), case="A"),
        Evidence("performed 2", What.PERFORMED, "prescription/ra223", date(2027, 2, 1), case="B"),
    )


def known(group: str) -> set[str]:
    """The codes of a group of sentences."""
    return {code.removeprefix(f"{group}.") for code in catalogue("en") if code.startswith(f"{group}.")}
