"""The rows that the key inputs ask for and nobody has entered: unknown, to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hevesy.facts import Shelf
from hevesy.plan.key_inputs import PER_MEDICINE, Feed, KeyInput, first_choice


def with_wanted(
    asked: Sequence[KeyInput], iso3: str, shelf: Shelf
) -> dict[str, tuple[Mapping[str, str], ...]]:
    """The rows of each table asked for: those held now, then those still wanted, with only their names filled in."""
    lists: dict[str, list[Mapping[str, str]]] = {}
    for question in asked:
        for feed in question.tables():
            rows = lists.setdefault(feed.name, list(shelf.table(feed.name, iso3)))
            rows.extend(list(_wanted(feed, rows, iso3, shelf)))
    return {name: tuple(rows) for name, rows in lists.items()}


def _wanted(
    feed: Feed, rows: Sequence[Mapping[str, str]], iso3: str, shelf: Shelf
) -> Iterator[dict[str, str]]:
    """For each first-choice medicine, a row for each answer; a release rule is one for all."""
    if feed.name not in PER_MEDICINE:
        return
    column = PER_MEDICINE[feed.name]
    held = {(row.get(column), row.get("item")) for row in rows}
    items: tuple[str | None, ...] = feed.where.get("item", (None,))
    for medicine in ("all",) if "release_rule" in items else first_choice(shelf, iso3):
        for item in items:
            if (medicine, item) not in held:
                names = {"iso3": iso3, column: medicine}
                yield names | ({"item": item} if item else {"id": medicine})
