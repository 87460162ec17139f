"""Who is too close to a candidate to decide of them, and what is confirmed in their logbook, or was and is no more."""

from __future__ import annotations

from hevesy.competence import Framework, What
from hevesy.competence.logbook import Procedure, is_asked
from hevesy_service.boards.made_known import made_by_board
from hevesy_service.boards.models import AmountRow, CaseRow
from hevesy_service.book.models import Site
from hevesy_service.competence.logbook import logs_of, procedure_in
from hevesy_service.competence.models import EvidenceRow, ProcedureRow, SupervisorRow


def supervisors_of(person: str) -> frozenset[str]:
    """Who ever supervised, assessed or confirmed a person: who was named for it, or wrote something down of them.

    At any site, for the board is the whole installation's. What it made known by its own decisions is no such thing.
    """
    by_board = made_by_board(person)
    rows = EvidenceRow.objects.filter(person=person).values_list("pk", "by")
    wrote = {by for pk, by in rows if str(pk) not in by_board}
    amounts = AmountRow.objects.filter(case__person=person).values_list("by", flat=True)
    named = ProcedureRow.objects.filter(person=person).values_list("supervisor", flat=True)
    trained = SupervisorRow.objects.filter(person=person).values_list("supervisor", flat=True)
    return frozenset(wrote.union(amounts, named, trained)) - {person, ""}


def logbook_of(site: Site, person: str) -> tuple[Procedure, ...]:
    """The procedures of a person at a site that others confirmed."""
    return tuple(each for each in logs_of(site, [person])[person] if each.confirmed_by)


def taken_back_since(row: CaseRow, asked: Framework) -> list[ProcedureRow]:
    """The procedures that a certificate counted when it was granted, and whose confirmation was taken back since.

    A renewal counts none: of its holder's procedures, the page of the first certificate tells.
    """
    made = [each for step in row.steps.all() for each in step.evidence]
    granted = EvidenceRow.objects.filter(pk__in=made, what=What.CERTIFIED).first()
    if granted is None or row.renews is not None:
        return []
    found = ProcedureRow.objects.filter(
        site=row.site, person=row.person, stood_since__lte=granted.written, stood_until__gt=granted.written
    )
    return [each for each in found.order_by("stood_until") if is_asked(procedure_in(each), asked)]
