"""Readers of two file formats of the OR-Library (Beasley 1990, doi:10.1057/jors.1990.166): pmed and cap.

The instances are not shipped; a user loads them from a folder of their own.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hevesy.errors import BadInstance
from hevesy.places.location.answer import Floats
from hevesy.places.location.facility import Facilities


def read_pmed(file: Path) -> tuple[Floats, int]:
    """A p-median instance: the shortest distances between all vertices, shape (n, n), and p.

    First line: vertices, edges, p; then an edge a line: from, to, cost. An edge that comes again overwrites the
    earlier one, as the published optima have it. Raises BadInstance with the line where something is wrong.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    lines = [(number, line.split()) for number, line in _lines(file)]
    n, edges, p = _whole(file, *lines[0], 3)
    if len(lines) - 1 < edges:
        raise _bad(file, lines[-1][0], f"there are {len(lines) - 1} edges, and {edges} were said", "fetch it again")
    if not 1 <= p <= n:
        raise _bad(file, lines[0][0], f"{p} of {n} vertices cannot be open", "correct the third number")
    lengths = np.zeros((n, n))
    for number, parts in lines[1 : edges + 1]:
        a, b, cost = _whole(file, number, parts, 3)
        if not (1 <= a <= n and 1 <= b <= n) or cost < 0:
            raise _bad(file, number, f"{a} {b} {cost} is no edge between vertices 1 to {n}", "correct the line")
        lengths[a - 1, b - 1] = lengths[b - 1, a - 1] = cost
    distances: Floats = shortest_path(csr_array(lengths), directed=False)
    if not np.isfinite(distances).all():
        raise _bad(file, lines[0][0], "some vertices are joined to no other", "fetch the file again")
    return distances, p


def read_cap(file: Path, capacity: float | None = None) -> Facilities:
    """A capacitated facility location instance; `capacity` stands in where the file says 'capacity' (capa to capc).

    First sites and customers; for each site its capacity and fixed cost; for each customer its demand and the cost
    of serving all of it from each site. Raises BadInstance with the place where something is wrong.
    """
    words = [(number, word) for number, line in _lines(file) for word in line.split()]
    numbers = np.array([_number(file, number, word, capacity) for number, word in words])
    sites, points = (int(each) for each in numbers[:2])
    needed = 2 + 2 * sites + points * (1 + sites)
    if sites < 1 or points < 1 or len(numbers) != needed:
        problem = f"there are {len(numbers)} numbers, and {sites} sites with {points} customers need {needed}"
        raise _bad(file, words[-1][0], problem, "fetch the file again")
    of_sites = numbers[2 : 2 + 2 * sites].reshape(sites, 2)
    of_points = numbers[2 + 2 * sites :].reshape(points, 1 + sites)
    return Facilities.of(of_points[:, 1:], of_sites[:, 1], demand=of_points[:, 0], capacity=of_sites[:, 0])


def _lines(file: Path) -> list[tuple[int, str]]:
    """The lines that say something, each with its number."""
    try:
        text = file.read_text("ascii")
    except UnicodeDecodeError:
        raise _bad(file, 1, "this is not a text file of plain numbers", "fetch it again") from None
    found = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not found:
        raise _bad(file, 1, "the file is empty", "fetch it again")
    return found


def _whole(file: Path, number: int, parts: list[str], count: int) -> tuple[int, ...]:
    try:
        found = tuple(int(part) for part in parts)
    except ValueError:
        found = ()
    if len(found) != count:
        raise _bad(file, number, f"{' '.join(parts)[:40]!r} is not {count} whole numbers", "correct the line")
    return found


def _number(file: Path, number: int, word: str, capacity: float | None) -> float:
    if word == "capacity" and capacity is not None:
        return capacity
    try:
        found = float(word)
    except ValueError:
        found = np.nan
    if not np.isfinite(found) or found < 0:
        raise _bad(file, number, f"{word[:40]!r} is not a number of at least zero", "correct the line")
    return found


def _bad(file: Path, line: int, problem: str, advice: str) -> BadInstance:
    return BadInstance(file=file, line=line, problem=problem, advice=advice)
