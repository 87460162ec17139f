"""What the service adds to the command line: `hevesy serve` and `hevesy service ...`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from hevesy_service import django_ready


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="HEVESY_PORT", default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer.")
@click.option("--lan", is_flag=True, help="For the centre's network too, by HTTPS under this machine's name.")
@click.option("--name", "names", multiple=True, help="With --lan: a name others call this machine by; may be repeated.")
def serve(port: int, workers: int, lan: bool, names: tuple[str, ...]) -> None:
    """Serve the browser pages on this machine, from the folder that HEVESY_HOME names (.hevesy).

    Other machines are served with --lan alone, and never without encryption. For that Hevesy makes a certificate
    authority of its own and says which file to carry to them, once.

    The first start prints a link by which the first administrator comes in. Stop it with Ctrl-C.

    \b
    Example:
      hevesy serve --help
    """
    from hevesy_service.serving import run

    run(port, workers, names or None if lan else ())


@contextmanager
def _faults_in_words() -> Iterator[None]:
    """A disk that is full, read-only or failing is said in a sentence."""
    from hevesy_service.faults import refusal_of

    try:
        yield
    except Exception as error:
        said = refusal_of(error)
        if said is None:
            raise
        raise said from error


@click.group()
def service() -> None:
    """Look after an installation: back-ups, and the check of its books.

    \b
    Example:
      hevesy service verify --help
    """


@service.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--quick", is_flag=True, help="The chains alone, and not the tables beside them.")
def verify(as_json: bool, quick: bool) -> None:
    """Check the chain of every site's book, and print its last hash: keep that on paper or on another machine.

    Then the tables are built anew from the books, on a copy, and each row that stands otherwise is named.

    \b
    Example:
      hevesy service verify --help
    """
    from hevesy_service.checking import verified

    django_ready()
    raise SystemExit(verified(as_json, not quick))


@service.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False),
    help="A folder, best on another disk; `backups` in the home folder where none is named.",
)  # fmt: skip
@click.option("--due", is_flag=True, help="Only what the timetable says is due now, as the service does by itself.")
@click.option("--schedule", is_flag=True, help="Say when the service backs up, where to, and how that went.")
def backup(folder: Path | None, due: bool, schedule: bool) -> None:
    """Write an encrypted copy of the database while the service runs, and read it back.

    The service does so by itself once a day: HEVESY_BACKUP_AT (02:00, or never), HEVESY_BACKUP_TO (a folder on another
    disk, for a second copy), HEVESY_BACKUP_KEEP (7,5,12: days, weeks and months whose newest back-up stays).

    The first back-up makes a key and prints it: write it down, for without it no other machine can read the file.

    \b
    Example:
      hevesy service backup --help
    """
    from hevesy_service.backup.writing import back_up
    from hevesy_service.home import Home

    if due or schedule:
        django_ready()
        from hevesy_service.timekeeping import back_up_what_is_due, say_the_schedule

        raise SystemExit(say_the_schedule() if schedule else back_up_what_is_due())
    with _faults_in_words():
        made = back_up(Home.of_environment(), folder)
    rows = sum(number for number, _ in made.manifest["heads"].values())
    click.echo(f"{made.file}: {rows} rows of {len(made.manifest['heads'])} books, read back and whole.")
    if made.new_key:
        from hevesy_service.backup.writing import key_for_paper

        click.echo(f"Key of your back-ups, to be kept on paper: {key_for_paper(Home.of_environment())[0]}")


@service.command()
def key() -> None:
    """Print the key of the back-ups, to be written down: without it no other machine can read them.

    \b
    Example:
      hevesy service key --help
    """
    from hevesy_service.backup.writing import key_for_paper
    from hevesy_service.home import Home

    with _faults_in_words():
        text, recipient = key_for_paper(Home.of_environment())
    click.echo(f"Key of your back-ups, to be kept on paper, away from this machine: {text}")
    click.echo(f"It opens what was written for: {recipient}")


@service.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", default="", help="The key that the first back-up printed; that of the home where none is given.")
def restore(file: Path, key: str) -> None:
    """Put the database of the back-up FILE into an empty home folder (HEVESY_HOME).

    One of PostgreSQL goes into the empty database that DATABASE_URL names.

    \b
    Example:
      hevesy service restore --help
    """
    from hevesy_service.backup.writing import restore as put_back
    from hevesy_service.home import Home

    home = Home.of_environment()
    with _faults_in_words():
        found = put_back(file, home, key)
    click.echo(f"Restored the back-up of {found.manifest['made']} to {home.folder}; start it with: hevesy serve")


@service.command()
@click.option("--site", "code", required=True, help="The site's code.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day; a year ago by default.")
@click.option("--until", "last", type=click.DateTime(["%Y-%m-%d"]), help="The last day; that of the last quarter.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
def counts(code: str, first: datetime | None, last: datetime | None, out: Path) -> None:
    """Write the counts and times of a site's care, without persons, for `hevesy plan calibrate`.

    No name, no number and no day of anybody is in it, and a count of one to four is not told.

    \b
    Example:
      hevesy service counts --help
    """
    django_ready()
    from hevesy_service.care.counting import counts_for

    with _faults_in_words():
        text, said = counts_for(code, first.date() if first else None, last.date() if last else None)
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out}: {said}")


@service.command("paper")
@click.option("--site", "code", default="", help="The code of a site; every site with planned patients without it.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; `paper` in the home folder where none is named.",
)  # fmt: skip
@click.option(
    "--language", envvar="HEVESY_PAPER_LANGUAGE", default="en", show_default=True,
    type=click.Choice(("ar", "en", "es", "fr", "ru", "zh")), help="Of the forms.",
)  # fmt: skip
def paper(code: str, out: Path | None, language: str) -> None:
    """Write the paper forms of today's and tomorrow's patients, for a day without the service.

    The service does so by itself every hour, into `paper` in the home folder, in the language HEVESY_PAPER_LANGUAGE;
    HEVESY_PAPER=never stops that. Print the files in the evening. They hold names: keep them as you keep patient files.
    What was written on paper is typed in again at the pages of the acts.

    \b
    Example:
      hevesy service paper --help
    """
    django_ready()
    from django.utils import timezone, translation

    from hevesy_service.care.paper import clear_away, sites_with_plans, write_sheets
    from hevesy_service.home import Home

    with _faults_in_words(), translation.override("zh-hans" if language == "zh" else language):
        sites = sites_with_plans(timezone.now(), code)
        if code and not sites:
            raise click.UsageError(f"there is no site with the code {code!r}; its address says it: /sites/CODE/")
        folder = out or Home.of_environment().made().paper
        files = list(write_sheets(sites, folder, timezone.now()))
        if out is None and not code:
            clear_away(folder, files)
        for file in files:
            click.echo(str(file))


@service.command("synthetic-year")
@click.option("--courses", default=600, show_default=True, help="How many courses begin in the year.")
@click.option("--seed", default=1, show_default=True, help="The same seed tells the same year.")
@click.option("--site", "code", default="synthetic", show_default=True, help="The code of the site; it is opened.")
def synthetic_year(courses: int, seed: int, code: str) -> None:
    """Fill a site of its own with a synthetic year of a centre: for training, for tests, and to try things out.

    Nobody in it is real, and nothing of it is signed by anybody. It goes in by the same function as what people
    record, so it takes minutes; stopped with Ctrl-C, what was loaded stays.

    \b
    Example:
      hevesy service synthetic-year --help
    """
    django_ready()
    from hevesy_service.care.synthetic import loaded_at

    with _faults_in_words():
        for loaded in loaded_at(code, courses, seed):
            told = f"{loaded.steps} steps of {len(loaded.courses)} courses, {loaded.deviations} deviations"
            click.echo(told, err=True)


@service.command("take-away-factor")
@click.argument("name")
@click.option("--reason", required=True, help="Why, for the book: how you know that it is this person.")
def take_away_factor(name: str, reason: str) -> None:
    """Take away the second factor of NAME, where nobody is left who could do it on the pages.

    They sign in with their password, and add another before anything else. It stands in the book of each of their
    sites, as done by the operator of the machine.

    \b
    Example:
      hevesy service take-away-factor --help
    """
    django_ready()
    from hevesy_service.accounts.second_factor import take_away_by_operator

    with _faults_in_words():
        take_away_by_operator(name, reason)
    click.echo(f"Taken away. {name} adds another at the next sign-in.")
