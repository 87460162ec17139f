"""What the book says of audits: begun, scored item by item, and closed or discarded, after which nothing changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from hevesy.quality import Answer, Attached, Audit
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.quality.attached import keep
from hevesy_service.quality.discarded import check_stands
from hevesy_service.quality.models import AuditRow, ScoreRow
from hevesy_service.refusals import AuditClosed, AuditHasActions, ScoredSince

BEGUN, SCORED, CLOSED, DISCARDED = "audit_begun", "audit_scored", "audit_closed", "audit_discarded"
NO_EVIDENCE: dict[str, list[str]] = {"evidence": [], "attached": []}  # of rows from before there was any


def begin_audit(site: Site, said: Mapping[str, Any], by: str, key: str) -> Event:
    """An audit begins: `said` has profile, edition, kind, team and the day `on`."""
    body = {**said, "on": said["on"].isoformat()}
    return append(Entry(site, f"audits/{site.code}", BEGUN, by, key, body))


def score(
    row: AuditRow, found: Mapping[str, Answer | None], by: str, key: str, seen: Mapping[str, str] | None = None,
    files: Iterable[bytes] = (),
) -> Event:  # fmt: skip
    """Items of an audit are scored together; what was said of them before is replaced, by None taken back.

    `seen` are the marks of what stood there when they were looked at: raises ScoredSince where one has changed, so that
    nobody writes over what they have not seen. `files` are the bytes of what is newly attached; they are kept in the
    same transaction, so that no row of the book names a file that is not there. Raises AuditClosed or AuditDiscarded.
    """
    _check_open(row, key)
    items = {item: each and _body(each) for item, each in found.items()}
    with transaction.atomic():
        one_writer(row.site)
        _check_open(AuditRow.objects.get(pk=row.pk), key)  # as it stands now that nobody else writes
        if seen is not None and written(row.site, key) is None:
            _check_seen(row, found, seen)
        keep(row.site, files)
        body = {"audit": str(row.pk), "items": items}
        return append(Entry(row.site, f"audits/{row.site.code}", SCORED, by, key, body))


def _body(said: Answer) -> dict[str, Any]:
    plain = {name: getattr(said, name) for name in ("score", "reason", "comment", "priority")}
    return {**plain, "evidence": list(said.evidence), "attached": [asdict(each) for each in said.attached]}


def _check_seen(row: AuditRow, found: Mapping[str, Answer | None], seen: Mapping[str, str]) -> None:
    now = {each.item: mark(answer_in(each)) for each in row.scores.filter(item__in=found)}
    since = [item for item in found if now.get(item, mark(None)) != (seen.get(item) or mark(None))]
    if since:
        raise ScoredSince(items=", ".join(sorted(since)))


def mark(said: Answer | None) -> str:
    """A short mark of what is said of an item: another one where score, reason, comment or evidence is another."""
    files = "" if said is None else json.dumps([(each.name, each.sha256) for each in said.attached])
    return mark_of_words(said) + _short(files)


def mark_of_words(said: Answer | None) -> str:
    """The first half of the mark: of what was written, and not of the files."""
    return _short("" if said is None else json.dumps([said.score, said.reason, said.comment, said.evidence]))


def _short(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def close_audit(row: AuditRow, by: str, key: str) -> Event:
    """The team is done. Raises AuditClosed where it was already, AuditDiscarded where there is nothing to be done."""
    with transaction.atomic():
        one_writer(row.site)
        _check_open(AuditRow.objects.get(pk=row.pk), key)
        return append(Entry(row.site, f"audits/{row.site.code}", CLOSED, by, key, {"audit": str(row.pk)}))


def discard_audit(row: AuditRow, reason: str, by: str, key: str) -> Event:
    """An audit that was begun by mistake takes no more answers and counts nowhere; `reason` says why.

    Raises AuditClosed or AuditDiscarded where it is open no more, AuditHasActions while somebody mends what it found,
    and ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("an audit is discarded with a reason")
    with transaction.atomic():
        one_writer(row.site)
        _check_open(AuditRow.objects.get(pk=row.pk), key)
        _check_nothing_mended(row, key)
        body = {"audit": str(row.pk)}
        return append(Entry(row.site, f"audits/{row.site.code}", DISCARDED, by, key, body, reason.strip()))


def _check_open(row: AuditRow, key: str) -> None:
    if row.is_open or written(row.site, key) is not None:  # what was sent before is not asked again
        return
    check_stands(row)
    raise AuditClosed(on=f"{row.on:%Y-%m-%d}")


def _check_nothing_mended(row: AuditRow, key: str) -> None:
    many = row.actions.filter(closed=None).count()
    if many and written(row.site, key) is None:
        raise AuditHasActions(on=f"{row.on:%Y-%m-%d}", many=str(many))


def audit_of(row: AuditRow) -> Audit:
    """A row with its scores, as the domain has it."""
    answers = {each.item: answer_in(each) for each in row.scores.all()}
    return Audit(row.profile, row.edition, row.kind, row.on, answers)


def answer_in(row: ScoreRow) -> Answer:
    """What was found of one item, as the domain has it."""
    attached = tuple(Attached(**each) for each in row.attached)
    return Answer(row.score, row.reason, row.comment, tuple(row.evidence), row.priority, row.by, attached)


@projection(BEGUN)
def _begun(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("profile", "edition", "kind", "team")}
    AuditRow.objects.create(
        pk=event.pk, site_id=event.site_id, on=date.fromisoformat(body["on"]), by=event.by, **said
    )


@projection(SCORED)
def _scored(event: Event, body: dict[str, Any]) -> None:
    audit = UUID(body["audit"])
    taken_back = [item for item, said in body["items"].items() if said is None]
    ScoreRow.objects.filter(audit_id=audit, item__in=taken_back).delete()
    for item, said in ((item, said) for item, said in body["items"].items() if said is not None):
        now = {**NO_EVIDENCE, **said, "by": event.by}
        ScoreRow.objects.update_or_create(
            audit_id=audit, item=item, defaults=now, create_defaults={"id": uuid5(audit, item), **now}
        )


@projection(CLOSED)
def _closed(event: Event, body: dict[str, Any]) -> None:
    AuditRow.objects.filter(pk=body["audit"]).update(closed=event.at_server)


@projection(DISCARDED)
def _discarded(event: Event, body: dict[str, Any]) -> None:
    AuditRow.objects.filter(pk=body["audit"]).update(
        discarded=event.at_server, discarded_by=event.by, discarded_because=event.reason
    )


@told_by_the_book
def _no_audits() -> None:
    for table in (ScoreRow, AuditRow):
        table.objects.all().delete()
