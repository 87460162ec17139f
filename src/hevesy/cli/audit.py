"""hevesy learn audits, hevesy learn audit: checklists, and how a service scores by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows
from hevesy.words import LANGUAGES

if TYPE_CHECKING:
    from hevesy.learn.audited import Report
    from hevesy.quality import Audit, Level, Profile


@click.command()
@click.argument("profile", default="")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the items.")
@machine
@packs
def audits(
    profile: str, language: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """List the audit profiles; with PROFILE, its items. The shipped one is no edition of QUANUM.

    With --csv the items of a profile are the table that `hevesy learn audit` reads: fill in the scores.

    \b
    Example:
      hevesy learn audits default
    """
    from hevesy.quality import find_profile, profile_in, profiles

    shelf = load_shelf(pack, without_restricted)
    if not profile:
        rows = [
            {"id": each.id, "edition": each.edition, "title": each.title, "origin": each.origin,
             "checklists": len(each.checklists), "items": len(each.items())}
            for each in (profile_in(one, shelf, language) for one in profiles(shelf).values())
        ]  # fmt: skip
    elif as_csv:
        rows = list(_to_fill_in(profile_in(find_profile(profile, shelf), shelf, language)))
    else:
        rows = [
            {"item": item.id, "priority": item.priority, "text": item.text, "record": item.record}
            for part in profile_in(find_profile(profile, shelf), shelf, language).checklists for item in part.items
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
@click.option("--before", multiple=True, metavar="DAY=FILE", help="An earlier audit, for the trend; may be repeated.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this PDF.")
@click.option("--docx", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this Word file.")
@click.option("--site", default="", help="Whose audit it is, for the report.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the report.")
@machine
@packs
def audit(
    scores: Path, profile: str, beside: Path | None, on: datetime | None, before: tuple[str, ...], pdf: Path | None,
    docx: Path | None, site: str, language: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...],
    without_restricted: bool,
) -> None:  # fmt: skip
    """Show the level of conformance of an audit, by checklist and as a whole, by both formulas.

    SCORES has the columns item, therapy, score, reason, comment, evidence, priority, by; a score is 0 to 4, or NA with
    a reason. What has no score is unknown, and counts neither way. --pdf and --docx write the report with a radar and,
    where there is an audit before it, the trend.

    \b
    Example:
      hevesy learn audit --help
    """
    from hevesy.learn.audited import Report
    from hevesy.products import therapies
    from hevesy.quality import difference, find_profile, profile_in
    from hevesy.quality.audit import SELF, VISIT
    from hevesy.quality.audit_file import read_audit
    from hevesy.run.saying import therapy_called

    shelf = load_shelf(pack, without_restricted)
    by, day = find_profile(profile, shelf), on.date() if on else date.today()
    known = {each.id: therapy_called(each.id, shelf, language) for each in therapies(shelf)}
    ours = read_audit(scores, by, SELF, day, known)
    theirs = read_audit(beside, by, VISIT, day, known) if beside else None
    earlier = tuple(read_audit(file, by, SELF, of, known) for of, file in map(_earlier, before))
    files = {"pdf": pdf, "docx": docx}
    if any(files.values()):
        told = Report(site, "", day, profile_in(by, shelf, language), ours, theirs, earlier, therapies=known)
        _report(told, language, files)
    if theirs is None or beside is None:
        print_rows(list(_levels(ours, by)), as_json, as_csv)
        return
    apart = difference(ours, theirs)
    texts = {name: item.text for name, item in by.items().items()}
    rows = [
        {"item": name, scores.name: _said(one), beside.name: _said(other), "text": texts[name.partition("@")[0]]}
        for name, (one, other) in apart.items()
    ]  # fmt: skip
    if rows or as_json or as_csv:
        print_rows(rows, as_json, as_csv)
    else:
        click.echo("Nothing was scored otherwise.")


def _earlier(said: str) -> tuple[date, Path]:
    """The day and the file of an earlier audit."""
    day, _equals, file = said.partition("=")
    try:
        return date.fromisoformat(day), Path(file)
    except ValueError:
        problem = f"{said!r} is no day and file, as in 2025-03-01=scores.csv."
        raise click.BadParameter(problem, param_hint="--before") from None


def _report(report: Report, language: str, files: dict[str, Path | None]) -> None:
    """Write the documents that are wanted: all are made before the first is written."""
    from hevesy.learn.audit_kept import documents, put
    from hevesy.learn.audit_report import document_of

    made = documents(document_of(report, language), [kind for kind, file in files.items() if file])
    for kind, content in made.items():
        file = files[kind]
        if file is not None:
            click.echo(f"wrote {put(file, content)}", err=True)


@click.command("audit-report", hidden=True)  # the service asks it in a job; nobody has such a file by hand
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the files go.")
def audit_report(file: Path, out: Path) -> None:
    """Set the report of an audit as PDF and Word from FILE, in which the service has kept what stands in it.

    \b
    Example:
      hevesy learn audit-report audit.json --out report
    """
    from hevesy.learn.audit_kept import set_report

    try:
        made = set_report(file.read_text("utf-8"), out)
    except ValueError as error:
        raise click.BadParameter(f"{file} holds no report of an audit, so nothing was written.") from error
    for path in made:
        click.echo(f"wrote {path}", err=True)


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
