"""A shelf, Amman, and packs with routes that somebody confirmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hevesy.facts import Shelf
from hevesy.supply import Destination, Map

HEADER = "iso3,id,product,producer,from_airport,to_airport,carrier,class7,days,departure_hour,flight_hours,customs_hours,road_hours,permit_days,kind,confirmed_by,confirmed_on"  # fmt: skip  # noqa: E501
MakePack = Callable[..., Path]


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


@pytest.fixture(scope="session")
def ways(shelf: Shelf) -> Map:
    return Map(shelf)


@pytest.fixture(scope="session")
def amman(ways: Map) -> Destination:
    return ways.destination("Amman", "JOR")


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """A pack with these lines of routes.csv."""

    def make(*lines: str, name: str = "jordan") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "pack.toml").write_text(f'name = "{name}"\n', "utf-8")
        (folder / "routes.csv").write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
        return folder

    return make
