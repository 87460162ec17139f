"""The library's questionnaire as a browser asks it: sections by who is asked, questions, figures to answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from hevesy.facts import Shelf
from hevesy.facts.check_tables import APPROVALS
from hevesy.places import find_country, national_figures
from hevesy.plan.key_inputs import KeyInput, first_choice
from hevesy.plan.questionnaire import Form, form
from hevesy.plan.questionnaire.form import Line
from hevesy.products import therapies
from hevesy_service.said import called

BURDENS = ("registry", "globocan", "gbd", "estimate")
ROUTE = ("producer", "to_airport", "carrier", "class7", "days")
POLICY = ("value",)
NUMBER = ("value", "low", "high")
WORDS = ("text",)


@dataclass(frozen=True, slots=True)
class Field:
    """One figure to answer: `key` is a fact's id, or a list and what names its row; `parts` are what is typed.

    `choices` are the answers that there are, by their word; none where it is a number or free text. `held` is what is
    known now, in words.
    """

    key: str
    label: str
    parts: tuple[str, ...]
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    held: str = ""
    held_by: str = ""
    national: bool = False
    several: bool = False

    @property
    def table(self) -> str:
        """The list that it is a row of; '' for a fact."""
        first = self.key.partition(".")[0]
        return first if first in ("policy", "routes") else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its figures; `list_` names a list that is kept elsewhere, as its centres are."""

    asked: KeyInput
    fields: tuple[Field, ...]
    list_: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one office is asked."""

    number: int
    owner: str
    questions: tuple[Question, ...]

    @property
    def fields(self) -> list[Field]:
        return [each for question in self.questions for each in question.fields]


@lru_cache(maxsize=8)
def asked_form(iso3: str, shelf: Shelf) -> Form:
    """The library's form of a country, with the national sums beside the lists."""
    return form(find_country(iso3, shelf), shelf, national=True)


def sections(iso3: str, shelf: Shelf) -> list[Section]:
    """Every section, in the order in which the library asks."""
    found = asked_form(iso3, shelf)
    return [
        Section(number, owner, tuple(_question(found, asked, shelf) for asked in found.asked_of(owner)))
        for number, owner in enumerate(found.owners(), start=1)
    ]


def fields(iso3: str, shelf: Shelf) -> dict[str, Field]:
    """Every figure by its key."""
    return {each.key: each for section in sections(iso3, shelf) for each in section.fields}


def version(shelf: Shelf) -> tuple[str, list[dict[str, Any]]]:
    """A short mark of what is asked, and what that is: the questions of the shelf as they stand."""
    rows = [dict(row) for row in shelf.table("key_inputs")]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16], rows


def _question(found: Form, asked: KeyInput, shelf: Shelf) -> Question:
    lines, lists = found.of(asked), asked.tables()
    facts = tuple(_of_fact(line, shelf) for line in lines if line.fact is not None)
    rows = tuple(each for feed in lists for each in _of_list(found, asked, feed.name, shelf))
    kept = next((feed.name for feed in lists if feed.name not in ("policy", "routes")), "")
    return Question(asked, (*facts, *rows), kept)


def _of_fact(line: Line, shelf: Shelf) -> Field:
    assert line.fact is not None
    key, named = line.fact.id, {each.id: called("therapy", each.id, each.name) for each in therapies(shelf)}
    held = f"{line.value} {line.span and f'({line.span})'} {line.unit}".replace("  ", " ").strip() if line.value else ""
    held_by = ", ".join(part for part in (line.year, line.state, line.source) if part)
    if key == "burden.choice":
        words = {**_CALLED, "estimate": _("the estimate"), "registry": _("cancer registry")}
        choices = tuple((each, words[each]) for each in BURDENS)
        return Field(key, _(line.item), WORDS, choices=choices, held=held, held_by=held_by)
    if key == "plan.first_choice":
        held = _(", ").join(named.get(each, each) for each in line.fact.text.split())
        return Field(key, _("therapies"), WORDS, "", tuple(named.items()), held, held_by, several=True)
    national = key in national_figures(shelf)
    unit = _(line.unit) if national else line.unit
    return Field(key, _(line.item), NUMBER[:1] if national else NUMBER, unit, (), held, held_by, national)


_CALLED = {"globocan": "GLOBOCAN", "gbd": "GBD"}


def _of_list(found: Form, asked: KeyInput, table: str, shelf: Shelf) -> Iterator[Field]:
    """A figure for each row that the list asks for: of each medicine of first choice."""
    names = {each.id: called("therapy", each.id, each.name) for each in therapies(shelf)} | {"all": _("all therapies")}
    for row in found.lists[table] if table in ("policy", "routes") else ():
        if table == "routes":
            if row["product"] in names:
                held = ", ".join(row[each] for each in ROUTE if row.get(each))
                yield Field(f"routes.{row['product']}", names[row["product"]], ROUTE, held=held)
        elif any(row["item"] in feed.where.get("item", ()) for feed in asked.tables()):
            wanted = (*first_choice(shelf, found.country.iso3), "all")
            if row["therapy"] in wanted:
                label = _("%(therapy)s: %(item)s") % {"therapy": names[row["therapy"]], "item": _(ITEMS[row["item"]])}
                held = row.get("value") or ""
                yield Field(f"policy.{row['therapy']}.{row['item']}", label, POLICY, "", _allowed(row["item"]), held)


ITEMS = {
    "approval": "route to approval", "release_rule": "release rule", "paid_drug": "the drug is paid",
    "paid_administration": "administration is paid", "paid_imaging": "imaging is paid",
    "paid_dosimetry": "dosimetry is paid", "paid_monitoring": "monitoring is paid",
}  # fmt: skip


def _allowed(item: str) -> tuple[tuple[str, str], ...]:
    if item == "release_rule":
        return ()
    if item == "approval":
        return tuple((each, _(each.replace("_", "-"))) for each in APPROVALS)
    return (("yes", _("yes")), ("no", _("no")))
