"""All countries side by side, as a table and as a page with a map."""

from __future__ import annotations

from pathlib import Path

from hevesy.facts import Shelf
from hevesy.plan.world.columns import COLUMNS
from hevesy.plan.world.page import world_page
from hevesy.plan.world.table import Progress, Summary, lines, made, part_file, replace

__all__ = ["Progress", "Summary", "write_world"]


def write_world(
    shelf: Shelf, summary: Summary, out: Path, progress: Progress, settings: str = ""
) -> list[Path]:
    """Write the world table as CSV and as a page with a map into the folder `out`."""
    part = part_file(shelf, out, settings)
    rows = made(shelf, summary, part, progress)
    files = [out / "world.csv", out / "world.html"]
    replace(files[0], lines([{column.name: column.name for column in COLUMNS}, *rows]))
    replace(files[1], world_page(rows, shelf))
    part.unlink(missing_ok=True)
    return files
