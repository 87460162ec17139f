"""A report of an audit as a text, from which its documents are made elsewhere, and cannot say anything else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from hevesy.learn.audit_report import document_of
from hevesy.learn.audited import Agreed, Report
from hevesy.paper.blocks import Document
from hevesy.paper.pages import pdf_of
from hevesy.paper.word import docx_of
from hevesy.quality import ActionState, Answer, Attached, Audit, Benchmark, Checklist, Item, Profile
from hevesy.words import LANGUAGES

NAME = "audit-{on}-{language}"


def as_data(report: Report, language: str) -> str:
    """The report as JSON, with the words of its profile."""
    said = {
        "language": language, "site": report.site, "team": report.team, "made_on": report.made_on.isoformat(),
        "profile": asdict(report.profile), "audit": _plain(report.audit),
        "beside": _plain(report.beside) if report.beside else None, "before": [_plain(each) for each in report.before],
        "kept": report.kept, "therapies": dict(report.therapies),
        "closed": report.closed.isoformat() if report.closed else None,
        "agreed": [{**asdict(each), "due": each.due.isoformat() if each.due else None} for each in report.agreed],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False)


def set_report(text: str, out: Path) -> list[Path]:
    """Write the PDF and the Word file of what `as_data` has put down. Raises ValueError where it has not."""
    try:
        said = json.loads(text)
        report, language = _report(said), str(said["language"])
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    if language not in LANGUAGES:  # it becomes part of the name of a file
        raise ValueError(language)
    name = NAME.format(on=report.audit.on.isoformat(), language=language)
    made = documents(document_of(report, language))
    return [put(out / f"{name}.{kind}", content) for kind, content in made.items()]


def documents(document: Document, kinds: Iterable[str] = ("pdf", "docx")) -> dict[str, bytes]:
    """The document as PDF and as Word, or as one of them."""
    makers = {"pdf": pdf_of, "docx": docx_of}
    return {kind: makers[kind](document) for kind in kinds}


def put(file: Path, content: bytes) -> Path:
    """Put a file in its place as a whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.part")
    half.write_bytes(content)
    half.replace(file)
    return file


def _plain(audit: Audit) -> dict[str, Any]:
    answers = {name: asdict(each) for name, each in audit.answers.items()}
    return {"profile": audit.profile, "edition": audit.edition, "kind": audit.kind, "on": audit.on.isoformat(),
            "answers": answers}  # fmt: skip


def _report(said: Mapping[str, Any]) -> Report:
    parts = tuple(
        Checklist(**{**each, "items": tuple(Item(**item) for item in each["items"])})
        for each in said["profile"]["checklists"]
    )
    published = said["profile"].get("benchmark")
    profile = Profile(**{
        **said["profile"], "checklists": parts, "benchmark": Benchmark(**published) if published else None,
    })  # fmt: skip
    beside = _audit(said["beside"]) if said["beside"] else None
    before = tuple(_audit(each) for each in said["before"])
    made_on = date.fromisoformat(said["made_on"])
    closed, agreed = said.get("closed"), tuple(_agreed(each) for each in said.get("agreed", ()))
    return Report(
        said["site"], said["team"], made_on, profile, _audit(said["audit"]), beside, before,
        said.get("kept", False), date.fromisoformat(closed) if closed else None, agreed,
        said.get("therapies", {}),
    )  # fmt: skip


def _agreed(said: Mapping[str, Any]) -> Agreed:
    due = date.fromisoformat(said["due"]) if said["due"] else None
    return Agreed(**{**said, "due": due, "state": ActionState(said["state"])})


def _audit(said: Mapping[str, Any]) -> Audit:
    answers = {name: _answer(each) for name, each in said["answers"].items()}
    return Audit(said["profile"], said["edition"], said["kind"], date.fromisoformat(said["on"]), answers)


def _answer(said: Mapping[str, Any]) -> Answer:
    """An answer; what an earlier version put down has no files."""
    attached = tuple(Attached(**each) for each in said.get("attached", ()))
    return Answer(**{**said, "evidence": tuple(said["evidence"]), "attached": attached})
