"""Questions of e-learning, and how an answer to them is scored.

Text is plain: runs of blanks are one blank, lines are kept but for empty ones, and characters that cannot be printed
are left out (`tidy`).
Shares are percent of a question's marks, as in Moodle: what is right gives 100 together, what is wrong may take away.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

TRUE, FALSE = "true", "false"
ANY = "*"  # in a short answer: any letters; alone in a numerical one: any other number
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
CLOSE = 0.1  # by how many percent the shares of what is right may miss 100: Moodle writes thirds as 33.33333


class Kind(StrEnum):
    """What is asked for."""

    SINGLE = "single"
    SEVERAL = "several"
    TRUE_FALSE = "true_false"
    NUMERICAL = "numerical"
    SHORT = "short"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that may be answered: how much of the marks it gives, and what is said then.

    `tolerance` is of numbers: how far one may be off, either way. `partner` is of matching: what belongs to `text`.
    """

    text: str
    percent: float = 0.0
    feedback: str = ""
    tolerance: float = 0.0
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `unit` is of numbers, `by_case` of short answers: whether capitals count."""

    name: str
    kind: Kind
    text: str
    answers: tuple[Answer, ...]
    feedback: str = ""
    marks: float = 1.0
    unit: str = ""
    by_case: bool = False


def tidy(text: str) -> str:
    """A text as questions keep it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = (" ".join("".join(filter(_prints, line)).split()) for line in lines)
    return "\n".join(filter(None, kept))


def one_line(text: str) -> str:
    """A text as names, units and short answers keep it."""
    return tidy(text).replace("\n", " ")


def _prints(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return sign == "\t" or kind == "Cf" or kind[0] != "C"


def plain(number: float) -> str:
    """A number as questions write it."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def number(text: str) -> float | None:
    """The number that somebody wrote, with a point or one comma for it; None where it is none."""
    said = text.strip().replace("\u2212", "-").replace("٫", ".")
    if said.count(",") == 1 and "." not in said:
        said = said.replace(",", ".")
    found = float(said) if NUMBER.fullmatch(said) else math.inf
    return found if math.isfinite(found) else None


def in_shown_order(question: Question, attempt: str = "") -> tuple[Answer, ...]:
    """The choices as they are shown: mixed, and always the same way for the same attempt."""
    if question.kind is Kind.TRUE_FALSE:
        return question.answers
    seed = f"{attempt}/{question.name}" if attempt else question.name
    return tuple(sorted(question.answers, key=lambda each: sha256(f"{seed} {each.text}".encode()).digest()))


def partners(question: Question) -> tuple[str, ...]:
    """What can be given to each text of matching, each once."""
    return tuple(sorted({each.partner for each in question.answers}))


# --- what a question must be, before anybody is asked it --------------------------------------------------------


def problem_of(question: Question) -> str:
    """The first thing that is wrong with a question, as the rest of a sentence; empty where nothing is."""
    if not question.text or not question.name:
        return "it has no text or no name"
    if "\n" in question.name + question.unit:
        return "its name or its unit has more than one line"
    if not (0 < question.marks <= 1000):
        return f"it gives {question.marks:g} marks, where more than 0 and at most 1000 are meant"
    if not all(_is_share(each.percent) for each in question.answers):
        return "an answer gives a share beyond -100 to 100 percent, or with more than five decimals"
    if any(not each.text for each in question.answers):
        return "an answer is empty"
    if len({(each.text, each.tolerance) for each in question.answers}) < len(question.answers):
        return "two of its answers are the same"
    return _PROBLEMS[question.kind](question.answers)


def _is_share(percent: float) -> bool:
    return -100 <= percent <= 100 and round(percent, 5) == percent


def _of_single(answers: tuple[Answer, ...]) -> str:
    if len(answers) < 2:
        return "there is nothing to choose from"
    if not any(each.percent == 100 for each in answers):
        return "none of its answers gives all of the marks"
    return "" if any(each.percent < 100 for each in answers) else "all of its answers are right"


def _of_several(answers: tuple[Answer, ...]) -> str:
    if len(answers) < 2:
        return "there is nothing to choose from"
    together = sum(each.percent for each in answers if each.percent > 0)
    return "" if abs(together - 100) <= CLOSE else f"its right answers give {together:g} percent together, not 100"


def _of_true_false(answers: tuple[Answer, ...]) -> str:
    said = [(each.text, each.percent) for each in answers]
    either = ([(TRUE, 100.0), (FALSE, 0.0)], [(TRUE, 0.0), (FALSE, 100.0)])
    return "" if said in either else "not exactly one of true and false is right"


def _of_numerical(answers: tuple[Answer, ...]) -> str:
    for each in answers:
        value = number(each.text)
        if each.text != ANY and (value is None or plain(value) != each.text):
            return f"{each.text!r} is not a number"
        if not 0 <= each.tolerance < math.inf:
            return f"the tolerance of {each.text} is not a number from 0 on"
    return "" if any(each.percent == 100 for each in answers) else "none of its answers gives all of the marks"


def _of_short(answers: tuple[Answer, ...]) -> str:
    if any("\n" in each.text for each in answers):
        return "a short answer has more than one line"
    return "" if any(each.percent == 100 for each in answers) else "none of its answers gives all of the marks"


def _of_matching(answers: tuple[Answer, ...]) -> str:
    if len(answers) < 2:
        return "it has fewer than two pairs"
    return "" if all(each.partner for each in answers) else "one of its pairs has no partner"


_PROBLEMS = {
    Kind.SINGLE: _of_single, Kind.SEVERAL: _of_several, Kind.TRUE_FALSE: _of_true_false,
    Kind.NUMERICAL: _of_numerical, Kind.SHORT: _of_short, Kind.MATCHING: _of_matching,
}  # fmt: skip


# --- what an answer is worth --------------------------------------------------------------------------------------

Given = Collection[str] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """What an answer gave: its share of the marks from 0 to 1, and what is said of it."""

    share: float
    said: tuple[str, ...]


def mark(question: Question, given: Given) -> Marked:
    """Score what somebody gave: the texts that they chose or wrote, of matching the partner that they gave each text.

    Nothing given is worth nothing, and no question is worth less than nothing.
    """
    if question.kind is Kind.MATCHING:
        partners = given if isinstance(given, Mapping) else {}
        right = sum(partners.get(each.text) == each.partner for each in question.answers)
        return Marked(right / len(question.answers), ())
    hit = _hit(question, list(given))
    share = min(100.0, max(0.0, sum(each.percent for each in hit)))
    right = 100.0 - share <= CLOSE  # three thirds of 33.33333 are all
    return Marked(1.0 if right else share / 100, tuple(each.feedback for each in hit if each.feedback))


def is_right(question: Question, answer: Answer) -> bool:
    """Whether an answer is right: gives all of the marks, or belongs to what gives them together."""
    if question.kind is Kind.MATCHING:
        return True
    return answer.percent > 0 if question.kind is Kind.SEVERAL else 100.0 - answer.percent <= CLOSE


def said_of_wrong(question: Question, given: Given) -> tuple[str, ...]:
    """What is said of the choices that were wrong, and nothing of those that are right."""
    hit = [] if question.kind is Kind.MATCHING else _hit(question, list(given))
    return tuple(each.feedback for each in hit if each.percent <= 0 and each.feedback)


def unanswered(questions: Collection[Question], given: Mapping[str, Given]) -> int:
    """How many questions have no answer yet; of matching each text needs its partner."""
    return sum(
        len(given.get(each.name, ())) < (len(each.answers) if each.kind is Kind.MATCHING else 1) for each in questions
    )


def _hit(question: Question, given: list[str]) -> list[Answer]:
    if question.kind is Kind.SEVERAL:
        return [each for each in question.answers if each.text in given]
    said = given[0] if given else ""
    if not said.strip():
        return []
    hit = [each for each in question.answers if fits(question, each, said)]
    return hit[:1] if question.kind is Kind.SHORT else sorted(hit, key=lambda each: -each.percent)[:1]


def fits(question: Question, answer: Answer, said: str) -> bool:
    """Whether what somebody chose or wrote is this answer."""
    if question.kind is Kind.NUMERICAL:
        return _fits_number(answer, said)
    if question.kind is Kind.SHORT:
        return _fits_text(answer.text, one_line(said), question.by_case)
    return said == answer.text


def _fits_number(answer: Answer, said: str) -> bool:
    found, meant = number(said), number(answer.text)
    if found is None:
        return False
    if meant is None:  # any other number
        return True
    slack = 1e-9 * max(abs(meant), answer.tolerance)  # a tenth is no binary number
    return abs(found - meant) <= answer.tolerance + slack


def _fits_text(pattern: str, said: str, by_case: bool) -> bool:
    if not by_case:
        pattern, said = pattern.casefold(), said.casefold()
    parts = (re.escape(part) for part in pattern.split(ANY))
    return re.fullmatch(".*".join(parts), said, re.DOTALL) is not None


def score(questions: Collection[Question], given: Mapping[str, Given]) -> float:
    """The percent of all marks that answers by question name give."""
    together = sum(each.marks for each in questions)
    got = sum(each.marks * mark(each, given.get(each.name, ())).share for each in questions)
    return 100 * got / together
