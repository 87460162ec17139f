"""An audit with what stands beside it, which its report is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hevesy.quality import ActionState, Answer, Audit, Profile
from hevesy.quality.checklist import CONFORMANT, PRIORITIES, Item

PRESSING = ("critical", "major")  # priorities of what is to be mended first


@dataclass(frozen=True, slots=True)
class Agreed:
    """A corrective action that came of an audit, as it stands on the day of the report.

    `item` is the text of the item it is about, empty where it is about none; `owner` is a name, empty where nobody has
    it yet.
    """

    item: str
    finding: str
    priority: str
    owner: str
    due: date | None
    state: ActionState


@dataclass(frozen=True, slots=True)
class Report:
    """An audit with what stands beside it.

    `beside` is the last one of the other kind of team, `before` are earlier ones of the same profile and edition.
    `closed` is the day on which the team was done, None while it is not, or where nobody says (a table of scores);
    `kept` says whether it is kept with such a day. `agreed` are the actions that came of it, `therapies` the names of
    those for which items were asked, by their id.
    """

    site: str
    team: str
    made_on: date
    profile: Profile
    audit: Audit
    beside: Audit | None = None
    before: tuple[Audit, ...] = ()
    kept: bool = False
    closed: date | None = None
    agreed: tuple[Agreed, ...] = ()
    therapies: Mapping[str, str] = field(default_factory=dict)

    def story(self) -> list[Audit]:
        """Every audit that can be compared, by its day: this one is the last."""
        others = [each for each in (*self.before, self.beside) if each is not None and each.on <= self.audit.on]
        return [*sorted(others, key=lambda each: each.on), self.audit]

    def pressing(self) -> list[tuple[str, Item, Answer]]:
        """Critical and major items below conformance, the critical and the lowest first: (name, item, answer)."""
        return sorted(self._pressing(), key=lambda each: (PRIORITIES.index(priority_of(*each[1:])), each[2].score or 0))

    def _pressing(self) -> Iterator[tuple[str, Item, Answer]]:
        items = self.profile.items()
        for name, each in self.audit.answers.items():
            item = items.get(name.partition("@")[0])
            if item is None or each.score is None or each.score >= CONFORMANT:
                continue
            if priority_of(item, each) in PRESSING:
                yield name, item, each


def priority_of(item: Item, answer: Answer) -> str:
    """The priority that the auditor gave an item, else that of the profile."""
    return answer.priority or item.priority
