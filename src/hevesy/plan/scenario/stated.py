"""Figures that a scenario states itself: as facts of the place `scenario`, which win over the shelf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hevesy.errors import BadScenario
from hevesy.facts import Dist, Fact, Kind, Reader, Shelf, State
from hevesy.plan.scenario.catalogue import Entry, find_entry
from hevesy.plan.scenario.scenario import Funder, Intervention, Range, Scenario, Shock, Shortage, Tariff
from hevesy.tables import nearest

# the figures of an intervention that replace the catalogue's, their units and how they are drawn
REPLACEABLE = {
    "effect": ("fraction", Dist.BETA),
    "lead_weeks": ("weeks", Dist.TRIANGULAR),
    "ramp_weeks": ("weeks", Dist.TRIANGULAR),
    "more": ("ratio", Dist.TRIANGULAR),
    "capital": ("USD", Dist.TRIANGULAR),
    "running_per_year": ("USD/year", Dist.TRIANGULAR),
    "wear_off_per_year": ("fraction per year", Dist.BETA),
}
# those of a shock; the parts of `sizes` are called size.<part>
OF_A_SHOCK = {
    "per_year": ("fraction per year", Dist.BETA),
    "lasts_weeks": ("weeks", Dist.TRIANGULAR),
    "recovery_weeks": ("weeks", Dist.TRIANGULAR),
    "size": ("fraction", Dist.BETA),
    "persons": ("persons", Dist.TRIANGULAR),
}
OF_A_SHORTAGE = ("other_producer", "substituted")  # shares
# of a tariff; what it pays for each line is called by_line.<line>
OF_A_TARIFF = {"per_cycle": "USD", "share": "fraction", "members": "fraction", "at_once": "fraction",
               "responds": "fraction"}  # fmt: skip
CEILING = "ceiling"  # of a funder, in its currency a year
PAID_BACK = {"availability": "USD/year", "unit_payment": "USD"}  # to a funder that is a partnership
AT = "@"  # in [facts]: a figure of one centre, as in capacity.doses.lu177_psma617@khcc
WEAK = (Kind.ASSUMPTION, Kind.UNVERIFIED)  # kinds on which no rank may rest


def stated_facts(scenario: Scenario, shelf: Shelf) -> dict[str, Fact]:
    """Every figure that the scenario states, by fact id, for `Reader.stated`.

    Figures of the shelf keep their unit and distribution; one of a centre is called <fact>@<centre> and holds at
    `scenario/<centre>`. Those of interventions are called scenario.<intervention>.<figure>. Raises BadScenario for a
    fact that is not on the shelf.
    """
    known = shelf.ids()
    found = {}
    for full, said in scenario.facts.items():
        name, _, centre = full.partition(AT)
        if name not in known:
            guess = nearest(name, known)
            raise BadScenario(
                file=scenario.file or "scenario", where=f"table [facts], key {full!r}",
                problem="there is no such fact on the shelf",
                advice=f"did you mean {guess!r}?" if guess else "`hevesy facts list` shows what there is",
            )  # fmt: skip
        model = shelf.find(name, scenario.country) or shelf.rows(name)[0]
        found[full] = _fact(name, said, model.unit, _drawn(model.dist, said), scenario, centre)
    for each in scenario.interventions:
        for figure, (unit, dist) in REPLACEABLE.items():
            if (said := getattr(each, figure)) is not None:
                name = own_name(each, figure)
                found[name] = _fact(name, said, unit, dist, scenario)
    for shortage in scenario.shortages:
        for figure in OF_A_SHORTAGE:
            if (said := getattr(shortage, figure)) is not None:
                name = own_name(shortage, figure)
                found[name] = _fact(name, said, "fraction", Dist.BETA, scenario)
    for funder in scenario.funders:
        if funder.ceiling is not None:
            name = own_name(funder, CEILING)
            unit = f"{funder.currency}/year"
            found[name] = _fact(name, funder.ceiling, unit, Dist.TRIANGULAR, scenario)
        for figure, unit in PAID_BACK.items():
            if (said := getattr(funder, figure)) is not None:
                name = own_name(funder, figure)
                found[name] = _fact(name, said, unit, Dist.TRIANGULAR, scenario)
    found |= {name: fact for tariff in scenario.tariffs for name, fact in _of_a_tariff(tariff, scenario)}
    return found | {name: fact for shock in scenario.shocks for name, fact in _of_a_shock(shock, scenario)}


def _of_a_shock(shock: Shock, scenario: Scenario) -> Iterator[tuple[str, Fact]]:
    for figure, (unit, dist) in OF_A_SHOCK.items():
        parts = {f"size.{part}": said for part, said in shock.sizes.items()} if figure == "size" else {}
        for called, said in ({figure: getattr(shock, figure)} | parts).items():
            if said is not None:
                name = own_name(shock, called)
                yield name, _fact(name, said, unit, dist, scenario)


def _of_a_tariff(tariff: Tariff, scenario: Scenario) -> Iterator[tuple[str, Fact]]:
    said = {figure: (getattr(tariff, figure), unit) for figure, unit in OF_A_TARIFF.items()}
    said |= {f"by_line.{line}": (pays, "USD") for line, pays in tariff.by_line.items()}
    for figure, (range_, unit) in said.items():
        if range_ is not None:
            name = own_name(tariff, figure)
            yield name, _fact(name, range_, unit, Dist.TRIANGULAR if unit == "USD" else Dist.BETA, scenario)


def _drawn(dist: Dist, said: Range) -> Dist:
    """How a stated figure is drawn: as on the shelf, or, where that one was never sampled, between low and high."""
    return Dist.TRIANGULAR if dist is Dist.FIXED and said.low < said.high else dist


def _fact(name: str, said: Range, unit: str, dist: Dist, scenario: Scenario, centre: str = "") -> Fact:
    place = f"scenario/{centre}" if centre else "scenario"
    return Fact(
        id=name, place=place, value=said.expected, low=said.low, high=said.high, unit=unit, text="", dist=dist, on="",
        state=State.IMPUTED if said.kind == Kind.ASSUMPTION else State.REPORTED, source="asm",
        kind=Kind(said.kind), note=f"stated in scenario {scenario.name!r}", confirmed_by="", confirmed_on="",
        pack="scenario", file=scenario.file, line=0,
    )  # fmt: skip


def own_name(act: Intervention | Shock | Shortage | Funder | Tariff, figure: str) -> str:
    """The fact id of a figure that an act, a shock, a plan for a shortage, a funder or a tariff states itself."""
    return f"scenario.{act.id}.{figure}"


def name_of(intervention: Intervention, figure: str, of_catalogue: str) -> str:
    """The fact to read for a figure: the intervention's own where it states one, else the catalogue's ('': none)."""
    return own_name(intervention, figure) if getattr(intervention, figure) is not None else of_catalogue


def span(
    intervention: Intervention, figure: str, of_catalogue: str, reader: Reader
) -> tuple[float, float, float]:
    """A figure's expected value, low and high; zeros where neither the intervention nor the catalogue has one."""
    said: Range | None = getattr(intervention, figure)
    if said is not None:
        return said.expected, said.low, said.high
    if not of_catalogue:
        return 0.0, 0.0, 0.0
    value, fact = reader.number(of_catalogue), reader.fact(of_catalogue)
    return value, value if fact.low is None else fact.low, value if fact.high is None else fact.high


def rests_on_assumption(intervention: Intervention, reader: Reader) -> bool:
    """Whether what it does is only assumed, so that results show its break-even effect and no rank.

    What is counted (a chair, a person) or decided (a subsidy) is no assumption; a share that somebody measured,
    however weakly, is none.
    """
    entry = find_entry(intervention.kind, reader.shelf)
    if entry.decided:
        return False
    if intervention.effect is not None:
        return Kind(intervention.effect.kind) in WEAK
    return any(reader.fact(name).kind in WEAK for name in entry.effects)


def units(intervention: Intervention, entry: Entry) -> dict[str, float]:
    """What comes, by resource: what the scenario says, else the usual number of each."""
    if intervention.adds:
        return dict(intervention.adds)
    return {name: add.usual for name, add in entry.adds.items() if add.usual > 0}


def capital(intervention: Intervention, entry: Entry, people: float, reader: Reader) -> Any:
    """What it costs to set up, USD: its draws, or its expected value where the reader draws nothing.

    `people` is the population it serves, for what is priced by the million people.
    """
    if intervention.capital is not None:
        return reader.value(own_name(intervention, "capital"))
    return _per(entry, people) * _or_zero(entry.capital, reader) + sum(
        count * _or_zero(entry.adds[name].capital, reader)
        for name, count in units(intervention, entry).items()
    )


def running_per_year(intervention: Intervention, entry: Entry, people: float, reader: Reader) -> Any:
    """What it costs each year when it works in full, upkeep of what was bought included, USD."""
    if intervention.running_per_year is not None:
        return reader.value(own_name(intervention, "running_per_year"))
    each_year = _per(entry, people) * _or_zero(entry.running, reader) + sum(
        count * _or_zero(entry.adds[name].running, reader)
        for name, count in units(intervention, entry).items()
    )
    if entry.upkeep:
        each_year = (
            each_year + capital(intervention, entry, people, reader) * reader.value(entry.upkeep) / 100.0
        )
    return each_year


def _per(entry: Entry, people: float) -> float:
    return people / 1e6 if entry.per == "million_people" else 1.0


def _or_zero(name: str, reader: Reader) -> Any:
    return reader.value(name) if name else 0.0
