"""XML that somebody sent, safely: nothing that defines its own entities, every element with the line it begins in."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from hevesy.errors import BadQuestions
from hevesy.learn.question import Question, problem_of, tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LINE = "hevesy-line"
ENDS = ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "br")
SHOWS = ("img", "video", "audio", "object", "iframe", "script", "math", "svg")


def read_xml(data: bytes, file: str) -> Element:
    """The root of a document. Raises BadQuestions, with the line, where it is no XML or defines entities."""
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    class Lined(TreeBuilder):
        def start(self, tag: str, attrs: dict[str, str], /) -> Any:
            return super().start(tag, {**attrs, LINE: str(parser.parser.CurrentLineNumber)})

    parser = DefusedXMLParser(target=Lined(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException:
        line = parser.parser.CurrentLineNumber
        raise BadQuestions(file=file, line=line, problem="it defines entities or a document type of its own, which "
                           "can harm who reads it", advice="export it anew without them") from None  # fmt: skip
    except (ParseError, LookupError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise BadQuestions(file=file, line=line, problem=f"this is not XML ({_reason(error)})",
                           advice="mend it, or export it anew") from None  # fmt: skip
    return root


def _reason(error: Exception) -> str:
    return str(error).partition(":")[0]


def line_of(element: Element) -> int:
    return int(element.get(LINE, "1"))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def checked(question: Question, file: str, line: int) -> Question:
    """The question, when nothing is wrong with it."""
    problem = problem_of(question)
    if problem:
        raise BadQuestions(file=file, line=line, problem=f"question {question.name!r} cannot be asked, for {problem}",
                           advice="mend the question")  # fmt: skip
    return question


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.shows = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SHOWS:
            self.shows = self.shows or tag
        if tag in ENDS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ENDS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def text_of_html(text: str, file: str, line: int) -> str:
    """What stands in a piece of HTML; raises BadQuestions where it shows what is no text."""
    reader = _Plain()
    reader.feed(text)
    reader.close()
    if reader.shows:
        raise BadQuestions(file=file, line=line, problem=f"a text holds <{reader.shows}>, and only text is taken over",
                           advice="say it in words, or take that question out")  # fmt: skip
    return tidy("\n".join(filter(None, (part.strip() for part in "".join(reader.parts).split("\n")))))


def quoted(text: str) -> str:
    """A text as it stands between the tags of XML."""
    return escape(text)
