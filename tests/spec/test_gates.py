"""The drawn table of gates, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.run.playing import situation, unmet

PAGE = Path(__file__).parent / "gates_lu177_psma.md"
WORDS = {"yes": True, "no": False, "?": None}


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if row.startswith("|") and len(cells) == 4 and cells[0] not in ("at", "---"):
            yield pytest.param(*cells, id=f"{cells[0]}: {cells[1]}")


def read(text: str) -> tuple[dict[str, Any], list[str], list[str]]:
    """What differs: fields by place, acts left out, lines that nobody has signed."""
    change, skip, unsigned = dict[str, Any](), list[str](), list[str]()
    for part in (each.strip() for each in text.split(",")):
        place, _, value = part.rpartition(" ")
        if place == "no":
            skip.append(value)
        elif place == "signed without":
            unsigned.append(value)
        else:
            change[place] = WORDS[value] if value in WORDS else _plain(value)
    return change, skip, unsigned


def _plain(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


@pytest.mark.parametrize(("act", "differs", "in_the_way", "override"), list(lines()))
def test_a_line_of_the_table(act: str, differs: str, in_the_way: str, override: str) -> None:
    change, skip, unsigned = read(differs)
    now = situation(act, change=change, skip=tuple(skip))
    kept = {name: line for name, line in now.table.lines.items() if name not in unsigned}
    found = unmet(replace(now, table=replace(now.table, lines=kept)))
    assert set(found) == {each.strip() for each in in_the_way.split(",") if each.strip()}
    may = [", ".join(each.gate.override) or "nobody" for each in found.values()]
    assert may == [each.strip() for each in override.split(";") if each.strip()]


def test_the_page_has_its_lines() -> None:
    assert len(list(lines())) == 46
