"""A vote that waits for the second is not shown to anybody else, also where the book is shown."""

from __future__ import annotations

from typing import Any

from hevesy_service.boards.cases import STEPPED, case_of
from hevesy_service.boards.chains import in_chains
from hevesy_service.boards.models import CaseRow
from hevesy_service.book.withheld import withheld_while


@withheld_while(STEPPED)
def _waiting_votes(steps: list[Any]) -> set[Any]:
    """Which of some steps are votes of a round in which the second member has not decided yet."""
    asked, found = set(steps), set[Any]()
    for row in in_chains(CaseRow.objects.filter(steps__in=steps).distinct()):
        held, rows = case_of(row), list(row.steps.all())
        found |= {each.pk for each, step in zip(rows, held.steps, strict=True)
                  if any(step is vote for vote in held.votes)}  # fmt: skip
    return found & asked
