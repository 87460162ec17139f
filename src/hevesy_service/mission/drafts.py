"""Drafts of the questionnaire: kept as typed, one for each person and figure, and set side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hevesy_service.accounts.models import User
from hevesy_service.book.models import Site
from hevesy_service.mission.answers import ABOUT, is_empty, read
from hevesy_service.mission.models import Draft, Said
from hevesy_service.mission.questions import Field

LONGEST_TYPED = 2_000  # letters of one box; a form cannot send more to the book than it can hold


@dataclass(frozen=True, slots=True)
class Typed:
    """What one person typed for a figure, read: an answer, or what is wrong with it."""

    draft: Draft
    field: Field
    answer: Said | None
    wrong: list[str]

    @property
    def in_short(self) -> str:
        """What was typed, without its state and source."""
        return short(self.field, self.draft.typed)


def short(field: Field, typed: Mapping[str, str]) -> str:
    """What was typed for a figure in one line, without its state and source."""
    return " – ".join(typed[part] for part in field.parts if typed.get(part))


def typed_in(post: Mapping[str, str], lists: Mapping[str, list[str]], field: Field) -> dict[str, str] | None:
    """What a form has for a figure; None where the form did not ask it. Several choices stand with spaces between."""
    if f"{field.key}|state" not in post:
        return None
    parts = {
        part: " ".join(lists.get(f"{field.key}|{part}", ())) if field.several and part in field.parts
        else post.get(f"{field.key}|{part}", "") for part in (*field.parts, *ABOUT)
    }  # fmt: skip
    return {part: text.strip()[:LONGEST_TYPED] for part, text in parts.items() if text.strip()}


def keep(site: Site, by: User, said: Mapping[str, Mapping[str, str]]) -> int:
    """Keep what a person typed, by figure; how many figures it changed. An emptied figure is forgotten."""
    changed = 0
    with transaction.atomic():
        held = {each.field: each for each in Draft.objects.select_for_update().filter(site=site, by=by)}
        for key, typed in said.items():
            old = held.get(key)
            if (old.typed if old else {}) == typed:
                continue
            changed += 1
            if is_empty(typed):
                Draft.objects.filter(site=site, by=by, field=key).delete()
            else:
                now = {"typed": dict(typed), "at": timezone.now()}
                Draft.objects.update_or_create(site=site, by=by, field=key, defaults=now)
    return changed


def typed_at(site: Site, known: Mapping[str, Field]) -> dict[str, list[Typed]]:
    """What everybody typed at a site, by figure, each person's read."""
    found: dict[str, list[Typed]] = {}
    for draft in Draft.objects.filter(site=site).select_related("by"):
        field = known.get(draft.field)
        if field is not None:
            answer, wrong = read(field, draft.typed)
            found.setdefault(draft.field, []).append(Typed(draft, field, answer, wrong))
    return found


def differ(typed: Iterable[Typed]) -> bool:
    """Whether people answered the same figure in two ways."""
    said = [{name: part for name, part in each.answer.items() if name != "note"} for each in typed if each.answer]
    return any(each != said[0] for each in said[1:])


def mark_of(site: Site) -> str:
    """A short mark of all drafts of a site: another one says that somebody has typed since."""
    drafts = Draft.objects.filter(site=site).order_by("pk").values_list("pk", "at")
    return hashlib.sha256("|".join(f"{pk} {at.isoformat()}" for pk, at in drafts).encode()).hexdigest()[:16]
