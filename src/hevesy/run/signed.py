"""A centre's gate table of one therapy: each line signed by a named person, or not yet.

Unknown never means allowed: a gate that nobody has signed, or whose signature has run out, has no limit here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Signature:
    """One line as somebody signed it: the limit (None where the gate has none), where it was read, and until when."""

    gate: str
    by: str
    on: date
    source: str
    edition: str
    low: float | None = None
    high: float | None = None
    text: str = ""
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.on <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class GateTable:
    """The signed lines of one therapy at one centre."""

    therapy: str
    lines: Mapping[str, Signature] = field(default_factory=dict)

    def line(self, gate: str, on: date) -> Signature | None:
        """The line that holds on a day, or None where nobody has signed or the signature has run out."""
        found = self.lines.get(gate)
        return found if found is not None and found.holds(on) else None

    def with_line(self, line: Signature) -> GateTable:
        return GateTable(self.therapy, {**self.lines, line.gate: line})
