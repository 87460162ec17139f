"""Every refusal stands in a table that a person can read: situation, sentence, rule, who may override."""

from __future__ import annotations

import csv
from pathlib import Path

from hevesy_service import refusals
from hevesy_service.refusals import Refusal

TABLE = Path(__file__).parents[1] / "spec" / "refusals.csv"


def test_the_table_and_the_code_say_the_same() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    coded = {each.code: each for each in vars(refusals).values() if isinstance(each, type) and each is not Refusal
             and issubclass(each, Refusal)}  # fmt: skip
    assert set(rows) == set(coded)
    for code, each in coded.items():
        assert rows[code]["sentence"] == each.template, code
        assert all(rows[code].values()), code
        assert 400 <= each.status < 600  # from 500 on the fault is not the asker's
