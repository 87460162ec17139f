"""hevesy learn audits, hevesy learn audit: checklists, and how a service scores by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.quality import Audit, Level, Profile


@click.command()
@click.argument("profile", default="")
@machine
@packs
def audits(profile: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """List the audit profiles; with PROFILE, its items. The shipped one is no edition of QUANUM.

    With --csv the items of a profile are the table that `hevesy learn audit` reads: fill in the scores.

    \b
    Example:
      hevesy learn audits default
    """
    from hevesy.quality import find_profile, profiles

    shelf = load_shelf(pack, without_restricted)
    if not profile:
        rows = [
            {"id": each.id, "edition": each.edition, "title": each.title, "origin": each.origin,
             "checklists": len(each.checklists), "items": len(each.items())}
            for each in profiles(shelf).values()
        ]  # fmt: skip
    elif as_csv:
        rows = list(_to_fill_in(find_profile(profile, shelf)))
    else:
        rows = [
            {"item": item.id, "priority": item.priority, "text": item.text, "record": item.record}
            for part in find_profile(profile, shelf).checklists for item in part.items
        ]  # fmt: skip
    print_rows(rows, as_json, as_csv)


def _to_fill_in(profile: Profile) -> Iterator[dict[str, Any]]:
    for part in profile.checklists:
        for item in part.items:
            yield {"item": item.id, "therapy": "", "score": "", "reason": "", "comment": item.text, "evidence": "",
                   "priority": "", "by": ""}  # fmt: skip


@click.command()
@click.argument("scores", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--profile", default="default", show_default=True, help="By which profile it was scored.")
@click.option("--beside", type=click.Path(path_type=Path, dir_okay=False), help="Another audit, to show what differs.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the audit; today, where none is said.")
@machine
@packs
def audit(
    scores: Path, profile: str, beside: Path | None, on: datetime | None, as_json: bool, as_csv: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Show the level of conformance of an audit, by checklist and as a whole, by both formulas.

    SCORES has the columns item, therapy, score, reason, comment, evidence, priority, by; a score is 0 to 4, or NA with
    a reason. What has no score is unknown, and counts neither way.

    \b
    Example:
      hevesy learn audit --help
    """
    from hevesy.quality import difference, find_profile
    from hevesy.quality.audit import SELF, VISIT
    from hevesy.quality.audit_file import read_audit

    shelf = load_shelf(pack, without_restricted)
    by, day = find_profile(profile, shelf), on.date() if on else date.today()
    ours = read_audit(scores, by, SELF, day)
    if beside is None:
        print_rows(list(_levels(ours, by)), as_json, as_csv)
        return
    apart = difference(ours, read_audit(beside, by, VISIT, day))
    texts = {name: item.text for name, item in by.items().items()}
    rows = [
        {"item": name, scores.name: _said(one), beside.name: _said(other), "text": texts[name.partition("@")[0]]}
        for name, (one, other) in apart.items()
    ]  # fmt: skip
    if rows or as_json or as_csv:
        print_rows(rows, as_json, as_csv)
    else:
        click.echo("Nothing was scored otherwise.")


def _levels(audit: Audit, profile: Profile) -> Iterator[dict[str, Any]]:
    from hevesy.quality import levels, whole

    for part in profile.checklists:
        yield _row(part.title, levels(audit, profile)[part.id])
    yield _row("all items", whole(audit, profile))


def _row(title: str, level: Level) -> dict[str, Any]:
    return {
        "checklist": title, "mean level %": _percent(level.mean_level),
        "share conformant %": _percent(level.share_conformant), "scored": level.scored,
        "not applicable": level.not_applicable, "unknown": level.unknown,
    }  # fmt: skip


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}"


def _said(score: int | None) -> str:
    return "NA" if score is None else str(score)
