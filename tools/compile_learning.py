"""Compile what LEARN's events and texts start with: lessons of public notices, their sources, and defaults of ours.

    python tools/compile_learning.py

reads tools/lesson_rows.csv, tools/lesson_sources.csv and tools/learning_rows.csv, which are written by hand, and
writes lessons.csv, sources_lessons.csv and facts/learning.csv of the open pack. Every lesson names the public notice
that tells of it, in our own words and without the names of hospitals; where a notice does not say what was changed,
the row says so.
"""

from __future__ import annotations

from pathlib import Path

from raw import FACT_HEADER, OPEN, SOURCE_HEADER, read_rows, write_rows

TOOLS = Path(__file__).parent
LESSON_HEADER = ("id", "title", "happened", "why", "changed", "kind", "step", "therapy", "month", "source", "truth")


def main() -> None:
    sources = read_rows(TOOLS / "lesson_sources.csv")
    lessons = read_rows(TOOLS / "lesson_rows.csv")
    strange = {row["source"] for row in lessons} - {row["key"] for row in sources}
    if strange:
        raise SystemExit(f"lesson_rows.csv names sources that lesson_sources.csv lacks: {', '.join(sorted(strange))}")
    write_rows(OPEN / "lessons.csv", LESSON_HEADER, lessons)
    write_rows(OPEN / "sources_lessons.csv", SOURCE_HEADER, sources)
    write_rows(OPEN / "facts" / "learning.csv", FACT_HEADER, read_rows(TOOLS / "learning_rows.csv"))


if __name__ == "__main__":
    main()
