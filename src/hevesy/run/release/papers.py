"""The papers as files: plain HTML that prints, and PDF with fonts for every language, the card on A6."""

from __future__ import annotations

from pathlib import Path

from hevesy.run.release.leaves import Leaf, leaves
from hevesy.run.release.plan import Release

TEMPLATES = Path(__file__).parent / "templates"


def html_of(leaf: Leaf) -> str:
    """One paper as an HTML file: no script, nothing remote."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    style = Markup((TEMPLATES / "leaf.css").read_text("utf-8"))
    return templates.get_template("leaf.html").render(leaf=leaf.said(), style=style)


def pdf_of(leaf: Leaf, release: Release) -> bytes:
    """One paper as PDF."""
    from hevesy.paper import pdf_from

    return pdf_from(TEMPLATES / "leaf.typ", leaf.said(), release.form.on)


def write_papers(release: Release, out: Path, language: str = "en") -> list[Path]:
    """Write every paper as HTML and PDF into `out`; the files written. All are made before the first is written."""
    made: dict[str, bytes] = {}
    for leaf in leaves(release, language):
        made[f"{leaf.name}.html"] = html_of(leaf).encode()
        made[f"{leaf.name}.pdf"] = pdf_of(leaf, release)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        half = out / f".{name}.part"
        half.write_bytes(content)
        half.replace(out / name)
    return [out / name for name in made]
