"""What LEARN knows to wait for a person: procedures to confirm, cases to decide, actions to take up, mend and check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from hevesy.competence.certification import may_sit
from hevesy.quality import ActionState
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import may
from hevesy_service.boards.board import is_member
from hevesy_service.boards.cases import to_decide, waits
from hevesy_service.boards.models import CaseRow
from hevesy_service.book.models import Site
from hevesy_service.competence.logbook import WAITING
from hevesy_service.competence.models import ProcedureRow
from hevesy_service.desk.waiting import Waiting, tells_what_waits
from hevesy_service.quality.actions import action_of
from hevesy_service.quality.models import ActionRow


@tells_what_waits
def procedures(user: User, sites: Collection[Site]) -> Iterator[Waiting]:
    """Procedures of trainees that only this supervisor confirms or returns."""
    rows = ProcedureRow.objects.filter(site__in=sites, supervisor=str(user.pk), state=WAITING)
    many = dict(rows.order_by().values_list("site_id").annotate(Count("pk")))
    for site in sites:
        if n := many.get(site.pk, 0):
            words = ngettext("%(n)s procedure waits for your confirmation",
                             "%(n)s procedures wait for your confirmation", n)  # fmt: skip
            yield Waiting(site, words % {"n": n}, reverse("confirm_procedures", args=[site.code]))


@tells_what_waits
def cases(user: User, sites: Collection[Site]) -> Iterator[Waiting]:
    """Cases that this member of the board may decide; of all sites, told at the first where they decide."""
    here = next((site for site in sites if may(user, "decide_certificates", site)), None)
    if here is None or not is_member(str(user.pk)):
        return
    rows = CaseRow.objects.select_related("site", "board", "renews").prefetch_related("steps")
    n = sum(waits(row) and not may_sit(to_decide(row), str(user.pk)) for row in rows)
    if n:
        words = ngettext("%(n)s case waits for your decision on a certificate",
                         "%(n)s cases wait for your decision on a certificate", n)  # fmt: skip
        yield Waiting(here, words % {"n": n}, reverse("board", args=[here.code]))


@tells_what_waits
def actions(user: User, sites: Collection[Site]) -> Iterator[Waiting]:
    """Corrective actions that are this person's to mend, that nobody mends yet, and whose effect is to be checked."""
    own, many = str(user.pk), Counter[tuple[object, str]]()
    for row in ActionRow.objects.filter(site__in=sites, closed=None).prefetch_related("steps"):
        many[row.site_id, _turn(row, own)] += 1
    for site in sites:
        yield from (Waiting(site, each, reverse("actions", args=[site.code])) for each in _said(user, site, many))


def _turn(row: ActionRow, own: str) -> str:
    """What an open action waits for, as far as this person could do it."""
    action = action_of(row)
    if action.state is ActionState.NOBODY_YET:
        return "nobody"
    is_own = action.owner == own
    if action.state is ActionState.DONE:
        return "" if is_own else "check"
    return "mine" if is_own else ""


def _said(user: User, site: Site, many: Counter[tuple[object, str]]) -> Iterator[str]:
    if n := many[site.pk, "mine"]:
        yield ngettext("%(n)s corrective action is yours to mend",
                       "%(n)s corrective actions are yours to mend", n) % {"n": n}  # fmt: skip
    if not may(user, "handle_actions", site):
        return
    if n := many[site.pk, "nobody"]:
        yield ngettext("%(n)s corrective action has nobody yet who mends it",
                       "%(n)s corrective actions have nobody yet who mends them", n) % {"n": n}  # fmt: skip
    if n := many[site.pk, "check"]:
        yield ngettext("%(n)s corrective action waits for a check of its effect",
                       "%(n)s corrective actions wait for a check of their effect", n) % {"n": n}  # fmt: skip
