"""Names of known people in a text: in letters of any case, inside Chinese, behind Arabic prefixes, in Russian cases.

A name is recognised as a whole, and by each of its parts that is long enough; what is misspelt, or written in another
script than the name is kept in, is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

SURELY, MAYBE = 4, 3  # from how many letters on a part of a name is one: surely, and where to cut too much does no harm
LEAST = 2  # characters of a name without gaps between words
UNSPACED = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
PIECE = re.compile(rf"[^\W\d_{UNSPACED}]+|\d+")
RUN = re.compile(rf"[{UNSPACED}]+(?:[\s·]+[{UNSPACED}]+)*")
ARABIC, PREFIX, ARTICLE = re.compile("[\u0600-\u06ff]"), re.compile("[وف]?[بلك]?(?:ال|ل)?"), "ال"
CYRILLIC = re.compile("[\u0400-\u04ff]")
HARD_TO_TELL = str.maketrans("یکة", "يكه", "ـ")  # letters that are written one for the other, and a stroke


def fold(text: str) -> str:
    """A text without what may be written or left out: capitals, accents, vowel marks, signs that take no room.

    >>> fold("José Müller"), fold("أَحْمَد")
    ('jose muller', 'احمد')
    """
    if len(text) == 1 and "\uac00" <= text <= "\ud7af":  # a syllable of Hangul stays one
        return text
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = "".join(each for each in plain if unicodedata.category(each) not in ("Mn", "Cf"))
    return seen.translate(HARD_TO_TELL)


ENDINGS = frozenset(map(fold, (
    "", "а", "я", "у", "ю", "е", "и", "ы", "ь", "й", "о", "ом", "ем", "ым", "им", "ой", "ей", "ою", "ею", "ий", "ый",
    "ая", "яя", "ую", "юю", "ого", "его", "ому", "ему", "ых", "их", "ыми", "ими", "ов", "ев", "ам", "ям", "ами", "ями",
    "ах", "ях", "ью", "ья", "ье", "ьи", "ьей", "ьев",
)))  # fmt: skip
OF_ADJECTIVES = tuple(map(fold, ("ий", "ый", "ой", "ая", "яя")))
OF_NOUNS = tuple(map(fold, "аяеийоуыьюэ"))


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names somebody, and by which name or part of one."""

    start: int
    end: int
    name: str


def named(text: str, people: Iterable[str], surely: bool = True) -> list[Named]:
    """Where known people are named, from the first on; places may lie over each other.

    `surely`: short parts of names, and parts in small letters alone, are left out, so that Mr Long does not forbid a
    long wait; whole names never are.
    """
    told = _Text(text)
    known = _Known(tuple(people), SURELY if surely else MAYBE)
    found = [*_whole(told, known), *_parts(told, known, surely), *_unspaced(told, known)]
    return sorted(found, key=lambda each: (each.start, -each.end))


class _Text:
    """A folded text that knows where in the text that was written each of its letters stands."""

    def __init__(self, written: str) -> None:
        folded = [(letter, place) for place, each in enumerate(written) for letter in fold(each)]
        self.written, self.text = written, "".join(letter for letter, _place in folded)
        self.places = [place for _letter, place in folded]
        self.pieces = [(each[0], each.start(), each.end()) for each in PIECE.finditer(self.text)]

    def named(self, start: int, end: int, name: str) -> Named:
        """A stretch of the folded text, up to the next letter of it that was written."""
        last = self.places[end - 1] + 1
        after = self.places[end] if end < len(self.places) else len(self.written)
        return Named(self.places[start], max(last, after), name)


class _Known:
    """What is looked for: whole names as pieces, parts of them, stems of Russian ones, names without gaps."""

    def __init__(self, people: tuple[str, ...], least: int) -> None:
        self.people, self.least = people, least

    @cached_property
    def pieces(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each name that has words, with its pieces as they are looked for."""
        known = [(name, tuple(each for part in name.split() for each in PIECE.findall(fold(part))))
                 for name in self.people]  # fmt: skip
        return [(name, pieces) for name, pieces in known if len("".join(pieces)) > 1]

    @cached_property
    def parts(self) -> dict[str, str]:
        """The parts that are long enough, without an Arabic article too, by how they are looked for."""
        long = {fold(part): part for name in self.people for part in PIECE.findall(name)}
        bare = {part.removeprefix(ARTICLE): name for part, name in long.items() if ARABIC.search(part)}
        return {part: name for part, name in (bare | long).items() if len(part) >= self.least and not part.isdigit()}

    @cached_property
    def stems(self) -> dict[str, str]:
        """The stems to which Russian endings are put."""
        return {stem: name for part, name in self.parts.items() if CYRILLIC.search(part)
                for stem in _stems(part) if len(stem) >= self.least - 1}  # fmt: skip

    @cached_property
    def unspaced(self) -> dict[str, str]:
        """Names without gaps; all that is part of one and has two characters where too much may be cut."""
        whole = ["".join(re.findall(f"[{UNSPACED}]", run)) for name in self.people for run in RUN.findall(name)]
        if self.least == SURELY:
            return {each: each for each in whole if len(each) >= LEAST}
        ends = [(each, a, b) for each in whole for a in range(len(each)) for b in range(a + LEAST, len(each) + 1)]
        return {each[a:b]: each[a:b] for each, a, b in ends}


def _stems(part: str) -> Iterator[str]:
    """A Russian part without what its cases change: Петрова has петров, Павел has павел and павл."""
    yield part
    if part.endswith(OF_ADJECTIVES):
        yield part[:-2]
    if part.endswith(OF_NOUNS):
        yield part[:-1]
    elif len(part) > 2 and part[-2] in "ео":
        yield part[:-2] + part[-1]


def _whole(told: _Text, known: _Known) -> Iterator[Named]:
    """Whole names, piece after piece, whatever stands between the pieces but letters and digits."""
    firsts: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, pieces in known.pieces:
        firsts.setdefault(pieces[0], []).append((name, pieces))
    said = [piece for piece, _start, _end in told.pieces]
    for place, piece in enumerate(said):
        for name, pieces in firsts.get(piece, ()):
            if tuple(said[place : place + len(pieces)]) == pieces:
                yield told.named(told.pieces[place][1], told.pieces[place + len(pieces) - 1][2], name)


def _parts(told: _Text, known: _Known, surely: bool) -> Iterator[Named]:
    for piece, start, end in told.pieces:
        name = _part(piece, known)
        if name:
            found = told.named(start, end, name)
            if not (surely and told.written[found.start : found.end].islower()):
                yield found


def _part(piece: str, known: _Known) -> str:
    """The part of a name that a word is, without its Arabic prefixes and in any Russian case; empty for none."""
    if piece in known.parts:
        return known.parts[piece]
    if ARABIC.search(piece):
        bare = [piece[end:] for end in range(1, 5) if PREFIX.fullmatch(piece[:end])]
        return next((known.parts[each] for each in bare if each in known.parts), "")
    if CYRILLIC.search(piece):
        cut = [(piece[:end], piece[end:]) for end in range(len(piece), max(len(piece) - 4, 0), -1)]
        return next((known.stems[stem] for stem, rest in cut if stem in known.stems and rest in ENDINGS), "")
    return ""


def _unspaced(told: _Text, known: _Known) -> Iterator[Named]:
    longest = max(map(len, known.unspaced), default=0)
    for run in RUN.finditer(told.text):
        places = [place for place in range(run.start(), run.end()) if re.match(f"[{UNSPACED}]", told.text[place])]
        said = "".join(told.text[place] for place in places)
        for a in range(len(said)):
            for b in range(a + LEAST, min(a + longest, len(said)) + 1):
                if said[a:b] in known.unspaced:
                    yield told.named(places[a], places[b - 1] + 1, known.unspaced[said[a:b]])
