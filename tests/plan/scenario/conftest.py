"""The shipped shelf, loaded once for all tests of scenarios."""

from __future__ import annotations

import pytest

from hevesy.facts import Reader, Shelf


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture
def reader(shelf: Shelf) -> Reader:
    return shelf.reader("JOR")
