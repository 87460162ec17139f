"""The workforce of a scenario: the run decides what trainees can do, and trainees decide how long posts stay empty.

The service is run with the times of replacement that the shelf states; its cycles say how many seats there are; the
pipeline's waiting decides when posts are filled again, and the service is run again with these, twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hevesy.capacity.minutes import CADRES
from hevesy.competence.course import course_minutes
from hevesy.competence.figures import shares_of_posts
from hevesy.competence.national import Nation, persons_needed, pipelines
from hevesy.competence.pipeline import STAFF, Figures, Flows
from hevesy.facts import Shelf
from hevesy.plan.reconcile.country import country_of, running
from hevesy.plan.scenario.catalogue import Entry, find_entry
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.simulate import run_block
from hevesy.plan.simulation.small import small_centres
from hevesy.plan.workforce.closing import Closed, closed_months
from hevesy.plan.workforce.figures import figures_of, posts_by_year
from hevesy.plan.workforce.yearly import Yearly, by_year, replaced_in

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration

ROUNDS = 2  # a third moves the weeks by less than 1 %
LEVERS = ("retention_package", "stable_posts", "bonded_scholarship", "train_trainers", "anchor_centre")


@dataclass(frozen=True)
class Lever:
    """What one intervention would change, in full use from the first year on, with the cycles of the run."""

    entry: Entry
    flows: tuple[Flows, ...]
    closed: tuple[Closed, ...]


@dataclass(frozen=True)
class Staffed:
    """A scenario whose posts are filled again as its own training allows.

    `stated` is the run with the weeks that the shelf states, `outcome` the one with those of the pipeline; `flows` are
    by cadre (STAFF); `closed` and `closed_as_stated` the months without anybody in each of the two.
    """

    scenario: Scenario
    made: Built
    model: Model
    stated: Outcome
    outcome: Outcome
    flows: tuple[Flows, ...]
    needed: Floats  # (cadre of CADRES, Y, D) persons for everybody on the lists
    nation: Nation  # from which `competence.national` says flows and needed
    closed: tuple[Closed, ...]
    closed_as_stated: tuple[Closed, ...]
    levers: tuple[Lever, ...]
    calibration: Calibration | None = None


def workforce(
    scenario: Scenario, shelf: Shelf, threads: int | None = None, calibration: Calibration | None = None
) -> Staffed:
    """Run a scenario with its people; small centres go patient by patient. Raises what building a model may raise.

    A `calibration` draws the figures as a country's own counts have them, and begins with a running service.
    """
    made = country_of(scenario, shelf, calibration)
    return staffed(scenario, made, shelf, threads, calibration=calibration)


def staffed(
    scenario: Scenario, made: Built, shelf: Shelf, threads: int | None = None, rounds: int = ROUNDS,
    calibration: Calibration | None = None, stated: Outcome | None = None,
) -> Staffed:  # fmt: skip
    """The same with a model that is there already, and perhaps its run as `stated`."""
    yearly, how = by_year(made.model), _How(threads, calibration)
    stated = how.run(made.model) if stated is None else stated
    outcome, model, usual = stated, yearly.model, _figures(made)
    found: tuple[Flows, ...] = ()
    before = _given(outcome)
    for _ in range(rounds):
        before = _given(outcome)
        found = pipelines(posts_by_year(made), usual, before)
        model = replaced_in(yearly, _weeks(found), made.reader)
        outcome = how.run(model)

    def closed(model: Model) -> tuple[Closed, ...]:
        return tuple(closed_months(how.begun(model), made.posts, yearly.era))

    def lever(entry: Entry) -> Lever:
        moved = _figures(made, entry)
        after = pipelines(posts_by_year(made), moved, _given(outcome))
        model = replaced_in(yearly, _weeks(after), made.reader, _stays(usual, moved))
        return Lever(entry, after, closed(model))

    levers = tuple(lever(find_entry(id, shelf)) for id in LEVERS)
    nation = Nation(posts_by_year(made), tuple(usual), before, *_asked(made, yearly, outcome))
    return Staffed(
        scenario, made, model, stated, outcome, found, persons_needed(nation.joined, nation.course, nation.of_one),
        nation, closed(model), closed(yearly.model), levers, calibration,
    )  # fmt: skip


@dataclass(frozen=True)
class _How:
    """How the runs are computed; nothing of it but the calibration can move a figure."""

    threads: int | None
    calibration: Calibration | None

    def begun(self, model: Model) -> Model:
        """With a calibration the service has been running; those years count nowhere."""
        return running(model, self.calibration)

    def run(self, model: Model) -> Outcome:
        return run_block(self.begun(model), "flow", "f8", self.threads, small_centres(model)).outcome


def _figures(made: Built, lever: Entry | None = None) -> list[Figures]:
    """The figures of every cadre of STAFF."""
    shares = shares_of_posts(posts_by_year(made))
    return [figures_of(made, cadre, share, lever) for cadre, share in zip(STAFF, shares, strict=True)]


def _given(outcome: Outcome) -> Floats:
    """Cycles that the service gives in a year, (Y, D)."""
    return np.asarray(outcome.at_centres["given"].sum(axis=(1, 2)))


def _weeks(found: tuple[Flows, ...]) -> Floats:
    """Weeks from a vacancy to the next competent person, of the cadres that treat, (cadre, Y, D)."""
    return np.stack([each.weeks for each in found[: len(CADRES)]])


def _stays(usual: list[Figures], moved: list[Figures]) -> Floats:
    """How many times as many leave, of the cadres that treat, (cadre, Y, D)."""
    before, after = (np.stack([each.whole for each in figures[: len(CADRES)]]) for figures in (usual, moved))
    return np.asarray(after / np.maximum(before, 1e-300))


def _asked(made: Built, yearly: Yearly, outcome: Outcome) -> tuple[Floats, Floats, Floats]:
    """Who came on a list, what a course takes of each cadre, and what one person has: as `Nation` has them."""
    model = yearly.model
    places = [model.resources.index(cadre) for cadre in CADRES]
    course = np.stack([
        course_minutes(model.rows[model.use_first_row[:, r]], model.rows[model.use_again_row[:, r]],
                       model.cycles[:, None]) for r in places
    ])  # fmt: skip
    of_one = np.stack([_minutes_of_one(made, yearly, k) for k in range(len(CADRES))])
    return outcome.at_centres["joined"].sum(axis=1), course, of_one  # (Y, H, D), (cadre, H, D), (cadre, Y, D)


def _minutes_of_one(made: Built, yearly: Yearly, k: int) -> Floats:
    """What one person of a cadre has for therapy in a year, on average over the posts, while in post; (Y, D).

    nan in a year in which there is no post: nobody knows how much such a person would have.
    """
    model, r = yearly.model, yearly.model.resources.index(CADRES[k])
    have = model.rows[model.have_row[:, r]]  # (C, E, D)
    fails, back = model.rows[model.fails_row[:, r]], model.rows[model.back_row[:, r]]
    imputed = (model.units[:, r] == 0)[..., None]
    have = np.where(imputed, have * (1.0 + fails / np.maximum(back, 1e-300)), have)
    posts = made.posts.number[:, k][:, yearly.era]  # (C, E)
    weeks = np.stack([np.bincount(yearly.model.era_of_week[model.year_of_week == y], minlength=len(yearly.era))
                      for y in range(model.years)])  # fmt: skip
    minutes = np.einsum("ye,ced->yd", weeks, have)
    persons = (weeks @ posts.sum(axis=0))[:, None]
    whole = np.divide(minutes, persons, out=np.full_like(minutes, np.nan), where=persons > 0.0)
    return np.asarray(whole * weeks.sum(axis=1)[:, None])
