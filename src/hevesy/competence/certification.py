"""An application for a certificate as a story: two who are independent decide, and what became of it since.

How it stands on a day follows from what happened until that day, and from the day alone. Where two members differ,
nothing is granted. An appeal is heard once, by two who decided nothing of the case before. Until two have decided, the
candidate may withdraw the application: then nothing of it is decided any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hevesy.errors import BadDecision
from hevesy.words import say

VOTED, SUSPENDED, LIFTED, WITHDRAWN, APPEALED, RENEWED, RETRACTED = (
    "voted", "suspended", "lifted", "withdrawn", "appealed", "renewed", "retracted",
)  # fmt: skip
NO_REASONS = (RENEWED, RETRACTED)  # what nobody needs to give a reason for
APPLIED, HALF_DECIDED, REFUSED = "applied", "half_decided", "refused"
VALID, EXPIRING, EXPIRED = "valid", "expiring", "expired"
STATES = (APPLIED, HALF_DECIDED, REFUSED, VALID, EXPIRING, EXPIRED, RENEWED, SUSPENDED, WITHDRAWN, RETRACTED)
BOARD = 2  # how many decide


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a case, by whom, and why (`said`).

    `grants` is what a member of the board decided; `lacks` what was missing of the rules when they did.
    """

    what: str
    on: date
    by: str
    said: str = ""
    grants: bool | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An application, and the certificate that came of it.

    `related` are those who supervised, assessed or confirmed the candidate; `years` for how long a certificate is
    valid, which begins where the one that it renews (until `renews`) ends. `withdrawn` is the certificate by the board,
    `retracted` the application by the candidate; the `votes` of that one decide nothing.
    """

    candidate: str
    applied: date
    years: float
    related: frozenset[str] = frozenset()
    renews: date | None = None
    votes: tuple[Step, ...] = ()
    refused: date | None = None
    granted: date | None = None
    suspended: date | None = None
    withdrawn: date | None = None
    renewed: date | None = None
    retracted: date | None = None
    appeal: date | None = None
    heard: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether something of it is still to be decided."""
        return self.appeal is not None or (self.granted or self.refused or self.retracted) is None

    @property
    def until(self) -> date | None:
        """The last day of its certificate; None where none was granted."""
        if self.granted is None:
            return None
        after = self.renews + timedelta(days=1) if self.renews else self.granted
        return years_on(max(after, self.granted), self.years)


@dataclass(frozen=True, slots=True)
class State:
    """How a case stands on a day: a name of STATES, since when, and whether an appeal waits to be heard."""

    what: str
    since: date
    until: date | None = None
    appealed: bool = False

    @property
    def stands(self) -> bool:
        return self.what in (VALID, EXPIRING)


def years_on(first: date, years: float) -> date:
    """The last day of so many whole years: the day before the same day of a later year."""
    year = first.year + int(years)
    try:
        return first.replace(year=year) - timedelta(days=1)
    except ValueError:  # there is no twenty-ninth of February
        return date(year, 2, 28)


def state(case: Case, on: date, notice: timedelta) -> State:
    """How a case stands on a day. `notice` is for how long before its end a certificate is said to be expiring."""
    then = as_of(case, on)
    appealed = then.appeal is not None
    if then.withdrawn is not None:
        return State(WITHDRAWN, then.withdrawn, then.until, appealed)
    if then.granted is None or then.until is None:
        return _undecided(then)
    if then.suspended is not None:
        return State(SUSPENDED, then.suspended, then.until, appealed)
    if then.renewed is not None:
        return State(RENEWED, then.renewed, then.until)
    if on > then.until:
        return State(EXPIRED, then.until + timedelta(days=1), then.until)
    soon = then.until - notice
    return State(EXPIRING, soon, then.until) if on > soon else State(VALID, then.granted, then.until)


def _undecided(then: Case) -> State:
    if then.retracted is not None:
        return State(RETRACTED, then.retracted)
    if then.refused is not None:
        return State(REFUSED, then.refused, None, then.appeal is not None)
    return State(HALF_DECIDED, then.votes[0].on) if then.votes else State(APPLIED, then.applied)


def as_of(case: Case, on: date) -> Case:
    """The case as it was at the end of a day."""
    then = Case(case.candidate, case.applied, case.years, case.related, case.renews)
    for step in case.steps:
        if step.on <= on:
            then = after(then, step)
    return then


def follow(case: Case, step: Step) -> Case:
    """The case after a step; raises BadDecision, with what to do, for one that can't follow."""
    check_may_follow(case, step)
    return after(case, step)


def after(case: Case, step: Step) -> Case:
    """The case after a step that is known to have happened."""
    kept = replace(case, steps=(*case.steps, step))
    if step.what == VOTED:
        return _voted(replace(kept, votes=(*kept.votes, step)))
    if step.what == SUSPENDED:
        return replace(kept, suspended=step.on, heard=False)
    if step.what == LIFTED:
        return replace(kept, suspended=None, appeal=None, votes=())
    if step.what == WITHDRAWN:
        return replace(kept, withdrawn=step.on, appeal=None, votes=(), heard=False)
    if step.what == APPEALED:
        return replace(kept, appeal=step.on, votes=())
    if step.what == RETRACTED:
        return replace(kept, retracted=step.on)
    return replace(kept, renewed=step.on)


def _voted(case: Case) -> Case:
    """Once two have decided: what both grant is granted, anything else is refused."""
    if len(case.votes) < BOARD:
        return case
    on, granted = case.votes[-1].on, all(each.grants for each in case.votes)
    if case.appeal is None:
        return replace(case, votes=(), granted=on if granted else None, refused=None if granted else on)
    heard = replace(case, votes=(), appeal=None, heard=True)
    if not granted:
        return heard
    if heard.granted is None:
        return replace(heard, granted=on, refused=None)
    return replace(heard, suspended=None, withdrawn=None)


def deciders(case: Case) -> frozenset[str]:
    """Who decided anything of the case before the appeal that waits, and so does not hear it."""
    made = [each.by for each in case.steps if each.what in (VOTED, SUSPENDED, LIFTED, WITHDRAWN)]
    return frozenset(made) - {each.by for each in case.votes} if case.appeal else frozenset(made)


def check_may_follow(case: Case, step: Step) -> None:
    """Raises BadDecision for a step that can't follow on what has happened."""
    because = refuses(case, step)
    if because:
        raise BadDecision(because=because, said=say(f"case_says.{because}"))


def refuses(case: Case, step: Step) -> str:
    """Why a step can't follow: a code of `[case_says]`, empty where it can."""
    if step.on < (case.steps[-1].on if case.steps else case.applied):
        return "too_early"
    if step.what not in NO_REASONS and not step.said.strip():
        return "no_reasons"
    rules = {VOTED: _voting, SUSPENDED: _suspending, LIFTED: _lifting, WITHDRAWN: _lifting, APPEALED: _appealing,
             RENEWED: _renewing, RETRACTED: _retracting}  # fmt: skip
    return rules[step.what](case, step) if step.what in rules else "no_step"


def may_sit(case: Case, member: str) -> str:
    """Why somebody does not decide this case now: a code of `[case_says]`, empty where they may."""
    if member == case.candidate:
        return "own_case"
    if member in case.related:
        return "related"
    if case.appeal is not None and member in deciders(case):
        return "decided_before"
    return "voted_already" if member in {each.by for each in case.votes} else ""


def _voting(case: Case, step: Step) -> str:
    if case.retracted is not None:
        return "retracted"
    if case.appeal is None and (case.granted is not None or case.refused is not None):
        return "decided"
    sits = may_sit(case, step.by)
    if sits:
        return sits
    if step.grants is None:
        return "no_vote"
    if step.grants and any(each.by in case.related for each in case.votes):
        return "first_related"
    return "lacking" if step.grants and step.lacks else ""


def _suspending(case: Case, step: Step) -> str:
    if case.granted is None or case.withdrawn is not None or case.renewed is not None:
        return "no_certificate"
    if step.by == case.candidate:
        return "own_case"
    return "suspended_already" if case.suspended is not None else ""


def _lifting(case: Case, step: Step) -> str:
    """Who suspended it neither lifts nor withdraws it, nor does anybody who is close to the candidate."""
    if case.suspended is None or case.withdrawn is not None:
        return "not_suspended"
    if step.by == case.candidate:
        return "own_case"
    if step.by in case.related:
        return "related"
    last = [each.by for each in case.steps if each.what == SUSPENDED][-1]
    return "own_suspension" if step.by == last else ""


def _appealing(case: Case, step: Step) -> str:
    if step.by != case.candidate:
        return "not_theirs"
    if case.appeal is not None:
        return "appeal_waits"
    stopped = case.suspended or case.withdrawn or (case.refused if case.granted is None else None)
    if stopped is None:
        return "nothing_to_appeal"
    return "heard" if case.heard else ""


def _retracting(case: Case, step: Step) -> str:
    if step.by != case.candidate:
        return "not_their_application"
    if case.retracted is not None:
        return "retracted"
    return "decided_already" if case.granted is not None or case.refused is not None else ""


def _renewing(case: Case, step: Step) -> str:
    held = case.granted is not None and not (case.suspended or case.withdrawn or case.renewed)
    return "" if held else "no_certificate"
