"""The drawn tables of eligibility, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hevesy.facts import Shelf
from hevesy.products import evaluate, find_therapy

HERE = Path(__file__).parent
PAGES = {
    "eligibility_lu177_psma617_vision.md": ("lu177_psma617", "VISION"),
    "eligibility_lu177_dotatate_netter1.md": ("lu177_dotatate", "NETTER1"),
    "eligibility_ra223_label_next.md": ("ra223", "label_next"),
}
Findings = dict[str, float | bool | None]


def findings(text: str) -> Findings:
    """`platelets 99, liver_metastases yes, albumin ?` as findings."""
    words = {"yes": True, "no": False, "?": None}
    pairs = (part.split() for part in text.split(",") if part.strip() not in ("", "nothing"))
    return {name: words[value] if value in words else float(value) for name, value in pairs}


def names(text: str) -> set[str]:
    return {part.strip() for part in text.split(",") if part.strip()}


def lines() -> Iterator[object]:
    for page, (therapy, profile) in PAGES.items():
        text = (HERE / page).read_text("utf-8")
        usual = findings(text.partition("Everything in order:")[2].partition("\n")[0])
        for row in text.splitlines():
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            if row.startswith("|") and len(cells) == 4 and cells[1] in ("met", "not_met", "unknown"):
                yield pytest.param(therapy, profile, usual, *cells, id=f"{therapy}: {cells[0]}")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


@pytest.mark.parametrize(
    ("therapy", "profile", "usual", "different", "answer", "because", "ask"), list(lines())
)
def test_a_line_of_the_table(
    therapy: str,
    profile: str,
    usual: Findings,
    different: str,
    answer: str,
    because: str,
    ask: str,
    shelf: Shelf,
) -> None:
    verdict = evaluate(find_therapy(therapy, shelf), profile, {**usual, **findings(different)}, shelf)
    assert verdict.answer == answer
    assert {group.group for group in verdict.not_met} == names(because)
    assert set(verdict.missing) == names(ask)


def test_every_page_has_its_lines() -> None:
    assert len(list(lines())) == 27 + 11 + 6
