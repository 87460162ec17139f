"""A tutorial as one HTML file that is played in a browser from a disk: it holds all it needs and asks no network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hevesy.facts import Shelf
from hevesy.learn.question import ANY, Answer, Kind, Question, in_shown_order, is_right, partners, plain
from hevesy.learn.result import MARK
from hevesy.learn.tutorial import Tutorial, sources_of
from hevesy.words import say
from hevesy.words.direction import RIGHT_TO_LEFT, kept_together

FOLDER = Path(__file__).parent / "templates"
WORDS = (
    "who", "questions", "check", "check_one", "result", "passed", "not_passed", "again", "hand_in", "save", "right",
    "partly", "wrong", "right_is", "explained", "any_other", "stays", "sources", "needs_scripts", "choose",
    "not_answered", "pass_mark", "proves_nothing", "version", "true", "false",
)  # fmt: skip


def play(tutorial: Tutorial, shelf: Shelf) -> str:
    """The file: text, questions, what is right and why after each answer, and a line with the answers to hand in.

    Where scripts are switched off, the explanation of every answer can be opened below its question.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    words = {name: say(f"play.{name}", tutorial.language) for name in WORDS}
    direction = "rtl" if tutorial.language in RIGHT_TO_LEFT else "ltr"
    made.filters["kept"] = kept = kept_together if direction == "rtl" else str
    return made.get_template("play.html").render(
        tutorial=tutorial, words=words, direction=direction, sources=sources_of(tutorial, shelf),
        figures=figures(tutorial, shelf), order=in_shown_order, partners=partners,
        pass_mark=f"{tutorial.pass_percent:g}", data=_data(tutorial, words, kept),
        explained=lambda question: [(_called(question, each, words), words[_worth(question, each)], each.feedback)
                                    for each in in_shown_order(question)],
    )  # fmt: skip


def _called(question: Question, answer: Answer, words: dict[str, str]) -> str:
    """An answer as somebody reads it."""
    if question.kind is Kind.MATCHING:
        return f"{answer.text}: {answer.partner}"
    if question.kind is Kind.TRUE_FALSE:
        return words[answer.text]
    if question.kind is Kind.SHORT:
        return answer.text.replace(ANY, "…")
    if question.kind is not Kind.NUMERICAL:
        return answer.text
    slack = f" ± {plain(answer.tolerance)}" if answer.tolerance else ""
    return words["any_other"] if answer.text == ANY else f"{answer.text}{slack} {question.unit}".rstrip()


def _worth(question: Question, answer: Answer) -> str:
    return "right" if is_right(question, answer) else "partly" if answer.percent > 0 else "wrong"


def figures(tutorial: Tutorial, shelf: Shelf) -> list[tuple[str, str, str]]:
    """Each figure in a tutorial: its name on the shelf, its value, and what kind of truth it is."""
    reader = shelf.reader("world")
    found = [reader.fact(name) for name in tutorial.facts]
    return [(each.id, f"{each.value:g} {each.unit}", say(f"kind.{each.kind}", tutorial.language)) for each in found]


def _data(tutorial: Tutorial, words: dict[str, str], kept: Callable[[str], str]) -> str:
    """What the script of the file reads; nothing in it can end the element that it stands in."""
    said = {
        "mark": MARK, "module": tutorial.id, "version": tutorial.version, "language": tutorial.language,
        "pass": tutorial.pass_percent, "words": words,
        "questions": [
            {"name": each.name, "kind": str(each.kind), "marks": each.marks, "feedback": kept(each.feedback),
             "capitals": each.by_case,
             "answers": [[one.text, one.percent, kept(one.feedback), one.tolerance, one.partner,
                          kept(_called(each, one, words)), _worth(each, one)] for one in each.answers]}
            for each in tutorial.questions
        ],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
