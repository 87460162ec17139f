"""A tutorial as one HTML file that is played in a browser from a disk: it holds all it needs and asks no network."""

from __future__ import annotations

import json
from pathlib import Path

from hevesy.facts import Shelf
from hevesy.learn.question import in_shown_order, partners
from hevesy.learn.result import MARK
from hevesy.learn.tutorial import Tutorial, sources_of
from hevesy.words import say
from hevesy.words.direction import RIGHT_TO_LEFT

FOLDER = Path(__file__).parent / "templates"
WORDS = (
    "who", "questions", "check", "result", "passed", "not_passed", "again", "hand_in", "save", "right", "partly",
    "wrong", "sources", "needs_scripts", "choose", "not_answered", "pass_mark", "proves_nothing", "version",
    "true", "false",
)  # fmt: skip


def play(tutorial: Tutorial, shelf: Shelf) -> str:
    """The file: text, questions, feedback after each answer, and a line with the answers that is handed in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    words = {name: say(f"play.{name}", tutorial.language) for name in WORDS}
    direction = "rtl" if tutorial.language in RIGHT_TO_LEFT else "ltr"
    return made.get_template("play.html").render(
        tutorial=tutorial, words=words, direction=direction, sources=sources_of(tutorial, shelf),
        figures=figures(tutorial, shelf), order=in_shown_order, partners=partners,
        pass_mark=f"{tutorial.pass_percent:g}", data=_data(tutorial, words),
    )  # fmt: skip


def figures(tutorial: Tutorial, shelf: Shelf) -> list[tuple[str, str, str]]:
    """Each figure in a tutorial: its name on the shelf, its value, and what kind of truth it is."""
    reader = shelf.reader("world")
    found = [reader.fact(name) for name in tutorial.facts]
    return [(each.id, f"{each.value:g} {each.unit}", say(f"kind.{each.kind}", tutorial.language)) for each in found]


def _data(tutorial: Tutorial, words: dict[str, str]) -> str:
    """What the script of the file reads; nothing in it can end the element that it stands in."""
    said = {
        "mark": MARK, "module": tutorial.id, "version": tutorial.version, "language": tutorial.language,
        "pass": tutorial.pass_percent, "words": words,
        "questions": [
            {"name": each.name, "kind": str(each.kind), "marks": each.marks, "feedback": each.feedback,
             "capitals": each.by_case,
             "answers": [[one.text, one.percent, one.feedback, one.tolerance, one.partner] for one in each.answers]}
            for each in tutorial.questions
        ],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
