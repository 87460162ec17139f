"""Sections about how much can be believed: confirmation, burden, policy, challenges, importance, facts, sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hevesy.errors import UnknownSource
from hevesy.facts import Fact, Shelf
from hevesy.plan.answers.interval import mean
from hevesy.plan.burden import Burden, conflicts, estimate, sources_side_by_side, speakers
from hevesy.plan.country import Picture
from hevesy.plan.key_inputs import confirmation
from hevesy.plan.variance import Share, shares_by_kind
from hevesy.policy import policy_state
from hevesy.policy.state import QUESTIONS, REQUIRES


def confirmed(picture: Picture, importance: list[Share]) -> dict[str, Any]:
    """How many of the key inputs a named person has confirmed, and how much each of them matters."""
    found = confirmation(picture.shelf, picture.country.iso3)
    return {
        **found.as_plan({share.fact.id: share.share for share in importance}),
        "sentence": found.sentence(),
    }


def burden_said(picture: Picture) -> dict[str, Any]:
    """What each source says of each cancer, and where they contradict one another."""
    rows = sources_side_by_side(picture.reader)
    for row in rows:
        name = f"{row.choice}.{row.site}.{row.measure}"
        picture.reader.used.setdefault(name, picture.shelf.fact(name, picture.country.iso3))
    speaking = speakers(picture.choice, picture.reader)
    silent = [key for key, name in speaking.items() if name == "estimate"] if picture.courses else []
    shown = [*rows, *(estimate(site, measure, picture.reader) for site, measure in silent)]
    return {
        "choice": picture.choice,
        "sources": [
            {
                "site": r.site,
                "measure": r.measure,
                "choice": r.choice,
                "source": r.source,
                "year": r.year,
                "value": mean(r.value),
                "used": speaking[r.site, r.measure] == r.choice,
            }
            for r in shown
        ],
        "conflicts": [{"site": low.site, "text": _conflict(low, high)} for low, high in conflicts(rows)],
    }


def _conflict(low: Burden, high: Burden) -> str:
    what = low.measure.replace("_", " ").capitalize()
    return (
        f"{what} of {low.site} cancer: {low.choice.upper()} says {low.value:,.0f}, "
        f"{high.choice.upper()} {high.value:,.0f} ({high.value / low.value:.1f} times as many). "
        "The plan uses one of them by name; neither is averaged away."
    )


def policies(picture: Picture) -> list[dict[str, Any]]:
    """Every question of policy for each therapy that is a first choice or of which something is known.

    An answer nobody gave is null; an earlier treatment that the national rule asks for is there when it is known.
    """
    rows = []
    for course in picture.courses:
        state = policy_state(picture.country.iso3, course.therapy.id, picture.shelf)
        if not (course.therapy.first_choice or state.rulings):
            continue
        asked_first = [item for item in sorted(state.rulings) if item.startswith(REQUIRES)]
        for item in (*QUESTIONS, *asked_first):
            said = state.ruling(item)
            rows.append(
                {
                    "therapy": course.therapy.id,
                    "topic": item,
                    "value": said.value,
                    "on": said.on or None,
                    "source": said.source or None,
                    "kind": said.kind or None,
                }
            )
        days = state.licensing_days()
        rows.append(
            {
                "therapy": course.therapy.id,
                "topic": "licensing days",
                "value": None if days is None else f"{days:g}",
                "on": None,
                "source": None,
            }
        )
    return rows


def importance_rows(found: list[Share], most: int = 15) -> list[dict[str, Any]]:
    """The inputs that the answer rests on most."""
    return [
        {
            "fact": s.fact.id,
            "label": label(s.fact),
            "share": s.share,
            "kind": str(s.fact.kind),
            "confirmed": s.fact.confirmed,
        }
        for s in found[:most]
        if s.share > 0
    ]


def label(fact: Fact) -> str:
    """What the fact is called: its own words where it has some, else its name as words, with a short note."""
    if fact.text and fact.value is not None:
        return fact.text
    words = fact.id.split(".", 1)[-1].replace(".", ": ").replace("_", " ")
    return f"{words} ({fact.note})" if 0 < len(fact.note) <= 60 else words


def by_kind(found: list[Share]) -> list[dict[str, Any]]:
    return [{"kind": kind, "share": share} for kind, share in shares_by_kind(found).items()]


def facts_used(picture: Picture) -> list[dict[str, Any]]:
    """Every fact the plan used, as it holds here."""
    return [fact_said(fact) for _, fact in sorted(picture.reader.used.items())]


def fact_said(fact: Fact) -> dict[str, Any]:
    """A fact as plain values, with what stands behind it."""
    return {
        "id": fact.id,
        "place": fact.place,
        "value": fact.value,
        "low": fact.low,
        "high": fact.high,
        "unit": fact.unit or None,
        "text": fact.text or None,
        "state": str(fact.state),
        "kind": str(fact.kind),
        "source": fact.source,
        "on": fact.on or None,
        "pack": fact.pack,
        "note": fact.note or None,
    }


def sources_cited(keys: set[str], shelf: Shelf) -> list[dict[str, Any]]:
    """The citation of every source that some value names."""
    return list(_cited(sorted(key for key in keys if key), shelf))


def _cited(keys: list[str], shelf: Shelf) -> Iterator[dict[str, Any]]:
    for key in keys:
        try:
            source = shelf.source(key)
        except UnknownSource:
            yield {"key": key, "citation": key, "locator": None}
        else:
            yield {"key": key, "citation": source.citation, "locator": source.locator or None}
