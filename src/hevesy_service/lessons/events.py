"""What the book says of learning: answers to near misses, lessons written, taken in and withdrawn, signers trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from hevesy.quality import Lesson, LessonPack
from hevesy.quality.lesson_pack import SHARED, fingerprint
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection
from hevesy_service.lessons.models import AnswerRow, LessonRow, SignerRow

ANSWERED, WRITTEN, TAKEN, WITHDRAWN, TRUSTED = (
    "near_misses_answered", "lesson_written", "lessons_taken_in", "lesson_withdrawn", "lesson_signer_trusted",
)  # fmt: skip
SHORT = 63  # letters of an id that a row has room for
OWN = ("title", "happened", "why", "changed", "kind", "step", "therapy", "month", "about")


def answer(site: Site, until: str, said: str, on: date, by: str, key: str) -> Event:
    """Those who keep safety answer to a batch of near misses, for everybody."""
    return append(Entry(site, _stream(site), ANSWERED, by, key, {"until": until, "said": said, "on": on.isoformat()}))


def write_lesson(site: Site, said: Mapping[str, str], by: str, key: str) -> Event:
    """Somebody writes a lesson; `about` names the incident or the batch of near misses that it comes from."""
    return append(Entry(site, _stream(site), WRITTEN, by, key, {name: said[name] for name in OWN}))


def take_in(site: Site, pack: LessonPack, by: str, key: str) -> Event:
    """The lessons of a signed pack become this site's to read; what is here already is written anew by a newer pack."""
    rows = [{name: getattr(each, name) for name in SHARED} for each in pack.lessons]
    body = {"from": pack.name, "on": pack.on.isoformat(), "signer": pack.signer, "lessons": rows}
    return append(Entry(site, _stream(site), TAKEN, by, key, body))


def withdraw(row: LessonRow, by: str, key: str) -> Event:
    """A lesson is shown no more, and shared no more: what it says was wrong, or names somebody."""
    return append(Entry(row.site, _stream(row.site), WITHDRAWN, by, key, {"lesson": str(row.pk)}))


def trust(site: Site, name: str, public: str, by: str, key: str) -> Event:
    """Packs that this key has signed are taken in from now on."""
    body = {"name": name, "fingerprint": fingerprint(public.encode("ascii")), "public": public}
    return append(Entry(site, _stream(site), TRUSTED, by, key, body))


def lesson_of(row: LessonRow) -> Lesson:
    """A row as the domain has it."""
    return Lesson(row.number, *(getattr(row, name) for name in SHARED if name != "id"))


def shown_at(site: Site) -> list[LessonRow]:
    """The lessons of a site that nobody has withdrawn."""
    return list(LessonRow.objects.filter(site=site, withdrawn=False))


def _stream(site: Site) -> str:
    return f"lessons/{site.code}"


# --- what the rows do -------------------------------------------------------------------------------------------


@projection(ANSWERED)
def _answered(event: Event, body: dict[str, Any]) -> None:
    AnswerRow.objects.create(
        pk=event.pk, site_id=event.site_id, until=body["until"], said=body["said"],
        on=date.fromisoformat(body["on"]), by=event.by,
    )  # fmt: skip


@projection(WRITTEN)
def _written(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in OWN}
    LessonRow.objects.create(pk=event.pk, site_id=event.site_id, number=str(event.pk), by=event.by, **said)


@projection(TAKEN)
def _taken(event: Event, body: dict[str, Any]) -> None:
    packed = date.fromisoformat(body["on"])
    for row in body["lessons"]:
        said = {name: row[name] for name in SHARED if name != "id"}
        said |= {"origin": body["from"], "signer": body["signer"], "packed": packed, "by": event.by}
        number = _number(body["signer"], row["id"])
        known = LessonRow.objects.filter(site_id=event.site_id, number=number).first()
        if known is None:
            LessonRow.objects.create(id=uuid5(event.pk, row["id"]), site_id=event.site_id, number=number, **said)
        elif known.packed is None or known.packed <= packed:
            LessonRow.objects.filter(pk=known.pk).update(**said)


def _number(signer: str, id: str) -> str:
    """By what a lesson that came is known: its id where that is short, else its beginning and a digest of all of it."""
    short = id if len(id) <= SHORT else f"{id[: SHORT - 21]}~{hashlib.sha256(id.encode()).hexdigest()[:20]}"
    return f"{signer[:16]}/{short}"


@projection(WITHDRAWN)
def _withdrawn(event: Event, body: dict[str, Any]) -> None:
    LessonRow.objects.filter(pk=UUID(body["lesson"])).update(withdrawn=True)


@projection(TRUSTED)
def _trusted(event: Event, body: dict[str, Any]) -> None:
    SignerRow.objects.update_or_create(
        site_id=event.site_id, fingerprint=body["fingerprint"],
        defaults={"name": body["name"], "public": body["public"], "by": event.by},
        create_defaults={"id": event.pk, "name": body["name"], "public": body["public"], "by": event.by},
    )  # fmt: skip


def emptied(tables: Iterable[Any] = (AnswerRow, LessonRow, SignerRow)) -> None:
    """Empties what the book tells; reports of near misses are not of it."""
    for table in tables:
        table.objects.all().delete()


told_by_the_book(emptied)
