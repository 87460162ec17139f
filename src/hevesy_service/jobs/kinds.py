"""Which commands of the library a job may be: nothing else is ever run, and no word of a person reaches a shell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUT = "{out}"
RESULTS = "{results}"  # where what other jobs wrote is kept
PACK = "pack"  # the folder, among the inputs, of what the country itself has said


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: what it is called, what it is good for, its command, its input files, and how many draws are few
    enough to wait for. `of_country`: the command is told the country, and not given the plan. `calibrated`: it takes a
    calibration to last year's counts. `done`: the ends of the command with which it has done all it was asked."""

    id: str
    title: str | Promise
    why: str | Promise
    command: tuple[str, ...]
    draws: int
    inputs: tuple[str, ...] = ("plan.toml",)
    of_country: bool = False
    calibrated: bool = False
    done: tuple[int, ...] = (0,)


def _plan(id: str, title: str | Promise, why: str | Promise, draws: int, calibrated: bool = True) -> Kind:
    return Kind(id, title, why, ("plan", id, "plan.toml", "--out", OUT), draws, calibrated=calibrated)


def _country(id: str, title: str | Promise, why: str | Promise, draws: int, calibrated: bool = False) -> Kind:
    return Kind(id, title, why, ("plan", id, "--out", OUT), draws, (), True, calibrated)


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        _country("country", _("Briefing"), _("The country as it is: need, access, losses, years ahead"), 256, True),
        _plan("simulate", _("Run"), _("Week by week: who is treated, who waits, deaths, doses, costs"), 64),
        Kind("compare", _("Compare"), _("What it gains beside another plan, on the same draws"),
             ("plan", "compare", "other.toml", "plan.toml", "--out", OUT), 64, ("other.toml", "plan.toml"),
             calibrated=True),
        _plan("fives", _("Five A's"), _("How much of the unmet need each of the five A's of access explains"), 32),
        _plan("placement", _("Placement"), _("Where to open centres, with a proof, and tried on the same draws"), 32,
              False),
        _country("centre", _("Centre"), _("Rooms, walls, machines, staff, licences and cost of one centre"), 256),
        _plan("workforce", _("People"), _("Who is there, who leaves, who is trained"), 64),
        _plan("budget", _("Budget"), _("Year by line by funder by currency, and what nobody pays"), 64),
        _country("value", _("Value"), _("Cost of a year of health, price at a threshold, what to find out"), 512),
        _plan("payers", _("Payers"), _("Tariffs beside costs, premium, own feet, fairness"), 64),
        _plan("drill", _("Drill"), _("A plant stands still: what is lost, and what would have helped"), 64),
        _country("reconcile", _("Calibration"), _("The model held against what the country counted"), 1024),
        _plan("document", _("Document"), _("Word, PDF, HTML and workbook, in six languages"), 32),
    )
}  # fmt: skip
PAPERS = Kind(
    "papers", _("Papers"), _("PDF of what a patient takes home"), ("run", "papers", "papers.json", "--out", OUT), 0,
    ("papers.json",),
)  # fmt: skip
VALIDATE = Kind(
    "validate", _("Validation"), _("Runs of the checks"),
    ("validate", "--out", OUT), 0, (), done=(0, 1),
)  # fmt: skip
AUDIT_REPORT = Kind(
    "audit_report", _("Report of an audit"), _("PDF and Word file of an audit"),
    ("learn", "audit-report", "audit.json", "--out", OUT), 0, ("audit.json",),
)  # fmt: skip
OF_NO_PLAN = (PAPERS, VALIDATE, AUDIT_REPORT)
ALL_KINDS: Mapping[str, Kind] = {**KINDS, **{kind.id: kind for kind in OF_NO_PLAN}}


def arguments(kind: Kind, options: Sequence[str], out: Path, inputs: Iterable[str] = ()) -> list[str]:
    """The command line of a job, without the program; with the country's pack where it is among the inputs."""
    pack = ["--pack", PACK] if any(name.startswith(f"{PACK}/") for name in inputs) else []
    said = [option.replace(RESULTS, str(out.parent)) for option in options]
    return [*(str(out) if word == OUT else word for word in kind.command), *said, *pack]
