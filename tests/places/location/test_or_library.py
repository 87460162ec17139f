"""The two formats of the OR-Library, and its published optima where a folder with the instances is named."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from tests.places.location.beasley import drawn

from hevesy.errors import BadInstance
from hevesy.places.location import facility_location, p_median, read_cap, read_pmed

FOLDER = os.environ.get("HEVESY_OR_LIBRARY", "")
# pmedopt.txt and capopt.txt of the OR-Library (Beasley 1990, doi:10.1057/jors.1990.166)
PMED = (
    5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255, 7696, 6634, 4374, 2968, 1729, 8162, 6999, 4809, 2845,
    1789, 9138, 8579, 4619, 2961, 1828, 9917, 8307, 4498, 3033, 1989, 10086, 9297, 4700, 3013, 10400, 9934, 5057,
    11060, 9423, 5128,
)  # fmt: skip
CAP = {"cap41": 1040444.375, "cap71": 932615.750, "cap101": 796648.437, "cap131": 793439.562}


def instance(name: str) -> Path:
    """The file of an instance, or a skip that says why."""
    if not FOLDER:
        pytest.skip("HEVESY_OR_LIBRARY names no folder with instances of the OR-Library; they are not shipped")
    file = Path(FOLDER) / f"{name}.txt"
    if not file.exists():
        pytest.skip(f"{file} is not there")
    return file


def proven(file: Path, number: int) -> None:
    found = p_median(*read_pmed(file), seconds=120)
    assert found.objective == PMED[number - 1]
    assert found.proven


def of_size(number: int) -> object:
    """Those of up to 400 vertices every day, the others in the deep run."""
    deep = [pytest.mark.deep] if number > 20 else []
    return pytest.param(number, marks=[*deep, pytest.mark.slow("the larger of the 40 instances take some seconds")])


@pytest.mark.parametrize("number", [of_size(number) for number in range(1, 41) if number != 22])
def test_pmed_drawn_anew_reaches_the_published_optimum(number: int, tmp_path: Path) -> None:
    proven(written(tmp_path, drawn(number)), number)


@pytest.mark.deep
@pytest.mark.slow("some of the 40 instances take some seconds")
@pytest.mark.parametrize("number", range(1, 41))
def test_pmed_reaches_the_published_optimum(number: int) -> None:
    proven(instance(f"pmed{number}"), number)


@pytest.mark.parametrize("number", [1, 6, 11, 16, 30, 40])
def test_what_is_drawn_anew_is_the_published_file(number: int) -> None:
    assert drawn(number).split() == instance(f"pmed{number}").read_text("ascii").split()


@pytest.mark.slow("cap131 has fifty sites")
@pytest.mark.parametrize("name", CAP)
def test_cap_is_proven_at_the_published_optimum(name: str) -> None:
    found = facility_location(read_cap(instance(name)), 120).located
    assert found.objective == pytest.approx(CAP[name], abs=6e-4)  # published to three decimals
    assert found.proven


def written(folder: Path, text: str) -> Path:
    file = folder / "instance.txt"
    file.write_text(text, "ascii")
    return file


def test_a_later_edge_overwrites_an_earlier_one(tmp_path: Path) -> None:
    distances, p = read_pmed(written(tmp_path, " 3 3 1 \n 1 2 5 \n 2 3 4 \n 2 1 9 \n"))
    assert p == 1
    assert distances.tolist() == [[0, 9, 13], [9, 0, 4], [13, 4, 0]]


def test_a_small_cap_file_reads_and_solves(tmp_path: Path) -> None:
    text = " 2 2 \n 6 5. \n 4 5. \n 3 \n 1.0 9.0 \n 3 \n 9.0 1.0 \n"
    assert facility_location(read_cap(written(tmp_path, text))).located.objective == 12.0
    said = read_cap(written(tmp_path, text.replace(" 6 5.", " capacity 5.")), capacity=6.0)
    assert said.capacity is not None
    assert np.array_equal(said.capacity, [6.0, 4.0])


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "the file is empty"),
        ("3 2\n", 1, "is not 3 whole numbers"),
        ("3 2 1\n1 2 5\n", 2, "there are 1 edges, and 2 were said"),
        ("3 2 1\n1 2 5\n2 4 5\n", 3, "is no edge between vertices 1 to 3"),
        ("3 2 1\n1 2 5\n2 3 x\n", 3, "is not 3 whole numbers"),
        ("3 1 1\n1 2 5\n", 1, "joined to no other"),
        ("3 2 4\n1 2 5\n2 3 5\n", 1, "4 of 3 vertices cannot be open"),
    ],
)
def test_a_bad_pmed_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(BadInstance, match=problem) as caught:
        read_pmed(written(tmp_path, text))
    assert f"line {line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("2 2\n6 5\n", "need 12"), ("1 1\n6 5\nx\n2\n", "'x' is not a number"), ("1 1\n6 -5\n3\n2\n", "'-5' is not")],
)
def test_a_bad_cap_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(BadInstance, match=problem):
        read_cap(written(tmp_path, text))
