"""The drawn tables of signed acts and second persons, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.run.playing import SHELF, situation, unmet

from hevesy.record import acts
from hevesy.run.situation import Person

PAGE = Path(__file__).parent / "signed_acts.md"
OWN = {"N": "nurse", "P": "physician", "C": "coordinator", "R1": "radiopharmacist", "R2": "releasing_person"}


def lines(columns: int, first: str) -> Iterator[tuple[str, ...]]:
    """The rows of the table whose head begins so."""
    held = False
    for row in PAGE.read_text("utf-8").splitlines():
        cells = tuple(cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|"))
        held = row.startswith("|") and (held or cells[0] == first)
        if held and len(cells) == columns and cells[0] not in (first, "---"):
            yield cells


TWO, RELEASED = list(lines(5, "act")), list(lines(3, "tested by"))


def person(text: str) -> Person | None:
    """`N1`, or `C1 as nurse of N1`."""
    if text == "nobody":
        return None
    name, _, rest = text.partition(" as ")
    role, _, lender = rest.partition(" of ")
    own = OWN.get(name) or OWN[name[0]]
    return Person(name, frozenset({own, role} - {""}), {role: lender} if role else {})


def test_which_acts_are_signed() -> None:
    drawn = {act: (first == "yes", second == "yes") for act, first, second in lines(3, "act")}
    none = (False, False)
    assert {name: (act.is_signed, act.second_proves) for name, act in acts(SHELF).items()} == {
        name: drawn.get(name, none) for name in acts(SHELF)
    }
    assert set(drawn) <= set(acts(SHELF)) and none not in drawn.values()


@pytest.mark.parametrize(("act", "first", "second", "proven", "in_the_way"), TWO, ids=" ".join)
def test_a_line_of_two_people(act: str, first: str, second: str, proven: str, in_the_way: str) -> None:
    name, _, how = first.partition(", by ")
    change = {"day_checks.identity_by": how} if how else {}
    by, other = person(name), person(second)
    assert by is not None
    there = {"second": other, "awaited": None} if proven == "yes" else {"second": None, "awaited": other}
    found = unmet(situation(act, change=change, by=by, **there))
    assert [each.because for each in found.values()] == [in_the_way][: bool(in_the_way)]


@pytest.mark.parametrize(("tested", "released", "in_the_way"), RELEASED, ids=" ".join)
def test_a_line_of_who_releases(tested: str, released: str, in_the_way: str) -> None:
    first, second = person(tested), person(released)
    assert first is not None and second is not None
    now = situation("product_release", by=second)
    held = replace(now.course.standing["quality_control"], by=first.id, acts_for=first.acts_for(["radiopharmacist"]))
    standing = {**now.course.standing, "quality_control": held}
    found = unmet(replace(now, course=replace(now.course, standing=standing)))
    assert [each.because for each in found.values()] == [in_the_way][: bool(in_the_way)]


def test_the_page_has_its_lines() -> None:
    assert (len(TWO), len(RELEASED)) == (15, 7)
