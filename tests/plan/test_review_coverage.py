"""The page that maps the review's barriers to what expresses them: every barrier is there, and every thing it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hevesy.cli.plan import plan
from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.dictionary import FUNDER, INTERVENTION, ONWARD, SHOCK, SHORTAGE
from hevesy.plan.scenario.shock_catalogue import shock_catalogue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "review-coverage.md"
NAMED = re.compile(r"(gate|mechanism|intervention|shock|fact|command|table) `([^`]+)`")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


def rows() -> dict[str, str]:
    """What expresses each barrier, by its number."""
    lines = [line.split("|")[1:-1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return {cells[0].strip(): cells[2] for cells in lines[1:]}


def known(shelf: Shelf) -> dict[str, set[str]]:
    gates = list(shelf.table("five_a_gates"))
    commands = {f"plan {name}" for name in plan.commands} | {"supply journey"}
    return {
        "gate": {f"{row['stage']}/{row['reason']}" for row in gates},
        "mechanism": {row["reason"] for row in gates},
        "intervention": set(catalogue(shelf)),
        "shock": set(shock_catalogue(shelf)),
        "fact": set(shelf.ids()),
        "command": commands,
        "table": {INTERVENTION, SHOCK, SHORTAGE, FUNDER, ONWARD},
    }


def test_every_barrier_of_the_review_has_its_row(shelf: Shelf) -> None:
    assert list(rows()) == [row["barrier"] for row in shelf.table("barriers")]


def test_every_thing_that_a_row_names_exists(shelf: Shelf) -> None:
    there, found = known(shelf), 0
    for barrier, text in rows().items():
        named = NAMED.findall(text)
        assert named, f"{barrier} names nothing"
        for kind, name in named:
            assert name in there[kind], f"{barrier}: there is no {kind} {name!r}"
            found += 1
    assert found > 90
