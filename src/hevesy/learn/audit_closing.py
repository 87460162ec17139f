"""What a report of an audit asks of its readers: what is mended first, what was agreed, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hevesy.learn.audited import Report, priority_of
from hevesy.paper.blocks import Block, Heading, Paragraph, Table
from hevesy.quality import whole
from hevesy.quality.checklist import CONFORMANT
from hevesy.words import say

Own = Callable[[str], str]  # keeps a text of the profile or of a person together where one reads from the right


def state_of(report: Report, language: str) -> Iterator[Block]:
    """Whether the team is done; nothing where nobody keeps that."""
    if not report.kept:
        return
    if report.closed is not None:
        yield Paragraph(say("audit.closed_on", language, on=report.closed.isoformat()), "note")
        return
    level = whole(report.audit, report.profile)
    many = level.scored + level.not_applicable + level.unknown
    yield Paragraph(say("audit.still_open", language, unknown=str(level.unknown), items=str(many)), "warning")


def mended_first(report: Report, called: Callable[[str], str], own: Own, language: str) -> Iterator[Block]:
    """Critical and major items below conformance; `called` gives the text of an item by its name in the audit."""
    title = say("audit.mended_first", language, least=str(CONFORMANT))
    yield Heading(1, title)
    rows = [
        [own(called(name)), str(each.score), say(f"audit.{priority_of(item, each)}", language), own(each.comment)]
        for name, item, each in report.pressing()
    ]
    if not rows:
        yield Paragraph(say("audit.nothing_pressing", language, least=str(CONFORMANT)))
        return
    head = [say(f"audit.{name}", language) for name in ("item", "score", "priority", "seen")]
    yield Table(title, head, rows, (4, 1, 1.2, 3))


def agreed(report: Report, own: Own, language: str) -> Iterator[Block]:
    """The corrective actions that came of the audit, with who mends them by when."""
    if not report.kept:
        return
    title = say("audit.agreed", language)
    yield Heading(1, title)
    rows = [
        [own(" · ".join(one for one in (each.item, each.finding) if one)), say(f"audit.{each.priority}", language),
         own(each.owner) or "–", each.due.isoformat() if each.due else "–", say(f"action_state.{each.state}", language)]
        for each in report.agreed
    ]  # fmt: skip
    if not rows:
        yield Paragraph(say("audit.nothing_agreed", language))
        return
    head = [say(f"audit.{name}", language) for name in ("finding", "priority", "owner", "due", "state")]
    yield Table(title, head, rows, (4, 1.2, 1.8, 1.4, 1.8))


def signatures(language: str) -> Iterator[Block]:
    """Room for both sides to sign by hand."""
    title = say("audit.signatures", language)
    yield Heading(1, title)
    head = [say(f"audit.{name}", language) for name in ("signs", "name", "day", "signature")]
    rows = [[say(f"audit.{each}", language), "", "", ""] for each in ("for_team", "for_centre")]
    yield Table(title, head, rows, (2, 3, 1.5, 3), tall=True)
