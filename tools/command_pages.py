"""Write the command pages of the manual from the help texts; with --check, say whether they are stale.

python tools/command_pages.py            writes docs/reference/commands/*.md
python tools/command_pages.py --check    exits 1 and names the stale pages
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from hevesy.cli import hevesy

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands"
HEAD = "<!-- Written by tools/command_pages.py from the help texts; `make docs` writes it anew. -->\n"


def walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    """This command and everything below it, in the order in which help lists it."""
    yield context, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from walk(below, click.Context(below, info_name=name, parent=context))


def examples(help_text: str) -> list[str]:
    """The command lines that stand under "Example:" in a help text; a trailing backslash joins lines."""
    after = help_text.replace("\b", "").partition("Example")[2].splitlines()[1:]
    joined = "\n".join(line.strip() for line in after).replace("\\\n", "")
    return [line for line in joined.splitlines() if line.startswith("hevesy ")]


WITH_OWN_COUNTS = {
    "hevesy plan reconcile"
}  # its example needs a country's counts; the how-to page brings them


def section(context: click.Context, command: click.Command) -> str:
    depth = "#" * context.command_path.count(" ")
    text = f"{depth} {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    shown = examples(command.help or "")
    if shown and not isinstance(command, click.Group) and context.command_path not in WITH_OWN_COUNTS:
        text += "\n```console\n" + "\n".join(f"$ {line}" for line in shown) + "\n```\n"
    return text


def pages() -> dict[str, str]:
    """File name -> text: one page for each group under `hevesy`, and an index."""
    root = click.Context(hevesy, info_name="hevesy", terminal_width=96, **hevesy.context_settings)
    written: dict[str, str] = {}
    for name in hevesy.list_commands(root):
        command = hevesy.get_command(root, name)
        if command is None:
            continue
        context = click.Context(command, info_name=name, parent=root, terminal_width=96)
        parts = [section(*found) for found in walk(command, context)]
        written[f"{name}.md"] = f"{HEAD}\n" + "\n".join(parts)
    listed = "\n".join(name.removesuffix(".md") for name in written)
    written["index.md"] = (
        f"{HEAD}\n# Commands\n\n"
        "Results go to stdout, remarks and progress to stderr; `--json` and `--csv` are for machines.\n\n"
        f"```text\n{hevesy.get_help(root).rstrip()}\n```\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    )
    return written


def stale() -> list[str]:
    """The pages that no longer say what the help texts say, and pages of commands that are gone."""
    fresh = pages()
    there = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")}
    return sorted(name for name in fresh.keys() | there.keys() if fresh.get(name) != there.get(name))


def main() -> int:
    found = stale()
    if "--check" in sys.argv:
        for name in found:
            print(f"docs/reference/commands/{name} is stale; run `make command-pages` and commit it.")
        return 1 if found else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    fresh = pages()
    for name in found:
        if name in fresh:
            (PAGES / name).write_text(fresh[name], "utf-8")
        else:
            (PAGES / name).unlink()
    print(f"{len(fresh)} command pages, {len(found)} changed.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
