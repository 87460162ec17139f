"""What a document is made of, before it is Word, PDF or HTML: headings, paragraphs, lists, tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (a chapter) or 2."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `style` is 'text', 'note' (small, grey) or 'warning' (what a reader must know first)."""

    text: str
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short sentences."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row and a caption; `widths` are the columns' shares of the page, equal where none.

    `tall` leaves room in each row to sign by hand.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    tall: bool = False

    def shares(self) -> list[float]:
        """Each column's share of the width, together 1."""
        widths = list(self.widths) or [1.0] * len(self.head)
        return [width / sum(widths) for width in widths]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, with a caption and the words a screen reader says."""

    key: str
    caption: str
    alt: str
    svg: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


Block = Heading | Paragraph | Bullets | Table | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: `brief` are the first pages, `chapters` what follows the contents; without any, none."""

    title: str
    subtitle: str
    language: str
    right_to_left: bool
    words: dict[str, str]
    properties: dict[str, str]
    brief: Sequence[Block] = field(default_factory=tuple)
    chapters: Sequence[Block] = field(default_factory=tuple)

    @property
    def blocks(self) -> Sequence[Block]:
        return (*self.brief, *self.chapters)

    def pictures(self) -> list[Picture]:
        return [block for block in self.blocks if isinstance(block, Picture)]

    def texts(self) -> list[str]:
        """Every text that stands in the document, pictures apart."""
        found = [self.title, self.subtitle, *self.words.values()]
        for block in self.blocks:
            if isinstance(block, Heading | Paragraph):
                found.append(block.text)
            elif isinstance(block, Bullets):
                found += block.items
            elif isinstance(block, Table):
                found += [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
            elif isinstance(block, Picture):
                found += [block.caption, block.alt]
        return found
