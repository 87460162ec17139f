"""The gates of a country as the page lists them: which A each belongs to, whom it loses, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.plan.fives.lifting import Goal
from hevesy.plan.fives.runs import Reached
from hevesy.plan.fives.sorting import CENTRE, LISTS, SLOTS, Sorted, Sorting
from hevesy.plan.results.importance import UNREAD
from hevesy.plan.simulation.model import Model, Reason, Whole
from hevesy.products import Therapy, find_therapy
from hevesy.products.therapy import CLINICAL

OF_LISTS = "capacity."  # the facts behind lists are those of what a centre has


@dataclass
class _Gate:
    """One stage and reason, over all therapies."""

    row: Sorted
    reason: Reason
    lost: float = 0.0
    facts: set[str] = field(default_factory=set)
    therapies: list[str] = field(default_factory=list)
    weight: float = 0.0
    passes: float = 0.0
    attainable: float = 0.0


def gates_said(
    base: Reached, model: Model, goal: Goal | None, sorting: Sorting, reader: Reader, shelf: Shelf
) -> list[dict[str, Any]]:
    """Every gate of these therapies, the one that loses most first; `passes` are means over people and draws.

    What is attainable is unknown without a `goal`. `lost` are persons in the base, on average; a gate that is met later
    on the path loses fewer because others came before it, which is why losses are no shares of the five A's.
    """
    found: dict[tuple[str, str, str], _Gate] = {}
    for h, id in enumerate(model.therapies):
        therapy = find_therapy(id, shelf)
        for place, reason in model.reasons(h):
            row = _row(sorting, id, reason)
            gate = found.setdefault((row.therapy, reason.stage, reason.reason), _Gate(row, reason))
            gate.lost += float(base.lost[h, place].mean())
            gate.facts |= _facts(therapy, reason, reader)
            gate.therapies.append(id)
            if place < len(model.gates[h]):
                _add_passes(gate, model, goal, h, place)
    met = [gate for gate in found.values() if gate.lost > 0.0 or gate.weight > 0.0]
    return [_said(gate, reader, goal is not None) for gate in sorted(met, key=lambda gate: -gate.lost)]


def _row(sorting: Sorting, therapy: str, reason: Reason) -> Sorted:
    """The row of the table; losses on lists follow from what is scarce there."""
    if reason.reason not in LISTS:
        return sorting.of(therapy, reason)
    return sorting.of_mechanism(SLOTS if reason.stage == "imaged" else CENTRE)


def _facts(therapy: Therapy, reason: Reason, reader: Reader) -> set[str]:
    """The facts that were used for a gate; none where policy or a list of scanners decided."""
    if reason.reason in LISTS:
        return {name for name in reader.used if name.startswith(OF_LISTS)}
    named = {
        name
        for stage in therapy.stages
        if (stage.id, stage.reason) == (reason.stage, reason.reason)
        for name in stage.all_facts
    }
    if reason.stage == "recognised":
        named |= {need.detection for need in therapy.needs}
    return named & set(reader.used)


def _add_passes(gate: _Gate, model: Model, goal: Goal | None, h: int, place: int) -> None:
    weight = float(model.rows[model.need_row[h]].mean())
    gate.weight += weight
    gate.passes += weight * _mean_pass(model, h, model.gate_row[h, place, :, 0])
    if goal is not None:
        gate.attainable += weight * _mean_pass(goal.base, h, goal.gate_row[h, place, :, 0])


def _mean_pass(model: Model, h: int, rows: Whole) -> float:
    """The share of a therapy's people who pass, in the first era, gate by itself."""
    share = model.rows[model.share_row[h, :, 0]]
    return float((share * model.rows[rows]).sum(axis=0).mean())


def _said(gate: _Gate, reader: Reader, lifted: bool) -> dict[str, Any]:
    kinds: dict[str, int] = {}
    for name in gate.facts:
        kind = str(reader.used[name].kind)
        kinds[kind] = kinds.get(kind, 0) + 1
    unread = sum(kinds.get(kind, 0) for kind in UNREAD)
    known = gate.weight > 0.0
    return {
        "stage": gate.reason.stage,
        "reason": gate.reason.reason,
        "therapy": gate.row.therapy or None,
        "a": gate.row.a,
        "also_a": gate.row.also_a or None,
        "domain": gate.row.domain,
        "source": gate.row.source or None,
        "kind": gate.row.kind or None,
        "note": gate.row.note or None,
        "lost": gate.lost,
        "passes": gate.passes / gate.weight if known else None,
        "attainable": gate.attainable / gate.weight if lifted and known and gate.row.a != CLINICAL else None,
        "facts": sorted(gate.facts),
        "kinds": dict(sorted(kinds.items())),
        "assumed": bool(gate.facts) and 2 * unread > len(gate.facts),
    }


def assumed_share(gates: list[dict[str, Any]]) -> float | None:
    """Of all who are lost at gates of access, the share lost where most facts are assumptions or were never read."""
    lost = np.array([gate["lost"] for gate in gates if gate["a"] != CLINICAL])
    assumed = np.array([gate["assumed"] for gate in gates if gate["a"] != CLINICAL])
    return float(lost[assumed].sum() / lost.sum()) if lost.sum() > 0.0 else None
