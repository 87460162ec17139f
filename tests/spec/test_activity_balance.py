"""The drawn balances, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.record.filling import event, later, vial
from tests.run.playing import SHELF

from hevesy.record.ledger import balance
from hevesy.record.vial import VialEvent, What, told
from hevesy.words import say

PAGE = Path(__file__).parent / "activity_balance.md"
PARTS = ("received", "given", "residual", "waste", "passed_on", "decayed", "on_hand", "difference")
EVENT = re.compile(r"(\w+)(?: (-?[\d.]+))?(?: after ([\d.]+))?(?: (S\d))? @(-?[\d.]+)")


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if row.startswith("|") and cells[0] not in ("nuclide", "---"):
            yield pytest.param(cells[0], cells[1], float(cells[2]), cells[3:11], cells[11], id=" @".join(cells[1:3]))


def story(text: str, nuclide: str) -> list[VialEvent]:
    found = []
    for number, part in enumerate(text.split("; ")):
        match = EVENT.fullmatch(part)
        assert match, part
        what, measured, after, syringe, at = match.groups()
        amounts = {"measured": measured, "after": after}
        read = {name: float(amount) for name, amount in amounts.items() if amount is not None}
        found.append(event(What(what), later(float(at), nuclide), f"e{number}", syringe=syringe or "", **read))
    return found


@pytest.mark.parametrize(("nuclide", "happened", "asked", "parts", "investigated"), list(lines()))
def test_a_line_of_the_table(nuclide: str, happened: str, asked: float, parts: list[str], investigated: str) -> None:
    whole = told(vial(nuclide), story(happened, nuclide))
    found = balance(whole, later(asked, nuclide), SHELF.reader("world"))
    said = {name: getattr(found, name).in_mbq for name in PARTS}
    assert said == pytest.approx(dict(zip(PARTS, map(float, parts), strict=True)), abs=1e-6)
    assert all(say(f"difference.{gap.why}") for gap in found.differences)
    assert found.to_investigate == (investigated == "yes")


def test_every_drawn_line_adds_up_by_itself() -> None:
    """received is the sum of the other seven: what is drawn is checked without the program."""
    drawn = [each.values[3] for each in lines()]  # type: ignore[attr-defined]
    assert len(drawn) == 25
    for parts in drawn:
        received, *others = map(float, parts)
        assert received == pytest.approx(sum(others))
