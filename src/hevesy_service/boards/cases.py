"""What the book says of certification: applications, what others confirmed, decisions, and what became of them.

What is decided becomes evidence of the person at once, so that privileges follow. Every decision is signed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from hevesy.competence import Evidence, Framework, What
from hevesy.competence.certification import (
    APPEALED,
    RENEWED,
    RETRACTED,
    SUSPENDED,
    WITHDRAWN,
    Case,
    State,
    Step,
    after,
    check_may_follow,
    follow,
    state,
)
from hevesy.competence.requirements import most_within
from hevesy.errors import BadDecision
from hevesy.facts import Reader
from hevesy.words import say
from hevesy_service.accounts.signature import keep, shows, signed, text_of
from hevesy_service.boards.board import check_is_member, the_board
from hevesy_service.boards.cadres import check_own_cadre
from hevesy_service.boards.chains import chain, in_chain, in_chains
from hevesy_service.boards.models import AmountRow, CaseRow, CaseStepRow
from hevesy_service.boards.related import supervisors_of
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import Entry, append, one_writer, projection, written
from hevesy_service.competence.events import give
from hevesy_service.competence.models import EvidenceRow
from hevesy_service.competence.training import time_trained
from hevesy_service.refusals import AppliedAlready, KeyUsed, MoreThanTime, OwnEvidence
from hevesy_service.said import digits

APPLIED, CONFIRMED, STEPPED = "certification_applied", "certification_amount", "certification_step"
NOTICE = "competence.default.notice_days"
NOTHING_MORE: Mapping[str, Any] = {"number": "", "evidence": []}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes of a case: a kind of step, why, and of a decision whether it is granted."""

    what: str
    said: str
    grants: bool | None = None


def apply_for(site: Site, person: str, asked: Framework, years: float, on: date, key: str,
              renews: CaseRow | None = None) -> Event:  # fmt: skip
    """Somebody applies for a certificate, or for its renewal.

    Raises AppliedAlready where one of theirs waits, and OtherCadre for a first certificate of another profession.
    """
    board = the_board()
    with transaction.atomic():
        one_writer(site)
        if written(site, key) is None:  # what was sent before is not asked again
            _check_none_waits(site, person, asked)
            if renews is None:
                check_own_cadre(person, asked, on)
        body = {
            "board": str(board.pk), "person": person, "framework": asked.id, "version": asked.version, "years": years,
            "on": on.isoformat(), "renews": str(renews.pk) if renews else None,
        }  # fmt: skip
        return append(Entry(site, _stream(site, person), APPLIED, person, key, body))


def _check_none_waits(site: Site, person: str, asked: Framework) -> None:
    own = CaseRow.objects.filter(site=site, person=person, framework=asked.id)
    if any(waits(row) for row in in_chains(own)):
        raise AppliedAlready(framework=asked.name)


def confirm(row: CaseRow, kind: str, amount: float, note: str, by: str, on: date, key: str) -> Event:
    """Somebody else confirms months, hours, credits or procedures of a candidate.

    Raises OwnEvidence, BadDecision, or MoreThanTime for more than the time of their training holds.
    """
    if by == row.person:
        raise OwnEvidence()
    body = {"case": str(row.pk), "kind": kind, "amount": amount, "note": note}
    with transaction.atomic():
        one_writer(row.site)
        if written(row.site, key) is None:  # what was sent before is not asked again
            _check_may_confirm(in_chain(row), kind, amount, on)
        return append(Entry(row.site, _stream(row.site, row.person), CONFIRMED, by, key, body))


def _check_may_confirm(row: CaseRow, kind: str, amount: float, on: date) -> None:
    held = case_of(row)
    if not held.waits:
        because = "retracted" if held.retracted else "decided"
        raise BadDecision(because=because, said=say(f"case_says.{because}"))
    time = time_trained(row.person, row.framework, on)
    most = most_within(kind, *time) if time else None
    if time and most is not None and amount > most:
        since, until = (each.isoformat() for each in time)
        raise MoreThanTime(most=digits(f"{math.floor(most * 10) / 10:g}"), since=since, until=until)


def decide(row: CaseRow, told: Said, by: str, on: date, key: str, how: str, lacks: tuple[str, ...] = ()) -> Event:
    """A member of the board decides, suspends, lifts or withdraws. Raises NotOnBoard, BadDecision.

    It is signed: `how` says by what they proved who they are.
    """
    check_is_member(by)
    return _step(row, Step(told.what, on, by, told.said, told.grants, lacks), key, how)


def check_may_decide(row: CaseRow, told: Said, by: str, on: date, key: str, lacks: tuple[str, ...] = ()) -> None:
    """The same, asked before anybody proves who they are; what was sent before is not asked again."""
    check_is_member(by)
    if written(row.site, key) is None:
        check_may_follow(to_decide(row), Step(told.what, on, by, told.said, told.grants, lacks))


def appeal(row: CaseRow, why: str, by: str, on: date, key: str) -> Event:
    """The candidate appeals. Raises BadDecision."""
    return _step(row, Step(APPEALED, on, by, why), key)


def retract(row: CaseRow, why: str, by: str, on: date, key: str) -> Event:
    """The candidate withdraws an application that is not decided, with a reason if they like. Raises BadDecision."""
    return _step(row, Step(RETRACTED, on, by, why), key)


def waits(row: CaseRow) -> bool:
    """Whether something of a case is still to be decided."""
    return case_of(row).waits


def case_of(row: CaseRow, related: frozenset[str] = frozenset()) -> Case:
    """A row with its steps, as the domain has it; `related` is asked only where somebody decides."""
    return _after(row, row.steps.all(), related)


def _after(row: CaseRow, steps: Iterable[CaseStepRow], related: frozenset[str] = frozenset()) -> Case:
    ends = case_of(row.renews).until if row.renews else None
    found = Case(row.person, row.applied, row.years, related, ends)
    for each in steps:
        found = after(found, step_of(each))
    return found


def to_decide(row: CaseRow) -> Case:
    """The same with those who are too close to the candidate to decide."""
    return case_of(row, supervisors_of(row.person))


def step_of(row: CaseStepRow) -> Step:
    """A step as the domain has it."""
    return Step(row.what, row.on, row.by, row.said, row.grants, tuple(row.lacks))


def state_of(row: CaseRow, on: date, reader: Reader) -> State:
    """How a case stands on a day."""
    return state(case_of(row), on, timedelta(days=reader.number(NOTICE)))


def _stream(site: Site, person: str) -> str:
    return f"certification/{site.code}/{person}"


def _step(row: CaseRow, step: Step, key: str, how: str = "") -> Event:
    """Write a step, what it makes known of the person, and the end of the certificate that it renews."""
    with transaction.atomic():
        one_writer(row.site)
        known = written(row.site, key)
        if known is not None:  # what was sent before is not asked again
            if (known.type, known.by) != (STEPPED, step.by):
                raise KeyUsed(key=key)
            return known
        row = in_chain(row)  # as it is now that nobody else writes
        before = to_decide(row)
        check_may_follow(before, step)
        now = follow(before, step)
        begins = before.granted is None and now.granted is not None
        number = _number(row, step.on) if begins else ""
        known_of_it = {"number": number, "evidence": _made_known(row, before, now, step, key, number)}
        event = _written(row, step, key, {**known_of_it, **(signed(_shown(row, step, before), how) if how else {})})
        if begins and row.renews is not None:
            _written(row.renews, Step(RENEWED, step.on, step.by), str(uuid5(UUID(key), RENEWED)))
    return event


def _written(row: CaseRow, step: Step, key: str, more: Mapping[str, Any] = NOTHING_MORE) -> Event:
    body = {
        "case": str(row.pk), "what": step.what, "on": step.on.isoformat(), "said": step.said, "grants": step.grants,
        "lacks": list(step.lacks), **more,
    }  # fmt: skip
    return append(Entry(row.site, _stream(row.site, row.person), STEPPED, step.by, key, body))


def about_step(step: UUID) -> str:
    """What a signature of a decision is about."""
    return f"certification/{step}"


def _shown(row: CaseRow, step: Step, before: Case) -> str:
    """What a member signs: of whom and by which framework, what they decide and why, and the appeal that they hear."""
    return text_of(STEPPED, {
        "case": str(row.pk), "person": row.person, "framework": row.framework, "version": row.version,
        "what": step.what, "on": step.on.isoformat(), "said": step.said, "grants": step.grants,
        "lacks": list(step.lacks), "appeal": before.appeal.isoformat() if before.appeal else "",
    })  # fmt: skip


@shows(STEPPED)
def _shown_again(event: Event, body: Mapping[str, Any]) -> str:
    held = CaseStepRow.objects.select_related("case").get(pk=event.pk)
    row = in_chain(held.case)
    return _shown(row, step_of(held), _after(row, [each for each in row.steps.all() if each.place < held.place]))


def _number(row: CaseRow, on: date) -> str:
    """The next number at the site: its code, the year, and how many it has had."""
    had = CaseRow.objects.filter(site=row.site).exclude(number="").count()
    return f"{row.site.code.upper()}-{on.year}-{had + 1:03d}"


# --- what a step makes known of the person ------------------------------------------------------------------------


def _made_known(row: CaseRow, before: Case, now: Case, step: Step, key: str, number: str) -> list[str]:
    """Certified, suspended or lifted, as the case now is; a withdrawal disputes every certificate of the chain."""
    if before.granted is None and now.granted is not None:
        return [_given(row, What.CERTIFIED, row.framework, step, key, now.until, number)]
    if step.what == SUSPENDED:
        return [_given(row, What.SUSPENDED, row.framework, step, key)]
    if step.what == WITHDRAWN:
        held = [_last(each, What.CERTIFIED) for each in chain(row)]
        disputed = [_given(row, What.DISPUTED, each, step, key) for each in held]
        return [*disputed, _given(row, What.LIFTED, _last(row, What.SUSPENDED), step, key)]
    if before.withdrawn is not None and now.withdrawn is None:
        return [_given(row, What.LIFTED, each, step, key) for each in _disputed(row)]
    if before.suspended is not None and now.suspended is None:
        return [_given(row, What.LIFTED, _last(row, What.SUSPENDED), step, key)]
    return []


def _given(
    row: CaseRow, what: What, about: str, step: Step, key: str, until: date | None = None, number: str = ""
) -> str:
    found = Evidence("", what, about, step.on, until, by=step.by)
    sent, note = str(uuid5(UUID(key), f"{what} {about}")), number or row.number
    return str(give(row.site, row.person, found, sent, note, by_board=True).pk)


def _last(row: CaseRow, what: What) -> str:
    """The last piece of evidence of a kind that the case made known."""
    made = [each for step in row.steps.all() for each in step.evidence]
    return str(EvidenceRow.objects.filter(pk__in=made, what=what).latest("written").pk)


def _disputed(row: CaseRow) -> list[str]:
    """What the last withdrawal of the case disputed."""
    made = [step.evidence for step in row.steps.all() if step.what == WITHDRAWN][-1]
    found = EvidenceRow.objects.filter(pk__in=made, what=What.DISPUTED).order_by("pk")
    return [str(each) for each in found.values_list("pk", flat=True)]


@projection(APPLIED)
def _applied(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("person", "framework", "version", "years")}
    CaseRow.objects.create(
        pk=event.pk, site_id=event.site_id, board_id=UUID(body["board"]), applied=date.fromisoformat(body["on"]),
        renews_id=UUID(body["renews"]) if body["renews"] else None, number="", **said,
    )  # fmt: skip


@projection(CONFIRMED)
def _confirmed(event: Event, body: dict[str, Any]) -> None:
    said = {name: body[name] for name in ("kind", "amount", "note")}
    AmountRow.objects.create(pk=event.pk, case_id=UUID(body["case"]), by=event.by, written=event.at_server, **said)


@projection(STEPPED)
def _stepped(event: Event, body: dict[str, Any]) -> None:
    row = CaseRow.objects.get(pk=body["case"])
    said = {name: body[name] for name in ("what", "said", "grants", "lacks", "evidence")}
    CaseStepRow.objects.create(
        pk=event.pk, case=row, place=row.steps.count(), on=date.fromisoformat(body["on"]), by=event.by, **said
    )
    if body["number"]:
        CaseRow.objects.filter(pk=row.pk).update(number=body["number"])
    keep(event, body, about_step(event.pk))
