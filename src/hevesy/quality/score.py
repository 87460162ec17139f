"""Level of conformance by two formulas, each by its name, because that of the official workbook could not be read.

*Mean level*: the sum of the scores over what they could be at most. *Share conformant*: how many items scored 3 or 4.
Items that are not applicable or that nobody scored are in neither; how many those are is said beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from hevesy.quality.audit import Answer, Audit
from hevesy.quality.checklist import CONFORMANT, MOST, THERAPY, Checklist, Profile


@dataclass(frozen=True, slots=True)
class Level:
    """The result of some items, in percent; None where none was scored."""

    scored: int
    not_applicable: int
    unknown: int
    mean_level: float | None
    share_conformant: float | None


def levels(audit: Audit, profile: Profile) -> dict[str, Level]:
    """The level of each checklist, by its id; of one that repeats over all therapies together.

    Of one that repeats, what is unknown is counted for each therapy of which any item was answered.
    """
    found = {}
    for each in profile.checklists:
        names = {item.id for item in each.items}
        of_part = {name: one for name, one in audit.answers.items() if name.partition("@")[0] in names}
        scores = [one.score for one in of_part.values() if one.score is not None]
        found[each.id] = _level(scores, len(of_part) - len(scores), _unknown(names, of_part))
    return found


def _unknown(names: Set[str], answered: Mapping[str, Answer]) -> int:
    """How many items nobody has answered; an answer that names no therapy stands for each."""
    therapies = {name.partition("@")[2] for name in answered} - {""} or {""}
    asked = [(name, f"{name}@{therapy}") for name in names for therapy in therapies]
    return sum(name not in answered and of_therapy not in answered for name, of_therapy in asked)


def next_unanswered(
    audit: Audit, profile: Profile, after: str = "", therapy: str = "", given: Iterable[str] = ()
) -> tuple[Checklist, str] | None:
    """The next checklist after one in which nobody has answered some item, and the therapy where it repeats.

    After the last follows the first. One that repeats is asked for each therapy that is given, and for each of which
    something was answered. None where nothing else lacks an answer.
    """
    answered = {name.partition("@")[2] for name in audit.answers} - {""}
    therapies = sorted({*given, *answered}) or [""]
    order = [each.id for each in profile.checklists]
    here = (order.index(after), therapy) if after in order else (-1, "")
    places = [
        (at, one) for at, each in enumerate(profile.checklists)
        for one in (therapies if each.repeats == THERAPY else [""])
    ]  # fmt: skip
    for at, one in sorted(places, key=lambda place: (place <= here, place)):
        items = profile.checklists[at].items
        lacks = any(each.id not in audit.answers and f"{each.id}@{one}" not in audit.answers for each in items)
        if lacks and (at, one) != here:
            return profile.checklists[at], one
    return None


def whole(audit: Audit, profile: Profile) -> Level:
    """The level of all items together: each item counts once, so that long checklists weigh more."""
    parts = levels(audit, profile).values()
    scores = list(audit.scores().values())
    return _level(scores, sum(each.not_applicable for each in parts), sum(each.unknown for each in parts))


def _level(scores: Iterable[int], not_applicable: int, unknown: int) -> Level:
    held = list(scores)
    if not held:
        return Level(0, not_applicable, unknown, None, None)
    mean = 100 * sum(held) / (MOST * len(held))
    share = 100 * sum(each >= CONFORMANT for each in held) / len(held)
    return Level(len(held), not_applicable, unknown, mean, share)


def difference(ours: Audit, theirs: Audit) -> Mapping[str, tuple[int | None, int | None]]:
    """The items that two audits scored otherwise, the widest apart first: the first's score and the second's.

    Not applicable for one and scored by the other is a difference too; what only one has answered is none.
    """
    both = [name for name in ours.answers if name in theirs.answers]
    apart = {
        name: (ours.answers[name].score, theirs.answers[name].score) for name in both
        if ours.answers[name].score != theirs.answers[name].score
    }  # fmt: skip
    return dict(sorted(apart.items(), key=lambda each: (-_width(*each[1]), each[0])))


def _width(one: int | None, other: int | None) -> int:
    return MOST + 1 if one is None or other is None else abs(one - other)
