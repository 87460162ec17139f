"""What the board made known of people by its decisions: the board alone speaks against it."""

from __future__ import annotations

from hevesy.competence import Evidence, What
from hevesy_service.boards.models import CaseStepRow
from hevesy_service.book.models import Site
from hevesy_service.competence.events import asked_before
from hevesy_service.refusals import OfTheBoard


def made_by_board(person: str) -> frozenset[str]:
    """The ids of the evidence of a person that decisions of the board made."""
    steps = CaseStepRow.objects.filter(case__person=person)
    return frozenset(each for made in steps.values_list("evidence", flat=True) for each in made)


@asked_before
def _not_against_the_board(_site: Site, person: str, found: Evidence) -> None:
    """Raises OfTheBoard where somebody disputes or lifts what the board made known."""
    if found.what in (What.DISPUTED, What.LIFTED) and found.about in made_by_board(person):
        raise OfTheBoard()
