"""The report of an audit as a document: levels, radar, trend, what two teams scored otherwise, and every item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hevesy.learn.audit_closing import agreed, mended_first, signatures, state_of
from hevesy.learn.audit_pictures import percent_said, radar_of, trend_of
from hevesy.learn.audited import Report
from hevesy.paper.blocks import Block, Document, Heading, Paragraph, Picture, Table
from hevesy.quality import Audit, Benchmark, Checklist, Level, Profile, difference, levels, whole
from hevesy.words import say
from hevesy.words.direction import RIGHT_TO_LEFT, begins_right_to_left, kept_together

WORDS = ("page", "table", "picture")
ISOLATE, POP = "\u2066", "\u2069"  # what is between them is written from left to right
SHOWN = 6  # audits that the table of the trend has room for


def document_of(report: Report, language: str = "en") -> Document:
    """The report in one language; items and titles stay as the profile has them (see `profile_in`)."""
    audit, profile = report.audit, report.profile
    title, kind = say("audit.title", language), say(f"audit.{audit.kind}", language)
    about = (report.site, audit.on.isoformat(), kind, report.team, f"{profile.id} {profile.edition}")
    said = {"title": title, "subject": profile.title, "author": "Hevesy", "language": language,
            "made_on": report.made_on.isoformat(), "identifier": f"{profile.id} {profile.edition}"}  # fmt: skip
    return Document(
        title=title, subtitle=" · ".join(each for each in about if each), language=language,
        right_to_left=language in RIGHT_TO_LEFT, words={name: say(f"audit.{name}", language) for name in WORDS},
        properties=said, brief=tuple(_blocks(report, language)),
    )  # fmt: skip


def _blocks(report: Report, language: str) -> Iterator[Block]:
    yield Paragraph(_own(report.profile.title, language))
    if report.profile.origin != "official":
        yield Paragraph(say("audit.not_official", language), "warning")
    yield from state_of(report, language)
    yield _levels(report, language)
    yield Paragraph(say("audit.formulas", language), "note")
    if report.profile.benchmark is not None:
        yield Paragraph(benchmark_said(report.profile.benchmark, language), "note")
    for key, picture in (("radar", radar_of(report, language)), ("trend", trend_of(report, language))):
        if picture is not None:
            yield Picture(key, picture.title, picture.said, picture.svg)
    if len(report.story()) > 1:
        yield _trend(report, language)
    if report.beside is not None:
        yield from _apart(report, report.beside, language)
    texts = {name: item.text for name, item in report.profile.items().items()}

    def own(text: str) -> str:
        return _own(text, language)

    yield from mended_first(report, lambda name: _item(name, texts, report.therapies), own, language)
    yield from agreed(report, own, language)
    for part in report.profile.checklists:
        yield from _items(report, part, language)
    yield from signatures(language)


def benchmark_said(published: Benchmark, language: str) -> str:
    """What was published of audits by the same edition, in a sentence with its source."""
    mean, lowest, highest = (
        percent_said(each, language) for each in (published.mean, published.lowest, published.highest)
    )
    about = {"what": _own(published.what, language), "source": _own(published.source, language)}
    return say("audit.benchmark", language, mean=mean, lowest=lowest, highest=highest, **about)


def numbered(profile: Profile, language: str) -> list[tuple[Checklist, str]]:
    """The checklists and their titles, with the numbers that stand in the pictures.

    A number with a mark of direction after it would be found by no search of the PDF, nor would any other point.
    """
    return [(part, f"{number}. {_own(part.title, language)}") for number, part in enumerate(profile.checklists, 1)]


def _levels(report: Report, language: str) -> Table:
    found = levels(report.audit, report.profile)
    rows = [_row(title, found[part.id], language) for part, title in numbered(report.profile, language)]
    rows.append(_row(say("audit.all_items", language), whole(report.audit, report.profile), language))
    names = ("checklist", "mean_level", "share_conformant", "scored", "not_applicable", "unknown")
    head = [say(f"audit.{name}", language) for name in names]
    return Table(say("audit.levels", language), head, rows, (4, 1.5, 1.5, 1.1, 1.3, 1.3))


def _row(title: str, level: Level, language: str) -> list[str]:
    counts = (level.scored, level.not_applicable, level.unknown)
    shares = [percent_said(each, language) for each in (level.mean_level, level.share_conformant)]
    return [title, *shares, *(str(each) for each in counts)]


def _trend(report: Report, language: str) -> Table:
    """The mean level of each checklist, audit by audit."""
    story = report.story()[-SHOWN:]
    found = [levels(each, report.profile) for each in story]
    rows = [
        [title, *(percent_said(each[part.id].mean_level, language) for each in found)]
        for part, title in numbered(report.profile, language)
    ]
    wholes = [whole(each, report.profile).mean_level for each in story]
    rows.append([say("audit.all_items", language), *(percent_said(each, language) for each in wholes)])
    head = [say("audit.checklist", language), *(_called(each, language) for each in story)]
    return Table(say("audit.trend_table", language), head, rows, (3, *(1.2,) * len(story)))


def _called(audit: Audit, language: str) -> str:
    return f"{audit.on.isoformat()} {say(f'audit.{audit.kind}', language)}"


def _apart(report: Report, other: Audit, language: str) -> Iterator[Block]:
    yield Heading(1, say("audit.apart", language))
    texts = {name: item.text for name, item in report.profile.items().items()}
    rows = [
        [_own(_item(name, texts, report.therapies), language), _score(one, language), _score(two, language)]
        for name, (one, two) in difference(report.audit, other).items()
    ]
    if not rows:
        yield Paragraph(say("audit.nothing_apart", language))
        return
    head = [say("audit.item", language), _called(report.audit, language), _called(other, language)]
    yield Table(say("audit.apart", language), head, rows, (4, 1, 1))


def _items(report: Report, part: Checklist, language: str) -> Iterator[Block]:
    """What was found of each item of a checklist; a column says what shows it, where anything does."""
    texts = {item.id: item.text for item in part.items}
    answers = {name: each for name, each in report.audit.answers.items() if name.partition("@")[0] in texts}
    shown = any(each.shown_by() for each in answers.values())
    rows = [
        [_own(_item(name, texts, report.therapies), language), _score(each.score, language),
         say(f"audit.{each.priority}", language) if each.priority else "",
         _own(". ".join(one for one in (each.reason, each.comment) if one), language),
         *(["; ".join(_own(one, language) for one in each.shown_by())] if shown else [])]
        for name, each in answers.items()
    ]  # fmt: skip
    if rows:
        names = ("item", "score", "priority", "seen", *(("evidence",) if shown else ()))
        yield Heading(2, _own(part.title, language))
        yield Table(_own(part.title, language), [say(f"audit.{name}", language) for name in names], rows,
                    (3.4, 1, 1.2, 2.4, 2) if shown else (4, 1, 1.2, 3))  # fmt: skip


def _item(name: str, texts: Mapping[str, str], therapies: Mapping[str, str]) -> str:
    item, _at, therapy = name.partition("@")
    return f"{texts[item]} ({therapies.get(therapy, therapy)})" if therapy else texts[item]


def _own(text: str, language: str) -> str:
    """A text of the profile or an auditor, with its stops at its end where the page runs from right to left."""
    if language not in RIGHT_TO_LEFT:
        return text
    return kept_together(text) if begins_right_to_left(text) else f"{ISOLATE}{text}{POP}"


def _score(score: int | None, language: str) -> str:
    return say("audit.not_applicable", language) if score is None else str(score)
