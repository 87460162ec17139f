"""Categories worked by hand, and the limits that must never be guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import NothingToShip, PackageTooHot
from hevesy.facts import Kind, Reader, Shelf
from hevesy.quantities import Activity, DoseRate
from hevesy.safety import (
    LabelCategory,
    Material,
    Package,
    label_category,
    papers,
    transport_category,
    transport_index,
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Shelf.load(restricted=False).reader("world")


def test_one_dose_of_lutetium_travels_as_type_a(reader: Reader) -> None:
    category = transport_category({"Lu-177": Activity.gbq(7.4)}, reader)
    assert category.package is Package.TYPE_A
    assert category.fraction_of_limit == pytest.approx(7.4 / 700)  # 0.0106 of an A2 of 0.7 TBq
    assert category.fraction_of_excepted == pytest.approx(7.4 / 0.07)  # a liquid: 70 MBq
    assert category.un_number == "UN2915"
    assert category.label is None and category.index is None  # nothing was measured


def test_one_dose_of_actinium_travels_as_type_a(reader: Reader) -> None:
    category = transport_category({"Ac-225": Activity.mbq(8)}, reader)
    assert category.package is Package.TYPE_A
    assert category.fraction_of_limit == pytest.approx(8 / 6000)  # 0.00133 of an A2 of 6 GBq
    assert category.fraction_of_excepted == pytest.approx(8 / 0.6)


def test_excepted_needs_the_activity_and_a_measured_surface(reader: Reader) -> None:
    contents = {"Lu-177": Activity.mbq(70)}
    unmeasured = transport_category(contents, reader)
    assert unmeasured.package is Package.TYPE_A
    assert any("5 µSv/h" in remark for remark in unmeasured.remarks)
    assert transport_category(contents, reader, surface=DoseRate.usv_per_h(5)).package is Package.EXCEPTED
    assert transport_category(contents, reader, surface=DoseRate.usv_per_h(5.1)).package is Package.TYPE_A
    more = {"Lu-177": Activity.mbq(70.1)}
    assert transport_category(more, reader, surface=DoseRate.usv_per_h(1)).package is Package.TYPE_A
    as_solid = transport_category(more, reader, Material.SOLID, surface=DoseRate.usv_per_h(1))
    assert as_solid.package is Package.EXCEPTED


def test_a_mixture_adds_its_fractions(reader: Reader) -> None:
    half = {"Lu-177": Activity(0.35e12), "I-131": Activity(0.35e12)}  # 0.5 + 0.5 of 0.7 TBq each
    assert transport_category(half, reader).package is Package.TYPE_A
    over = {"Lu-177": Activity(0.35e12), "I-131": Activity(0.36e12)}
    assert transport_category(over, reader).package is Package.TYPE_B


def test_special_form_is_held_against_a1(reader: Reader) -> None:
    much = {"Lu-177": Activity(20e12)}
    assert transport_category(much, reader).package is Package.TYPE_B
    special = transport_category(much, reader, Material.SPECIAL_FORM)
    assert (special.package, special.un_number) == (Package.TYPE_A, "UN3332")


@pytest.mark.parametrize("nuclide", ["Tb-161", "Zr-89", "Lu-177m", "Bi-213"])
def test_what_is_not_in_the_table_gets_no_category(reader: Reader, nuclide: str) -> None:
    for contents in ({nuclide: Activity.mbq(1)}, {nuclide: Activity.mbq(1), "Lu-177": Activity.gbq(1)}):
        category = transport_category(contents, reader, surface=DoseRate.usv_per_h(1), at_1m=DoseRate(0))
        assert category.package is Package.UNKNOWN
        assert category.label is None and category.un_number == "" and category.fraction_of_limit is None
        assert any(f"{nuclide} is not in the table" in remark for remark in category.remarks)
        lines = {entry.key: entry for entry in papers(category, reader)}
        assert lines["un"].open and lines["name"].open and lines["category"].open


def test_a_recalled_limit_says_so(reader: Reader) -> None:
    category = transport_category({"Tl-201": Activity.mbq(100)}, reader)
    assert category.kinds == (Kind.UNVERIFIED,)
    assert any("recalled" in remark for remark in category.remarks)


def test_the_estimate_is_a_bound_and_is_absent_for_pure_betas(reader: Reader) -> None:
    category = transport_category({"Lu-177": Activity.gbq(7.4)}, reader)
    # 7.4 GBq x 4.29 uGy m2/(GBq h) x 1.74 Sv/Gy = 55.24 uSv/h at 1 m: index 5.6 at most
    assert category.index_at_most == 5.6
    assert transport_category({"Y-90": Activity.gbq(3)}, reader).index_at_most is None
    # the constant of W-188 leaves out Re-188, so it would be no upper bound
    assert transport_category({"W-188": Activity.gbq(18)}, reader, Material.SOLID).index_at_most is None


@pytest.mark.parametrize(
    ("usv_per_h", "index"),
    [
        (0, 0.0),
        (0.5, 0.0),
        (0.51, 0.1),
        (1, 0.1),
        (10, 1.0),
        (10.01, 1.1),
        (11.3, 1.2),
        (3, 0.3),
        (100, 10.0),
    ],
)
def test_transport_index_rounds_up(reader: Reader, usv_per_h: float, index: float) -> None:
    assert transport_index(DoseRate.usv_per_h(usv_per_h), reader) == index


@pytest.mark.parametrize(
    ("surface_msv_per_h", "index", "label"),
    [
        (0.005, 0.0, LabelCategory.WHITE),
        (0.0051, 0.0, LabelCategory.YELLOW_2),
        (0.005, 0.1, LabelCategory.YELLOW_2),
        (0.5, 1.0, LabelCategory.YELLOW_2),
        (0.6, 0.8, LabelCategory.YELLOW_3),  # the example printed in 49 CFR 172.403 (b)
        (0.4, 1.1, LabelCategory.YELLOW_3),
        (2.0, 10.0, LabelCategory.YELLOW_3),
        (2.1, 0.0, LabelCategory.YELLOW_3_EXCLUSIVE),
        (0.1, 10.1, LabelCategory.YELLOW_3_EXCLUSIVE),
    ],
)
def test_label_is_the_higher_of_both(
    reader: Reader, surface_msv_per_h: float, index: float, label: LabelCategory
) -> None:
    assert label_category(DoseRate.usv_per_h(surface_msv_per_h * 1e3), index, reader) is label


def test_nothing_hotter_than_exclusive_use_travels(reader: Reader) -> None:
    with pytest.raises(PackageTooHot, match="10 mSv/h"):
        label_category(DoseRate.usv_per_h(10_100), 3.0, reader)


def test_an_empty_package_is_refused(reader: Reader) -> None:
    with pytest.raises(NothingToShip):
        transport_category({}, reader)
    with pytest.raises(NothingToShip):
        transport_category({"Lu-177": Activity(0)}, reader)


def test_papers_are_filled_in_and_leave_open_what_must_be_measured(reader: Reader) -> None:
    lines = {e.key: e for e in papers(transport_category({"Lu-177": Activity.gbq(11.23)}, reader), reader)}
    assert lines["un"].content == "UN2915" and lines["class"].content == "7"
    assert (lines["nuclide"].content, lines["activity"].content) == ("Lu-177", "11.23 GBq")
    assert lines["index"].open and lines["category"].open and lines["permit"].open
    assert "certificate" not in lines
    measured = transport_category(
        {"Lu-177": Activity.gbq(11.23)}, reader, surface=DoseRate.usv_per_h(300), at_1m=DoseRate.usv_per_h(4)
    )
    lines = {e.key: e for e in papers(measured, reader, abroad=False)}
    assert (lines["category"].content, lines["index"].content) == ("II-YELLOW", "0.4")
    assert "permit" not in lines


@given(st.floats(1e6, 1e12), st.floats(1.0, 10.0))
def test_more_activity_never_needs_a_lesser_package(reader: Reader, bq: float, factor: float) -> None:
    order = [Package.EXCEPTED, Package.TYPE_A, Package.TYPE_B]
    cool = DoseRate.usv_per_h(1)
    less = transport_category({"I-131": Activity(bq)}, reader, surface=cool).package
    more = transport_category({"I-131": Activity(bq * factor)}, reader, surface=cool).package
    assert order.index(more) >= order.index(less)
