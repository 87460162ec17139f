"""hevesy learn: frameworks of competence, what one lacks for another, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.audit import audit, audit_report, audits
from hevesy.cli.certificate import certificate
from hevesy.cli.indicators import indicators
from hevesy.cli.lessons import lessons_
from hevesy.cli.options import load_shelf, machine, packs, print_rows
from hevesy.cli.staffing import national, staffing
from hevesy.cli.teaching import curricula_, play_, questions, score_, timetable_
from hevesy.words import LANGUAGES, say

if TYPE_CHECKING:
    from hevesy.competence import Evidence, Framework
    from hevesy.facts import Shelf

in_language = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of what is said."
)


@click.group()
def learn() -> None:
    """How good are we, who may do what, and what did we find out?

    \b
    Example:
      hevesy learn frameworks
    """


learn.add_command(audits)
learn.add_command(audit)
learn.add_command(audit_report)
learn.add_command(certificate)
learn.add_command(staffing)
learn.add_command(national)
learn.add_command(indicators)
learn.add_command(lessons_)
for each in (curricula_, questions, play_, score_, timetable_):
    learn.add_command(each)


@learn.command("frameworks")
@click.argument("framework", default="")
@in_language
@machine
@packs
def frameworks_(
    framework: str, language: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """List the frameworks of competence; with FRAMEWORK, what it asks. None is claimed to be a board's own table.

    \b
    Example:
      hevesy learn frameworks default_nurse
    """
    from hevesy.competence import find_framework, frameworks
    from hevesy.competence.saying import framework_called

    shelf = load_shelf(pack, without_restricted)
    if framework:
        rows = list(_asked(find_framework(framework, shelf), shelf, language))
    else:
        rows = [
            {"id": each.id, "version": each.version, "name": framework_called(each.id, shelf, language),
             "cadre": each.cadre, "track": each.track, "origin": each.origin, "source": each.source}
            for each in frameworks(shelf).values()
        ]  # fmt: skip
    print_rows(rows, as_json, as_csv)


def _asked(framework: Framework, shelf: Shelf, language: str) -> Iterator[dict[str, Any]]:
    from hevesy.competence import competencies
    from hevesy.competence.saying import competency_called, counted_said, level_called
    from hevesy.run.saying import act_called, therapy_called

    reader = shelf.reader("world")
    for name, level in framework.levels.items():
        known = competencies(shelf)[name]
        yield {"asked": competency_called(name, shelf, language), "how": level_called(level, language),
               "after": " ".join(known.after), "shown by": " ".join(known.shown_by), "kind": ""}  # fmt: skip
    for each in framework.procedures:
        fact = reader.find(each.least)
        acts = " / ".join(act_called(act, shelf, language) for act in each.acts)
        therapies = ", ".join(therapy_called(therapy, shelf, language) for therapy in each.therapies)
        yield {"asked": f"{acts}: {therapies}", "how": counted_said(each, reader.number(each.least), language),
               "after": "", "shown by": "logbook", "kind": fact.kind if fact else ""}  # fmt: skip


@learn.command("crosswalk")
@click.argument("held")
@click.argument("wanted")
@in_language
@machine
@packs
def crosswalk_(
    held: str, wanted: str, language: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...],
    without_restricted: bool,
) -> None:  # fmt: skip
    """Show what a holder of the framework HELD lacks for the framework WANTED.

    \b
    Example:
      hevesy learn crosswalk us_nrc_390 default_physician
    """
    from hevesy.competence import crosswalk, find_framework
    from hevesy.competence.saying import lack_said, level_called

    shelf = load_shelf(pack, without_restricted)
    lacks = crosswalk(find_framework(held, shelf), find_framework(wanted, shelf), shelf.reader("world"))
    rows = [
        {"what": each.kind, "lacks": lack_said(each, shelf, language),
         "has": "-" if each.has is None else _plain(each.has), "needs": _plain(each.needs)}
        for each in lacks
    ]  # fmt: skip
    for row in rows:
        row["has"], row["needs"] = level_called(row["has"], language), level_called(row["needs"], language)
    if rows or as_json or as_csv:
        print_rows(rows, as_json, as_csv)
    else:
        click.echo(say("framework_says.nothing", language))


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


@learn.command()
@click.argument("histories", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--therapy", required=True, help="Of which therapy, as `hevesy products list` has it.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="On which day; today, where none is said.")
@click.option("--person", default="", help="Of this person alone.")
@click.option("--recent", type=click.FloatRange(0), help="Cases a year that keep a privilege alive; else the shelf's.")
@machine
@packs
def may(
    histories: Path, therapy: str, on: datetime | None, person: str, recent: float | None, as_json: bool,
    as_csv: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Say who may do what on a day, and why not, from a table of what is known of people.

    HISTORIES has the columns person, id, what, about, on, until, level, case, by; people stand by a pseudonym.

    \b
    Example:
      hevesy learn may --help
    """
    from hevesy.competence.histories import read_histories
    from hevesy.products import find_therapy

    shelf = load_shelf(pack, without_restricted)
    known, id = read_histories(histories, shelf), find_therapy(therapy, shelf).id
    if person and person not in known:
        raise click.BadParameter(f"{person!r} is not in {histories}: it has {', '.join(known)}.", param_hint="--person")
    day = on.date() if on else date.today()
    rows = [
        row for name, each in known.items() if person in ("", name)
        for row in _standings(name, each, id, day, recent, shelf)
    ]  # fmt: skip
    if as_csv:
        rows = [{**row, "why not": " ".join(row["why not"])} for row in rows]
    elif not as_json:
        rows = [line for row in rows for line in _lines(row)]
    print_rows(rows, as_json, as_csv)


def _lines(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One reason a line."""
    first, *more = row["why not"] or [""]
    yield {**row, "why not": first}
    yield from ({**dict.fromkeys(row, ""), "why not": each} for each in more)


def _standings(
    person: str, known: tuple[Evidence, ...], therapy: str, on: date, recent: float | None, shelf: Shelf
) -> Iterator[dict[str, Any]]:
    from hevesy.competence import Recent, frameworks, privileges, standing
    from hevesy.competence.saying import reason_said

    reader = shelf.reader("world")
    for each in privileges(shelf).values():
        least = recent if recent is not None else reader.number(each.recent) if each.recent else None
        found = standing(known, each, therapy, on, frameworks(shelf), None if least is None else Recent(least))
        yield {"person": person, "may": "yes" if found.may else "no", "what": each.words,
               "why not": [reason_said(reason, shelf) for reason in found.reasons]}  # fmt: skip


@learn.command()
@click.argument("logbook", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--framework", required=True, help="Which one is trained for.")
@click.option("--volume", "volumes", multiple=True, metavar="THERAPY=N", help="Procedures a year; may be repeated.")
@click.option("--trainees", type=click.IntRange(1), default=1, show_default=True, help="How many share them.")
@machine
@packs
def progress(
    logbook: Path, framework: str, volumes: tuple[str, ...], trainees: int, as_json: bool, as_csv: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Show how far trainees are with the procedures of a framework, and how many months are left at this volume.

    LOGBOOK has the columns person, act, therapy, case, cycle, on, supervision (direct or indirect), confirmed_by; what
    nobody has confirmed does not count, and nobody confirms their own.

    \b
    Example:
      hevesy learn progress --help
    """
    from hevesy.competence import find_framework
    from hevesy.competence.logbook import progress as so_far
    from hevesy.competence.logbook import read_logbook

    shelf = load_shelf(pack, without_restricted)
    asked, reader = find_framework(framework, shelf), shelf.reader("world")
    share = {name: many / trainees for name, many in _volumes(volumes, shelf).items()}
    rows = [
        {"person": person, "procedures": each.name.replace("_", " "), "done": each.done, "of": f"{each.least:g}",
         "to confirm": each.unconfirmed,
         "months left": "0" if not each.missing else "-" if each.months is None else f"{each.months[0]:.1f}",
         "90 %": "" if each.months is None else f"{each.months[1]:.1f} to {each.months[2]:.1f}"}
        for person, log in read_logbook(logbook, shelf).items() for each in so_far(log, asked, reader, share)
    ]  # fmt: skip
    print_rows(rows, as_json, as_csv)


def _volumes(said: tuple[str, ...], shelf: Shelf) -> dict[str, float]:
    from hevesy.products import find_therapy

    found = {}
    for each in said:
        name, _equals, many = each.partition("=")
        try:
            found[find_therapy(name, shelf).id] = float(many)
        except ValueError:
            problem = f"{each!r} is no therapy and number, as in ra223=8."
            raise click.BadParameter(problem, param_hint="--volume") from None
    return found
