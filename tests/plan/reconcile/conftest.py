"""One made-up Jordan and its calibration, shared by the tests of this folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.plan.reconcile.made_up import pack

from hevesy.facts import Shelf
from hevesy.places import find_country
from hevesy.plan.reconcile.calibration import Calibration
from hevesy.plan.reconcile.reconcile import reconcile


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("packs") / "jordan")


@pytest.fixture(scope="package")
def shipped() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="package")
def shelf(folder: Path, shipped: Shelf) -> Shelf:
    return shipped.with_pack(folder)


@pytest.fixture(scope="package")
def calibration(shelf: Shelf) -> Calibration:
    return reconcile(find_country("JOR", shelf), shelf, date(2026, 3, 1), draws=128, quick=True)
