"""The command line: one group for each wing or room, loaded only when it is asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

import click

from hevesy import __version__
from hevesy.errors import HevesyError
from hevesy.words import sentence

# group -> (module with a click group of that name, what `hevesy --help` says of it)
GROUPS = {
    "plan": ("hevesy.cli.plan", "What would it take for every patient here to get this care?"),
    "run": ("hevesy.cli.run", "What must happen for this patient, now, by whom, and is it safe?"),
    "learn": ("hevesy.cli.learn", "How good are we, who may do what, and what did we find out?"),
    "facts": ("hevesy.cli.facts", "The shelf of sourced figures: list, show, why."),
    "physics": ("hevesy.cli.physics", "Decay, decay chains and generators."),
    "products": ("hevesy.cli.products", "Radiopharmaceuticals, their paths and criteria."),
    "supply": ("hevesy.cli.supply", "Journeys of decaying medicines, from producer to chair."),
    "validate": ("hevesy.cli.validate", "Does this installation calculate as a person does? A report to sign."),
}
FIRST_SENTENCE = 200  # letters of it that the help of all commands shows


class Street(click.Group):
    """A group whose members are imported when they are used, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*GROUPS, *added()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in GROUPS:
            command = getattr(importlib.import_module(GROUPS[cmd_name][0]), cmd_name)
        elif cmd_name in added():
            command = added()[cmd_name].load()
        else:
            return None
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            others = {name: self.get_command(ctx, name) for name in added()}
            said = [(name, each.get_short_help_str(FIRST_SENTENCE)) for name, each in others.items() if each]
            formatter.write_dl([*((name, what) for name, (_, what) in GROUPS.items()), *said])


def added() -> dict[str, EntryPoint]:
    """Commands that other installed packages bring, by the entry-point group hevesy.commands."""
    return {entry.name: entry for entry in entry_points(group="hevesy.commands") if entry.name not in GROUPS}


@click.command(cls=Street, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hevesy")
def hevesy() -> None:
    """Hevesy plans radiotheranostics for a country and answers "why?" for every number.

    \b
    Example:
      hevesy plan country JOR --out report/
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a HevesyError becomes its sentence on stderr and its own exit status."""
    try:
        hevesy.main(
            args=list(arguments) if arguments is not None else None, prog_name="hevesy", standalone_mode=False
        )
    except HevesyError as error:
        click.echo(sentence(error), err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        click.echo(
            f"The file system refused{where}: {error.strerror}. Choose another place or free this one.",
            err=True,
        )
        sys.exit(8)
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "Stopped. Nothing that was written is lost; run the same command again to go on.", err=True
        )
        sys.exit(130)
