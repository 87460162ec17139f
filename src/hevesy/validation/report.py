"""The report: what was checked, what came out, and lines for who signs it; as JSON, as HTML, and as PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hevesy.paper import pdf_from, templates_in
from hevesy.validation.case import modules
from hevesy.validation.result import FAILED, NOT_HERE, PASSED, Result
from hevesy.validation.running import stands

TEMPLATES = Path(__file__).parent / "templates"
NO_CLEARANCE = (
    "Hevesy is not a cleared medical device, and this report claims no clearance. It says that on this machine, on "
    "this day, the software gave the answers below. Whether they are enough for the work of this site is decided by "
    "those who sign."
)
SIGNERS = ("Medical physicist", "Responsible physician")
LINES = ("Name", "Function", "Date", "Signature")
NAME = "validation"


@dataclass(frozen=True, slots=True)
class Report:
    """The results with where, on what, with which software and when they were got."""

    site: str
    machine: str
    software: str
    at: datetime
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed; what is not here has not failed."""
        return all(each.state != FAILED for each in self.results)

    @property
    def digest(self) -> str:
        return digest_of(self.said())

    def said(self) -> dict[str, Any]:
        """As it is kept; the digest is over this."""
        return {
            "site": self.site, "machine": self.machine, "software": self.software, "at": self.at.isoformat(),
            "results": [each.said() for each in self.results],
        }  # fmt: skip


def digest_of(said: Mapping[str, Any]) -> str:
    """SHA-256 over what a report holds, whatever the order in which it is written."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()


def page_of(report: Report) -> dict[str, Any]:
    """Every text of the page."""
    stand = stands(report.results)
    counted = {state: sum(each.state == state for each in report.results) for state in (PASSED, FAILED, NOT_HERE)}
    return {
        "title": "Validation of Hevesy at a site",
        "facts": [
            ["Site", report.site or "not named"], ["Machine", report.machine],
            ["Software", f"Hevesy {report.software}"],
            ["Date", f"{report.at:%Y-%m-%d %H:%M} UTC"],
            ["Checks", ", ".join(f"{number} {state}" for state, number in counted.items() if number)],
            ["SHA-256 of the results", report.digest],
        ],
        "verdict": "No check failed." if report.passed else "At least one check FAILED: do not rely on its module.",
        "passed": report.passed,
        "no_clearance": NO_CLEARANCE,
        "parts": [
            {
                "title": modules()[name].title, "what": modules()[name].what, "state": state,
                "rows": [each.said() for each in report.results if each.module == name],
            }
            for name, state in stand.items()
        ],
        "signers": list(SIGNERS), "lines": list(LINES),
    }  # fmt: skip


def json_of(report: Report) -> str:
    """For machines; with the digest over all the rest."""
    return json.dumps({**report.said(), "passed": report.passed, "sha256": report.digest}, ensure_ascii=False, indent=1)


def html_of(report: Report) -> str:
    """One HTML file: no script, nothing remote."""
    templates = templates_in(TEMPLATES)
    return templates.get_template("report.html").render(page_of(report)) + "\n"


def pdf_of(report: Report) -> bytes:
    """To print and sign."""
    return pdf_from(TEMPLATES / "report.typ", page_of(report), report.at.date())


def write_report(report: Report, out: Path) -> list[Path]:
    """Write all three into `out`; the files written. All are made before the first is written."""
    made = {"json": json_of(report).encode(), "html": html_of(report).encode(), "pdf": pdf_of(report)}
    out.mkdir(parents=True, exist_ok=True)
    for kind, content in made.items():
        half = out / f".{NAME}.{kind}.part"
        half.write_bytes(content)
        half.replace(out / f"{NAME}.{kind}")
    return [out / f"{NAME}.{kind}" for kind in made]
