"""A whole country patient by patient: Poisson streams through the gates, whole scanners, whole chairs, whole vials."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

import numpy as np

from hevesy.plan.simulation.clinic import clinic_weeks
from hevesy.plan.simulation.handover import Arrivals, most_classes
from hevesy.plan.simulation.model import NOT_IMAGED, NOWHERE, Floats, Model, Whole
from hevesy.plan.simulation.outcome import Outcome, joined
from hevesy.plan.simulation.queue_country import Country
from hevesy.plan.simulation.queue_gates import entering, fates_of
from hevesy.plan.simulation.queue_imaging import images
from hevesy.plan.simulation.queue_waits import Waits, joined_waits
from hevesy.plan.simulation.tracers_found import tracers_there
from hevesy.plan.simulation.undelivered import missing

DRAWS_OF_A_BLOCK = 32


def run(model: Model, threads: int | None = None) -> Outcome:
    """Simulate every draw of the model patient by patient; the same bits for any number of threads."""
    return run_with_waits(model, threads)[0]


def run_with_waits(
    model: Model, threads: int | None = None, exponential: bool = False
) -> tuple[Outcome, tuple[Waits, ...]]:
    """The outcome, and the waits of every centre. `exponential`: turns have random lengths, for laws of queues."""
    starts = range(0, model.draws, DRAWS_OF_A_BLOCK)
    blocks = [model.only(first, min(first + DRAWS_OF_A_BLOCK, model.draws)) for first in starts]
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda block: _block(block, exponential), blocks))
    centres = range(len(model.centres))
    waits = tuple(joined_waits([waits[centre] for _, waits in found]) for centre in centres)
    return joined([outcome for outcome, _ in found]), waits


def _block(model: Model, exponential: bool) -> tuple[Outcome, list[Waits]]:
    people, coming = Country(model), Coming(model)
    traced = tracers_there(model, model.rows, 0) if model.tracers else None
    for (place, modality), parties in _gates(model, people, coming).items():
        _imaging(model, place, modality, parties, people, coming, traced)
    waits: dict[int, Waits] = {}
    lanes = missing(model, model.rows, 0) if model.deliveries else None
    for centre in _senders_first(model):
        expected, whole = coming.to(centre)
        weeks = clinic_weeks(
            Arrivals(model, centre, expected, np.zeros(expected.shape), lanes),
            whole,
            exponential,
            lambda number, _first, found: waits.__setitem__(number, found),
        )
        people.take_centre(centre, weeks, whole)
        for therapy in range(len(model.therapies)):
            _send_on(model, centre, therapy, weeks.onward[:, therapy], people, coming)
    return people.outcome(), [waits[centre] for centre in range(len(model.centres))]


@dataclass
class Coming:
    """Who will come to each centre: expected and whole people of a therapy and class, (W, d) each."""

    model: Model
    expected: dict[tuple[int, int, int], Floats] = field(default_factory=dict)  # centre, therapy, class
    whole: dict[tuple[int, int, int], Floats] = field(default_factory=dict)

    def to(self, centre: int) -> tuple[Floats, Whole]:
        """Both as arrays (W, H, K, d)."""
        model = self.model
        shape = (model.weeks, len(model.therapies), most_classes(model), model.draws)
        expected, whole = np.zeros(shape), np.zeros(shape)
        for into, parts in ((expected, self.expected), (whole, self.whole)):
            for (there, therapy, kind), people in parts.items():
                if there == centre:
                    into[:, therapy, kind] = people
        return expected, np.rint(whole).astype(np.int64)


def _add(parts: dict[tuple[int, int, int], Floats], key: tuple[int, int, int], people: Floats) -> None:
    parts[key] = parts[key] + people if key in parts else people


Party = tuple[int, int, int, Floats]  # therapy, fate, centre, people (W, d)


def _gates(model: Model, people: Country, coming: Coming) -> dict[tuple[int, int], list[Party]]:
    """Send everybody on their way: who is lost before imaging, who needs none, and the candidates of each place."""
    parties: dict[tuple[int, int], list[Party]] = {}
    for therapy in range(len(model.therapies)):
        need, fates = entering(model, therapy), fates_of(model, therapy, most_classes(model))
        for gate in np.flatnonzero(fates.early.any(axis=(0, 2))):
            people.lose(therapy, int(gate), need * fates.early[model.era_of_week, gate])
        for route, fate in np.argwhere(fates.on_route.any(axis=(0, 3))).tolist():
            going = need * fates.on_route[model.era_of_week, route, fate]
            place, centre = int(model.route_imaging[therapy, route]), int(model.route_centre[therapy, route])
            modality = NOT_IMAGED if place == NOWHERE else int(model.modality[therapy, place])
            if modality != NOT_IMAGED:
                parties.setdefault((place, modality), []).append((therapy, fate, centre, going))
            elif fate < model.most_gates:
                people.lose(therapy, fate, going)
            else:
                _add(coming.expected, (centre, therapy, fate - model.most_gates), going)
    return parties


def _imaging(
    model: Model, place: int, modality: int, parties: list[Party], people: Country, coming: Coming,
    traced: Floats | None,
) -> None:  # fmt: skip
    found = images(
        model,
        place,
        modality,
        np.array([party[0] for party in parties], dtype=np.int64),
        np.ascontiguousarray(np.stack([party[3].T for party in parties], axis=-1)),
        traced,
    )
    people.take_imaging(found)
    if traced is not None:
        people.count_untraced(found.untraced, place, traced)
    for number, (therapy, fate, centre, _) in enumerate(parties):
        done = found.done[:, :, number].T
        people.count_imaged(therapy, done)
        if fate < model.most_gates:
            people.lose(therapy, fate, done, entered=False)
        else:
            _add(coming.whole, (centre, therapy, fate - model.most_gates), done)


def _send_on(
    model: Model, centre: int, therapy: int, onward: Floats, people: Country, coming: Coming
) -> None:
    """Those sent on in one week, (W, K, d), join another centre in the next; those of the last are on their way."""
    for kind in np.flatnonzero(onward.any(axis=(0, 2))).tolist():
        sent = onward[:, kind]
        there = model.onward[centre, therapy][model.era_of_week]
        for target in np.unique(there[sent.any(axis=1)]).tolist():
            arriving = np.zeros(sent.shape)
            arriving[1:] = np.where(there[:-1, None] == target, sent[:-1], 0.0)
            _add(coming.whole, (target, therapy, kind), arriving)
        people.on_their_way(therapy, sent)


def _senders_first(model: Model) -> list[int]:
    """The centres in an order in which each comes after all that send patients to it."""
    order = TopologicalSorter[int]()
    for centre in range(len(model.centres)):
        order.add(centre)
        for target in np.unique(model.onward[centre]).tolist():
            if target not in (NOWHERE, len(model.centres)):
                order.add(target, centre)
    return list(order.static_order())
