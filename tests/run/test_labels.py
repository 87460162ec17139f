"""Labels: what must stand on them, what the scanner reads, and that a wrong syringe is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.filling import vial
from tests.run.playing import at, situation

from hevesy.errors import BadLabel
from hevesy.quantities import Activity
from hevesy.run.labels import code, disagrees, scanned, syringe_label, vial_label

COURSE = situation("administration").course
VIAL = replace(vial(lot="L1"), expires_at=at(24), stated=Activity.mbq(11500))
LABEL = syringe_label(COURSE, VIAL, ("P-0412", "1950-02-03"), 8.5)


def test_what_stands_on_a_syringe() -> None:
    assert LABEL.missing == () and LABEL.radioactive
    assert (LABEL.id, LABEL.course, LABEL.product, LABEL.lot) == ("S1", "c", "Lu-177 PSMA-617", "L1")
    assert LABEL.activity == Activity.mbq(7430) and LABEL.at == at(1) and LABEL.expires_at == at(24)


def test_what_the_code_says_and_that_it_names_nobody() -> None:
    assert json.loads(code(LABEL)) == {
        "hevesy": 1, "k": "syringe", "i": "S1", "c": "c", "p": "Lu-177 PSMA-617", "n": "Lu-177", "l": "L1", "a": 7430.0,
        "t": "2027-03-02T09:00:00Z", "x": "2027-03-03T08:00:00Z",
    }  # fmt: skip
    assert "0412" not in code(LABEL) and "1950" not in code(LABEL)
    assert len(code(LABEL)) <= 180  # fits a square that a cheap scanner reads


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"identifiers": ("P-0412",)}, "identifiers"), ({"identifiers": ("P-0412", "")}, "identifiers"),
        ({"activity": None}, "activity"), ({"expires_at": None}, "expires_at"), ({"volume_ml": None}, "volume_ml"),
        ({"lot": ""}, "lot"), ({"course": ""}, "course"),
    ],
)  # fmt: skip
def test_a_label_that_lacks_something_is_not_printed(change: dict[str, object], missing: str) -> None:
    lacking = replace(LABEL, **change)  # type: ignore[arg-type]
    assert lacking.missing == (missing,)
    with pytest.raises(BadLabel, match=f"syringe S1 lacks: {missing}"):
        code(lacking)


def test_the_label_of_a_vial_needs_no_patient() -> None:
    assert vial_label(VIAL).missing == ()
    assert scanned(code(vial_label(VIAL))).kind == "vial"
    assert vial_label(replace(VIAL, stated=None)).missing == ("activity",)


def test_the_right_syringe_and_the_wrong_ones() -> None:
    found = scanned(code(LABEL))
    assert disagrees(found, COURSE, at(2)) == ()
    assert disagrees(found, replace(COURSE, id="d"), at(2)) == ("course",)
    assert disagrees(replace(found, id="S2"), COURSE, at(2)) == ("syringe",)
    assert disagrees(replace(found, product="Lu-177 DOTATATE"), COURSE, at(2)) == ("product",)
    assert disagrees(replace(found, lot="L2"), COURSE, at(2)) == ("lot",)
    assert disagrees(found, COURSE, at(24)) == ("expires_at",)
    assert disagrees(scanned(code(vial_label(VIAL))), COURSE, at(2)) == ("kind", "course", "syringe", "product")


@pytest.mark.parametrize(
    "text",
    ["", "4006381333931", "[]", "{}", '{"hevesy":2}', code(LABEL)[:-5], code(LABEL).replace("09:00", "25:00"),
     code(LABEL).replace('"S1"', "7"), code(LABEL).replace("7430.0", '"much"'), code(LABEL).replace("7430.0", "NaN")],
)  # fmt: skip
def test_what_is_no_label_of_ours_confirms_nothing(text: str) -> None:
    with pytest.raises(BadLabel):
        scanned(text)


@given(st.floats(0.001, 50000), st.integers(0, 10_000_000), st.text(min_size=1, max_size=12))
def test_what_is_printed_is_what_is_read(mbq: float, seconds: int, lot: str) -> None:
    label = replace(LABEL, activity=Activity.mbq(mbq), at=at(0) + timedelta(seconds=seconds), lot=lot)
    found = scanned(code(label))
    assert found.activity.in_mbq == pytest.approx(mbq, abs=1e-6)
    assert (found.at, found.lot, found.id) == (label.at, lot, "S1")
