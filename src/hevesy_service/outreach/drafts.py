"""Which drafts of this software a desk offers, and in which language first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hevesy.products.leaflet import Leaflet, drafts, in_languages
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.outreach.models import LeafletRow


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft that is shown, and the same text in other languages."""

    first: Leaflet
    others: Sequence[Leaflet]


def offers(rows: Iterable[LeafletRow], tongue: str) -> list[Offer]:
    """What nobody has taken over, each text once: in a language where it is there in it, else as it comes first."""
    taken = {row.code for row in rows}
    known = [[each for each in same if each.id not in taken] for same in in_languages(drafts(shelf_now())).values()]
    sorts = [sorted(same, key=lambda each: each.language != tongue) for same in known if same]
    return [Offer(same[0], same[1:]) for same in sorts]


def others(draft: Leaflet) -> list[Leaflet]:
    """The same text in other languages."""
    same = in_languages(drafts(shelf_now()))[draft.says]
    return [each for each in same if each.language != draft.language]


def in_tongue(rows: Iterable[LeafletRow], tongue: str, therapy: str) -> list[Leaflet]:
    """The drafts in a language for a therapy, where no text of that kind is kept in it."""
    kept = {(row.kind, row.therapy) for row in rows if row.language == tongue}
    return [
        each for each in drafts(shelf_now()).values()
        if each.language == tongue and each.therapy in ("", therapy) and (each.kind, each.therapy) not in kept
    ]  # fmt: skip
