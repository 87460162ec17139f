"""hevesy learn: curricula, files of questions, modules that are played offline, and when sessions are taught."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.learn.curriculum import Curriculum
    from hevesy.learn.timetable import Session

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@click.group()
def questions() -> None:
    """Files of questions: Moodle XML, GIFT and IMS QTI 2.1 packages.

    \b
    Example:
      hevesy learn questions convert --help
    """


@questions.command()
@click.argument("file", type=FILE)
@click.option("--to", type=click.Choice(["moodle", "gift", "qti"]), required=True, help="The format that is written.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; beside FILE if none.")
def convert(file: Path, to: str, out: Path | None) -> None:
    """Read the questions of FILE, whatever its format, and write them in another.

    \b
    Example:
      hevesy learn questions convert --help
    """
    from hevesy.learn.bank import ENDINGS, read_questions, write_questions

    found = read_questions(file.read_bytes(), file.name)
    target = out or file.with_name(f"{file.stem}.{to}{ENDINGS[to]}")
    target.write_bytes(write_questions(found, to))
    click.echo(f"{target}: {len(found)} questions")


@questions.command("of")
@click.argument("module")
@click.option("--to", type=click.Choice(["moodle", "gift", "qti"]), required=True, help="The format that is written.")
@click.option("--lang", default="en", show_default=True, help="The language, where the module was translated.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file.")
@packs
def of_module(module: str, to: str, lang: str, out: Path, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Write the questions of an e-learning MODULE, for a learning platform of one's own.

    \b
    Example:
      hevesy learn questions of lu177_release --to moodle --out release.xml
    """
    from hevesy.learn.bank import write_questions
    from hevesy.learn.tutorial import find_tutorial

    found = find_tutorial(module, load_shelf(pack, without_restricted), lang).questions
    out.write_bytes(write_questions(found, to))
    click.echo(f"{out}: {len(found)} questions")


@click.command("curricula")
@click.argument("curriculum", default="")
@machine
@packs
def curricula_(
    curriculum: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """List the curricula beside their frameworks; with CURRICULUM, its modules and what they leave uncovered.

    \b
    Example:
      hevesy learn curricula default_nurse
    """
    from hevesy.learn.curriculum import coverage, curricula, find_curriculum

    shelf = load_shelf(pack, without_restricted)
    if not curriculum:
        beside = [(each, coverage(each, shelf)) for each in curricula(shelf).values()]
        rows = [
            {"id": each.id, "version": each.version, "framework": each.framework, "origin": each.origin,
             "modules": str(len(each.modules)), "hours": f"{found.hours:g}",
             "of": "-" if found.asked is None else f"{found.asked:g}", "uncovered": str(len(found.uncovered))}
            for each, found in beside
        ]  # fmt: skip
        print_rows(rows, as_json, as_csv)
        return
    chosen = find_curriculum(curriculum, shelf)
    rows = [
        {"module": each.id, "kind": each.kind.replace("_", "-"), "hours": f"{each.hours:g}",
         "after": " ".join(each.after), "teaches": " ".join(each.competencies), "played": each.tutorial}
        for each in chosen.modules
    ]  # fmt: skip
    print_rows(rows, as_json, as_csv)
    found = coverage(chosen, shelf)
    asked = "no hours are asked" if found.asked is None else f"{found.asked:g} are asked by {chosen.framework}"
    click.echo(f"{found.hours:g} hours; {asked}.", err=True)
    click.echo(f"Left uncovered: {', '.join(found.uncovered) or 'nothing'}.", err=True)


@click.command("play")
@click.argument("module")
@click.option("--lang", default="en", show_default=True, help="The language, where the module was translated.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; MODULE.html if none.")
@packs
def play_(module: str, lang: str, out: Path | None, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Write an e-learning MODULE as one HTML file that is played in a browser without a network.

    \b
    Example:
      hevesy learn play lu177_release --out release.html
    """
    from hevesy.learn.play import play
    from hevesy.learn.tutorial import find_tutorial, languages_of

    shelf = load_shelf(pack, without_restricted)
    found = find_tutorial(module, shelf, lang)
    if found.language != lang:
        click.echo(f"It is not there in {lang!r}, only in {', '.join(languages_of(module, shelf))}.", err=True)
    target = out or Path(f"{module}.html")
    target.write_text(play(found, shelf), "utf-8")
    click.echo(f"{target}: {len(found.questions)} questions, version {found.version}")


@click.command("score")
@click.argument("results", type=FILE, nargs=-1, required=True)
@machine
@packs
def score_(
    results: tuple[Path, ...], as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """Score the answers of RESULTS, files that a module played offline has saved, one line each.

    \b
    Example:
      hevesy learn score --help
    """
    from hevesy.learn.result import check_of, read_result
    from hevesy.learn.tutorial import find_tutorial

    shelf, rows = load_shelf(pack, without_restricted), []
    for file in results:
        found = read_result(file.read_text("utf-8", "replace"))
        tutorial = find_tutorial(found.module, shelf, found.language)
        check_of(found, tutorial)
        percent = tutorial.percent(found.given)
        rows.append({"who": found.who, "module": found.module, "version": found.version, "on": str(found.on),
                     "percent": f"{percent:.1f}", "passed": "yes" if tutorial.passed(percent) else "no"})  # fmt: skip
    print_rows(rows, as_json, as_csv)


@click.command("timetable")
@click.argument("curriculum")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="No session is earlier.")
@click.option("--slot", "slots", multiple=True, required=True, metavar="DAY/HH:MM/HOURS", help="As in mon/09:00/2.")
@click.option("--room", "rooms", multiple=True, required=True, metavar="NAME=SEATS", help="May be repeated.")
@click.option("--trainer", "trainers", multiple=True, required=True, metavar="NAME[=MODULE,...]",
              help="Who teaches these modules, or any; may be repeated.")  # fmt: skip
@click.option("--group", "groups", multiple=True, required=True, metavar="NAME=SIZE", help="May be repeated.")
@click.option("--only", default="", metavar="NAME", help="The sessions of this group alone.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Also a calendar file, for any diary.")
@click.option("--zone", default="", help="On whose clocks the hours are, as in Asia/Amman; --ics needs it.")
@machine
@packs
def timetable_(
    curriculum: str, first: datetime, slots: tuple[str, ...], rooms: tuple[str, ...], trainers: tuple[str, ...],
    groups: tuple[str, ...], only: str, ics: Path | None, zone: str, as_json: bool, as_csv: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Place the lectures and practical sessions of CURRICULUM in weeks, so that nothing and nobody is needed twice.

    \b
    Example:
      hevesy learn timetable default_nurse --from 2027-01-04 --slot mon/09:00/3 --room W=12 --trainer A --group g=9
    """
    from hevesy.learn.curriculum import find_curriculum
    from hevesy.learn.timetable import Group, Means, Room, Slot, Trainer, timetable

    means = Means(
        tuple(Room(name, int(many)) for name, many in _pairs(rooms, "--room")),
        tuple(Trainer(name, tuple(filter(None, said.split(",")))) for name, _equals, said in
              (each.partition("=") for each in trainers)),
        tuple(Group(name, int(many)) for name, many in _pairs(groups, "--group")),
        tuple(Slot(*_slot(each)) for each in slots),
    )  # fmt: skip
    if ics is not None and not zone:
        raise click.UsageError("--ics needs --zone, as in --zone Asia/Amman: hours without a zone are nobody's.")
    names = [each.name for each in means.groups]
    if only and only not in names:
        raise click.BadParameter(f"{only!r} is none of {', '.join(names)}.", param_hint="--only")
    chosen = find_curriculum(curriculum, load_shelf(pack, without_restricted))
    found = timetable(chosen, means, first.date())
    begins = _monday(min((each.on for each in found.sessions), default=first.date()))
    sessions = [each for each in found.sessions if only in ("", each.group)]
    rows = [
        {"week": str((each.on - begins).days // 7 + 1), "on": str(each.on), "at": f"{each.start:%H:%M}",
         "hours": f"{each.hours:g}", "module": each.module, "part": f"{each.part} of {each.parts}", "group": each.group,
         "room": each.room, "trainer": each.trainer}
        for each in sessions
    ]  # fmt: skip
    print_rows(rows, as_json, as_csv)
    click.echo(f"{found.weeks} weeks; no timetable takes fewer than {found.weeks_least}.", err=True)
    if ics is not None:
        _write_calendar(ics, sessions, chosen, zone, first.date())


def _write_calendar(file: Path, sessions: list[Session], curriculum: Curriculum, zone: str, first: date) -> None:
    """Sessions of a timetable that begins in another week are others, for a command knows of no site."""
    from hevesy.learn.calendar_file import Heading, calendar_file
    from hevesy.supply.zones import zone_named

    called = {each.id: each.name for each in curriculum.modules}
    heading = Heading(f"{zone}/{_monday(first)}", curriculum.id, curriculum.name, called, zone_named(zone),
                      datetime.now(UTC))  # fmt: skip
    file.write_bytes(calendar_file(sessions, heading))
    click.echo(f"{file}: {len(sessions)} sessions", err=True)


def _monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


def _pairs(said: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    found = []
    for each in said:
        name, _equals, many = each.rpartition("=")
        if not name or not many.isdecimal() or int(many) < 1:
            raise click.BadParameter(f"{each!r} is no name and number, as in Ward=12.", param_hint=option)
        found.append((name, many))
    return found


def _slot(said: str) -> tuple[int, time, float]:
    try:
        day, start, hours = said.split("/")
        found = DAYS.index(day.lower()[:3]), time.fromisoformat(start), float(hours)
        if not 0 < found[2] <= 12:
            raise ValueError(hours)
    except ValueError:
        raise click.BadParameter(f"{said!r} is no slot, as in mon/09:00/2.", param_hint="--slot") from None
    return found
