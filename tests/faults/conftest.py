"""A home that the tests and the service they start share; Django reads the database that the service writes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("HEVESY_HOME", tempfile.mkdtemp(prefix="hevesy-tests-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "hevesy_service.settings"

import django

django.setup()

from django.db import connections


@pytest.fixture
def home(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A folder for a service; the tests' own connection looks into it."""
    folder, connection = tmp_path / "home", connections["default"]
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "hevesy.sqlite3")
    connection._own_gate = None
    with django_db_blocker.unblock():
        yield folder
        connection.close()
    connection.settings_dict["NAME"] = kept
    connection._own_gate = None
