"""The national view as tables to be taken along: an empty cell is not known, and 0 is none.

Each table has a row for each thing, with its country and its day, so that tables of several days can be laid together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from hevesy import __version__
from hevesy.competence.course import role_of
from hevesy.competence.pipeline import PROCEDURES, STATED, TRAINERS
from hevesy.competence.seats import UNKNOWN, Seats
from hevesy.competence.view import CadreView
from hevesy.run.saying import therapy_called
from hevesy_service.accounts.roles import role_called
from hevesy_service.atlas.sheets.writing import table_as_csv
from hevesy_service.atlas.shelf import shelf
from hevesy_service.learn.nation import LIMIT, Nation, planned_in
from hevesy_service.said import country_called, language, say

Row = dict[str, Any]  # by the head of its column
ROLES, LIMITED, CENTRES, SOURCES = "roles", "limits", "centres", "sources"
TABLES = {
    ROLES: gettext_lazy("By role"), LIMITED: gettext_lazy("What limits training"),
    CENTRES: gettext_lazy("Centre by centre"), SOURCES: gettext_lazy("Sources"),
}  # fmt: skip
WIDEST = 60  # letters of a column


def table(nation: Nation, name: str) -> list[list[Any]]:
    """One of TABLES: its head and its rows."""
    rows = [{**_head(nation), **row} for row in _ROWS[name](nation)]
    return [list(rows[0] if rows else _head(nation)), *(list(row.values()) for row in rows)]


def as_csv(nation: Nation, name: str) -> bytes:
    """A table for a spreadsheet, in the numbers of the language."""
    return table_as_csv(*table(nation, name))


def as_workbook(nation: Nation) -> bytes:
    """All tables, a sheet for each."""
    from openpyxl import Workbook

    from hevesy.tables import workbook_bytes

    book = Workbook()
    book.remove(book.active)
    for name, title in TABLES.items():
        _put(book.create_sheet(str(title)), table(nation, name))
    return workbook_bytes(book)


def _put(sheet: Any, rows: list[list[Any]]) -> None:
    """Rows below heads that stay, in the direction in which one reads."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for cells in rows:
        sheet.append(cells)
    sheet.freeze_panes, sheet.sheet_view.rightToLeft = "A2", get_language_bidi()
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        words = [len(str(each.value or "")) for each in sheet[cell.column_letter][1:]]
        sheet.column_dimensions[get_column_letter(cell.column)].width = min(WIDEST, max(12, *words) + 2)


def _head(nation: Nation) -> Row:
    practice = _("counted too") if nation.counts_practice else _("left out")
    return {
        "ISO3": nation.country, _("Country"): country_called(nation.country, shelf()), _("Day"): nation.on.isoformat(),
        _("Practice sites"): practice, "Hevesy": __version__,
    }  # fmt: skip


def _roles(nation: Nation) -> Iterator[Row]:
    for each in nation.views:
        plan = planned_in(each, nation.on)
        yield {
            **_cadre(each), **_summed(_("In post, as whole posts"), each.people),
            **_summed(_("Certified today, as whole posts"), each.valid),
            _("In post, certified or not is unknown"): None if each.people.value is None else each.unsaid,
            **_ranged(_("Needed for a year's courses"), each.needed), **_ranged(_("Missing"), each.gap),
            _("Plan"): nation.plan["scenario"] if nation.plan and plan else None,
            _("Year of the plan"): plan and plan["year"], **_ranged(_("Needed by the plan"), plan),
            **_summed(_("In training"), each.trainees),
            **_ranged(_("Can be in training at a time"), each.seats), _("Limited by"): str(LIMIT[each.limit]),
            **_ranged(_("Weeks to replace somebody"), each.said["weeks_to_replace"][0] if each.seats else None),
        }  # fmt: skip


def _limits(nation: Nation) -> Iterator[Row]:
    heads = {STATED: _("Centres limited by seats"), TRAINERS: _("By trainers"),
             PROCEDURES: _("By supervised procedures"), UNKNOWN: _("Unknown")}  # fmt: skip
    for each in nation.views:
        for group in each.training:
            called = "; ".join(therapy_called(name, shelf(), language()) for name in group.therapies)
            yield {
                **_cadre(each), _("Procedures"): called or _("all procedures together, as a plan counts them"),
                _("Can be in training at a time"): group.seats,
                **{head: group.limits[name] for name, head in heads.items()},
            }  # fmt: skip


def _centres(nation: Nation) -> Iterator[Row]:
    heads = {TRAINERS: _("Trainers"), PROCEDURES: _("Supervised procedures")}
    for each in nation.views:
        for place, (seats, centre) in enumerate(zip(each.training[0].centres, nation.centres, strict=True)):
            here, cadre = place < len(nation.supply.centres), each.cadre
            yield {
                **_cadre(each), _("Centre"): centre.name,
                _("Figures from"): _("its own book, kept here") if here else _("a table that was given"),
                _("In post, as whole posts"): centre.people.get(cadre),
                _("Certified today, as whole posts"): centre.valid.get(cadre),
                _("Cycles in a year"): sum(centre.cycles.values()) if centre.cycles else None,
                _("Seats"): centre.seats.get(cadre),
                **{head: _allowed(seats, name) for name, head in heads.items()},
                _("Limited by"): str(LIMIT[seats.limit]), _("Can be in training at a time"): seats.seats,
                _("In training"): seats.trainees, _("Free"): seats.free,
            }  # fmt: skip


def _sources(nation: Nation) -> Iterator[Row]:
    """Each figure of the shelf on which the view rests."""
    for id, fact in sorted(nation.reader.used.items()):
        source = shelf().source(fact.source)
        yield {
            _("Figure"): id, _("Holds for"): fact.place, **_ranged(_("Value"), _spread(fact)), _("Unit"): fact.unit,
            _("As of"): fact.on, _("How it is known"): say(f"kind.{fact.kind}"), _("Source"): source.citation,
            _("Where in it"): source.locator,
        }  # fmt: skip


_ROWS: Mapping[str, Callable[[Nation], Iterator[Row]]] = {
    ROLES: _roles, LIMITED: _limits, CENTRES: _centres, SOURCES: _sources,
}  # fmt: skip


def _cadre(each: CadreView) -> Row:
    return {_("Role"): role_called(role_of(each.cadre)), _("Code of the role"): each.cadre}


def _summed(head: str, found: Any) -> Row:
    """A sum over the centres that say it, and how many do not."""
    return {head: found.value, _("%(what)s: centres that do not say") % {"what": head}: found.silent}


def _ranged(head: str, row: Mapping[str, Any] | None) -> Row:
    """A figure with its interval."""
    found = row or {"value": None, "low": None, "high": None}
    return {
        head: found["value"], _("%(what)s, low") % {"what": head}: found["low"],
        _("%(what)s, high") % {"what": head}: found["high"],
    }  # fmt: skip


def _spread(fact: Any) -> Row:
    return {"value": fact.value, "low": fact.low, "high": fact.high}


def _allowed(seats: Seats, name: str) -> float | str | None:
    """Trainees at a time that one limit allows; empty where nobody knows."""
    value = seats.limits[name]
    if value == float("inf"):
        return _("no limit")
    return None if value != value else value
