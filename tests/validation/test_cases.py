"""The cases of a validation: each answer worked out here a second time, and a changed constant that is found."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

import pytest

from hevesy.physics import nuclide
from hevesy.validation import FAILED, PASSED, cases, modules, stands, validate
from hevesy.validation.case import Case
from hevesy.validation.running import answered, asks

LN2 = 0.6931471805599453
# the same by another hand: no function of the software is asked
BY_HAND = {
    "DEC-1": 7.4 * 2 ** (-96 / 159.528), "DEC-2": 3.7 / 2, "DEC-3": 0.4 / 8, "DEC-4": 0.006 / 4, "DEC-5": 0.4,
    "DEC-6": 7.4 * 2 ** (96 / 159.528), "DEC-7": 1.3719829376710406,
    "DEC-8": 390168 / (390168 - 67.71) * (2 ** (-240 / 390168) - 2 ** (-240 / 67.71)), "DEC-9": 2 * 64.10,
    "DEC-10": 21654 / LN2 / 2, "DEC-11": 7400, "ORD-1": 7.4 * 2 ** (96 / 159.528),
    "ORD-2": 7.4 * 2 ** (96 / 159.528) * 1.02 / 0.9, "ORD-3": 0.37 * 4, "ORD-5": 1850 - 50, "ORD-6": 4000 + 2000,
    "ORD-7": (4000 - 3700) / 2, "ORD-8": 500 - 470, "REL-1": 10 * 24 / LN2 / 1000,
    "REL-2": 20 * 2 / 24 * 40.5 / LN2 / 0.09 / 1000, "REL-3": 20 * 2 / 24 * 40.5 / LN2 / 90 * 2 ** (-72 / 40.5),
    "REL-4": 4, "REL-5": 0.6 / 4 + 0.4 * 2 ** (-12 / 60), "REL-6": 100 / 40, "REL-7": 4 * 8, "REL-8": 1.2,
    "PLN-1": 0, "PLN-2": 4 / 9, "PLN-3": 1.03**-10,
}  # fmt: skip


def named(id: str) -> Case:
    return next(case for case in cases() if case.id == id)


def test_the_table_is_whole() -> None:
    assert len(cases()) == 51 == len({case.id for case in cases()})
    assert {case.module for case in cases()} == set(modules()) - {"installation", "book"}
    for case in cases():
        assert case.check in asks() and case.what and case.by_hand and case.expected and case.source and case.why
    assert {case.check for case in cases()} == set(asks())
    assert {case.id for case in cases() if case.tolerance is not None} == set(BY_HAND)


@pytest.mark.parametrize("id", BY_HAND)
def test_what_is_expected_is_what_another_hand_finds(id: str) -> None:
    case = named(id)
    assert float(case.expected) == pytest.approx(BY_HAND[id], abs=max(case.tolerance or 0.0, 1e-12))


@pytest.mark.parametrize("case", [case for case in cases() if case.module != "planning"], ids=lambda case: case.id)
def test_the_software_gives_the_answer(case: Case) -> None:
    found = answered(case)
    assert found.state == PASSED, found
    assert case.tolerance is not None or found.got == f"{case.expected} {case.unit}".strip()


def test_half_lives_in_the_words_are_those_of_the_table_of_nuclides() -> None:
    """A person who works a case out by hand uses the half-life that is printed beside it."""
    for id, name, said, hours in (
        ("DEC-1", "Lu-177", "6.647 d", 159.528), ("DEC-2", "I-131", "8.02070 d", 192.4968),
        ("DEC-3", "F-18", "109.77 min", 109.77 / 60), ("DEC-4", "Ra-223", "11.43 d", 274.32),
        ("DEC-5", "Tc-99m", "6.015 h", 6.015), ("DEC-9", "Y-90", "64.10 h", 64.10),
    ):  # fmt: skip
        assert said in named(id).source
        assert nuclide(name).half_life_s / 3600 == pytest.approx(hours, rel=1e-12)


def test_a_changed_constant_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["hevesy.physics.nuclide"], "LN2", 0.6925)
    found = {each.id: each.state for each in validate(["decay", "release"])}
    assert [id for id in ("DEC-1", "DEC-2", "DEC-6", "DEC-9", "DEC-10") if found[id] == PASSED] == []
    assert found["REL-1"] == PASSED  # which asks other half-lives
    assert stands(validate(["decay"])) == {"decay": FAILED}


@pytest.mark.parametrize(
    ("place", "value", "wrong"),
    [
        ("hevesy.safety.exposure.nearness", lambda metres, length: 1.0 / metres, ["REL-2", "REL-3", "REL-4", "REL-6"]),
        ("hevesy.validation.material.LEVEL_PERCENT", 10.0, ["ORD-9"]),
        ("hevesy.validation.material.shared", lambda doses, asked: [doses / 2, doses / 2], ["ORD-11", "ORD-12"]),
        ("hevesy.validation.rules.obstacles", lambda *_: (), ["GAT-1"]),
    ],
)
def test_another_rule_is_found(place: str, value: object, wrong: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, value)
    found = [each for each in validate(["release", "ordering", "gates"]) if each.state == FAILED]
    assert [each.id for each in found] == sorted(wrong, key=[case.id for case in cases()].index)
    assert all(each.got and each.remark == "" for each in found)


def test_a_check_that_breaks_is_one_that_failed_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> float:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("hevesy.validation.release.travel_hours", breaks)
    found = {each.id: each for each in validate(["release"])}
    assert (found["REL-6"].state, found["REL-6"].got) == (FAILED, "no answer")
    assert found["REL-6"].remark == "ZeroDivisionError: by nothing" and found["REL-7"].state == PASSED


def test_a_number_that_is_none_never_passes() -> None:
    from hevesy.validation.result import judged

    for found in (math.nan, math.inf, "never enough"):
        assert judged(named("REL-4"), found).state == FAILED


@pytest.mark.slow("loads the compiled engine")
def test_the_engine_beside_its_slow_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    from hevesy.plan.simulation import flow

    assert [each.state for each in validate(["planning"])] == [PASSED] * 3
    true = flow.run

    def altered(model: object, precision: str) -> object:
        found = true(model, precision)  # type: ignore[arg-type]
        found.at_centres["started"][0] += 1e-6
        return found

    monkeypatch.setattr(flow, "run", altered)
    assert [each.id for each in validate(["planning"]) if each.state == FAILED] == ["PLN-1"]


def test_a_module_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="dosimetry is no module; there are installation, decay"):
        validate(["dosimetry"])


def test_drawn_pages_that_are_cited_are_there() -> None:
    clone = Path(__file__).resolve().parents[2]
    cited = {page for case in cases() for page in re.findall(r"tests/spec/\w+\.md", case.source)}
    assert cited and all((clone / page).is_file() for page in cited)
