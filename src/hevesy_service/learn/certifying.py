"""What pages of certification show: what a candidate lacks, what others confirmed, and the story of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hevesy.competence import Framework, Recent, find_framework, privileges
from hevesy.competence.certification import SUSPENDED, VOTED, WITHDRAWN, Case, State
from hevesy.competence.framework import framework_in
from hevesy.competence.requirements import Shown, amounts_asked, lacking, lacking_to_renew
from hevesy.competence.saying import framework_called, lacking_said
from hevesy.competence.standing import Reason
from hevesy.facts import Reader
from hevesy.run.saying import act_called, therapy_called
from hevesy.words import say
from hevesy_service.accounts.signing import signed_about
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.cases import about_step, case_of, state_of, to_decide, waits
from hevesy_service.boards.models import CaseRow
from hevesy_service.boards.related import logbook_of, taken_back_since
from hevesy_service.book.models import Site
from hevesy_service.book.zone import day_at
from hevesy_service.care.pages import names
from hevesy_service.care.standings import known_of
from hevesy_service.competence.models import ProcedureRow
from hevesy_service.learn.certification_forms import BY_BOARD, DECIDED, STEPS, amount_called
from hevesy_service.said import kept, language
from hevesy_service.teaching.attempts import hours_passed

STOPPED = (SUSPENDED, WITHDRAWN)


def reader_at(site: Site) -> Reader:
    """The figures of a site's country."""
    return shelf().reader(site.country or "world")


def state_on(row: CaseRow, on: date) -> State:
    """How a case stands on a day."""
    return state_of(row, on, reader_at(row.site))


def state_called(what: str) -> str:
    """A state as one reads it."""
    return say(f"case_state.{what}", language())


def lacks_of(row: CaseRow, on: date) -> tuple[Reason, ...]:
    """All that is missing of the rules on a day; of a certificate that was granted, nothing is asked any more."""
    if case_of(row).granted is not None:
        return ()
    asked, reader = find_framework(row.framework, shelf()), reader_at(row.site)
    acts, recent = _practice(asked, reader)
    known = known_of(row.site, [row.person], on, recent or Recent(0), shelf())[row.person]
    amounts = {each.kind: each.amount for each in row.amounts.all()}
    shown = Shown(known, logbook_of(row.site, row.person), amounts)
    if row.renews is None:
        return lacking(shown, asked, on, reader)
    return lacking_to_renew(shown, asked, on, reader, acts, recent)


def hours_known(row: CaseRow, on: date) -> float:
    """Hours of modules that a candidate passed at their site by a day; of a renewal, since the last certificate."""
    since = case_of(row.renews).granted if row.renews else None
    return hours_passed(row.site, row.person, since or date.min, on)


def _practice(asked: Framework, reader: Reader) -> tuple[frozenset[str], Recent | None]:
    """The acts of a cadre's privileges, and how much practice of them keeps one."""
    held = [each for each in privileges(shelf()).values() if asked.cadre in each.cadres]
    least = [reader.number(each.recent) for each in held if each.recent]
    return frozenset(act for each in held for act in each.acts), Recent(max(least)) if least else None


def lacks_said(row: CaseRow, on: date) -> list[str]:
    """The same in sentences."""
    return [kept(lacking_said(each, shelf(), language())) for each in lacks_of(row, on)]


def framework_named(id: str) -> str:
    """A framework as one reads it."""
    return framework_called(id, shelf(), language())


def case_shown(row: CaseRow, on: date, reader: str) -> dict[str, Any]:
    """What the pages of a case show to somebody: votes of a round only once both decided, one's own before."""
    held, now = to_decide(row), state_on(row, on)
    waiting, asked = waits(row), framework_in(find_framework(row.framework, shelf()), shelf(), language())
    story = [
        (each, STEPS[each.what], _granted(each.grants), each.by) for each in row.steps.all()
        if not _hidden(each.by, each.place, held, reader)
    ]  # fmt: skip
    amounts, back = list(row.amounts.all()), taken_back_since(row, asked)
    named = {by for *_rest, by in story} | {each.by for each in amounts} | {each.unconfirmed_by for each in back}
    called, signed = names(named | {row.person}), signed_about(about_step(each.pk) for each, *_rest in story)
    return {
        "case": row, "held": held, "now": now, "called": state_called(now.what), "waiting": waiting,
        "framework": asked, "candidate": called.get(row.person, ""), "renewal": row.renews is not None,
        "lacks": lacks_said(row, on) if waiting else [], "asks": waiting and held.granted is None,
        "story": [
            (each, words, granted, called.get(by, ""), signed.get(about_step(each.pk)), each.what in BY_BOARD)
            for each, words, granted, by in story
        ],
        "amounts": [(each, amount_called(each.kind), called.get(each.by, "")) for each in amounts],
        "kinds": amounts_asked(asked, row.renews is not None), "half": bool(held.votes),
        "stopped": now.what in STOPPED,
        "taken_back": [(each, *_procedure_called(each), called.get(each.unconfirmed_by, "")) for each in back],
    }  # fmt: skip


def _procedure_called(row: ProcedureRow) -> tuple[str, str, date | None]:
    """The act and the therapy of a procedure, and the day on which its confirmation was taken back."""
    back = day_at(row.site, row.stood_until) if row.stood_until else None
    return act_called(row.act, shelf(), language()), therapy_called(row.therapy, shelf(), language()), back


def _hidden(by: str, place: int, held: Case, reader: str) -> bool:
    """A vote that waits for the second is seen by who gave it alone."""
    return place >= len(held.steps) - _pending(held) and by != reader and held.steps[place].what == VOTED


def _pending(held: Case) -> int:
    """How many steps, counted from the last, go back to the first vote that waits."""
    if not held.votes:
        return 0
    return len(held.steps) - held.steps.index(held.votes[0])


def _granted(grants: bool | None) -> str:
    return "" if grants is None else str(DECIDED[grants])


def people_called(rows: Iterable[CaseRow]) -> dict[str, str]:
    """The names of candidates."""
    return names({row.person for row in rows})
