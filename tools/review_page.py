"""Write the manual's page of the review's numbers from the shipped data; with --check, say whether it is stale.

python tools/review_page.py            writes docs/reference/review_numbers.md
python tools/review_page.py --check    exits 1 if the page is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from hevesy.facts import Shelf
from hevesy.plan.report.said import figure
from hevesy.plan.review import Check, Verdict, checks, clashes
from hevesy.plan.review_said import row

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "review_numbers.md"
TEMPLATE = Path(__file__).with_suffix(".md")


def page(shelf: Shelf) -> str:
    """The page in Markdown."""
    every = checks(shelf)
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )  # Markdown
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(
        every=every,
        row=row,
        figure=figure,
        clashes=clashes(shelf),
        demand=list(demand(every)),
        citation=shelf.source("review0").citation,
        about=f"{shelf.fact('review.agreement.about').value:.0%}",
        answered=f"{shelf.fact('review.survey.countries').value:g}",
        verdicts={v: [check.number for check in every if check.verdict is v] for v in Verdict},
    )


def demand(every: Sequence[Check]) -> Iterator[tuple[str, str, str, str]]:
    """Treatments reported beside cycles needed, to two digits: more would promise what the model cannot hold."""
    for check in every:
        reported, ours = check.fact.value, check.ours
        if check.section == "treatments" and check.basis == "beside" and reported and ours is not None:
            assert isinstance(ours.value, float)
            name = check.statement.partition(":")[0]
            yield name, f"{reported:,.0f}", two(ours.value), two(100 * reported / ours.value)


def two(value: float) -> str:
    """A figure to two digits.

    >>> two(992_338), two(4.837)
    ('990,000', '4.8')
    """
    return f"{float(f'{value:.2g}'):,.10g}"


def main() -> int:
    text = page(Shelf.load())
    stale = not PAGE.is_file() or PAGE.read_text("utf-8") != text
    if "--check" not in sys.argv:
        PAGE.write_text(text, "utf-8")
        print(f"{PAGE.name} {'changed' if stale else 'is fresh'}.", file=sys.stderr)
        return 0
    if stale:
        print("docs/reference/review_numbers.md is stale; run `make command-pages` and commit it.")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
