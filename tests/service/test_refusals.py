"""Every refusal stands in a table that a person can read: situation, sentence, rule, who may override."""

from __future__ import annotations

import csv
from pathlib import Path

from hevesy.words import catalogue
from hevesy_service import refusals
from hevesy_service.refusals import Refusal

TABLE = Path(__file__).parents[1] / "spec" / "refusals.csv"
GATE = "gate_says."
OPEN = ("met", "not_asked")  # what a gate says that is not in the way


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_the_table_and_the_code_say_the_same() -> None:
    rows = {code: row for code, row in table().items() if not code.startswith(GATE)}
    coded = {each.code: each for each in vars(refusals).values() if isinstance(each, type) and each is not Refusal
             and issubclass(each, Refusal)}  # fmt: skip
    assert set(rows) == set(coded)
    for code, each in coded.items():
        assert rows[code]["sentence"] == each.template, code
        assert all(rows[code].values()), code
        assert 400 <= each.status < 600  # from 500 on the fault is not the asker's


def test_the_table_and_the_gates_say_the_same() -> None:
    """Whatever can stand in the way of an act is a row too, with the sentence of the catalogue."""
    rows = {code.removeprefix(GATE): row for code, row in table().items() if code.startswith(GATE)}
    said = catalogue("en")
    assert {f"{GATE}{each}" for each in (*rows, *OPEN)} == {code for code in said if code.startswith(GATE)}
    for code, row in rows.items():
        assert row["sentence"] == said[f"{GATE}{code}"], code
        assert all(row.values()), code
