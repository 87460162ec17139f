"""Gates: may this be done? Each answers met, not met or unknown, with its reason and who may override it.

The rows of `gates.csv` say which question is asked at which act of which course; `questions.py` asks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.facts import Fact, Shelf
from hevesy.products import Answer
from hevesy.record import Template
from hevesy.record.act import split

NOBODY, EVERY = "nobody", "*"


@dataclass(frozen=True, slots=True)
class Gate:
    """One line of a centre's gate table.

    `of` is what is looked at (`act.field`, two of them, or an act), `limit` the fact or field it is held against,
    `only_if` when it is asked at all (`act.field=this;that`). `override` are the roles that may go on with a
    reason, empty where nobody may; `signed_by` those who may sign the line, empty where it needs no signature
    because it has no limit of its own (the order of the steps).
    """

    name: str
    words: str
    acts: tuple[str, ...]
    templates: tuple[str, ...]
    test: str
    of: str
    limit: str
    only_if: str
    override: tuple[str, ...]
    signed_by: tuple[str, ...]
    hazard: str

    def asked_at(self, act: str, template: str) -> bool:
        """Whether it is asked at an act of a course; a star in the table stands for all of them."""
        return _has(self.acts, act) and _has(self.templates, template)

    @property
    def needs_signature(self) -> bool:
        return bool(self.signed_by)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a gate is held against: signed at the centre, or in practice the figure on the shelf."""

    low: float | None
    high: float | None
    unit: str
    text: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """A gate's answer. `because` is a code of a sentence with `values`; `asks` what is missing and from whom."""

    gate: Gate
    answer: Answer
    because: str
    values: Mapping[str, object]
    signed: bool

    @property
    def is_met(self) -> bool:
        return self.answer is Answer.MET


def _has(listed: tuple[str, ...], name: str) -> bool:
    return listed == (EVERY,) or name in listed


@lru_cache(maxsize=4)
def gates(shelf: Shelf) -> tuple[Gate, ...]:
    """Every gate of the shelf, in the order of the table."""
    return tuple(_gate(row) for row in shelf.table("gates"))


def gates_of(template: Template, shelf: Shelf, act: str = "") -> tuple[Gate, ...]:
    """The gates of a course, or of one act of it: only those that one of its acts asks."""
    return _asked_at((act,) if act else tuple(template.moves), template.name, shelf)


@lru_cache(maxsize=1024)
def _asked_at(acts: tuple[str, ...], template: str, shelf: Shelf) -> tuple[Gate, ...]:
    return tuple(gate for gate in gates(shelf) if any(gate.asked_at(each, template) for each in acts))


def _gate(row: Mapping[str, str]) -> Gate:
    override = () if row["override"] == NOBODY else split(row["override"])
    return Gate(
        row["gate"], row["words"], split(row["acts"]), split(row["templates"]), row["test"], row["of"], row["limit"],
        row["only_if"], override, split(row["signed_by"]), row["hazard"],
    )  # fmt: skip
