"""The manual says what the program does: command pages are fresh, every command has an example and help."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

CLONE = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    """A script of tools/ as a module."""
    found = importlib.util.spec_from_file_location(f"tools_{name}", CLONE / "tools" / f"{name}.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


def test_command_pages_say_what_the_help_says() -> None:
    assert tool("command_pages").stale() == [], "run `make command-pages` and commit docs/reference/commands"


def test_pages_of_roles_and_refusals_say_what_the_tables_say() -> None:
    assert tool("service_pages").main(["--check"]) == 0, "run `make command-pages` and commit docs/reference"


def test_every_command_has_help_that_ends_with_an_example() -> None:
    import click

    pages = tool("command_pages")
    root = click.Context(pages.hevesy, info_name="hevesy")
    without = [
        c.command_path
        for c, command in pages.walk(pages.hevesy, root)
        if not pages.examples(command.help or "")
    ]
    assert without == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Say.\n\n\b\nExample:\n  hevesy a b\n", ["hevesy a b"]),
        ("Say.\n\nExamples:\n  hevesy a \\\n    --to b\n  hevesy c\n", ["hevesy a --to b", "hevesy c"]),
        ("Say nothing.", []),
    ],
)
def test_examples_are_found_in_a_help_text(text: str, expected: list[str]) -> None:
    assert tool("command_pages").examples(text) == expected


SNIPPETS = """
```console
$ hevesy one
first
second
$ hevesy two --wrong
# exits 2
Usage ...
```

```python
x = 1
```
"""


def test_console_blocks_are_read_as_commands_with_what_they_print() -> None:
    found = list(tool("check_docs").snippets(SNIPPETS))
    assert [s.kind for s in found] == ["console", "python"]
    steps = tool("check_docs").console_steps(found[0].text)
    assert [(s.command, s.exits, s.shows) for s in steps] == [
        ("hevesy one", 0, ["first", "second"]),
        ("hevesy two --wrong", 2, ["Usage ..."]),
    ]


@pytest.mark.parametrize(
    "shown, printed, agrees",
    [
        (["a", "b"], "a\nb\n", True),
        (["a", "..."], "a\nb\nc\n", True),
        (["6.27 GBq"], "7.00 GBq\n", False),
        (["... GBq"], "  7.00 GBq\n", True),
        ([], "anything\n", True),
    ],
)
def test_what_the_manual_shows_is_compared_with_what_is_printed(
    shown: list[str], printed: str, agrees: bool
) -> None:
    assert tool("check_docs").agrees(shown, printed) is agrees


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[good](#here) [gone](missing.md) [away](https://example.org) [page](page.md#here) [bad](page.md#no)\n"
    )
    assert tool("check_docs").broken_links(page) == ["missing.md", "page.md#no"]


def test_evidence_has_one_whole_row_for_each_promise() -> None:
    rows = tool("evidence").read()
    assert len({row["id"] for row in rows}) == len(rows) >= 29
    for row in rows:
        assert row["sentence"].endswith("."), row["id"]
        assert row["status"] in ("met", "missed", "not built"), row["id"]
        assert bool(row["date"] and row["figure"]) is (row["status"] != "not built"), row["id"]


@pytest.mark.parametrize(
    "command, status, figure",
    [
        ("echo first; echo '== 12 passed in 0.31s =='", "met", "12 passed"),
        ("echo 0.41 s; false", "missed", "0.41 s"),
        ("true", "met", "printed nothing"),
    ],
)
def test_an_evidence_row_is_rerun(command: str, status: str, figure: str) -> None:
    row = {"command": command}
    tool("evidence").rerun(row)
    assert (row["status"], row["figure"]) == (status, figure)


def test_every_drawn_table_is_a_page_of_the_manual() -> None:
    drawn = {path.name for path in (CLONE / "tests" / "spec").glob("*.md")}
    shown = {path.name for path in (CLONE / "docs" / "reference" / "spec").glob("*.md")}
    assert shown == drawn
