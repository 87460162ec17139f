"""Files of questions, whatever their format: which one it is follows from what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hevesy.errors import BadQuestions
from hevesy.learn.gift import read_gift, write_gift
from hevesy.learn.moodle_xml import read_moodle, write_moodle
from hevesy.learn.qti import PACKED, read_qti, write_qti
from hevesy.learn.question import Question
from hevesy.tables.limits import MB, OF_AN_UPLOAD

WRITERS = {"moodle": write_moodle, "gift": write_gift, "qti": write_qti}
ITEM = re.compile(rb"(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?assessmentItem\b", re.DOTALL)  # the first element
ENDINGS = {"moodle": ".xml", "gift": ".txt", "qti": ".zip"}


def read_questions(data: bytes, file: str) -> tuple[Question, ...]:
    """The questions of a file in Moodle XML, GIFT or QTI; raises BadQuestions, with the line, where it is none.

    Questions of the same name get a number behind it, so that each can be asked for.
    """
    if len(data) > OF_AN_UPLOAD.file_mb * MB:
        raise BadQuestions(file=file, line=1, problem=f"it has more than {OF_AN_UPLOAD.file_mb:g} MB",
                           advice="take out pictures, or split it")  # fmt: skip
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(PACKED) or ITEM.match(start) is not None:
        return _told_apart(read_qti(data, file))
    return _told_apart(read_moodle(data, file) if start.startswith(b"<") else read_gift(data, file))


def _told_apart(questions: Sequence[Question]) -> tuple[Question, ...]:
    from dataclasses import replace

    taken, found = set[str](), []
    for each in questions:
        name, place = each.name, 1
        while name in taken:
            place += 1
            name = f"{each.name} ({place})"
        taken.add(name)
        found.append(replace(each, name=name))
    return tuple(found)


def write_questions(questions: Sequence[Question], to: str) -> bytes:
    """The questions in one of WRITERS; raises CannotSay where the format has no words for one of them."""
    return WRITERS[to](questions)
