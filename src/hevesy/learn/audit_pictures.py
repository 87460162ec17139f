"""The pictures of an audit: a radar of its checklists by both teams, and the trend from audit to audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hevesy.learn.audited import Report
from hevesy.pictures.radar import radar
from hevesy.pictures.trend_chart import trend_chart
from hevesy.quality import Audit, levels, whole
from hevesy.quality.audit import SELF, VISIT
from hevesy.words import say


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its title and the words that say what it shows."""

    title: str
    said: str
    svg: str


def percent_said(value: float | None, language: str = "en") -> str:
    """A percentage with one decimal.

    >>> percent_said(62.5), percent_said(62.5, "fr"), percent_said(None)
    ('62.5 %', '62,5 %', 'unknown')
    """
    if value is None:
        return say("audit.nobody", language)
    return f"{value:.1f}".replace(".", say("value.decimal", language)) + " %"


def radar_of(report: Report, language: str = "en") -> Drawn | None:
    """The mean level of each checklist, of this team and of the other; None where nobody has scored anything."""
    teams = [each for each in (report.audit, report.beside) if each is not None and each.scores()]
    if not teams:
        return None
    means = [[level.mean_level for level in levels(each, report.profile).values()] for each in teams]
    named = list(zip([_team(each, language) for each in teams], means, strict=True))
    numbers = [str(number) for number in range(1, len(report.profile.checklists) + 1)]
    said = "; ".join(f"{name}: {_listed(values, language)}" for name, values in named)
    title = say("audit.radar", language)
    return Drawn(title, said, radar(numbers, named, key="radar", title=title, description=said))


def trend_of(report: Report, language: str = "en") -> Drawn | None:
    """The mean level of all items by each kind of team, and of each checklist; None with fewer than two audits."""
    story = [each for each in report.story() if each.scores()]
    if len(story) < 2:
        return None
    wholes = [
        (say(f"audit.{kind}", language),
         [(each.on, whole(each, report.profile).mean_level) for each in story if each.kind == kind])
        for kind in (SELF, VISIT) if any(each.kind == kind for each in story)
    ]  # fmt: skip
    same = [(each.on, levels(each, report.profile)) for each in story if each.kind == report.audit.kind]
    parts = [
        (str(number), [(on, found[part.id].mean_level) for on, found in same])
        for number, part in enumerate(report.profile.checklists, 1)
    ]
    title = say("audit.trend", language)
    said = "; ".join(f"{_team(each, language)}: {percent_said(whole(each, report.profile).mean_level, language)}"
                     for each in story)  # fmt: skip
    return Drawn(title, said, trend_chart(wholes, parts, key="trend", title=title, description=said))


def _team(audit: Audit, language: str) -> str:
    return f"{audit.on.isoformat()} {say(f'audit.{audit.kind}', language)}"


def _listed(values: Iterable[float | None], language: str) -> str:
    return ", ".join(f"{number}: {percent_said(value, language)}" for number, value in enumerate(values, 1))
