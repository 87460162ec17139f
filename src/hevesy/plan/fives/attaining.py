"""The goal of lifting to what is attainable: the same country built again with the attainable figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.plan.fives.attainable import Attained, attained, plain_share, times_more
from hevesy.plan.fives.lifting import Goal, with_a_centre
from hevesy.plan.reconcile.country import reader_of
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import NO_LIMIT, ONE, PET, UNLIMITED, Floats, Model, Whole
from hevesy.products import find_therapy

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration

BY_FACTS = ("", "permitted")  # rules of gates whose facts say what passes where policy does not decide
ONLY_PERFECT = ("no_centre_open", "no_shielded_bed")  # there or not: attainable is that it is there


@dataclass(frozen=True)
class Better:
    """A country with attainable figures: its model, the figures, and how many times as much it would have."""

    model: Model
    facts: Mapping[str, Attained]
    by_facts: Mapping[tuple[int, int], Floats]  # (therapy, gate) -> draws
    times: Mapping[str, tuple[float, str]]  # modality -> how many times, and how that is known


def better(scenario: Scenario, shelf: Shelf, base: Built, calibration: Calibration | None = None) -> Better:
    """The scenario's country built with what is attainable; figures that the scenario states give way to these."""
    therapies = [find_therapy(name, shelf) for name in base.model.therapies]
    facts = attained(therapies, base.reader)
    asked = replace(scenario, facts={n: said for n, said in scenario.facts.items() if n not in facts})
    found, counted = reader_of(asked, shelf, calibration)
    reader = found or shelf.reader(base.reader.place, draws=scenario.draws, seed=scenario.seed)
    for name in facts:
        reader.used.pop(name, None)
        reader.drawn.pop(name, None)
    reader.stated = {**reader.stated, **{name: each.fact for name, each in facts.items()}}
    made = built(asked, shelf, reader, met=counted)
    by_facts = {
        (h, g): np.broadcast_to(np.clip(plain_share(stage, made.reader), 0.0, 1.0), (made.model.draws,))
        for h, therapy in enumerate(therapies)
        for g, reason in enumerate(base.model.gates[h])
        for stage in therapy.stages
        if (stage.id, stage.reason) == (reason.stage, reason.reason) and stage.is_access
        if stage.rule in BY_FACTS
    }
    times = {modality: times_more(modality, base.reader) for modality in ("pet", "spect")}
    return Better(made.model, facts, by_facts, times)


class _More:
    """Rows put behind those of a model."""

    def __init__(self, rows: Floats) -> None:
        self.rows = rows
        self.added: list[Floats] = []
        self.count = len(rows)

    def put(self, rows: Floats) -> Whole:
        first, self.count = self.count, self.count + len(rows)
        self.added.append(rows)
        return np.arange(first, self.count)

    def larger(self, own: Whole, other: Whole, other_rows: Floats) -> Whole:
        """Row numbers of the larger of each two figures; where that is the own one in every draw, its own number."""
        pairs, back = np.unique(np.stack([own.ravel(), other.ravel()]), axis=1, return_inverse=True)
        most = np.maximum(self.rows[pairs[0]], other_rows[pairs[1]])
        numbers = np.where((most == self.rows[pairs[0]]).all(axis=1), pairs[0], self.put(most))
        return np.asarray(numbers[back.reshape(-1)].reshape(own.shape), np.int64)

    def times(self, own: Whole, factor: float) -> Whole:
        """Row numbers of figures so many times as large; what has no limit stays so."""
        found, back = np.unique(own, return_inverse=True)
        numbers = self.put(np.minimum(self.rows[found] * factor, NO_LIMIT))
        numbers = np.where((found == UNLIMITED) | (factor == 1.0), found, numbers)
        return np.asarray(numbers[back.reshape(-1)].reshape(own.shape), np.int64)

    def all_rows(self) -> Floats:
        return np.concatenate([self.rows, *self.added])


def attainable(model: Model, than: Better) -> Goal:
    """The goal: each gate where it is, or where it is attainable if that is better, draw by draw."""
    base, route = with_a_centre(model)
    more, there = _More(base.rows), than.model
    if there.gate_row.shape != base.gate_row.shape or there.strata != base.strata:
        raise ValueError("the country with attainable figures has other gates or strata than its base")
    gate_row = more.larger(base.gate_row, *_by_facts(than))
    for h, reasons in enumerate(base.gates):
        for g, reason in enumerate(reasons):
            if reason.reason in ONLY_PERFECT:
                gate_row[h, g] = ONE
    slots = base.slots_row.copy()
    for modality, name in ((PET, "pet"), (1 - PET, "spect")):
        slots[:, modality] = more.times(slots[:, modality], than.times[name][0])
    parts: dict[str, Any] = {
        "gate_row": gate_row,
        "again_row": more.larger(base.again_row, there.again_row, there.rows),
        "first_row": more.larger(base.first_row, there.first_row, there.rows),
        "drop_row": more.larger(base.drop_row, there.drop_row, there.rows),
        "followed_row": more.larger(base.followed_row, there.followed_row, there.rows),
        "share_row": _taken_over(more, there.share_row, there.rows),
        "route": route,
        "have_row": more.times(base.have_row, than.times["spect"][0]),
        "units": base.units,
        "dose_row": more.times(base.dose_row, than.times["spect"][0]),
        "slots_row": slots,
        "scanners": base.scanners,
        "deliveries": base.deliveries and base.deliveries.unhindered(),  # reactors stop for everybody
        "tracers": base.tracers,
    }
    return Goal(replace(base, rows=more.all_rows()), **parts)


def _by_facts(than: Better) -> tuple[Whole, Floats]:
    """The gates of the country with attainable figures, none of them below what the facts alone say, and their rows."""
    there, more = than.model, _More(than.model.rows)
    gate_row = there.gate_row.copy()
    for (h, g), draws in than.by_facts.items():
        found, back = np.unique(gate_row[h, g], return_inverse=True)
        numbers = more.put(np.maximum(there.rows[found], draws))
        gate_row[h, g] = numbers[back.reshape(-1)].reshape(gate_row[h, g].shape)
    return gate_row, more.all_rows()


def _taken_over(more: _More, numbers: Whole, rows: Floats) -> Whole:
    """The rows of another model among those of this one."""
    found, back = np.unique(numbers, return_inverse=True)
    return np.asarray(more.put(rows[found])[back.reshape(-1)].reshape(numbers.shape), np.int64)
