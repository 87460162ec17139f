"""What is proposed: the two options side by side, the package with its Gantt chart, the five A's, cost and value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hevesy.paper.blocks import Block, Bullets, Heading, Paragraph, Picture, Table
from hevesy.pictures.band_chart import band_chart
from hevesy.pictures.gantt import gantt
from hevesy.plan.document.brief import worth_said
from hevesy.plan.document.material import Material, Said
from hevesy.plan.document.speech import (
    act_named,
    acts_of,
    centre_named,
    funder_said,
    owner_said,
    price_said,
    when_said,
)
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.document.worth import funding, therapies_worth
from hevesy.plan.scenario.timeline import Scheduled

LEGEND = ("waits", "work", "critical", "grows", "used", "ready")
MEASURES = ("shapley", "alone", "without")


def package(found: Material, tongue: Tongue) -> Iterator[Block]:
    """The options, the recommended package and when what of it is done."""
    yield Heading(1, tongue.say("chapter.package"))
    yield Paragraph(tongue.say("package.options"))
    yield _options(found, tongue)
    yield _chart(found, tongue)
    yield Heading(2, tongue.say("package.recommended"))
    if not found.timeline.rows:
        yield Paragraph(tongue.say("package.empty"))
        return
    yield _acts(found, tongue)
    yield Paragraph(tongue.say("package.prices", year=found.years[0]), "note")
    yield _gantt(found, tongue)
    names = acts_of(found, found.timeline.critical_path, tongue)
    yield Paragraph(tongue.say("package.path", names=tongue.listed(names)), "note")


def _options(found: Material, tongue: Tongue) -> Table:
    rows = []
    for row in found.versus["headlines"]:
        said = tongue.shares if row["unit"] == "share" else tongue.counted
        cells = [said(row[name]) for name in ("a", "b")]
        change = row["difference"]
        shown = (
            tongue.interval({name: 100 * value for name, value in change.items()})
            if row["unit"] == "share"
            else None
        )
        rows.append([
            tongue.say(f"outcome.{row['name']}"), *cells, f"{shown} %" if shown else tongue.counted(change),
            tongue.say(f"unit.{row['unit']}"),
        ])  # fmt: skip
    head = [tongue.say("head.outcome"), *(tongue.say(f"word.{name}") for name in ("nothing", "package", "difference")),
            tongue.say("head.unit")]  # fmt: skip
    return Table(tongue.say("chapter.package"), head, rows, (2.4, 1.8, 1.8, 1.8, 1.3))


def _chart(found: Material, tongue: Tongue) -> Picture:
    caption = tongue.say("package.chart")
    series = [
        (tongue.say("word.nothing"), found.nothing["total"]["started"]),
        (tongue.say("word.package"), found.package["total"]["started"]),
    ]
    svg = band_chart(series, key="started", title=caption, description=caption)
    return Picture("started", caption, caption, svg)


def _acts(found: Material, tongue: Tongue) -> Table:
    rows = [
        [
            act_named(row, tongue), centre_named(row.intervention.centre, found, tongue),
            when_said(row, found, tongue), price_said(found.prices[row.intervention.id], tongue),
            owner_said(row.intervention, found, tongue), funder_said(row.intervention, tongue),
        ]
        for row in found.timeline.rows
    ]  # fmt: skip
    head = [
        tongue.say(f"head.{name}") for name in ("intervention", "where", "date", "cost", "owner", "funder")
    ]
    return Table(tongue.say("package.recommended"), head, rows, (1.7, 1.3, 1.9, 1.9, 1.6, 1.1))


def _gantt(found: Material, tongue: Tongue) -> Picture:
    caption, note = tongue.say("package.gantt"), tongue.say("package.gantt_note")
    rows = [
        {
            "label": _label(row, found, tongue),
            "critical": row.intervention.id in found.timeline.critical_path,
            **{
                name: getattr(row, name)
                for name in ("begins", "starts", "ready", "ready_low", "ready_high", "full")
            },
        }
        for row in found.timeline.rows
    ]
    first = found.scenario.start.year
    svg = gantt(
        rows, years=[str(first + year) for year in range(found.scenario.years)], key="gantt", title=caption,
        description=note, words=[tongue.say(f"package.legend_{name}") for name in LEGEND],
    )  # fmt: skip
    return Picture("gantt", caption, note, svg)


def _label(row: Scheduled, found: Material, tongue: Tongue) -> str:
    place = row.intervention.centre
    return tongue.listed([act_named(row, tongue), *([centre_named(place, found, tongue)] if place else [])])


# --- the five A's -----------------------------------------------------------------------------------------------


def fives(found: Material, tongue: Tongue) -> Iterator[Block]:
    """Ranks alone: with few draws, at gates that are mostly assumed, percentages would say more than is known."""
    yield Heading(1, tongue.say("chapter.fives"))
    yield Paragraph(tongue.say("fives.note", draws=found.few), "note")
    split = found.split
    yield Paragraph(
        tongue.say(
            "fives.unmet", entered=tongue.interval(split["entered"]), unmet=tongue.interval(split["unmet"])
        )
    )
    rows = [
        [tongue.say(f"a.{row['a']}"), *(_likeliest(row["ranks"][measure], tongue) for measure in MEASURES)]
        for row in sorted(split["a"], key=_expected_rank)
    ]
    head = [tongue.say("head.a"), *(tongue.say(f"head.rank_{measure}") for measure in MEASURES)]
    yield Table(tongue.say("chapter.fives"), head, rows)
    pair = split["best_pair"]
    first, second = (tongue.say(f"a.{a}") for a in pair["a"])
    yield Paragraph(
        tongue.say("fives.pair", first=first, second=second, share=tongue.share(pair["share_of_draws"]))
    )


def _expected_rank(row: Said) -> float:
    ranks = row["ranks"]["shapley"]
    return float(np.dot(ranks, np.arange(1, len(ranks) + 1)))


def _likeliest(ranks: list[float], tongue: Tongue) -> str:
    place = int(np.argmax(ranks))
    return f"{place + 1} ({tongue.share(ranks[place])})"


# --- money ------------------------------------------------------------------------------------------------------


def money(found: Material, tongue: Tongue) -> Iterator[Block]:
    """The budget, who pays it, and what the package is worth beside doing nothing; the workbook has the formulas."""
    yield Heading(1, tongue.say("chapter.money"))
    yield Paragraph(f"{tongue.say('money.note')} {tongue.say('money.defaults')}", "note")
    yield _budget(found, tongue)
    yield _lines(found, tongue)
    yield from funding(found, tongue)
    yield Heading(2, tongue.say("money.value"))
    yield Paragraph(tongue.say("money.value_note", year=found.years[0]), "note")
    yield Bullets(list(worth_said(found, tongue)) or [tongue.say("package.empty")])
    yield _value(found, tongue)
    yield from therapies_worth(found, tongue)


COLUMNS = (("interventions", ("capital", "running")), ("centres", ("staff", "upkeep")),
           ("medicines", ("medicines", "freight")), ("care", ("administration", "imaging", "follow_up")))  # fmt: skip


def _budget(found: Material, tongue: Tongue) -> Table:
    """Groups of lines by year, USD of the year: the sums of `hevesy plan budget`."""
    budget = found.money["package"]
    columns = [*(budget.of(*lines) for _, lines in COLUMNS), budget.year_totals()]
    rows = [
        [str(year), *(tongue.whole(column[place]) for column in columns)]
        for place, year in enumerate(budget.years)
    ]
    rows.append([tongue.say("word.total"), *(tongue.whole(sum(column)) for column in columns)])
    head = [tongue.say("head.year"), *(tongue.say(f"money.{name}") for name, _ in COLUMNS), tongue.say("word.total")]
    return Table(f"{tongue.say('money.budget')} ({tongue.say('unit.USD')})", head, rows, (0.7, 1, 1, 1, 1, 1))


def _lines(found: Material, tongue: Tongue) -> Table:
    """Every line with its first and last year, all years, and the share that is imported."""
    budget = found.money["package"]
    rows = []
    for line in budget.said["lines"]:
        by_year = [float(each["total"]["value"]) for each in line["by_year"]]
        name = tongue.say(f"budget_line.{line['id']}") + (" *" if line["default_prices"] else "")
        imported = tongue.share(budget.budget.shares[line["id"]])
        rows.append([name, *(tongue.whole(each) for each in (by_year[0], by_year[-1], sum(by_year))), imported])
    total = budget.year_totals()
    rows.append([tongue.say("word.total"), *(tongue.whole(each) for each in (total[0], total[-1], sum(total))), "—"])
    head = [tongue.say("head.line"), str(budget.years[0]), str(budget.years[-1]), tongue.say("word.total"),
            tongue.say("money.imported")]  # fmt: skip
    return Table(f"{tongue.say('money.lines')} ({tongue.say('unit.USD')})", head, rows, (3, 1, 1, 1, 0.9))


def _value(found: Material, tongue: Tongue) -> Table:
    nothing, package = found.money["nothing"], found.money["package"]
    pairs = {
        "costs": (nothing.real_totals(), package.real_totals()),
        "qalys": (nothing.qalys, package.qalys),
        "life_years": (nothing.life_years, package.life_years),
    }
    rows = []
    for name, (a, b) in pairs.items():
        first, second = nothing.discounted(a), package.discounted(b)
        rows.append(
            [tongue.say(f"money.{name}"), *(tongue.whole(each) for each in (first, second, second - first))]
        )
    head = [tongue.say("head.item"), *(tongue.say(f"word.{name}") for name in ("nothing", "package", "difference"))]
    return Table(tongue.say("money.value"), head, rows, (2, 1, 1, 1))
