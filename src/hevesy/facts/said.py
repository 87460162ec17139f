"""What packs call their own things in other languages: checklists and items, competencies, indicators, lessons.

A pack may hold `said/<language>.toml`: groups, and in each what a thing is called by its name. The words of the pack
laid last win. Words of a lower pack speak of the text that lay there: where a pack above has another text under the
same name, they are not its translation, and the text is shown as it is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from hevesy.errors import BadTable
from hevesy.facts.pack import Pack
from hevesy.tables import nearest, raw_lines
from hevesy.words import LANGUAGES, catalogue

FOLDER = "said"
TABLES = (  # a group of words, the table of its things, the column of their names and that of their text
    ("competency", "competencies", "competency", "words"),
    ("privilege", "privileges", "privilege", "words"),
    ("field", "criteria_items", "item", "words"),
    ("indicator", "indicators", "indicator", "words"),
    ("indicator_counts", "indicators", "indicator", "numerator"),
    ("indicator_of", "indicators", "indicator", "denominator"),
    ("indicator_why", "indicators", "indicator", "why"),
    ("indicator_truth", "indicators", "indicator", "truth"),
    ("lesson_title", "lessons", "id", "title"),
    ("lesson_happened", "lessons", "id", "happened"),
    ("lesson_why", "lessons", "id", "why"),
    ("lesson_changed", "lessons", "id", "changed"),
)
Words = Mapping[str, Mapping[str, str]]  # by group and name
NONE: Words = {}


class Said(str):
    """A text with the language it is in, which is that of the page or the one it was written in."""

    language: str

    def __new__(cls, text: str, language: str) -> Said:
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy is made of."""
        return str(self), self.language


class Sayings:
    """The words of some packs, the one laid last on top; each file is read when its language is first asked for."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = tuple(packs)
        self._own = [pack for pack in packs if not pack.shipped]
        self._words: dict[str, tuple[Words, ...]] = {}
        self._texts: dict[Path, Words] = {}

    def said(self, group: str, name: str, otherwise: str, language: str) -> Said:
        """What a thing is called in a language; `otherwise` is its text on the shelf, kept where nobody says it."""
        written = self._written_in(group, name)
        if language == written:
            return Said(otherwise, written)
        words = self._words_in(language)
        for at in range(len(self._packs) - 1, -1, -1):
            found = words[at].get(group, {}).get(name)
            if found is not None:
                return Said(found, language)
            if self._is_another(at, group, name, otherwise):
                return Said(otherwise, written)
        known = catalogue(language).get(f"{group}.{name}") if language in LANGUAGES else None
        return Said(otherwise, written) if known is None else Said(known, language)

    def _written_in(self, group: str, name: str) -> str:
        owners = (pack for pack in reversed(self._own) if name in self._texts_of(pack).get(group, {}))
        return next((pack.language for pack in owners), "en")

    def _is_another(self, at: int, group: str, name: str, text: str) -> bool:
        """Whether a user's pack has a text under this name that is another than the one it lies over."""
        if self._packs[at].shipped or name not in self._texts_of(self._packs[at]).get(group, {}):
            return False
        below = (self._texts_of(pack).get(group, {}) for pack in reversed(self._packs[:at]))
        return next((texts[name] for texts in below if name in texts), text) != text

    def _words_in(self, language: str) -> tuple[Words, ...]:
        """The words of each pack, from the lowest; those of shipped packs are the same for all shelves."""
        if language not in self._words:
            files = [(pack, pack.folder / FOLDER / f"{language}.toml") for pack in self._packs]
            self._words[language] = tuple(_shipped(file) if pack.shipped else _read(file) for pack, file in files)
        return self._words[language]

    def _texts_of(self, pack: Pack) -> Words:
        if pack.folder not in self._texts:
            self._texts[pack.folder] = texts_of(pack)
        return self._texts[pack.folder]


def _read(file: Path) -> Words:
    return read_words(file) if file.is_file() else NONE


@cache
def _shipped(file: Path) -> Words:
    return _read(file)


def read_words(file: Path) -> Words:
    """The words of a file by group and name; a group of groups is one with a point, as item.default.

    Raises BadTable, naming file and key, where something in it is no text.
    """
    try:
        top = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTable(file=file, problem=f"this is not TOML ({error})", advice="mend that line") from None
    found: dict[str, dict[str, str]] = {}
    for group, names in top.items():
        if not isinstance(names, dict):
            raise _not_a_text(file, group, "write it under a group, as [competency]")
        inner = {name: said for name, said in names.items() if isinstance(said, dict)}
        parts = {f"{group}.{name}": said for name, said in inner.items()}
        parts[group] = {name: said for name, said in names.items() if name not in inner}
        for part, words in parts.items():
            for name, said in words.items():
                if not isinstance(said, str) or not said.strip():
                    raise _not_a_text(file, f"{part}.{name}", "write what it is called, in quotation marks")
            found[part] = words
    return found


def _not_a_text(file: Path, key: str, advice: str) -> BadTable:
    return BadTable(file=file, problem=f"{key} is no text", advice=advice)


# --- what there is to be said -----------------------------------------------------------------------------------


def texts_of(pack: Pack) -> Words:
    """Every text of a pack that other languages may have words for, by group and name."""
    found: dict[str, dict[str, str]] = {}
    for group, table, key, column in TABLES:
        for path in pack.table_files(table):
            found.setdefault(group, {}).update(_cells(path, key, column))
    for group, name, text in (*_of_audits(pack), *_of_frameworks(pack), *_of_curricula(pack), *_of_therapies(pack)):
        found.setdefault(group, {})[name] = text
    return found


def _cells(path: Path, key: str, column: str) -> Iterator[tuple[str, str]]:
    """The names and texts of a table; one that cannot be read is refused by the room that uses it."""
    try:
        lines, _ = raw_lines(path)
    except BadTable:
        return
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    if key in header and column in header:
        for _number, cells in lines[1:]:
            row = dict(zip(header, cells, strict=False))
            yield row.get(key, "").strip(), row.get(column, "").strip()


def _of_therapies(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for id, top in _files(pack, "therapies"):
        yield "indication", id, str(top.get("indication", ""))


def _of_audits(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for id, top in _files(pack, "audits"):
        yield "audit_profile", id, str(top.get("title", ""))
        for part in _rows(top, "checklist"):
            yield f"checklist.{id}", str(part.get("id", "")), str(part.get("title", ""))
            for item in _rows(part, "item"):
                yield f"item.{id}", str(item.get("id", "")), str(item.get("text", ""))


def _of_frameworks(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for id, top in _files(pack, "frameworks"):
        yield "framework", id, str(top.get("name", ""))
        for each in _rows(top, "procedures"):
            yield "procedures", str(each.get("id", "")), str(each.get("id", "")).replace("_", " ")


def _of_curricula(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for id, top in _files(pack, "curricula"):
        yield "curriculum", id, str(top.get("name", ""))
        for each in _rows(top, "modules"):
            yield f"module.{id}", str(each.get("id", "")), str(each.get("name", ""))


def _files(pack: Pack, folder: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The TOML files of a folder; one that cannot be read is refused by the room that uses it."""
    for path in sorted((pack.folder / folder).glob("*.toml")):
        try:
            yield path.stem, tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue


def _rows(table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    rows = table.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


# --- checking a user's pack -------------------------------------------------------------------------------------


def said_problems(pack: Pack, below: Sequence[Pack]) -> Iterator[BadTable]:
    """What is wrong with the words of a pack that is to lie over others: a name must be one that something has."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", pack.language):
        yield BadTable(file=pack.folder / "pack.toml", problem=f"language {pack.language!r} is no code of a language",
                       advice="write one as en, fr or pt")  # fmt: skip
    known: dict[str, set[str]] = {}
    for file in sorted((pack.folder / FOLDER).glob("*")):
        if file.suffix != ".toml" or file.stem not in LANGUAGES:
            yield BadTable(file=file, problem="no language is called so here",
                           advice=f"the files are {', '.join(f'{each}.toml' for each in LANGUAGES)}")  # fmt: skip
            continue
        known = known or _known((*below, pack))
        try:
            words = read_words(file)
        except BadTable as error:
            yield error
            continue
        yield from _strange(file, words, known)


def _known(packs: Sequence[Pack]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pack in packs:
        for group, names in texts_of(pack).items():
            found.setdefault(group, set()).update(names)
    return found


def _strange(file: Path, words: Words, known: Mapping[str, set[str]]) -> Iterator[BadTable]:
    for group, names in words.items():
        if names and group not in known:
            guess = nearest(group, list(known))
            advice = f"did you mean [{guess}]?" if guess else f"the groups are {', '.join(sorted(known))}"
            yield BadTable(file=file, problem=f"there is no group [{group}]", advice=advice)
            continue
        for name in names:
            if name not in known[group]:
                guess = nearest(name, list(known[group]))
                advice = f"did you mean {guess!r}?" if guess else "take it out, or bring what it names"
                yield BadTable(file=file, problem=f"{group}.{name} names nothing on the shelf", advice=advice)
