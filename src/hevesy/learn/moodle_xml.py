"""Questions as Moodle XML, as the question bank of Moodle imports and exports them.

Reference: https://docs.moodle.org/en/Moodle_XML_format. Texts are written as plain text; HTML that is read becomes
plain text, and what is no text (a picture) is refused with its line. Categories and descriptions ask nothing and are
passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hevesy.errors import BadQuestions
from hevesy.learn.markup import checked, line_of, quoted, read_xml, text_of_html
from hevesy.learn.question import ANY, FALSE, TRUE, Answer, Kind, Question, number, one_line, plain, tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TYPES = {
    Kind.SINGLE: "multichoice", Kind.SEVERAL: "multichoice", Kind.TRUE_FALSE: "truefalse",
    Kind.NUMERICAL: "numerical", Kind.SHORT: "shortanswer", Kind.MATCHING: "matching",
}  # fmt: skip
KINDS = {"truefalse": Kind.TRUE_FALSE, "numerical": Kind.NUMERICAL, "shortanswer": Kind.SHORT,
         "matching": Kind.MATCHING, "match": Kind.MATCHING}  # fmt: skip
PASSED_OVER = ("category", "description")


def read_moodle(data: bytes, file: str) -> tuple[Question, ...]:
    """The questions of a file, in their order. Raises BadQuestions, with the line, at the first thing wrong."""
    root = read_xml(data, file)
    if root.tag != "quiz":
        raise BadQuestions(file=file, line=line_of(root), problem=f"it begins with <{root.tag}>, not with <quiz>",
                           advice="export the questions as Moodle XML")  # fmt: skip
    found = [
        _question(each, file, place)
        for place, each in enumerate(root.iter("question"), start=1)
        if each.get("type") not in PASSED_OVER
    ]
    if not found:
        raise BadQuestions(file=file, line=line_of(root), problem="it holds no question",
                           advice="choose a category with questions and export it anew")  # fmt: skip
    return tuple(found)


def _question(row: Element, file: str, place: int) -> Question:
    kind = _kind(row, file)
    text = _text(row.find("questiontext"), file)
    name = one_line(_text(row.find("name"), file)) or one_line(text[:60]) or f"{place}"
    unit = one_line(row.findtext("units/unit/unit_name", "")) if kind is Kind.NUMERICAL else ""
    marks = _number(row.findtext("defaultgrade", "1"), row, file, "defaultgrade")
    found = Question(
        name, kind, text, tuple(_answers(row, kind, file)), _text(row.find("generalfeedback"), file), marks, unit,
        kind is Kind.SHORT and row.findtext("usecase", "0").strip() == "1",
    )  # fmt: skip
    return checked(found, file, line_of(row))


def _kind(row: Element, file: str) -> Kind:
    said = row.get("type", "")
    if said == "multichoice":
        return Kind.SINGLE if row.findtext("single", "true").strip() in ("true", "1") else Kind.SEVERAL
    if said not in KINDS:
        known = ", ".join(("multichoice", *list(KINDS)[:-1]))
        raise BadQuestions(file=file, line=line_of(row), problem=f"questions of type {said!r} are not read here",
                           advice=f"take it out, or make it one of {known}")  # fmt: skip
    return KINDS[said]


def _answers(row: Element, kind: Kind, file: str) -> Iterator[Answer]:
    if kind is Kind.MATCHING:
        for pair in row.iter("subquestion"):
            text = _text(pair, file)
            if text:  # one without is a partner that belongs to nothing
                yield Answer(text, partner=tidy(pair.findtext("answer/text", "")))
        return
    found = [_answer(each, kind, file) for each in row.findall("answer")]
    yield from sorted(found, key=lambda each: each.text != TRUE) if kind is Kind.TRUE_FALSE else found


def _answer(row: Element, kind: Kind, file: str) -> Answer:
    text = _text(row, file) if kind in (Kind.SINGLE, Kind.SEVERAL) else one_line(row.findtext("text", ""))
    percent = _number(row.get("fraction", "0"), row, file, "fraction")
    tolerance = 0.0
    if kind is Kind.NUMERICAL and text != ANY:
        text = plain(_number(text, row, file, "answer"))
        tolerance = _number(row.findtext("tolerance", "0") or "0", row, file, "tolerance")
    if kind is Kind.TRUE_FALSE:
        text = text.lower()
    return Answer(text, percent, _text(row.find("feedback"), file), tolerance)


def _number(text: str, row: Element, file: str, what: str) -> float:
    found = number(text)
    if found is None:
        raise BadQuestions(file=file, line=line_of(row), problem=f"{what} {text.strip()!r} is not a number",
                           advice="write digits")  # fmt: skip
    return found


def _text(row: Element | None, file: str) -> str:
    if row is None:
        return ""
    said = row.findtext("text", "")
    return tidy(said) if row.get("format") in ("plain_text", "markdown") else text_of_html(said, file, line_of(row))


# --- writing ------------------------------------------------------------------------------------------------------


def write_moodle(questions: Sequence[Question]) -> bytes:
    """A file that Moodle imports, and that reads here as the same questions."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for each in questions:
        lines += _lines(each)
    return "\n".join([*lines, "</quiz>", ""]).encode("utf-8")


def _lines(question: Question) -> Iterator[str]:
    kind = question.kind
    yield f'<question type="{TYPES[kind]}">'
    yield _said("name", question.name)
    yield _said("questiontext", question.text)
    yield _said("generalfeedback", question.feedback)
    yield f"<defaultgrade>{plain(question.marks)}</defaultgrade><penalty>0</penalty><hidden>0</hidden>"
    if kind in (Kind.SINGLE, Kind.SEVERAL):
        yield f"<single>{TRUE if kind is Kind.SINGLE else FALSE}</single>"
        yield "<shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
    if kind is Kind.SHORT:
        yield f"<usecase>{int(question.by_case)}</usecase>"
    for each in question.answers:
        yield _pair(each) if kind is Kind.MATCHING else _written(each, kind)
    if question.unit:
        yield (f"<units><unit><multiplier>1</multiplier><unit_name>{quoted(question.unit)}</unit_name></unit></units>"
               "<unitgradingtype>0</unitgradingtype><showunits>3</showunits>")  # fmt: skip
    yield "</question>"


def _said(tag: str, text: str) -> str:
    return f'<{tag} format="plain_text"><text>{quoted(text)}</text></{tag}>'


def _pair(each: Answer) -> str:
    partner = f"<answer><text>{quoted(each.partner)}</text></answer>"
    return f'<subquestion format="plain_text"><text>{quoted(each.text)}</text>{partner}</subquestion>'


def _written(each: Answer, kind: Kind) -> str:
    tolerance = f"<tolerance>{plain(each.tolerance)}</tolerance>" if kind is Kind.NUMERICAL else ""
    text = f"<text>{quoted(each.text)}</text>{_said('feedback', each.feedback)}{tolerance}"
    return f'<answer fraction="{plain(each.percent)}" format="plain_text">{text}</answer>'
