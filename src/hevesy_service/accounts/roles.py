"""Roles and what each may do: one table that the code, the manual and the tests read."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

ABOUT = ("action", "what", "scope", "emergency")  # columns of the table that are no roles


@dataclass(frozen=True, slots=True)
class Right:
    """An action, what it is in words, whether it is of one `site` or the `installation`, and the roles that may.

    `emergency`: whether who works at the site may take it in an emergency without such a role.
    """

    action: str
    what: str
    scope: str
    roles: tuple[str, ...]
    emergency: bool


@cache
def rights() -> dict[str, Right]:
    """Every action of the table."""
    text = files("hevesy_service.accounts").joinpath("rights.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["action"]: _right(row) for row in rows}


@cache
def roles() -> tuple[str, ...]:
    """Every role, in the order of the table."""
    text = files("hevesy_service.accounts").joinpath("rights.csv").read_text("utf-8")
    first = next(iter(csv.DictReader(text.splitlines())))
    return tuple(name for name in first if name not in ABOUT)


def role_called(role: str) -> str:
    """A role as one reads it."""
    return _(role.replace("_", " "))


def action_called(action: str) -> str:
    """An action as one reads it."""
    return _(rights()[action].what)


def _right(row: dict[str, str]) -> Right:
    held = tuple(name for name in row if name not in ABOUT and row[name] == "yes")
    return Right(row["action"], row["what"], row["scope"], held, row["emergency"] == "yes")
