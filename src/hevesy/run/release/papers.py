"""The papers as files: plain HTML that prints, and PDF with fonts for every language, the card on A6."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from hevesy.paper import pdf_from, templates_in
from hevesy.run.release.handout import Handout
from hevesy.run.release.handout import pdf_of as handout_pdf
from hevesy.run.release.leaves import Leaf, leaves
from hevesy.run.release.plan import Release

TEMPLATES = Path(__file__).parent / "templates"


def html_of(leaf: Leaf) -> str:
    """One paper as an HTML file: no script, nothing remote."""
    from markupsafe import Markup

    templates = templates_in(TEMPLATES)
    style = Markup((TEMPLATES / "leaf.css").read_text("utf-8"))
    return templates.get_template("leaf.html").render(leaf=leaf.said(), style=style)


def pdf_of(leaf: Leaf, on: date) -> bytes:
    """One paper as PDF."""
    return pdf_from(TEMPLATES / "leaf.typ", leaf.said(), on)


def write_papers(release: Release, out: Path, language: str = "en") -> list[Path]:
    """Write every paper as HTML and PDF into `out`; the files written. All are made before the first is written."""
    made: dict[str, bytes] = {}
    for leaf in leaves(release, language):
        made[f"{leaf.name}.html"] = html_of(leaf).encode()
        made[f"{leaf.name}.pdf"] = pdf_of(leaf, release.form.on)
    return _written(made, out)


def as_data(papers: Iterable[Leaf], on: date) -> str:
    """Papers as a text from which `set_papers` makes their PDF elsewhere, and cannot say anything else."""
    return json.dumps({"on": on.isoformat(), "papers": [asdict(each) for each in papers]}, ensure_ascii=False)


def handout_as_data(handout: Handout, on: date) -> str:
    """A text for patients as a text from which `set_papers` makes its PDF elsewhere."""
    return json.dumps({"on": on.isoformat(), "papers": [], "handout": asdict(handout)}, ensure_ascii=False)


def set_papers(text: str, out: Path) -> list[Path]:
    """Write the PDF of papers that `as_data` has put down; the files written. Raises ValueError where it has not."""
    try:
        said = json.loads(text)
        on, papers = date.fromisoformat(said["on"]), [_leaf(each) for each in said["papers"]]
        handout = _handout(said["handout"]) if "handout" in said else None
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    made = {f"{leaf.name}.pdf": pdf_of(leaf, on) for leaf in papers}
    return _written(made | ({"leaflet.pdf": handout_pdf(handout, on)} if handout else {}), out)


def _handout(said: dict[str, Any]) -> Handout:
    blocks = tuple((str(kind), str(text)) for kind, text in said["blocks"])
    return Handout(**{**said, "marks": tuple(said["marks"]), "blocks": blocks, "foot": tuple(said["foot"])})


def _leaf(said: dict[str, Any]) -> Leaf:
    lists = {name: tuple(said[name]) for name in ("marks", "lines", "head")}
    tables = {name: tuple(tuple(row) for row in said[name]) for name in ("facts", "rows")}
    leaf = Leaf(**{**said, **lists, **tables})
    if not re.fullmatch(r"[a-z_]+", leaf.name):  # it becomes the name of a file
        raise ValueError(leaf.name)
    return leaf


def _written(made: dict[str, bytes], out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        half = out / f".{name}.part"
        half.write_bytes(content)
        half.replace(out / name)
    return [out / name for name in made]
