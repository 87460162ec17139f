"""Questions as GIFT, the text format of Moodle.

Reference: https://docs.moodle.org/en/GIFT_format. GIFT has no words for marks, units and capitals; they stand in a
comment above the question, which Moodle passes over and which is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from hevesy.errors import BadQuestions, CannotSay
from hevesy.learn.markup import checked, text_of_html
from hevesy.learn.question import ANY, FALSE, TRUE, Answer, Kind, Question, number, one_line, plain, tidy

SPECIAL = "\\~=#{}:"
OURS = re.compile(r"//\s*\[hevesy\]\s*(.*)")
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
SHARE = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
ARROW, GENERAL = "->", "####"
_KEPT = {sign: chr(0xE000 + place) for place, sign in enumerate((*SPECIAL, "\n"))}  # while the signs are looked for
_BACK = {kept: sign for sign, kept in _KEPT.items()}


def read_gift(data: bytes, file: str) -> tuple[Question, ...]:
    """The questions of a file, in their order. Raises BadQuestions, with the line, at the first thing wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadQuestions(file=file, line=line, problem="this is no text in UTF-8",
                           advice="save it as UTF-8") from None  # fmt: skip
    found = [each for line, part in _parts(text) if (each := _Part(part, file, line).question()) is not None]
    if not found:
        raise BadQuestions(file=file, line=1, problem="it holds no question", advice="choose a file of questions")
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between blank lines, with the line in which it begins."""
    part: list[str] = []
    for place, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            part.append(line.strip())
        elif part:
            yield place - len(part), part
            part = []


class _Part:
    """One piece of a file, which is a question or nothing that asks."""

    def __init__(self, lines: list[str], file: str, line: int) -> None:
        self.file, self.line, self.html, self.marks, self.unit, self.by_case = file, line, True, 1.0, "", False
        self.type = "moodle"
        for each in lines:
            if ours := OURS.match(each):
                self._ours(ours[1])
        self.text = _hidden("\n".join(each for each in lines if not each.startswith("//")))

    def _ours(self, said: str) -> None:
        for name, _equals, value in (each.strip().partition("=") for each in said.split(";")):
            if name == "marks":
                self.marks = self._number(value)
            elif name == "unit":
                self.unit = one_line(value)
            elif name == "capitals":
                self.by_case = True

    def _wrong(self, problem: str, advice: str) -> BadQuestions:
        return BadQuestions(file=self.file, line=self.line, problem=problem, advice=advice)

    def _number(self, text: str) -> float:
        found = number(_shown(text))
        if found is None:
            raise self._wrong(f"{_shown(text).strip()!r} is not a number", "write digits")
        return found

    def question(self) -> Question | None:
        text = self.text.strip()
        if not text or text.startswith("$CATEGORY"):
            return None
        name = ""
        if text.startswith("::") and "::" in text[2:]:
            name, _colons, text = text[2:].partition("::")
        before, opened, rest = text.partition("{")
        inside, closed, after = rest.partition("}")
        if not opened and "}" not in text:
            return None  # a description, which asks nothing
        if not closed or "}" in before:
            raise self._wrong("the answers have no { or no }", "put them between { and }")
        asked = self._said(f"{before.strip()} _____ {after.strip()}" if after.strip() else before, first=True)
        inside, general, said = inside.rpartition(GENERAL) if GENERAL in inside else (inside, "", "")
        kind, answers = self._answers(inside.strip())
        name = one_line(_shown(name)) or one_line(asked[:60]) or f"{self.line}"
        found = Question(name, kind, asked, answers, self._said(said) if general else "", self.marks,
                         self.unit if kind is Kind.NUMERICAL else "", kind is Kind.SHORT and self.by_case)  # fmt: skip
        return checked(found, self.file, self.line)

    def _said(self, text: str, first: bool = False) -> str:
        text, type = text.strip(), self.type
        if marked := FORMAT.match(text):
            text, type = text[marked.end() :], marked[1]
        if first:
            self.type = type
        shown = _shown(text)
        return text_of_html(shown, self.file, self.line) if type == "html" else tidy(shown)

    def _answers(self, inside: str) -> tuple[Kind, tuple[Answer, ...]]:
        if not inside:
            raise self._wrong("an essay is asked for, which nobody can score here", "take it out, or write answers")
        if inside.startswith("#"):
            return Kind.NUMERICAL, tuple(self._numbers(inside[1:]))
        if "~" in inside:
            kind = Kind.SINGLE if "=" in inside else Kind.SEVERAL
            return kind, tuple(self._choice(each) for each in re.findall(r"[~=][^~=]*", inside))
        if "=" in inside and ARROW in inside:
            return Kind.MATCHING, tuple(self._pair(each) for each in inside.split("=")[1:])
        said, *feedback = (each.strip() for each in inside.split("#"))
        if said.upper() in ("T", "TRUE", "F", "FALSE"):
            wrong, right = (self._said(each) for each in (*feedback, "", "")[:2])
            return Kind.TRUE_FALSE, _true_false(said.upper().startswith("T"), wrong, right)
        if "=" not in inside:
            raise self._wrong(f"{_shown(inside)!r} says no answer", "begin each answer with = or ~")
        return Kind.SHORT, tuple(self._short(each) for each in inside.split("=")[1:])

    def _shared(self, text: str, otherwise: float) -> tuple[float, str, str]:
        """The share of an answer, what follows it, and its feedback."""
        text = text.strip()
        percent = otherwise
        if share := SHARE.match(text):
            percent, text = float(share[1]), text[share.end() :]
        answer, _hash, feedback = text.partition("#")
        return percent, answer, self._said(feedback)

    def _choice(self, text: str) -> Answer:
        percent, answer, feedback = self._shared(text[1:], 100.0 if text[0] == "=" else 0.0)
        return Answer(self._said(answer), percent, feedback)

    def _short(self, text: str) -> Answer:
        percent, answer, feedback = self._shared(text, 100.0)
        return Answer(one_line(self._said(answer)), percent, feedback)

    def _pair(self, text: str) -> Answer:
        left, arrow, right = text.partition(ARROW)
        if not arrow:
            raise self._wrong(f"{_shown(text).strip()!r} belongs to nothing", "write each pair as =this -> that")
        return Answer(self._said(left), partner=self._said(right))

    def _numbers(self, inside: str) -> Iterator[Answer]:
        many = re.findall(r"[~=][^~=]*", inside) if "=" in inside else [f"={inside}"]
        for each in many:
            percent, answer, feedback = self._shared(each[1:], 100.0 if each[0] == "=" else 0.0)
            if _shown(answer).strip() in ("", ANY):
                yield Answer(ANY, percent, feedback)
            elif ".." in answer:
                low, high = (self._number(end) for end in answer.split("..", 1))
                yield Answer(plain((low + high) / 2), percent, feedback, (high - low) / 2)
            else:
                value, _colon, tolerance = answer.partition(":")
                slack = self._number(tolerance) if tolerance.strip() else 0.0
                yield Answer(plain(self._number(value)), percent, feedback, slack)


def _true_false(right: bool, if_wrong: str, if_right: str) -> tuple[Answer, ...]:
    """Feedback is first for who is wrong, then for who is right."""
    both = ((TRUE, right), (FALSE, not right))
    return tuple(Answer(text, 100.0 if good else 0.0, if_right if good else if_wrong) for text, good in both)


def _hidden(text: str) -> str:
    """A text whose escaped signs stand for nothing but themselves."""
    return re.sub(r"\\([\\~=#{}:n])", lambda found: _KEPT["\n" if found[1] == "n" else found[1]], text)


def _shown(text: str) -> str:
    return "".join(_BACK.get(sign, sign) for sign in text)


# --- writing ------------------------------------------------------------------------------------------------------


def write_gift(questions: Sequence[Question]) -> bytes:
    """A file that Moodle imports, and that reads here as the same questions; raises CannotSay where GIFT cannot."""
    return "\n\n".join(_written(each) for each in questions).encode("utf-8") + b"\n"


def _written(question: Question) -> str:
    ours = [f"marks={plain(question.marks)}"] if question.marks != 1 else []
    ours += [f"unit={question.unit}"] if question.unit else []
    ours += ["capitals"] if question.by_case else []
    if ";" in question.unit:
        raise _cannot(question, "its unit holds a semicolon", "write the unit without it")
    above = f"// [hevesy] {'; '.join(ours)}\n" if ours else ""
    general = f"\n{GENERAL}{_escaped(question.feedback)}" if question.feedback else ""
    return f"{above}::{_escaped(question.name)}::[plain]{_escaped(question.text)}{{{_inside(question)}{general}\n}}"


def _inside(question: Question) -> str:
    if question.kind is Kind.TRUE_FALSE:
        right, wrong = sorted(question.answers, key=lambda each: -each.percent)
        said = f"#{_escaped(wrong.feedback)}#{_escaped(right.feedback)}" if wrong.feedback or right.feedback else ""
        return f"{right.text.upper()}{said}"
    lines = [_line(question, each) for each in question.answers]
    return ("#\n" if question.kind is Kind.NUMERICAL else "\n") + "\n".join(lines)


def _line(question: Question, each: Answer) -> str:
    text = _escaped(each.text)
    if question.kind is Kind.MATCHING:
        if ARROW in each.text:
            raise _cannot(question, f"{each.text!r} holds {ARROW}", "write another arrow")
        return f"={_guarded(text)} {ARROW} {_guarded(_escaped(each.partner))}"
    if question.kind is Kind.SHORT and ARROW in f"{each.text} {each.feedback} {question.feedback}":
        raise _cannot(question, f"what it says of an answer holds {ARROW}", "write another arrow")
    if question.kind is Kind.NUMERICAL:
        text = each.text if each.text == ANY else f"{each.text}:{plain(each.tolerance)}"
    else:
        text = _guarded(text)
    feedback = f"#{_escaped(each.feedback)}" if each.feedback else ""
    choice = question.kind in (Kind.SINGLE, Kind.SEVERAL)
    whole = each.percent == 100 and question.kind is not Kind.SEVERAL
    sign = "~" if choice and not whole else "="
    share = "" if whole and not text.startswith("%") else f"%{Decimal(plain(each.percent)):f}%"
    if sign == "=" and choice:  # of the right one of many the share is not read
        share = ""
    return f"{sign}{share}{text}{feedback}"


def _guarded(text: str) -> str:
    """A text that does not begin as if it named its format."""
    return f"[plain]{text}" if text.startswith("[") else text


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in SPECIAL else "\\n" if sign == "\n" else sign for sign in text)


def _cannot(question: Question, problem: str, advice: str) -> CannotSay:
    return CannotSay(name=question.name, format="GIFT", problem=problem, advice=advice)
