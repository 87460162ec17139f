"""The hazard log: every gate controls a hazard, and every control and test that it names is there."""

from __future__ import annotations

import csv
from pathlib import Path

from hevesy.facts import Shelf
from hevesy.run.gate import gates

CLONE = Path(__file__).parents[1]


def log() -> dict[str, dict[str, str]]:
    with (CLONE / "docs/safety/hazards.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_each_gate_is_named_by_the_hazard_it_controls_and_by_no_other() -> None:
    named, known = {id: set(row["gates"].split(";")) for id, row in log().items()}, gates(Shelf.load(restricted=False))
    for gate in known:
        assert [id for id, held in named.items() if gate.name in held] == [gate.hazard], gate.name
    assert {name for held in named.values() for name in held} == {gate.name for gate in known}


def test_each_hazard_has_a_control_and_a_test_that_there_is() -> None:
    for row in log().values():
        assert all(row.values()), row["id"]
        assert (CLONE / row["test"]).is_file(), row["id"]
