"""The drawn audits: both formulas by hand, and what two teams scored otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hevesy.quality import Audit, Checklist, Item, Profile, answer, difference, levels, whole

PAGE = Path(__file__).parent / "audits.md"
PARTS = {"a": 4, "b": 3, "c": 2}
PROFILE = Profile(
    "drawn", "1", "Drawn", "default", "asm",
    tuple(
        Checklist(part, part, "once", tuple(Item(f"{part}{n}", "…", "minor", "") for n in range(1, many + 1)))
        for part, many in PARTS.items()
    ),
)  # fmt: skip


def rows() -> Iterator[list[str]]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
        if row.startswith("|") and cells[0] not in ("audit", "item") and "---" not in cells[0]:
            yield cells


AUDITS = {cells[0]: cells for cells in rows() if len(cells) == 12}
APART = [cells for cells in rows() if len(cells) == 3]


def audit(name: str) -> Audit:
    scores = " ".join(AUDITS[name][1:4]).split()
    answers = {
        item: answer(PROFILE, item, score, "no such device here" if score == "NA" else "")
        for item, score in zip(PROFILE.items(), scores, strict=True) if score != "–"
    }  # fmt: skip
    return Audit("drawn", "1", "visit" if name == "theirs" else "self", date(2027, 3, 1), answers)


def shown(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


@pytest.mark.parametrize("name", list(AUDITS))
def test_both_formulas_by_hand(name: str) -> None:
    found, every = levels(audit(name), PROFILE), whole(audit(name), PROFILE)
    parts = [*(found[part] for part in PARTS), every]
    assert [shown(each.mean_level) for each in parts] == AUDITS[name][4:8]
    assert [shown(each.share_conformant) for each in parts] == AUDITS[name][8:]
    said = " ".join(AUDITS[name][1:4]).split()
    assert (every.not_applicable, every.unknown) == (said.count("NA"), said.count("–"))


def test_what_two_teams_scored_otherwise() -> None:
    found = difference(audit("ours"), audit("theirs"))
    said = [[item, *("NA" if each is None else str(each) for each in both)] for item, both in found.items()]
    assert said == APART and difference(audit("ours"), audit("ours")) == {}
