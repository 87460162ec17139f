"""Which modules a page rests on, and how they stand at its site: not validated, or switched off.

`pages.csv` says for each page on what it rests, and whether it is refused while that is switched off. A page on which
one writes down what happened goes on in any case: it says that the module is off, and is never refused.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hevesy.validation import software
from hevesy_service.accounts.rights import asked_besides
from hevesy_service.book.models import Site
from hevesy_service.refusals import ModuleOff
from hevesy_service.validation.models import ModuleRow

REFUSE, API = "refuse", "api:"
TITLES: Mapping[str, str | Promise] = {
    "installation": _("Installation"), "decay": _("Decay and activity"), "ordering": _("Ordering and stock"),
    "gates": _("Gates"), "release": _("Release and household doses"), "planning": _("Planning"),
    "book": _("Book and back-ups"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rests:
    """On which modules a page rests, and whether it is refused while one is off."""

    modules: tuple[str, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Of the modules of a page: those that nobody has signed with this software, and those switched off."""

    unvalidated: tuple[str, ...]
    off: tuple[str, ...]
    code: str


@cache
def pages() -> Mapping[str, Rests]:
    """Every page of the table, and operations of the API by their action."""
    text = files("hevesy_service.validation").joinpath("pages.csv").read_text("utf-8")
    return {
        row["page"]: Rests(tuple(row["modules"].split(";")), row["when_off"] == REFUSE)
        for row in csv.DictReader(text.splitlines())
    }


def rows_of(site: Site, names: tuple[str, ...]) -> dict[str, ModuleRow]:
    """What the site has said of these modules; nothing of those it has never said anything of."""
    return {each.module: each for each in ModuleRow.objects.filter(site=site, module__in=names)}


def is_validated(row: ModuleRow | None) -> bool:
    """Whether somebody has signed the module with the software as it is now."""
    return row is not None and row.software == software()


def standing_of(site: Site, names: tuple[str, ...]) -> Standing:
    """How these modules stand at a site."""
    rows = rows_of(site, names)
    off = tuple(name for name in names if name in rows and rows[name].is_off)
    wanting = tuple(name for name in names if name not in off and not is_validated(rows.get(name)))
    return Standing(wanting, off, site.code)


@asked_besides
def _asked(action: str, site: Site, request: HttpRequest | None) -> None:
    """Before a page of a site: raises ModuleOff, or leaves with the request what its banner says."""
    match = None if request is None else request.resolver_match
    rests = pages().get(API + action if match is None else str(match.url_name))
    if rests is None:
        return
    found = standing_of(site, rests.modules)
    if found.off and rests.refused:
        raise ModuleOff(module=", ".join(str(TITLES[name]) for name in found.off), site=site.name)
    if request is not None:
        request.validation = found  # type: ignore[attr-defined]
