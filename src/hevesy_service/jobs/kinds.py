"""Which commands of the library a job may be: nothing else is ever run, and no word of a person reaches a shell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUT = "{out}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: what it is called, what it is good for, its command, its input files and the page it writes."""

    id: str
    title: str | Promise
    why: str | Promise
    command: tuple[str, ...]
    inputs: tuple[str, ...]
    page: str
    draws: int | None  # that are few enough to wait for; None where the command takes none


_ONE = ("plan.toml",)
KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("simulate", _("Run"), _("Week by week: who is treated, who waits, deaths, doses, costs"),
             ("plan", "simulate", "plan.toml", "--out", OUT), _ONE, "simulation.html", 64),
        Kind("compare", _("Compare"), _("What it gains beside another plan, on the same draws"),
             ("plan", "compare", "other.toml", "plan.toml", "--out", OUT), ("other.toml", "plan.toml"),
             "comparison.html", 64),
        Kind("fives", _("Five A's"), _("How much of the unmet need each of the five A's of access explains"),
             ("plan", "fives", "plan.toml", "--out", OUT), _ONE, "fives.html", 32),
        Kind("workforce", _("People"), _("Who is there, who leaves, who is trained"),
             ("plan", "workforce", "plan.toml", "--out", OUT), _ONE, "workforce.html", 64),
        Kind("budget", _("Budget"), _("Year by line by funder by currency, and what nobody pays"),
             ("plan", "budget", "plan.toml", "--out", OUT), _ONE, "budget.html", 64),
        Kind("payers", _("Payers"), _("Tariffs beside costs, premium, own feet, fairness"),
             ("plan", "payers", "plan.toml", "--out", OUT), _ONE, "payers.html", 64),
        Kind("drill", _("Drill"), _("A plant stands still: what is lost, and what would have helped"),
             ("plan", "drill", "plan.toml", "--out", OUT), _ONE, "drill.html", 64),
        Kind("document", _("Document"), _("Word, PDF, HTML and workbook, in six languages"),
             ("plan", "document", "plan.toml", "--out", OUT), _ONE, "", 32),
    )
}  # fmt: skip


def arguments(kind: Kind, options: Sequence[str], out: Path) -> list[str]:
    """The command line of a job, without the program."""
    return [*(str(out) if word == OUT else word for word in kind.command), *options]
