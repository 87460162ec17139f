"""One centre patient by patient: what the flow kernel asks for small centres, and the queue kernel for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hevesy.plan.simulation.clinic_books import Books, empty_books
from hevesy.plan.simulation.clinic_events import run_draws
from hevesy.plan.simulation.clinic_patients import Expected, Patients, expected_of, table_of
from hevesy.plan.simulation.clinic_rules import Rules, presence, rules_of
from hevesy.plan.simulation.clinic_ward import LATER_CYCLE
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.handover import COUNTRY_COUNTS, END_COUNTS, Arrivals, CentreWeeks
from hevesy.plan.simulation.model import NOT_FOLLOWED, Floats, Model, Whole
from hevesy.plan.simulation.outcome import AT_CENTRES
from hevesy.plan.simulation.queue_waits import Waits, closings
from hevesy.plan.simulation.undelivered import lower_of

Listener = Callable[[int, int, Waits], None]  # centre, first draw, waits of the block


@dataclass(frozen=True)
class Seen:
    """Every patient of one draw: when he joined, of which therapy, and when his cycles started (nan: not given)."""

    joined: Floats  # (n,)
    therapy: Whole  # (n,)
    starts: Floats  # (n, N)


def centre_weeks(arrivals: Arrivals) -> CentreWeeks:
    """What becomes of those who come to a centre, patient by patient: a kernel for `flow.run(centres=...)`.

    Whole people are drawn from the expected numbers, so what joins differs by chance from what was handed over;
    `counts["joined"]` says how many they were.
    """
    return clinic_weeks(arrivals)


def listening(listener: Listener) -> Callable[[Arrivals], CentreWeeks]:
    """The same kernel, which tells `listener` the waits of each block; several threads may do so at once."""

    def kernel(arrivals: Arrivals) -> CentreWeeks:
        return clinic_weeks(arrivals, listener=listener)

    return kernel


def clinic_weeks(
    arrivals: Arrivals,
    whole: Whole | None = None,
    exponential: bool = False,
    listener: Listener | None = None,
) -> CentreWeeks:
    """As `centre_weeks`; `whole` (W, H, K, d) are people who come besides, as whole ones at instants of their week.

    Of `arrivals.sent_here`, whole numbers of people are taken as they are and fractions as means.
    """
    model, centre = arrivals.model, arrivals.centre
    present = presence(model, centre)
    rules = rules_of(model, centre, present, exponential, arrivals.lanes)
    expected, people = _coming(arrivals, whole)
    books = empty_books(rules)
    run_draws(rules, expected, people, books, _table(expected, people), np.empty((0, 1)))
    if listener is not None:
        given = np.flatnonzero(expected.total.any(axis=(0, 1)) | people.any(axis=(0, 1, 3)))
        listener(centre, model.first_draw, _waits(books, closings(model, centre, present, given.tolist())))
    return _weeks(model, rules, books)


def patients_seen(arrivals: Arrivals, exponential: bool = False) -> Seen:
    """The patients of the first draw one by one, for tests and drills; repeated courses are not told apart."""
    model = arrivals.model.only(0, 1)
    rules = rules_of(model, arrivals.centre, presence(model, arrivals.centre), exponential)
    expected = expected_of(np.ascontiguousarray(arrivals.joins[..., :1]))
    people = np.zeros((0, *expected.means.shape[1:]), dtype=np.int64)
    most = int(expected.total.sum() * 2) + 1_000
    starts, table = np.full((most, 1 + int(model.cycles.max())), np.nan), table_of(most)
    number = run_draws(rules, expected, people, empty_books(rules), table, starts)
    return Seen(starts[:number, 0], table.therapy[:number].astype(np.int64), starts[:number, 1:])


def _coming(arrivals: Arrivals, whole: Whole | None) -> tuple[Expected, Whole]:
    """Expected people, and whole ones, (d, W, H, K), or empty when there are none."""
    expected, people = np.ascontiguousarray(arrivals.joins), whole
    if arrivals.sent_here.any():
        sent = np.floor(arrivals.sent_here + 1e-9).astype(np.int64)
        expected = expected + np.maximum(arrivals.sent_here - sent, 0.0)
        people = sent if people is None else sent + people
    if people is None:
        return expected_of(expected), np.zeros((0, *expected.shape[:3]), dtype=np.int64)
    return expected_of(expected), np.ascontiguousarray(np.moveaxis(people, -1, 0))


def _table(expected: Expected, people: Whole) -> Patients:
    """A table of patients that is large enough for nearly every draw; it grows when it must."""
    most = float(expected.total.sum(axis=(1, 2)).max(initial=0.0))
    most += float(people.sum(axis=(1, 2, 3)).max(initial=0))
    return table_of(int(most + 6 * np.sqrt(most)) + 16)


def _draw_last(array: Floats) -> Floats:
    return np.ascontiguousarray(np.moveaxis(array, 0, -1))


def _weeks(model: Model, rules: Rules, books: Books) -> CentreWeeks:
    counts = {name: _draw_last(books.counts[:, number]) for number, name in enumerate(AT_CENTRES)}
    later = _draw_last(books.served[:, LATER_CYCLE])
    counts["given"] = counts["started"] + counts["restarted"] + later
    missed = _draw_last(books.missed)
    if model.deliveries is not None:
        followed = (model.deliveries.lane != NOBODY)[:, None]
        served = _draw_last(books.served).sum(axis=0)
        counts["ordered"] = np.where(followed, served + missed.sum(axis=2), 0.0)
        counts["given_lower"] = counts["given"] * lower_of(model)
    lost = _draw_last(books.lost)
    lost[:, :, NOT_FOLLOWED] = counts["completed"] * (1.0 - model.rows[model.followed_row])
    onward = np.zeros((model.weeks, *books.onward.shape[2:], model.draws))
    if books.onward.any():
        onward = _draw_last(books.onward)
    return CentreWeeks(
        counts=counts,
        lost=lost,
        used=_draw_last(np.einsum("dkyh,dkhr->dyr", books.served, rules.use)),
        had=_draw_last(books.had),
        missing=missed,
        in_country={name: _draw_last(books.country[:, number]) for number, name in enumerate(COUNTRY_COUNTS)},
        to_untreated=_draw_last(books.untreated),
        to_progressed=_draw_last(books.progressed),
        onward=onward,
        at_end={name: _draw_last(books.end[:, number]) for number, name in enumerate(END_COUNTS)},
    )


def _waits(books: Books, closing: tuple[Floats, Floats]) -> Waits:
    left, late, weeks = (_draw_last(books.waits[:, number]) for number in range(3))
    waited = np.moveaxis(books.waited, 0, -1).copy()
    started = waited.sum(axis=1).astype(np.float64)
    return Waits(left + started, late, started, weeks, waited, *closing)
