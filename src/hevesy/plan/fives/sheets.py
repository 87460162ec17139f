"""The five A's as one table for a spreadsheet: a line for each split, group, A and figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hevesy.plan.fives.splitting import MEASURES
from hevesy.plan.report.sheets import csv_text

Said = Mapping[str, Any]
SPREAD = ("value", "low", "high", "mean")
HEAD = (
    "counted", "level", "sorting", "by", "group", "a", "figure",
    "persons", "persons_low", "persons_high", "persons_mean", "share", "share_low", "share_high", "share_mean",
    "p_rank_1", "p_rank_2", "p_rank_3", "p_rank_4", "p_rank_5",
)  # fmt: skip
GATES = ("therapy", "stage", "reason", "a", "also_a", "domain", "lost", "passes", "attainable", "assumed", "facts",
         "source", "kind", "note")  # fmt: skip


def sheets_of(said: Said) -> dict[str, str]:
    """File name to CSV text."""
    return {
        "fives.csv": csv_text(HEAD, ([*row, *[""] * (len(HEAD) - len(row))] for row in _all(said))),
        "gates.csv": csv_text(GATES, (_gate(gate) for gate in said["gates"])),
    }


def _gate(gate: Said) -> list[Any]:
    return [" ".join(gate[name]) if name == "facts" else gate[name] for name in GATES]


def _all(said: Said) -> Iterator[Sequence[Any]]:
    for split in said["splits"]:
        yield from _split(("started", split["level"], split["sorting"], "all", "all"), split)
    first = said["splits"][0]
    for by, rows in said["groups"].items():
        for row in rows:
            yield from _split(("started", first["level"], first["sorting"], by, row["name"]), row)
    yield from _split(("completed", first["level"], first["sorting"], "all", "all"), said["completed"])


def _split(head: Sequence[str], split: Said) -> Iterator[Sequence[Any]]:
    yield [*head, "", "entered", *_plain(split["entered"])]
    yield [*head, "", "unmet", *_plain(split["unmet"])]
    for name in ("explained", "residual"):
        yield [*head, "", name, *_amount(split[name])]
    for row in split["a"]:
        for measure in MEASURES:
            yield [*head, row["a"], measure, *_amount(row[measure]), *row["ranks"][measure]]
    for pair in split["pairs"]:
        yield [*head, " + ".join(pair["a"]), "pair", *_amount(pair)]


def _plain(row: Said) -> list[Any]:
    return [row["value"], row["low"], row["high"]]


def _amount(row: Said) -> list[Any]:
    return [*(row[name] for name in SPREAD), *(row["share"][name] for name in SPREAD)]
