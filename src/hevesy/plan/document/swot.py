"""Strengths, weaknesses, opportunities and threats by rule: each indicator against a threshold, with its peers beside.

An indicator that is unknown stands nowhere. Where none would stand under a heading, one of its opposite does that is
better (or worse) than the median of the country's income group, else the one nearest to its threshold; it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

from hevesy.paper.blocks import Block, Heading, Paragraph, Table
from hevesy.plan.document.indicators import FACTS, Indicator
from hevesy.plan.document.material import Material
from hevesy.plan.document.speech import indicator_named, source_said, valued
from hevesy.plan.document.tongue import Tongue

Every = Mapping[str, Indicator]
QUADRANTS = ("strengths", "weaknesses", "opportunities", "threats")
INSIDE, OUTSIDE = ("strengths", "weaknesses"), ("opportunities", "threats")
OPPOSITE = {here: there for pair in (INSIDE, OUTSIDE) for here, there in (pair, pair[::-1])}
GOOD = ("strengths", "opportunities")
FEWEST = 5  # countries of an income group that a median is taken of


@dataclass(frozen=True, slots=True)
class Rule:
    """Where an indicator stands: in `good` from the threshold on (up to it, where `more` is False), else in `bad`."""

    good: str
    bad: str
    more: bool = True


@dataclass(frozen=True, slots=True)
class Peers:
    """The median of a fact over the countries of an income group, and how many they are."""

    median: float
    countries: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator under a heading: its threshold, its peers where a fact measures it, and why (a code)."""

    indicator: Indicator
    limit: float
    peers: Peers | None
    why: str

    @property
    def value(self) -> float:
        """The value as it is compared: a share where it is so many of a whole."""
        each = self.indicator
        assert each.value is not None
        return each.value / each.of if each.form == "of" and each.of else each.value


RULES = {
    "physicians": Rule(*INSIDE),
    "coverage_index": Rule(*INSIDE),
    "within_2h": Rule(*INSIDE),
    "approved": Rule(*INSIDE),
    "in_guideline": Rule(*INSIDE),
    "in_benefit": Rule(*INSIDE),
    "confirmed_inputs": Rule(*INSIDE),
    "outages": Rule(*INSIDE, more=False),
    "closed_month": Rule(*INSIDE, more=False),
    "unmet": Rule(*INSIDE, more=False),
    "government_share": Rule(*OUTSIDE),
    "in_time": Rule(*OUTSIDE),
    "internet": Rule(*OUTSIDE),
    "partners": Rule(*OUTSIDE),
    "out_of_pocket": Rule(*OUTSIDE, more=False),
    "missing_doses": Rule(*OUTSIDE, more=False),
    "dependence": Rule(*OUTSIDE, more=False),
    "emigrates": Rule(*OUTSIDE, more=False),
}


def swot(found: Material, every: Every) -> dict[str, list[Entry]]:
    """The entries under the four headings; none is empty where two indicators of its side are known."""
    placed: dict[str, list[Entry]] = {name: [] for name in QUADRANTS}
    for id, rule in RULES.items():
        if every[id].value is not None:
            entry = Entry(every[id], threshold(id, found), _peers(id, found), "")
            good = _meets(entry.value, entry.limit, rule)
            placed[rule.good if good else rule.bad].append(replace(entry, why=f"{id}_{'good' if good else 'bad'}"))
    for quadrant in QUADRANTS:
        others = placed[OPPOSITE[quadrant]]
        if not placed[quadrant] and len(others) > 1:
            moved = _next_best(others, quadrant in GOOD)
            placed[quadrant].append(moved)
            others[:] = [each for each in others if each.indicator is not moved.indicator]
    return placed


def unknown(every: Every) -> list[Indicator]:
    """The indicators of the rules that nobody knows here."""
    return [every[id] for id in RULES if every[id].value is None]


def threshold(id: str, found: Material) -> float:
    """What parts good from bad: the scenario's, else that of the packs."""
    name = f"document.swot.{id}"
    stated = found.scenario.facts.get(name)
    value = found.shelf.fact(name, found.country.iso3).value if stated is None else stated.expected
    assert value is not None
    return float(value)


def _meets(value: float, limit: float, rule: Rule) -> bool:
    return value >= limit if rule.more else value <= limit


def _peers(id: str, found: Material) -> Peers | None:
    """The median over the country's income group, of the fact that measures an indicator."""
    if id not in FACTS:
        return None
    shelf, group = found.shelf, found.country.income_group
    alike = [row["iso3"] for row in shelf.table("countries")]
    values = []
    for iso3 in alike:
        stated, income = shelf.find(FACTS[id], iso3), shelf.find("country.income_group", iso3)
        if stated is not None and stated.value is not None and income is not None and income.text == group:
            values.append(stated.value)
    return Peers(float(median(values)), len(values)) if len(values) >= FEWEST else None


def _next_best(others: list[Entry], good: bool) -> Entry:
    """Of the entries opposite, the one most ahead of its peers (most behind, for a bad heading), else the nearest."""
    side = "good" if good else "bad"
    ahead = [(_lead(each) if good else -_lead(each), each) for each in others if each.peers]
    lead, entry = max(ahead, key=lambda pair: pair[0], default=(0.0, others[0]))
    if lead > 0:
        return replace(entry, why=f"relative_{side}")
    nearest = min(others, key=lambda each: abs(each.value - each.limit) / (abs(each.limit) or 1.0))
    return replace(nearest, why=f"nearest_{side}")


def _lead(entry: Entry) -> float:
    """By what share of the median a country is better than its peers; below zero where it is worse."""
    assert entry.peers is not None
    lead = (entry.value - entry.peers.median) / (abs(entry.peers.median) or 1.0)
    return lead if RULES[entry.indicator.id].more else -lead


# --- as it is said ----------------------------------------------------------------------------------------------


def swot_said(found: Material, every: Every, tongue: Tongue) -> Iterator[Block]:
    """The four tables, and what is not known."""
    yield Heading(2, tongue.say("situation.swot"))
    yield Paragraph(tongue.say("situation.swot_note"), "note")
    head = [tongue.say(f"head.{column}") for column in ("indicator", "value", "compared", "why", "source")]
    for quadrant, entries in swot(found, every).items():
        rows = [_row(each, tongue) for each in entries]
        yield Table(tongue.say(f"situation.{quadrant}"), head, rows, (2, 1.2, 2.1, 2.1, 1.5))
    names = [indicator_named(each, tongue) for each in unknown(every)]
    if names:
        yield Paragraph(tongue.say("situation.unknown", names=tongue.listed(names)), "note")


def _row(entry: Entry, tongue: Tongue) -> list[str]:
    each = entry.indicator
    least = "word.at_least" if RULES[each.id].more else "word.at_most"
    compared = tongue.say(least, limit=_as(each, entry.limit, tongue))
    if entry.peers is not None:
        middle = _as(each, entry.peers.median, tongue)
        compared = f"{compared}; {tongue.say('swot.peers', median=middle, number=entry.peers.countries)}"
    return [
        indicator_named(each, tongue), valued(each, tongue), compared, tongue.say(f"swot.{entry.why}"),
        source_said(each),
    ]  # fmt: skip


def _as(each: Indicator, value: float, tongue: Tongue) -> str:
    """A figure in the form of an indicator."""
    return tongue.share(value) if each.form in ("share", "of") else tongue.figure(value)
