"""Electronic signatures: what was shown, what it means, who signed it and how they proved who they were.

A row of the book that is signed holds `signature` in its body. The text that was shown is not kept a second time: it is
made again from what the row is about, and its SHA-256 must be the one that was signed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hevesy_service.accounts.models import Signature
from hevesy_service.book.models import Event
from hevesy_service.book.rebuild import told_by_the_book

WORD = "signature"  # of a row's body
Shown = Callable[[Event, Mapping[str, Any]], str]
_shown: dict[str, Shown] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """A signature with whether it fits what it is about."""

    signature: Signature
    fits: bool


def text_of(meaning: str, shown: Mapping[str, Any]) -> str:
    """What is signed, as one text: the meaning, and all that was shown."""
    return json.dumps({"meaning": meaning, **shown}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def signed(text: str, how: str) -> dict[str, dict[str, str]]:
    """What a row's body holds of a signature."""
    return {WORD: {"sha256": _digest(text), "how": how}}


def shows(kind: str) -> Callable[[Shown], Shown]:
    """Names what makes again, from a row of this type, the text that was shown to who signed it."""

    def named(shown: Shown) -> Shown:
        _shown[kind] = shown
        return shown

    return named


def keep(event: Event, body: Mapping[str, Any], about: str) -> None:
    """For projections: the signature of a row, where it has one; rows from before signatures have none."""
    said = body.get(WORD)
    if said is not None:
        Signature.objects.create(
            pk=event.pk, site_id=event.site_id, stream=event.stream, about=about, meaning=event.type, by=event.by,
            at=event.at_device, how=said["how"], digest=said["sha256"],
        )  # fmt: skip


def overtake(event: Event, *meanings: str, about: str = "") -> None:
    """For projections: with this row something else holds, so earlier signatures of the story no longer cover it.

    Of a story that is about several things, only those `about` the one that changed.
    """
    earlier = Signature.objects.filter(stream=event.stream, meaning__in=meanings, overtaken=None).exclude(pk=event.pk)
    earlier = earlier.filter(about=about) if about else earlier
    earlier.update(overtaken=event.at_device)


def fits(signature: Signature) -> bool:
    """Whether what is there now is what was signed."""
    event = Event.objects.get(pk=signature.pk)
    body: Mapping[str, Any] = json.loads(event.body)
    return _digest(_shown[event.type](event, body)) == signature.digest


def standing(about: Iterable[str]) -> dict[str, Standing]:
    """The signature of each thing that has one, and whether it fits."""
    return {each.about: Standing(each, fits(each)) for each in Signature.objects.filter(about__in=list(about))}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@told_by_the_book
def _no_signatures() -> None:
    Signature.objects.all().delete()
