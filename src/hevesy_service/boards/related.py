"""Who is too close to a candidate to decide of them, and what is confirmed in their logbook."""

from __future__ import annotations

from hevesy.competence.logbook import Procedure
from hevesy_service.boards.models import AmountRow, CaseStepRow
from hevesy_service.book.models import Site
from hevesy_service.competence.logbook import logs_of
from hevesy_service.competence.models import EnrolmentRow, EvidenceRow, ProcedureRow


def supervisors_of(site: Site, person: str) -> frozenset[str]:
    """Who supervised, assessed or confirmed a person at a site: who was named for it, or wrote something down of them.

    What the board itself made known by its decisions is no such thing.
    """
    steps = CaseStepRow.objects.filter(case__site=site, case__person=person)
    by_board = {each for made in steps.values_list("evidence", flat=True) for each in made}
    rows = EvidenceRow.objects.filter(site=site, person=person).values_list("pk", "by")
    wrote = {by for pk, by in rows if str(pk) not in by_board}
    amounts = AmountRow.objects.filter(case__site=site, case__person=person).values_list("by", flat=True)
    named = ProcedureRow.objects.filter(site=site, person=person).values_list("supervisor", flat=True)
    trained = EnrolmentRow.objects.filter(site=site, person=person).values_list("supervisors", flat=True)
    return frozenset(wrote.union(amounts, named, *trained)) - {person, ""}


def logbook_of(site: Site, person: str) -> tuple[Procedure, ...]:
    """The procedures of a person at a site that others confirmed."""
    return tuple(each for each in logs_of(site, [person])[person] if each.confirmed_by)
