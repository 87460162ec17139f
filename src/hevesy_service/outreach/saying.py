"""Therapies and criteria by their names, in the language of who reads."""

from __future__ import annotations

from typing import Any

from hevesy.facts import Fact, Shelf
from hevesy.products import therapies
from hevesy.products.appropriate_use import Statement
from hevesy.products.criteria import items
from hevesy.run.saying import number_said, therapy_called, unit_said
from hevesy.words import called
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.said import language, say

SIGNS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}


def therapy_of(id: str, shelf: Shelf | None = None) -> str:
    """A therapy; empty for a text of each. A list takes the shelf down once, and hands it on."""
    here = shelf or shelf_now()
    known = {each.id for each in therapies(here)}
    return therapy_called(id, here, language()) if id in known else id.replace("_", " ")


def stated(each: Statement) -> dict[str, Any]:
    """A statement as a page shows it; a text of the shelf, which no language has, stands in English."""
    return {
        "group": called("criterion", each.group, each.group.replace("_", " "), language()) if each.group else "",
        "finding": _item(each.item), "sign": SIGNS.get(each.test, ""), "test": each.test,
        "limit": _limit(each.fact) if each.test in SIGNS or not each.test else "",
        "in_english": each.fact.value is None,
        "only_if": _item(each.only_if), "guideline": each.guideline,
        "year": each.year or "", "truth": say(f"kind.{each.fact.kind}"), "note": each.fact.note,
        "about": each.fact.id.rpartition(".")[2].replace("_", " "),
    }  # fmt: skip


def _limit(fact: Fact) -> str:
    """A figure with its range and unit; a text as the shelf has it."""
    if fact.value is None:
        return fact.described()
    ends = "" if fact.low is None or fact.high is None else f" ({_number(fact.low)}–{_number(fact.high)})"
    return f"{_number(fact.value)}{ends} {unit_said(fact.unit, language())}".strip()


def _number(value: float) -> str:
    return number_said(value, language())


def _item(name: str) -> str:
    """What a criterion asks about, as one reads it; empty where it asks about nothing."""
    return shelf_now().called("field", name, items(shelf_now())[name].words, language()) if name else ""
