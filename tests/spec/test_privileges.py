"""The drawn histories, line by line: who may, and every reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.competence.people import ON, PSMA, SHELF, known, whole

from hevesy.competence import Evidence, Recent, What, frameworks, privileges, standing

PAGE = Path(__file__).parent / "privileges.md"


def lines() -> Iterator[object]:
    for row in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
        if row.startswith("|") and cells[0] not in ("person", "---"):
            yield pytest.param(*cells, id=cells[0])


def told(text: str) -> list[Evidence]:
    """What is known, from the words of the page."""
    found: list[Evidence] = []
    for number, part in enumerate(text.split("; ")):
        words = part.split()
        if words == ["whole"]:
            found = list(whole())
        elif words == ["one", "case"]:
            found = [each for each in found if each.id != "performed 2"]
        elif len(words) == 3 and words[1] in ("ends", "begins", "of"):
            field, value = {"ends": "until", "begins": "on", "of": "about"}[words[1]], words[2]
            change = {field: value if field == "about" else date.fromisoformat(value)}
            found = [replace(each, **change) if each.what == words[0] else each for each in found]
        elif words != ["nothing"]:
            found.append(_added(words, f"added {number}", found))
    return found


def _added(words: list[str], id: str, before: list[Evidence]) -> Evidence:
    what, on = What(words[0]), date.fromisoformat(words[-1])
    about = words[1] if len(words) > 2 else ""
    if what is What.LIFTED:
        about = before[-1].id
    if what is What.DISPUTED:
        about = next(each.id for each in before if each.what == words[1])
    return Evidence(id, what, about, on, level=words[2] if len(words) == 4 else "")


@pytest.mark.parametrize(("person", "text", "may", "why"), list(lines()))
def test_who_may_and_why_not(person: str, text: str, may: str, why: str) -> None:
    found = standing(told(text), privileges(SHELF)["prescribe"], PSMA, ON, frameworks(SHELF), Recent(2))
    assert [each.because.replace("_", " ") for each in found.reasons] == [each for each in why.split(", ") if each]
    assert found.may == (may == "yes")


def test_there_are_twenty_people_and_each_reason_is_met() -> None:
    page = list(lines())
    assert len(page) >= 20
    met = {each.because for param in page for each in standing(
        told(param.values[1]), privileges(SHELF)["prescribe"], PSMA, ON, frameworks(SHELF), Recent(2)).reasons}  # type: ignore[attr-defined]  # fmt: skip
    assert met | {"licence_withdrawn", "not_told"} == known("may_say")
