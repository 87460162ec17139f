"""The drawn tables of transport, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hevesy.facts import Reader, Shelf
from hevesy.quantities import Activity, DoseRate, parse_activity
from hevesy.safety import Material, label_category, transport_category, transport_index

HERE = Path(__file__).parent


def lines(page: str, columns: int) -> Iterator[object]:
    rows = [row for row in (HERE / page).read_text("utf-8").splitlines() if row.startswith("|")]
    for row in rows[2:]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == columns, row
        yield pytest.param(*cells, id=" ".join(cells[:3]))


def contents(text: str) -> dict[str, Activity]:
    """`Lu-177 7.4 GBq + I-131 1 MBq` as what is in the package."""
    parts = (part.split(maxsplit=1) for part in text.split("+"))
    return {nuclide: parse_activity(activity) for nuclide, activity in parts}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Shelf.load(restricted=False).reader("world")


@pytest.mark.parametrize(
    ("inside", "form", "surface", "package", "share"), list(lines("transport_category.md", 5))
)
def test_package(reader: Reader, inside: str, form: str, surface: str, package: str, share: str) -> None:
    measured = None if surface == "?" else DoseRate.usv_per_h(float(surface))
    category = transport_category(contents(inside), reader, Material(form), surface=measured)
    assert category.package == package
    expected = None if share == "?" else pytest.approx(float(share), rel=5e-3)
    assert category.fraction_of_limit == expected


@pytest.mark.parametrize(("surface", "at_1m", "index", "label"), list(lines("transport_label.md", 4)))
def test_label(reader: Reader, surface: str, at_1m: str, index: str, label: str) -> None:
    found = transport_index(DoseRate.usv_per_h(float(at_1m)), reader)
    assert found == float(index)
    assert label_category(DoseRate.usv_per_h(float(surface) * 1e3), found, reader) == label
