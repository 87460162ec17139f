"""hevesy plan document: the plan as a document that leaves a planning mission's hands, in six languages."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from hevesy.cli.options import calibrated, fit_of, packs
from hevesy.cli.simulate import RunProgress, drawing, folder_made, say_aside, scenarios_asked
from hevesy.words import LANGUAGES


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option(
    "--lang", "languages", multiple=True, default=("en",), show_default=True, metavar="CODE",
    help=f"The language, one of {', '.join(LANGUAGES)}; may be repeated.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the document.",
)
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="An earlier baseline-<n>.json, to stand beside this year's figures in the monitoring frame.",
)  # fmt: skip
@click.option("--draws", type=click.IntRange(2, 100_000), help="Draws; the scenario's where none are given.")
@click.option("--seed", type=int, help="The seed; the scenario's where none is given.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; all processors by default.")
@calibrated
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The date on the document; today by default.")
@packs
def document(
    scenario: Path, languages: tuple[str, ...], out: Path, baseline: Path | None, draws: int | None,
    seed: int | None, threads: int | None, calibration: Path | None, on: datetime | None, pack: tuple[Path, ...],
    without_restricted: bool,
) -> None:  # fmt: skip
    """Write SCENARIO (a TOML file) as a plan: .docx, .pdf, .html, and an .xlsx with live formulas.

    The first run writes baseline-1.json beside it; a later one with other figures baseline-2.json, and so on.

    \b
    Example:
      hevesy plan scenario new JOR --out jordan_plan.toml
      hevesy plan document jordan_plan.toml --lang fr --out plan/
    """
    from hevesy.plan.document.baseline import check_same_country, numbered, read_baseline
    from hevesy.plan.document.material import material
    from hevesy.plan.document.tongue import tongue
    from hevesy.plan.document.writing import write_document
    from hevesy.plan.simulation.simulate import How

    for code in languages:
        tongue(code)  # one that nobody speaks is refused before anything is read
    before = None if baseline is None else read_baseline(baseline)
    fit = fit_of(calibration)
    with drawing(out):
        (asked,), shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
        if before is not None and baseline is not None:
            check_same_country(before, baseline, asked.country)
        folder_made(out)
        for each in numbered(out):
            read_baseline(each)  # one that somebody changed is refused before anything is computed
        how = How(threads=threads, calibration=fit, on_progress=RunProgress(), say=say_aside)
        found = material(asked, shelf, how, on.date() if on else date.today())
        written = write_document(found, out, tuple(dict.fromkeys(languages)), before)
    for path in written.files:
        click.echo(path)
    if written.signs_missing:
        click.echo(
            f"The fonts of the PDF have no sign for {written.signs_missing}: it prints their codes there, as [U+4E02]; "
            "Word and HTML show them.",
            err=True,
        )
