"""hevesy learn lessons: what others learnt from incidents, of the pack or of a signed file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.quality import Lesson

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("lessons")
@click.argument("file", required=False, type=FILE)
@click.option("--signer", type=FILE, multiple=True, help="The public key of whom you trust; may be given again.")
@click.option("--therapy", default="", help="Only lessons of this therapy, and of any.")
@click.option("--step", default="", help="Only lessons of this step of care, as administration.")
@click.option("--kind", default="", help="Only lessons of this kind of incident, as wrong_activity.")
@click.option("--words", default="", help="Only lessons in which all these words stand.")
@machine
@packs
def lessons_(
    file: Path | None, signer: tuple[Path, ...], therapy: str, step: str, kind: str, words: str,
    as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Show lessons from incidents: those of public notices, or those of a signed FILE that another centre has shared.

    Nothing of a FILE is shown that was altered, or whose signer is not one of those that --signer names.

    \b
    Example:
      hevesy learn lessons --step administration
    """
    from hevesy.products import find_therapy
    from hevesy.quality import lessons, read_pack, searched
    from hevesy.run.incidents import KIND, STEP

    shelf = load_shelf(pack, without_restricted)
    asked = find_therapy(therapy, shelf).id if therapy else ""
    _check_known("--step", step, STEP, shelf)
    _check_known("--kind", kind, KIND, shelf)
    if file is None:
        found: tuple[Lesson, ...] = lessons(shelf)
    else:
        came = read_pack(file.read_bytes(), dict(_trusted(each) for each in signer))
        click.echo(f"From {came.name}, of {came.on}, signed with {came.signer}.", err=True)
        found = came.lessons
    fit = searched(found, asked, step, kind, words)
    if as_json or as_csv:
        print_rows([_row(each, shelf) for each in fit], as_json, as_csv)
    elif fit:
        click.echo("\n\n".join(_told(each, shelf) for each in fit))
    else:
        click.echo("No lesson fits what was asked.")


def _check_known(option: str, code: str, scheme: str, shelf: Shelf) -> None:
    """What no incident is sorted by would find nothing, and look as if nothing had been learnt."""
    from hevesy.run.incidents import categories
    from hevesy.tables import nearest

    known = [each.code for each in categories(scheme, shelf)]
    if code and code not in known:
        guess = nearest(code, known)
        said = f"did you mean {guess!r}?" if guess else f"choose one of {', '.join(known)}."
        raise click.BadParameter(f"there is no {code!r}; {said}", param_hint=option)


def _told(each: Lesson, shelf: Shelf) -> str:
    """One lesson as a few lines that one reads."""
    row = _row(each, shelf)
    about = f"{row['therapy']} · {row['step']} · {row['kind']} · {row['month']}"
    parts = [f"  {name}: {row[name]}" for name in ("happened", "why", "changed", "source") if row[name]]
    return "\n".join([str(row["lesson"]), f"  {about}", *parts])


def _trusted(file: Path) -> tuple[str, bytes]:
    from hevesy.quality.lesson_pack import fingerprint

    try:
        return fingerprint(file.read_bytes()), file.read_bytes()
    except (ValueError, TypeError):
        raise click.BadParameter(f"{file} is no public key (PEM, Ed25519).", param_hint="--signer") from None


def _row(each: Lesson, shelf: Shelf) -> dict[str, Any]:
    return {
        "lesson": each.title, "therapy": each.therapy or "any", "step": each.step, "kind": each.kind,
        "month": each.month, "happened": each.happened, "why": each.why, "changed": each.changed,
        "source": shelf.source(each.source).citation if each.source else "",
    }  # fmt: skip
