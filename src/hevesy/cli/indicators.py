"""hevesy learn indicators: what is counted and why, and where a control chart says that something else is at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows
from hevesy.words import LANGUAGES

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.quality.indicator import Indicator, Month


@click.command()
@click.argument("months", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--indicator", default="", help="Of this indicator, month by month.")
@click.option("--chart", type=click.Path(path_type=Path, dir_okay=False), help="Write its control chart to this SVG.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of what is said.")
@machine
@packs
def indicators(
    months: Path | None, indicator: str, chart: Path | None, language: str, as_json: bool, as_csv: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """List the indicators of quality; with MONTHS, say which rule of a control chart fired, and on which months.

    MONTHS has the columns month (as 2027-03), indicator, count and of, or value where an indicator is no count. Shares
    are drawn on a p chart, events on a u chart, single values on an XmR chart; the rules are Nelson's.

    \b
    Example:
      hevesy learn indicators
    """
    from hevesy.quality.indicator import find_indicator, indicator_in, read_months
    from hevesy.quality.indicator import indicators as every

    shelf = load_shelf(pack, without_restricted)
    if (chart is not None) and not (indicator and months):
        raise click.UsageError("A chart is of one indicator: name it with --indicator, and give MONTHS.")
    if months is None:
        known = [find_indicator(indicator, shelf)] if indicator else list(every(shelf).values())
        print_rows([_defined(indicator_in(each, shelf, language), shelf) for each in known], as_json, as_csv)
        return
    found = read_months(months, shelf)
    if not indicator:
        rows = [_summed(every(shelf)[name], held, shelf, language, as_json) for name, held in found.items()]
        print_rows(rows, as_json, as_csv)
        return
    asked = find_indicator(indicator, shelf)
    if chart is not None:
        from hevesy.learn.indicator_pictures import picture_of

        chart.write_text(picture_of(asked, found.get(asked.id, []), shelf.reader("world"), language).svg, "utf-8")
        click.echo(f"wrote {chart}", err=True)
    print_rows(list(_points(asked, found.get(asked.id, []), language)), as_json, as_csv)


def _defined(each: Indicator, shelf: Shelf) -> dict[str, Any]:
    from hevesy.quality.indicator import target_of

    target = target_of(each, shelf.reader("world"))
    return {
        "id": each.id, "indicator": each.words, "counts": each.numerator, "of": each.denominator, "chart": each.chart,
        "better": each.direction, "target": "-" if target is None else f"{target.value:g} {target.unit}",
        "kind": "" if target is None else target.kind, "reviewer": each.reviewer or "nobody yet",
        "next review": each.next_review.isoformat(),
    }  # fmt: skip


def _summed(each: Indicator, held: list[Month], shelf: Shelf, language: str, plain: bool) -> dict[str, Any]:
    from hevesy.quality.indicator import apart_said, chart_of, meets, rules_said, shown, target_of

    chart, target = chart_of(each, held), target_of(each, shelf.reader("world"))
    met = meets(each, chart, target)
    said = [*rules_said(chart, language), *apart_said(chart, language)]
    return {
        "indicator": each.id, "months": len(held), "centre": shown(each, chart.centre),
        "target": "-" if target is None else f"{target.value:g}",
        "meets it": "unknown" if met is None else "yes" if met else "no",
        "rules that fired": said if plain else " ".join(said) or "none",
    }  # fmt: skip


def _points(each: Indicator, held: list[Month], language: str) -> Iterator[dict[str, Any]]:
    from hevesy.quality.indicator import chart_of, shown

    chart = chart_of(each, held)
    for place, point in enumerate(chart.points):
        rules = sorted({signal.rule for signal in chart.signals if signal.at == place})
        yield {"month": point.label, "value": shown(each, point.value), "lower": shown(each, point.lower),
               "upper": shown(each, point.upper), "rules": " ".join(rules)}  # fmt: skip
