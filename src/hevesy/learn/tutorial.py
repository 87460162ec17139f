"""Modules of e-learning, called tutorials here: a curriculum has modules of other kinds too.

A tutorial is what is read, and the questions after it.

Each is a TOML file in a pack's folder `tutorials/<language>`; a later pack's file replaces an earlier one of the same
name. A translation asks the same questions with the same right answers as the English file, which is always there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hevesy.competence import competencies
from hevesy.errors import BadCurriculum, UnknownModule
from hevesy.facts import Shelf, Source
from hevesy.learn.question import Answer, Given, Kind, Question, problem_of, score, tidy
from hevesy.learn.said_by_facts import Figures
from hevesy.products.toml_table import TomlTable
from hevesy.tables import nearest

FOLDER, FIRST = "tutorials", "en"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tutorial:
    """Something to read and questions to pass. `facts` are the figures in it, `sources` what else it rests on.

    `hours` and `pass_percent` are defaults of who wrote it; no board has set them.
    """

    id: str
    version: str
    language: str
    name: str
    hours: float
    pass_percent: float
    competencies: tuple[str, ...]
    sources: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    facts: tuple[str, ...]

    def percent(self, given: Mapping[str, Given]) -> float:
        """What answers by the name of the question score, of 100."""
        return score(self.questions, given)

    def passed(self, percent: float) -> bool:
        return percent >= self.pass_percent - 1e-9


@lru_cache(maxsize=16)
def tutorials(shelf: Shelf, language: str = FIRST) -> Mapping[str, Tutorial]:
    """Every tutorial by its id, in a language where it was translated, else in English.

    Raises BadCurriculum, naming file and key, at the first thing wrong.
    """
    files = _files(shelf, FIRST)
    found = {id: read_tutorial(files[id], shelf, FIRST) for id in sorted(files)}
    for id, file in _files(shelf, language).items() if language != FIRST else ():
        translated = read_tutorial(file, shelf, language)
        _check_translation(file, found.get(id), translated)
        found[id] = translated
    return found


def _files(shelf: Shelf, language: str) -> dict[str, Path]:
    return {
        path.stem: path for pack in shelf.packs for path in sorted((pack.folder / FOLDER / language).glob("*.toml"))
    }


def languages_of(id: str, shelf: Shelf) -> list[str]:
    """The languages in which there is a tutorial, English first."""
    known = {file.parent.name for pack in shelf.packs for file in (pack.folder / FOLDER).glob(f"*/{id}.toml")}
    return sorted(known, key=lambda each: (each != FIRST, each))


def find_tutorial(id: str, shelf: Shelf, language: str = FIRST) -> Tutorial:
    """The tutorial with this id; raises UnknownModule if none."""
    known = tutorials(shelf, language)
    if id not in known:
        guess = nearest(id, list(known))
        raise UnknownModule(what="module", text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return known[id]


def sources_of(tutorial: Tutorial, shelf: Shelf) -> list[Source]:
    """What a tutorial rests on, each once: of its figures, then what else it names."""
    reader = shelf.reader("world")
    keys = dict.fromkeys([*(reader.fact(each).source for each in tutorial.facts), *tutorial.sources])
    return [shelf.source(key) for key in keys]


def read_tutorial(file: Path, shelf: Shelf, language: str) -> Tutorial:
    """The tutorial that a file describes."""
    top = TomlTable.of_file(file, BadCurriculum)
    units = {each: top.table("units").text(each) for each in top.values.get("units", {})} if top.has("units") else None
    figures = Figures(shelf, lambda problem: top.wrong("", problem, "take its name from the shelf"), units)
    found = Tutorial(
        file.stem, top.text("version"), language, top.text("name"), top.number("hours"), top.number("pass_percent"),
        _known(top, "competencies", list(competencies(shelf))), _known(top, "sources", shelf.source_keys()),
        tuple(_section(each, figures) for each in top.tables("sections")),
        tuple(_question(each, figures) for each in top.tables("questions")), tuple(figures.facts),
    )  # fmt: skip
    top.close()
    if len({each.name for each in found.questions}) < len(found.questions):
        raise top.wrong("questions", "two questions have the same name", "give each a name of its own")
    if not 0 < found.pass_percent <= 100 or not 0 < found.hours <= 1000:
        raise top.wrong("pass_percent", "percent or hours are out of range", "write 0 to 100, and hours above 0")
    return found


def _known(top: TomlTable, key: str, known: Sequence[str]) -> tuple[str, ...]:
    values = top.texts(key, ())
    for each in values:
        if each not in known:
            guess = nearest(each, list(known))
            raise top.wrong(key, f"{each!r} is not on the shelf", f"did you mean {guess!r}?" if guess else "mend it")
    return values


def _section(row: TomlTable, figures: Figures) -> Section:
    text = figures.said(row.text("text"))
    found = Section(row.text("heading"), tuple(" ".join(part.split()) for part in text.strip().split("\n\n")))
    row.close()
    return found


def _question(row: TomlTable, figures: Figures) -> Question:
    kind = Kind(row.choice("kind", list(Kind)))
    found = Question(
        row.text("name"), kind, tidy(figures.said(row.text("text"))), tuple(_answers(row, figures)),
        tidy(figures.said(row.text("feedback", ""))), row.number("marks") if row.has("marks") else 1.0,
        row.text("unit", ""), row.flag("by_case", False),
    )  # fmt: skip
    row.close()
    problem = problem_of(found)
    if problem:
        raise row.wrong("answers", problem, "mend the question")
    return found


def _answers(row: TomlTable, figures: Figures) -> Iterator[Answer]:
    for each in row.tables("answers"):
        yield Answer(
            tidy(figures.said(each.text("text"))), each.number("percent") if each.has("percent") else 0.0,
            tidy(figures.said(each.text("feedback", ""))), each.number("tolerance") if each.has("tolerance") else 0.0,
            tidy(figures.said(each.text("partner", ""))),
        )  # fmt: skip
        each.close()


def _check_translation(file: Path, first: Tutorial | None, other: Tutorial) -> None:
    """It asks the same: the same names, kinds, marks and shares, so that a score means the same in every language."""

    def asked(said: Tutorial) -> list[object]:
        return [(each.name, each.kind, each.marks, [one.percent for one in each.answers]) for each in said.questions]

    if first is None or (first.version, asked(first)) != (other.version, asked(other)):
        raise BadCurriculum(file=file, key="questions", problem="it does not ask what the English file of this version "
                            "asks", advice="translate that one anew, question by question")  # fmt: skip
