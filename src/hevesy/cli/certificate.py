"""hevesy learn certificate: keys of a board, certificates, what was taken back, and the check without a network."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hevesy.cli.options import load_shelf

if TYPE_CHECKING:
    from hevesy.competence.certificate import Revoked

KEY, PUBLIC = "board.key", "board.pub"
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group()
def certificate() -> None:
    """Certificates that anybody can check without a network: a board's keys, issuing, taking back, checking.

    \b
    Example:
      hevesy learn certificate keys --out board
    """


@certificate.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for both keys.")
def keys(out: Path) -> None:
    """Make the key of a board, which stays with it, and its public half, which everybody gets who checks.

    \b
    Example:
      hevesy learn certificate keys --out another-board
    """
    from hevesy.signing import new_keys

    if (out / KEY).exists():
        raise click.ClickException(f"{out / KEY} is there already; what it signed could not be checked without it.")
    private, public = new_keys()
    out.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(out / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(private)
    (out / PUBLIC).write_bytes(public)
    click.echo(f"{out / KEY}: keep it where only the board can read it.")
    click.echo(f"{out / PUBLIC}: give it to everybody who checks.")


@certificate.command()
@click.option("--key", type=FILE, required=True, help="The key of the board.")
@click.option("--board", required=True, help="The name of the board.")
@click.option("--number", required=True, help="The number of the certificate.")
@click.option("--framework", required=True, help="Which framework was met, as `hevesy learn frameworks` has it.")
@click.option("--holder", required=True, help="Who holds it, as those who check know them.")
@click.option("--issued", type=DAY, help="From which day; today, where none is said.")
@click.option("--until", type=DAY, help="Until the end of which day; the framework's own time, where none is said.")
def issue(
    key: Path, board: str, number: str, framework: str, holder: str, issued: datetime | None, until: datetime | None
) -> None:
    """Print the text of a certificate, signed: what a QR code of it holds.

    \b
    Example:
      hevesy learn certificate issue --help
    """
    from hevesy.competence import find_framework
    from hevesy.competence.certificate import Certificate
    from hevesy.competence.certificate import issue as signed
    from hevesy.competence.certification import years_on

    shelf = load_shelf((), False)
    asked, first = find_framework(framework, shelf), issued.date() if issued else date.today()
    if until is None and not asked.valid_years:
        raise click.BadParameter(f"{asked.id} does not say for how long it is valid; say it.", param_hint="--until")
    last = until.date() if until else years_on(first, shelf.reader("world").number(asked.valid_years))
    if last < first:
        raise click.BadParameter("it ends before it begins; write a later day.", param_hint="--until")
    click.echo(signed(Certificate(number, board, asked.id, asked.version, holder, first, last), key.read_bytes()))


@certificate.command()
@click.option("--key", type=FILE, required=True, help="The key of the board.")
@click.option("--board", required=True, help="The name of the board.")
@click.option("--list", "before", type=FILE, help="The list so far, which is continued.")
@click.option("--number", default="", help="What is taken back; none to date the list anew.")
@click.option("--why", default="", help="Why it is taken back.")
@click.option("--on", type=DAY, help="From which day; today, where none is said.")
def revoke(key: Path, board: str, before: Path | None, number: str, why: str, on: datetime | None) -> None:
    """Print the list of what a board has taken back, dated and signed; who checks needs one of the last month.

    \b
    Example:
      hevesy learn certificate revoke --help
    """
    from hevesy.competence.certificate import Revoked
    from hevesy.competence.certificate import revoke as signed

    day = on.date() if on else date.today()
    if number and not why:
        raise click.BadParameter("say why it is taken back.", param_hint="--why")
    held = Revoked(board, day, {}) if before is None else _list_of(before, key)
    if held.board != board:
        raise click.BadParameter(f"the list is of {held.board!r}.", param_hint="--list")
    numbers = {**held.numbers, **({number: (day, why)} if number else {})}
    made = datetime.combine(day, datetime.now(UTC).time().replace(microsecond=0), UTC)
    at = made if held.at is None else max(made, held.at)
    new = replace(held, on=max(day, held.on), numbers=numbers, serial=held.serial + 1, at=at)
    click.echo(signed(new, key.read_bytes()))


def _list_of(file: Path, key: Path) -> Revoked:
    from hevesy.competence.certificate import read_list
    from hevesy.signing import public_half

    return read_list(file.read_text("utf-8"), public_half(key.read_bytes()))


@certificate.command()
@click.argument("text")
@click.option("--board", type=FILE, required=True, help="The public key of the board.")
@click.option("--revoked", type=FILE, help="The newest list of what it took back.")
@click.option("--on", type=DAY, help="On which day; today, where none is said.")
def check(text: str, board: Path, revoked: Path | None, on: datetime | None) -> None:
    """Say whether the certificate TEXT stands on a day, without a network; exits 1 where it does not.

    \b
    Example:
      hevesy learn certificate check --help
    """
    from hevesy.competence.certificate import check as checked
    from hevesy.competence.certificate import read_list
    from hevesy.competence.saying import problem_said

    key, day = board.read_bytes(), on.date() if on else date.today()
    taken = None if revoked is None else read_list(revoked.read_text("utf-8"), key)
    found = checked(text, key, taken, day)
    held = found.certificate
    click.echo(f"{held.board}, number {held.number}: {held.holder}, {held.framework} {held.version}, "
               f"{held.issued} to {held.until}")  # fmt: skip
    for code, values in found.problems:
        click.echo(problem_said(code, values))
    if found.stands:
        click.echo(f"It stands on {day}.")
    sys.exit(0 if found.stands else 1)
