"""The columns of both tables and the words in their cells: written in one language, understood in all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hevesy.places import NationalFigure, national_figures
from hevesy_service.atlas.centres import MACHINES, SECTORS, SERVICES
from hevesy_service.atlas.events import STATES
from hevesy_service.atlas.forms import MACHINES_CALLED, SERVICES_CALLED
from hevesy_service.atlas.shelf import shelf
from hevesy_service.said import called, say

FIGURES, CENTRES = "figures", "centres"
NONE = "-"  # in a cell: there is none, where an empty cell leaves it as it was
NEVER = "0"  # in the column of the row of the book: nothing held when the file was made


@cache
def known() -> Mapping[str, NationalFigure]:
    """Every national figure, by fact."""
    return national_figures(shelf())


@dataclass(frozen=True, slots=True)
class Part:
    """A column: its key, its title, its width in letters; `ours` is what the service says and nobody fills in."""

    key: str
    title: str | Promise
    width: int = 14
    ours: bool = False


_CITED = (
    Part("year", _("Year for which it holds"), 12), Part("source", _("Source"), 44),
    Part("link", _("Link, if there is one"), 30), Part("reason", _("Why it changes"), 34),
    Part("row", _("Row of the book"), 16, ours=True),
)  # fmt: skip
PARTS: Mapping[str, tuple[Part, ...]] = {
    FIGURES: (
        Part("figure", _("Id of the figure"), 34, ours=True), Part("name", _("Name of the figure"), 34, ours=True),
        Part("unit", _("Unit"), 18, ours=True), Part("value", _("Number"), 10),
        Part("state", _("What stands behind it"), 22), *_CITED,
    ),
    CENTRES: (
        Part("centre", _("Id of the centre"), 24, ours=True), Part("name", _("Name on the door"), 34),
        Part("town", _("Town"), 18), Part("sector", _("Who runs it"), 14),
        Part("services", _("What it offers now"), 30), Part("therapies", _("Therapies it gives now"), 30),
        *(Part(name, MACHINES_CALLED[name], 12) for name in MACHINES),
        Part("practises", _("It practises today"), 12), *_CITED,
    ),
}  # fmt: skip
IDENTITY = {FIGURES: ("figure", "name"), CENTRES: ("centre", "name")}


def folded(text: str) -> str:
    """A text as it is compared: width, case, spaces and a mark at its end do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(":* ")


def _in_every_language(said: Callable[[], Iterator[tuple[str, str]]]) -> dict[str, str]:
    """Words, folded, to what they mean; English stands first where two languages share one."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for word, meaning in said():
                found.setdefault(folded(word), meaning)
    return found


@cache
def headers(kind: str) -> Mapping[str, str]:
    """Titles of columns in every language, and their keys."""

    def titles() -> Iterator[tuple[str, str]]:
        for part in PARTS[kind]:
            yield str(part.title), part.key
            if not part.ours:  # also by the short words of its history
                yield from ((part.key, part.key), (gettext(part.key.replace("_", " ")), part.key))

    return _in_every_language(titles)


def written_state(state: str) -> str:
    """A state as it stands in a cell."""
    return say(f"state.{state}")


def therapy_called(key: str) -> str:
    """A therapy as it stands in a cell."""
    names = {each.key: each.name for each in _given()}
    return called("therapy", key, names.get(key, key))


def choices(part: str) -> dict[str, str]:
    """What a cell of a part may say, each code with its word in the language of the page."""
    if part == "state":
        return {str(each): written_state(each) for each in STATES}
    if part == "practises":
        return {"yes": gettext("yes"), "no": gettext("no")}
    if part == "therapies":
        return {each.key: therapy_called(each.key) for each in _given()}
    if part == "services":
        return {each: str(SERVICES_CALLED[each]) for each in SERVICES}
    return {each: gettext(each) for each in SECTORS}


def _given() -> list[NationalFigure]:
    return [each for each in known().values() if each.kind == "giving"]


@cache
def meanings(part: str) -> Mapping[str, str]:
    """Words of a part in every language, and their codes."""

    def words() -> Iterator[tuple[str, str]]:
        for code, word in choices(part).items():
            yield from ((word, code), (code, code))
            if part == "services":
                yield gettext(code), code
        if part == "practises":
            yield from (("true", "yes"), ("1", "yes"), ("false", "no"), ("0", "no"))

    return _in_every_language(words)


@cache
def explaining() -> frozenset[str]:
    """Names, in every language, of the sheet that says how to fill the others in."""
    return frozenset(_in_every_language(lambda: iter([(gettext("How to fill it in"), "")])))


@cache
def figures_called() -> Mapping[str, str]:
    """Names and ids of national figures in every language, and their facts; a name that two share is left out."""
    def names() -> Iterator[tuple[str, str]]:
        for fact in known():
            yield from ((figure_called(fact), fact), (fact, fact), (fact.removeprefix("country."), fact))

    every = [figure.name for figure in known().values()]
    shared = {folded(name) for name in every if every.count(name) > 1}
    return {name: fact for name, fact in _in_every_language(names).items() if name not in shared}


def figure_called(fact: str) -> str:
    """A figure as it stands in a cell."""
    figure = known()[fact]
    return therapy_called(figure.key) if figure.kind == "giving" else gettext(figure.name)
