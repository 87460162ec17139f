"""The five A's of a scenario as plain values, ready for JSON; the shape is published as `fives.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hevesy import __version__
from hevesy.facts import Shelf
from hevesy.facts.spread import spread
from hevesy.plan.answers.evidence import fact_said, sources_cited
from hevesy.plan.fives.attaining import Better, attainable, better
from hevesy.plan.fives.gates import assumed_share, gates_said
from hevesy.plan.fives.lifting import ATTAINABLE, PERFECT, Goal, perfect
from hevesy.plan.fives.reading import EXAMPLE, THREE, crowded, sentences
from hevesy.plan.fives.runs import ALL, Family, Reached, Runs, a_set
from hevesy.plan.fives.sorting import ALSO, PRIMARY, Sorting, sorting
from hevesy.plan.fives.splitting import split_said
from hevesy.plan.reconcile.country import country_of, running
from hevesy.plan.results.answers import says_first, scenario_said, title
from hevesy.plan.results.groups import DIMENSIONS, Grouped, entered_by_stratum, grouped
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import empty
from hevesy.plan.simulation.progress import Progress, Say, silent, unsaid
from hevesy.plan.simulation.simulate import Result

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration

SCHEMA = "hevesy.plan.fives/1"
FAMILIES = (Family(PERFECT, PRIMARY), Family(PERFECT, ALSO), Family(ATTAINABLE, PRIMARY))
EVERY_WAY = (*FAMILIES, Family(ATTAINABLE, ALSO))
FIRST = FAMILIES[0]
MOSTLY = 0.5
FLUID = (
    "People are a fluid at every centre in these runs, also at those that `hevesy plan simulate` follows patient by "
    "patient, so the number served now differs a little from its. Where it was measured (three countries) patient by "
    "patient 5 to 7 % more begin now, which is 0.3 to 1.3 % of the unmet need."
)
SHARED_OUT = (
    "By region, means and sex: who passes the gates is known for each group exactly; the starts of a therapy at a "
    "centre are then shared out in proportion to those who came so far, because lists treat everybody alike."
)


@dataclass(frozen=True)
class How:
    """How the runs are computed, and which; nothing of it but the calibration can move a figure of one of them."""

    threads: int | None = None
    calibration: Calibration | None = None
    on_progress: Progress = silent
    say: Say = unsaid
    families: Sequence[Family] = FAMILIES  # FIRST among them


@dataclass(frozen=True)
class Fives:
    """What was run, and what came of it: 32 combinations for each family.

    `better` and `attainable_goal` are None where no family lifts as far as is attainable.
    """

    scenario: Scenario
    built: Built
    model: Model
    better: Better | None
    sorting: Sorting
    groups: Grouped
    runs: Mapping[Family, Sequence[Reached]]
    attainable_goal: Goal | None
    calibration: Calibration | None = None


def fives(
    scenario: Scenario, shelf: Shelf, how: How, folder: Path | None = None, fresh: bool = False
) -> Fives:
    """Run every combination of lifted A's; what is finished is kept in `folder` until the results are written."""
    from hevesy.plan.simulation.shards import forget_all

    sorting(shelf)  # before anything is computed: a wrong table is refused at once
    made = country_of(scenario, shelf, how.calibration)
    if fresh and folder is not None:
        forget_all(folder)
    return measured(scenario, made, shelf, how, folder)


def measured(scenario: Scenario, made: Built, shelf: Shelf, how: How, folder: Path | None = None) -> Fives:
    """The same with a country that is there already."""
    table, model, than = sorting(shelf), running(made.model, how.calibration), None
    goals = {PERFECT: perfect(model)}
    if any(family.level == ATTAINABLE for family in how.families):
        than = better(scenario, shelf, made, how.calibration)
        goals[ATTAINABLE] = attainable(model, than)
    groups = grouped(made.strata, made.residents, [region.name for region in made.regions])
    runs = Runs(goals, table, groups, how.threads, folder, how.on_progress, how.say)
    found, goal = runs.of(how.families), goals.get(ATTAINABLE)
    return Fives(scenario, made, model, than, table, groups, found, goal, how.calibration)


def answers(found: Fives, shelf: Shelf) -> dict[str, Any]:
    """Everything the five A's say. Null means unknown, never zero."""
    first, base = found.runs[FIRST], found.runs[FIRST][0]
    reader = found.built.reader
    result = Result(
        found.scenario, found.built, empty(found.built.model, 1), "flow", calibration=found.calibration
    )
    gates = gates_said(base, found.model, found.attainable_goal, found.sorting, reader, shelf)
    assumed = assumed_share(gates)
    ranks_only = assumed is not None and assumed > MOSTLY
    splits = [_split(found, family) for family in found.runs]
    return {
        "schema": SCHEMA,
        "title": f"{title(result, shelf)}: the five A's",
        "exploratory": result.exploratory,
        "says_first": [*says_first(result, []), *_ranks_said(assumed, ranks_only)],
        "scenario": scenario_said(result, shelf),
        "made_with": {"hevesy_version": __version__, "kernel": "flow", "runs": ALL * len(found.runs)},
        "assumed_share": assumed,
        "ranks_only": ranks_only,
        "reads": [*sentences(splits[0], ranks_only), *_crowded(splits), THREE, EXAMPLE],
        "splits": splits,
        "completed": split_said(np.stack([run.completed for run in first]), base.entered.sum(axis=0)),
        "combinations": combinations_said(first),
        "groups": groups_said(found, shelf),
        "gates": gates,
        "attained": attained_said(found.better),
        "notes": [*found.built.notes, FLUID, SHARED_OUT],
        "facts": [fact_said(fact) for _, fact in sorted(reader.used.items())],
        "sources": sources_cited({fact.source for fact in reader.used.values()}, shelf),
    }


def _crowded(splits: Sequence[dict[str, Any]]) -> list[str]:
    """What is said once of all that is lifted as far as is attainable."""
    said = [line for split in splits if split["level"] == ATTAINABLE for line in crowded(split)]
    return list(dict.fromkeys(said))


def _ranks_said(assumed: float | None, ranks_only: bool) -> list[str]:
    if not ranks_only:
        return []
    return [
        f"{assumed:.0%} of those lost to access are lost at gates whose figures are mostly assumptions. So the page "
        "ranks the five A's and says how sure each rank is; it gives no percentages to quote."
    ]


def served(runs: Sequence[Reached]) -> Floats:
    """Who begins a first course with each combination lifted, (32, D)."""
    return np.stack([run.started.sum(axis=0) for run in runs])


def _split(found: Fives, family: Family) -> dict[str, Any]:
    runs = found.runs[family]
    return {
        "level": family.level,
        "sorting": family.sorting,
        **split_said(served(runs), runs[0].entered.sum(axis=0)),
    }


def combinations_said(runs: Sequence[Reached]) -> list[dict[str, Any]]:
    """All 32, for whoever wants to check: which A's are lifted, and who begins."""
    return [{"lifted": list(a_set(number)), "served": spread(row)} for number, row in enumerate(served(runs))]


def groups_said(found: Fives, shelf: Shelf) -> dict[str, list[dict[str, Any]]]:
    """The first split by therapy, region, fifth of means and sex."""
    from hevesy.products import find_therapy

    runs = found.runs[FIRST]
    said: dict[str, list[dict[str, Any]]] = {
        "therapy": [
            {
                "name": find_therapy(id, shelf).name,
                **split_said(np.stack([run.started[h] for run in runs]), runs[0].entered[h]),
            }
            for h, id in enumerate(found.model.therapies)
        ]
    }
    by_stratum = np.sum(
        [entered_by_stratum(found.model, h) for h in range(len(found.model.therapies))], axis=0
    )
    entered = found.groups.sums(by_stratum)
    for dimension in DIMENSIONS:
        values = np.stack([getattr(run, dimension) for run in runs])  # (32, groups, D)
        said[dimension] = [
            {"name": name, **split_said(values[:, place], entered[dimension][place])}
            for place, name in enumerate(found.groups.names[dimension])
        ]
    return said


def attained_said(than: Better | None) -> list[dict[str, Any]]:
    """The figures that are called attainable, and how each was found."""
    if than is None:
        return []
    rows = [
        {
            "fact": name,
            "value": each.fact.value,
            "low": each.fact.low,
            "high": each.fact.high,
            "unit": each.fact.unit,
            "how": each.how,
            "peers": each.peers or None,
            "kind": str(each.fact.kind),
        }
        for name, each in sorted(than.facts.items())
    ]
    plain = {"low": None, "high": None, "unit": "times", "peers": None, "kind": "assumption"}
    for modality, (times, how) in than.times.items():
        rows.append({"fact": f"times as much as now, by {modality}", "value": times, "how": how, **plain})
    return rows
