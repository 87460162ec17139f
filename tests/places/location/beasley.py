"""The p-median instances of the OR-Library, drawn anew as Beasley drew them; nothing of its files is shipped.

They come from one multiplicative generator modulo 2^48 (RANF of the Cray), each from a state of its own. The states of
39 of the 40 follow from the first costs of the published files; with them the whole file comes out to the last letter.
pmed22 was not at hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FACTOR, MODULUS = 44485709377909, 2**48
STATES = Path(__file__).with_name("pmed_states.csv")


def drawn(number: int) -> str:
    """The text of an instance: first line vertices, edges, p; then the edges. KeyError where its state is not known."""
    row = _states()[number]
    vertices, edges, p = (int(row[name]) for name in ("vertices", "edges", "p"))
    lines = [f"{a} {b} {cost}" for a, b, cost in _edges(vertices, edges, int(row["state"]))]
    return "\n".join([f"{vertices} {edges} {p}", *lines, ""])


def _edges(vertices: int, edges: int, state: int) -> Iterator[tuple[int, int, int]]:
    """A ring through all vertices, then edges between any two of the first n - 1; costs from 1 to 100."""

    def draw(most: int) -> int:
        nonlocal state
        found = state * most // MODULUS + 1
        state = state * FACTOR % MODULUS
        return found

    for each in range(vertices):
        yield each + 1, (each + 1) % vertices + 1, draw(100)
    for _ in range(edges - vertices):
        one, other = draw(vertices - 1), draw(vertices - 1)
        while one == other:
            other = draw(vertices - 1)
        yield one, other, draw(100)


def _states() -> dict[int, dict[str, str]]:
    with STATES.open(encoding="ascii", newline="") as file:
        return {int(row["number"]): row for row in csv.DictReader(file)}
