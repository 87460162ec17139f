"""Lessons: what happened, why, and what was changed, told without names so that others need not find out themselves.

A lesson is sorted by the kinds and the steps of incidents. Those of the pack come from public notices and say which;
those of a centre are written by a person, from an incident that is closed or from near misses that may be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from hevesy.facts import Shelf
from hevesy.quality.names import named

TEXTS = ("title", "happened", "why", "changed")
CUT = "…"  # what stands in place of a name


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. `therapy` is empty where it is of any; `month` is when it was written, or its notice appeared.

    `source` is a key of the shelf for a lesson of the pack, and `truth` how far that source was read.
    """

    id: str
    title: str
    happened: str
    why: str
    changed: str
    kind: str
    step: str
    therapy: str
    month: str
    source: str = ""
    truth: str = ""


@lru_cache(maxsize=4)
def lessons(shelf: Shelf) -> tuple[Lesson, ...]:
    """The lessons of the pack, each from a public notice; there is none that nobody published."""
    names = Lesson.__slots__
    return tuple(Lesson(**{name: row[name] for name in names}) for row in shelf.table("lessons"))


def lesson_in(lesson: Lesson, shelf: Shelf, language: str = "en") -> Lesson:
    """A lesson of the pack in a language; a text that nobody has said in it stays as it is."""
    said = {name: shelf.called(f"lesson_{name}", lesson.id, getattr(lesson, name), language) for name in TEXTS}
    return replace(lesson, **said)


def searched(
    known: Iterable[Lesson], therapy: str = "", step: str = "", kind: str = "", words: str = ""
) -> list[Lesson]:
    """Those of some lessons that fit all that was asked; a lesson of any therapy fits each.

    Every one of the `words` must stand somewhere in it, in capitals or not.
    """
    asked = [word.casefold() for word in words.split()]
    return [
        each for each in known
        if (not therapy or each.therapy in ("", therapy)) and (not step or each.step == step)
        and (not kind or each.kind == kind) and all(word in _all_of(each) for word in asked)
    ]  # fmt: skip


def _all_of(each: Lesson) -> str:
    return " ".join(getattr(each, name) for name in TEXTS).casefold()


def names_in(text: str, people: Iterable[str]) -> list[str]:
    """Which names of known people stand in a text: whole ones, and parts of them that have four letters or more.

    A word in small letters is no part of a name, so that Mr Long does not forbid a long wait.

    >>> names_in("Dr Haddad waited long.", ["Rana Haddad", "Omar Long"])
    ['Haddad']
    """
    return sorted({each.name for each in named(text, people)})


def without_names(text: str, people: Iterable[str]) -> str:
    """A text in which names of known people are cut out, and rather a word too much than a name too few.

    >>> without_names("Dr haddad saw it.", ["Rana Haddad", "Omar Long"])
    'Dr … saw it.'
    """
    kept, after = [], 0
    for each in named(text, people, surely=False):
        if each.start >= after:
            kept += [text[after : each.start], CUT]
        after = max(after, each.end)
    return "".join([*kept, text[after:]])
