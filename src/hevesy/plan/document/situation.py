"""Where the country stands: its figures with the SWOT, and the review's challenges with what meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hevesy.paper.blocks import Block, Heading, Paragraph, Table
from hevesy.plan.document.indicators import FACTS, Indicator
from hevesy.plan.document.material import Material
from hevesy.plan.document.speech import (
    act_named,
    funder_said,
    indicator_named,
    kind_said,
    owner_said,
    price_said,
    proposed,
    source_said,
    valued,
    when_said,
)
from hevesy.plan.document.swot import swot_said
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.timeline import Scheduled
from hevesy.products import barriers

Every = Mapping[str, Indicator]
# the indicator that measures a challenge of Table 1, where one of ours does
MEASURES = {
    "AV2": "outages", "AV3": "physicians", "AV4": "in_time", "AC2": "outages", "AC4": "closed_month",
    "AS1": "within_2h", "AS3": "late", "AS4": "dependence", "AF2": "out_of_pocket", "AF3": "government_share",
    "AF4": "coverage_index", "AP4": "in_guideline", "LO1": "missing_doses", "LO2": "dependence", "FI2": "in_benefit",
    "FI4": "in_benefit", "PO2": "missing_doses", "PO3": "emigrates", "RE4": "approved",
}  # fmt: skip


def situation(found: Material, every: Every, tongue: Tongue) -> Iterator[Block]:
    """The country in figures, and the SWOT."""
    yield Heading(1, tongue.say("chapter.situation"))
    yield _country(found, every, tongue)
    yield from swot_said(found, every, tongue)


def _country(found: Material, every: Every, tongue: Tongue) -> Table:
    here = found.country
    classes = {"income_group": ("income", "country.income_group"), "region": ("region", "country.who_region")}
    rows = []
    for name, (group, id) in classes.items():
        fact = found.shelf.find(id, here.iso3)
        value = getattr(here, name)
        known = f"{group}.{value}" in tongue.phrases
        rows.append([
            tongue.say(f"indicator.{name}"), tongue.say(f"{group}.{value}") if known else tongue.unknown(),
            str(fact.on) if fact else "—", fact.source if fact else "—",
            kind_said(str(fact.kind) if fact else "", tongue),
        ])  # fmt: skip
    for name in (*FACTS, "within_2h"):
        each = every[name]
        rows.append([
            indicator_named(each, tongue), valued(each, tongue), tongue.date(each.on) if each.on else "—",
            source_said(each), kind_said(each.kind, tongue),
        ])  # fmt: skip
    head = [tongue.say(f"head.{name}") for name in ("indicator", "value", "year", "source", "kind")]
    return Table(tongue.say("situation.country"), head, rows, (2.4, 1.6, 1, 1.5, 2))


# --- the review's Table 1 ---------------------------------------------------------------------------------------


def challenges(found: Material, every: Every, tongue: Tongue) -> Iterator[Block]:
    """Every challenge of Table 1, by the five A's: its indicator here, and what meets it."""
    yield Heading(1, tongue.say("chapter.challenges"))
    yield Paragraph(tongue.say("challenge.note"), "note")
    kinds = {
        row["barrier"]: [kind for kind in row["kinds"].split(";") if kind]
        for row in found.shelf.table("challenge_acts")
    }
    groups: dict[str, list[list[str]]] = {}
    for id, barrier in barriers(found.shelf).items():
        if barrier.in_table1:
            group = f"a.{barrier.a}" if barrier.a_stated else f"domain.{barrier.domain}"
            groups.setdefault(group, []).extend(_challenge(id, kinds.get(id, []), found, every, tongue))
    head = [
        tongue.say(f"head.{name}")
        for name in ("challenge", "indicator", "mitigation", "owner", "date", "cost", "funder")
    ]
    for group, rows in groups.items():
        yield Table(tongue.say(group), head, rows, (1.9, 1.3, 1.75, 1.4, 1.4, 1.5, 1.0))


def _challenge(id: str, kinds: list[str], found: Material, every: Every, tongue: Tongue) -> list[list[str]]:
    """A row for the challenge, and one for each intervention of the package that acts on it."""
    each = every.get(MEASURES.get(id, ""))
    measured = f"{indicator_named(each, tongue)}: {valued(each, tongue)}" if each else tongue.unknown()
    own = [row for row in found.timeline.rows if row.intervention.kind in kinds]
    others = [kind for kind in kinds if kind not in {row.intervention.kind for row in own}]
    to_be = tongue.say("word.to_be_named")
    first = [
        f"{id}. {tongue.say(f'challenge.{id}')}",
        measured,
        tongue.say(f"mitigation.{id}"),
        proposed("challenge", id, found, tongue),
        "",
        "",
        "",
    ]
    if own:
        return [first, *(_meets(row, found, tongue) for row in own)]
    known = catalogue(found.shelf)
    names = [tongue.name("act", kind, known[kind].name if kind in known else "") for kind in others]
    said = (
        tongue.say("challenge.not_in_package", names=tongue.listed(names))
        if names
        else tongue.say("challenge.no_act")
    )
    return [
        first,
        ["", "", f"{tongue.arrow} {said}", "", tongue.say("word.to_be_set"), tongue.unknown(), to_be],
    ]


def _meets(row: Scheduled, found: Material, tongue: Tongue) -> list[str]:
    each = row.intervention
    return [
        "", "", f"{tongue.arrow} {act_named(row, tongue)}", owner_said(each, found, tongue),
        when_said(row, found, tongue),
        price_said(found.prices[each.id], tongue), funder_said(each, tongue),
    ]  # fmt: skip
