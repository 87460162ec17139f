"""The drawn crosswalk, line by line, and two frameworks that are shipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.run.playing import SHELF

from hevesy.competence import Framework, Lack, Procedures, crosswalk, find_framework

PAGE = Path(__file__).parent / "crosswalk.md"


class Numbers:
    """A reader whose facts are the numbers that their names are."""

    def number(self, name: str) -> float:
        return float(name)


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
        if row.startswith("|") and cells[0] not in ("board B asks", "---"):
            yield pytest.param(*cells, id=cells[0])


def rows(least: str, therapies: str, counts: str = "cycle", supervision: str = "direct") -> Procedures:
    return Procedures("asked", tuple(therapies.split("+")), ("administration",), least, counts, supervision)


EMPTY = Framework("x", "1", "x", "physician", "postgraduate", "default", "asm", {}, (), "", "", "", "")
A = replace(
    EMPTY, levels={"selects_patients": "supervised", "administers": "performs"},
    procedures=(rows("10", "lu177_psma617"), rows("5", "ra223")), hours="80",
)  # fmt: skip


def board(text: str) -> Framework:
    words = text.split()
    if "of" in words:
        return replace(EMPTY, procedures=(rows(words[0], words[2], words[5], words[3]),))
    if words[1] in ("hours", "months"):
        return replace(EMPTY, **{words[1]: words[0]})
    return replace(EMPTY, levels={words[0]: words[1]})


def said(lack: Lack) -> str:
    has = "none" if lack.has is None else f"{lack.has:g}" if isinstance(lack.has, float) else lack.has
    needs = f"{lack.needs:g}" if isinstance(lack.needs, float) else lack.needs
    name = lack.kind if lack.kind == lack.name else f"{lack.kind} {lack.name}"
    return f"{name}: {has}, needs {needs}"


@pytest.mark.parametrize(("asked", "lacks"), list(lines()))
def test_what_is_lacking(asked: str, lacks: str) -> None:
    reader: Any = Numbers()
    assert "; ".join(said(each) for each in crosswalk(A, board(asked), reader)) == lacks


def test_nobody_lacks_anything_for_their_own() -> None:
    for name in ("default_physician", "default_nurse", "us_nrc_390"):
        framework = find_framework(name, SHELF)
        assert crosswalk(framework, framework, SHELF.reader("world")) == ()


def test_two_groups_that_share_a_therapy_may_be_the_same_cases() -> None:
    held = replace(EMPTY, procedures=(rows("10", "lu177_psma617"), rows("8", "lu177_psma617+ra223")))
    wanted = replace(EMPTY, procedures=(rows("15", "lu177_psma617+ra223"),))
    reader: Any = Numbers()
    assert [each.has for each in crosswalk(held, wanted, reader)] == [10]


def test_what_an_american_authorized_user_lacks_for_the_default() -> None:
    """Three parenteral cases may be of any medicine, so that they stand for none; hours are enough."""
    held, wanted = find_framework("us_nrc_390", SHELF), find_framework("default_physician", SHELF)
    lacks = crosswalk(held, wanted, SHELF.reader("world"))
    cases = {each.name: (each.has, each.needs) for each in lacks if each.kind == "procedures"}
    assert cases["i131_dtc"] == (3, 20) and cases["lu177_psma"] == (0, 10)
    spans = {each.kind: each.needs for each in lacks if each.kind in ("months", "hours", "credits_per_year")}
    assert spans == {"months": 6, "credits_per_year": 20}
