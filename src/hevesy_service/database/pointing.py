"""Django's connection to SQLite, pointed at another file for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection


@contextmanager
def pointed_at(file: Path) -> Iterator[None]:
    """What reads and writes by Django within the block does so in this file; for commands, never for web workers.

    What was open before is set aside and not closed, for a database in memory would be gone with it.
    """
    wrapper: Any = connection
    aside = wrapper.settings_dict["NAME"], wrapper.connection, wrapper._own_gate
    _turn(wrapper, str(file), None, None)  # the gate lies beside the file
    try:
        yield
    finally:
        wrapper.close()
        _turn(wrapper, *aside)


def _turn(wrapper: Any, name: str, opened: Any, gate: Any) -> None:
    wrapper.settings_dict["NAME"] = name
    wrapper.connection, wrapper._own_gate = opened, gate
