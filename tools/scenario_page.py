"""Write the scenario's page of the manual and its JSON schema; with --check, say whether they are stale.

python tools/scenario_page.py            writes docs/reference/scenario.md and scenario.schema.json
python tools/scenario_page.py --check    exits 1 and names what is stale

Both come from the dictionary of keys and the catalogues of interventions and shocks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import Entry, catalogue
from hevesy.plan.scenario.check_funders import LINES
from hevesy.plan.scenario.check_tariffs import BUNDLE
from hevesy.plan.scenario.dictionary import (
    FUNDER,
    INTERVENTION,
    ONWARD,
    RANGE,
    SCENARIO,
    SHOCK,
    SHORTAGE,
    TARIFF,
    Key,
    keys,
    number_said,
)
from hevesy.plan.scenario.schema import FILE, schema
from hevesy.plan.scenario.shock_catalogue import Part, ShockEntry, shock_catalogue

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "scenario.md"
HEAD = """<!-- Written by tools/scenario_page.py from keys and catalogue; `make docs` writes it anew. -->

# Scenario

A scenario is one TOML file: a country, a span of years, and what is done. `hevesy plan scenario new JOR --out
jordan.toml` writes a first one, [Write a scenario](../how_to/write_a_scenario.md) shows how to change it. The same
keys as a JSON schema: `src/hevesy/plan/scenario/scenario.schema.json`.

A key that is not listed here is refused, as is a value outside its range: nothing is passed over in silence.
"""
TITLES = {
    SCENARIO: ("At the top", ""),
    INTERVENTION: (
        "[[intervention]]",
        "One for each thing that is done. Figures that are left out come from the catalogue below.",
    ),
    SHOCK: (
        "[[shock]]",
        "One for each thing that befalls the country: on a day (`begins`) or at random (`per_year`), never both. "
        "Figures that are left out come from the catalogue of shocks below.",
    ),
    SHORTAGE: (
        "[[shortage]]",
        "One for each plan: what is done while a maker or its reactors cannot send what was ordered. A therapy has one "
        "plan at most. [How plans work](../explanation/supply.md).",
    ),
    FUNDER: (
        "[[funder]]",
        "One for each payer, in the order in which they pay, for `hevesy plan budget` and `hevesy plan payers`. Lines "
        "of a budget: "
        + ", ".join(f"`{line}`" for line in LINES) + ". [How they pay](../explanation/budget.md).",
    ),
    TARIFF: (
        "[[tariff]]",
        "One for each price that a scheme pays for a cycle. What it asks of households is what they are asked for in "
        "every run; `hevesy plan payers` says who bears what. Lines of a bundle: "
        + ", ".join(f"`{line}`" for line in BUNDLE) + ". [How they are set against cost](../explanation/payers.md).",
    ),
    ONWARD: ("[[onward]]", "Patients who wait long at one centre are sent on. A circle is refused."),
    RANGE: (
        "A range",
        "Wherever a range may stand, a plain number says that it is known exactly:\n"
        "`capital = 500000` or `capital = { expected = 500000, low = 300000, high = 900000 }`.",
    ),
}
KINDS = {
    "texts": "list of texts", "numbers": "numbers by name", "wholes": "whole numbers by name", "whole": "whole number",
    "ranges": "ranges by name", "tables": "tables",
}  # fmt: skip
PLACES = {
    "centre": "at one centre",
    "country": "on the whole country",
    "either": "at one centre, or on all",
}
CATALOGUE = """## Catalogue of interventions

Every number is a fact on the shelf: `hevesy facts why interventions.coverage.effect` shows one with its range and
source, and a pack may replace it. A file `interventions/<kind>.toml` in a pack adds or replaces a whole kind.

An intervention is *ready* after its lead time and never before all that it needs; it is *full* after its ramp-up;
from then on its effect wears off by a share each year. Its level runs from 0 to 1 in steps of four weeks (wear-off in
steps of a year). A value v that it moves becomes v + (toward − v) × effect × level. Where two move one value,
the later in the file moves what the earlier has left.

*Decided* effects (a fee, an hour, a permit) are what the planner says they are. An effect that is only *assumed*
gives no rank: results show instead how large it would have to be to be worth its cost.
"""
SHOCKS = """## Catalogue of shocks

Numbers are facts on the shelf here too, and a file `shocks/<kind>.toml` in a pack adds or replaces a kind. A shock is
felt in full for so many weeks and then ever less, in a straight line, until things have recovered: its level goes from
1 to 0. Each part takes size × level: a value v becomes v + (toward − v) × size × level, of a resource or of doses the
share 1 − size × level is left. [What each shock does and leaves out](../explanation/shocks.md).
"""
HELD = {"border": "are let in", "unpaid": "are paid for and sent"}
FORM = "{value} ({low} to {high}) {unit}"


def page(shelf: Shelf) -> str:
    """The whole page."""
    parts = [HEAD]
    for table, (title, said) in TITLES.items():
        parts.append(f"## {title}\n\n{said}\n\n" if said else f"## {title}\n\n")
        parts.append(_table(keys(table)))
    parts.append(CATALOGUE)
    entries = catalogue(shelf)
    parts += [f"{_entry(entry, shelf)}\n" for entry in entries.values()]
    parts.append(SHOCKS)
    parts += [f"{_shock(entry, shelf)}\n" for entry in shock_catalogue(shelf).values()]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _shock(entry: ShockEntry, shelf: Shelf) -> str:
    lines = [f"### {entry.id}", "", entry.meaning, "", f"- {PLACES[entry.at]}"]
    if entry.uses:
        lines.append(f"- reads {', '.join(f'`{key}`' for key in entry.uses)}")
    lines.append(f"- felt in full for {_fact(entry.lasts_weeks, shelf)}")
    lines.append(f"- recovers in {_fact(entry.recovery_weeks, shelf)}")
    lines += [f"- part `{part.id}`: {_part(part)}; size {_fact(part.size, shelf)}" for part in entry.parts]
    return "\n".join(lines)


def _part(part: Part) -> str:
    said = []
    if part.facts:
        said.append(f"moves {', '.join(f'`{name}`' for name in part.facts)} toward {part.toward:g}")
    if part.resources:
        said.append(f"leaves less of {', '.join(name.replace('_', ' ') for name in part.resources)}")
    if part.doses:
        said.append(f"fewer doses {'of imported medicines ' if part.imported else ''}{HELD[part.doses]}")
    return ", ".join(said)


def _table(rows: tuple[Key, ...]) -> str:
    lines = ["| key | holds | meaning |", "|---|---|---|"]
    for key in rows:
        lines.append(f"| `{key.name}`{' *' if key.required else ''} | {_holds(key)} | {key.meaning} |")
    return "\n".join(lines) + "\n\n\\* must be there.\n"


def _holds(key: Key) -> str:
    found = KINDS.get(key.kind, key.kind)
    if key.choices:
        return ", ".join(f"`{choice}`" for choice in key.choices)
    if key.low is not None:
        found += f", {number_said(key.low)} to {number_said(key.high)}"
    if key.unit:
        found += f" ({key.unit})"
    return found + (f"; {key.default} if left out" if key.default else "")


def _entry(entry: Entry, shelf: Shelf) -> str:
    lines = [f"### {entry.id}", "", f"{entry.meaning}", "", *(f"- {line}" for line in _said(entry, shelf))]
    return "\n".join(lines)


def _said(entry: Entry, shelf: Shelf) -> Iterator[str]:
    yield PLACES[entry.at]
    if entry.uses:
        yield f"reads {', '.join(f'`{key}`' for key in entry.uses)}"
    for need in entry.needs:
        first = " or ".join(f"`{kind}`" for kind in need.kinds)
        when = "before work starts" if need.before == "start" else "before it is ready"
        shown = f", unless the pack shows the centre as {need.shown}" if need.shown else ""
        yield f"needs {first} {when}{shown}: {need.reason}"
    yield f"lead time {_fact(entry.lead_weeks, shelf)}"
    if entry.ramp_weeks:
        yield f"ramp-up {_fact(entry.ramp_weeks, shelf)}"
    if entry.wear_off_per_year:
        yield f"wear-off {_fact(entry.wear_off_per_year, shelf)}"
    if entry.more:
        yield f"makes the need larger by {_fact(entry.more, shelf)}"
    if entry.sends_abroad:
        yield f"sends long waiters abroad each week: {_fact(entry.sends_abroad, shelf)}"
    if entry.accepts:
        yield f"imaging by {', '.join(entry.accepts)} counts beside what is used first"
    for move in entry.moves:
        moved = ", ".join(f"`{name}`" for name in move.facts)
        yield f"moves {moved} toward {move.toward:g}; effect {_fact(move.effect, shelf)}{_decided(entry)}"
    for scale in entry.scales:
        yield f"more of {', '.join(scale.resources)}: {_fact(scale.effect, shelf)}{_decided(entry)}"
    for add in entry.adds.values():
        costs = [
            f"{word} {_fact(name, shelf)}"
            for word, name in (("to buy", add.capital), ("each year", add.running))
            if name
        ]
        usual = f"{add.usual:g} unless `adds` says otherwise" if add.usual else "none unless `adds` says so"
        yield f"adds {add.resource.replace('_', ' ')}: {usual}, {add.most:g} at most" + "".join(
            f"; {cost}" for cost in costs
        )
    if entry.capital:
        yield f"to set up {_fact(entry.capital, shelf)}"
    if entry.running:
        yield f"each year {_fact(entry.running, shelf)}"
    if entry.upkeep:
        yield f"upkeep of what was bought {_fact(entry.upkeep, shelf)}"


def _decided(entry: Entry) -> str:
    return ", decided" if entry.decided else ""


def _fact(name: str, shelf: Shelf) -> str:
    """A figure with its range, its kind and its name; by income group where it differs."""
    rows = shelf.rows(name)
    if len({row.place for row in rows}) > 1:
        return f"by income group (`{name}`)"
    fact = rows[-1]
    return f"{fact.described()}, {fact.kind} (`{name}`)"


def fresh() -> dict[Path, str]:
    shelf = Shelf.load()
    return {PAGE: page(shelf), FILE: json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"}


def stale() -> list[str]:
    """What no longer says what the dictionary and the catalogue say."""
    return [
        path.name for path, text in fresh().items() if not path.is_file() or path.read_text("utf-8") != text
    ]


def main() -> int:
    if "--check" in sys.argv:
        found = stale()
        for name in found:
            print(f"{name} is stale; run `python tools/scenario_page.py` and commit it.")
        return 1 if found else 0
    for path, text in fresh().items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
