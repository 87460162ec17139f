"""The drawn weeks of a centre with two medicines, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hevesy.capacity.sharing import in_order

PAGE = Path(__file__).parent / "sharing_two_therapies.md"
USE = [[0.5, 60.0], [1.0, 90.0]]  # chair-days and nurse minutes, as the page says


def lines() -> list[object]:
    rows = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("|")][2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [pytest.param(*row[:8], id=row[8]) for row in cells]


def pair(cell: str) -> list[float]:
    return [float(part) for part in cell.split("/")]


@pytest.mark.parametrize(("due", "new", "rank", "chairs", "minutes", "doses", "of_due", "of_new"), lines())
def test_week(
    due: str, new: str, rank: str, chairs: str, minutes: str, doses: str, of_due: str, of_new: str
) -> None:
    ranks = [int(each) for each in pair(rank)]
    left = [float(chairs), float(minutes)]
    found = in_order(pair(due), pair(new), ranks, USE, USE, left, pair(doses), passes=3)
    assert found[0] == pytest.approx(pair(of_due), abs=1e-5)
    assert found[1] == pytest.approx(pair(of_new), abs=1e-5)
