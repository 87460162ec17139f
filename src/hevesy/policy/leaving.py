"""May a treated patient leave? The country's limits against what is known of the patient, with reasons.

One rule for both wings: RUN asks with what was measured, PLAN with what a plan can know. What a limit asks for and
nobody has measured stays unknown, and unknown is not leave to go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hevesy.facts import Shelf
from hevesy.policy.release import Limit, ReleaseRule
from hevesy.products import Answer
from hevesy.quantities import Activity

ANY, ENOUGH = "any", "policy.release_enough"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is known of a patient who would leave: None where nobody has measured it.

    The dose rate is net of background and at 1 m; `dose_msv` is the largest dose to another person, `dose_2m_msv` what
    somebody would get who stayed at 2 m for ever, both summed over the cycles of the year.
    """

    rate_usv_h: float | None = None
    retained: Activity | None = None
    administered: Activity | None = None
    dose_msv: float | None = None
    dose_2m_msv: float | None = None
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class LimitAnswer:
    """One limit of the rule, with what was found of it in the limit's own unit."""

    limit: Limit
    answer: Answer
    found: float | None


@dataclass(frozen=True, slots=True)
class ReleaseVerdict:
    """The rule's answer, limit by limit; `signed` where a named person stands behind each limit that was asked."""

    answer: Answer
    limits: tuple[LimitAnswer, ...]
    any_is_enough: bool

    @property
    def signed(self) -> bool:
        return bool(self.limits) and all(each.limit.fact.confirmed for each in self.limits)

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Who signed the limits, each once."""
        return tuple(dict.fromkeys(each.limit.fact.confirmed_by for each in self.limits if each.limit.fact.confirmed))

    def failing(self) -> tuple[LimitAnswer, ...]:
        """The limits that were not kept, or that nobody can judge yet."""
        return tuple(each for each in self.limits if each.answer is not Answer.MET)


# what a limit's name ends in, and what of a patient it is held against, in the unit of the shelf
_FOUND: dict[str, Callable[[Leaving], float | None]] = {
    "dose_rate_1m": lambda leaving: leaving.rate_usv_h,
    "retained": lambda leaving: None if leaving.retained is None else leaving.retained.in_gbq,
    "administered": lambda leaving: None if leaving.administered is None else leaving.administered.in_gbq,
    "dose_to_other": lambda leaving: leaving.dose_msv,
    "dose_2m_per_year": lambda leaving: leaving.dose_2m_msv,
    "stay": lambda leaving: leaving.hours,
}
NO_CONDITION = {"instructions_above"}  # says when instructions are needed, not when somebody may leave


def asked_of(rule: ReleaseRule, nuclide: str) -> tuple[Limit, ...]:
    """The limits that hold for a nuclide: its own where it has them, else the general ones."""
    name = nuclide.replace("-", "").lower()
    own = {each.name.partition("_")[2] for each in rule.limits if each.name.startswith(f"{name}_")}
    return tuple(
        each for each in rule.limits
        if each.name.startswith(f"{name}_") or (_general(each.name) and each.name not in own | NO_CONDITION)
    )  # fmt: skip


def may_leave(rule: ReleaseRule, nuclide: str, leaving: Leaving, enough: str = "all") -> ReleaseVerdict:
    """The country's answer. A country without a limit for this nuclide answers unknown.

    `enough` is "any" where the country lets one kept limit do; a stay that it asks for must be kept in any case.
    """
    limits = tuple(_judged(limit, leaving) for limit in asked_of(rule, nuclide))
    answers = [each.answer for each in limits if _what(each.limit.name) != "stay"]
    stays = [each.answer for each in limits if _what(each.limit.name) == "stay"]
    together = _any(answers) if enough == ANY and answers else _all(answers)
    found = _all([*stays, together] if answers else stays) if limits else Answer.UNKNOWN
    return ReleaseVerdict(found, limits, enough == ANY)


def enough(place: str, shelf: Shelf) -> str:
    """Whether "any" of a country's limits is enough to let a patient go, or "all" must be kept."""
    fact = shelf.find(ENOUGH, place)
    return fact.text if fact is not None else "all"


def _judged(limit: Limit, leaving: Leaving) -> LimitAnswer:
    what = _what(limit.name)
    found = _FOUND[what](leaving) if what in _FOUND else None
    if found is None or limit.fact.value is None:
        return LimitAnswer(limit, Answer.UNKNOWN, found)
    kept = found >= limit.fact.value if what == "stay" else found <= limit.fact.value
    return LimitAnswer(limit, Answer.MET if kept else Answer.NOT_MET, found)


def _what(limit: str) -> str:
    """What a limit is about, without the nuclide that it is for.

    >>> _what("lu177_dose_rate_1m"), _what("dose_to_other")
    ('dose_rate_1m', 'dose_to_other')
    """
    return limit if _general(limit) else limit.partition("_")[2]


def _general(limit: str) -> bool:
    return not any(letter.isdigit() for letter in limit.partition("_")[0])


def _all(answers: list[Answer]) -> Answer:
    for worst in (Answer.NOT_MET, Answer.UNKNOWN):
        if worst in answers:
            return worst
    return Answer.MET


def _any(answers: list[Answer]) -> Answer:
    for best in (Answer.MET, Answer.UNKNOWN):
        if best in answers:
            return best
    return Answer.NOT_MET
