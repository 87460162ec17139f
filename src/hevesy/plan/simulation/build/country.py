"""From a scenario and a shelf to the model of a country's service, with the values of what it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from hevesy.errors import NoPopulation
from hevesy.facts import Reader, Shelf
from hevesy.plan.members import weeks_of_change
from hevesy.plan.scenario.drawn_dates import drawn_dates
from hevesy.plan.scenario.known_steps import with_known_steps
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.shocks import expected
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.scenario.timeline import Timeline, timeline, weeks_of
from hevesy.plan.simulation.build.acts import Acts
from hevesy.plan.simulation.build.ageing import ageing_weeks
from hevesy.plan.simulation.build.already_taken import taken
from hevesy.plan.simulation.build.centre_rows import Capacity
from hevesy.plan.simulation.build.course_rows import courses
from hevesy.plan.simulation.build.delivery_rows import Brought
from hevesy.plan.simulation.build.disease import facts_of
from hevesy.plan.simulation.build.doses_asked import DosesAsked
from hevesy.plan.simulation.build.foreigners import Coming, Foreigners
from hevesy.plan.simulation.build.gate_rows import PathRows
from hevesy.plan.simulation.build.ground import Ground, ground
from hevesy.plan.simulation.build.households import Households
from hevesy.plan.simulation.build.houses import House
from hevesy.plan.simulation.build.levels import Levels
from hevesy.plan.simulation.build.posts import Posts, posts_of
from hevesy.plan.simulation.build.regions import Region, share_in
from hevesy.plan.simulation.build.remarks import remarks
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.build.shock_levels import felt
from hevesy.plan.simulation.build.shortage_rows import planned, with_shortages
from hevesy.plan.simulation.build.struck import is_imported, struck
from hevesy.plan.simulation.build.tracer_rows import TracerRows
from hevesy.plan.simulation.build.unit_values import values_of
from hevesy.plan.simulation.build.weeks import eras_of_weeks, monday, years_of_weeks
from hevesy.plan.simulation.model import NOWHERE, ZERO, Model, Whole
from hevesy.plan.simulation.values import Values


@dataclass(frozen=True)
class Built:
    """A model ready to run, and what it was made from.

    `strata`, `regions` and `centres` name what the model's numbers stand for; the first `residents` strata are of
    people who live in the country. `notes` say in sentences what a reader of any result must know. `usual` is the same
    model where no shock takes anything of a centre's week: which centres are small does not change with a strike.
    `posts` are those of the centres in each era, `acts` what interventions do to figures there, `households` what
    people spend on a course.
    """

    model: Model
    values: Values
    reader: Reader
    timeline: Timeline
    regions: tuple[Region, ...]
    strata: tuple[str, ...]
    centres: tuple[House, ...]
    houses: tuple[House, ...]  # those that only image among them
    notes: tuple[str, ...]
    residents: int
    usual: Model  # the same model with what its centres have in a week without any shock
    posts: Posts
    acts: Acts
    households: Households


def built(
    scenario: Scenario,
    shelf: Shelf,
    reader: Reader | None = None,
    residents_only: bool = False,
    met: Collection[str] = (),
    at_most: int | None = None,
) -> Built:
    """The model of a scenario; a `reader` given uses its draws and scores. `residents_only` leaves out foreigners.

    Of the therapies in `met` nobody is in the backlog: a service that already treats has met those whose need arose
    years ago, and where its counts are known, a backlog on top of them would be counted twice. `at_most` so many eras
    follow how acts rise, besides those of openings: fewer, and the model is made sooner and is a little coarser.

    Raises NoPopulation where nobody knows how many people live in the country, NoCourse for a therapy of which
    nobody has said what becomes of its patients, and what reading scenarios and packs may raise.
    """
    aligned = with_known_steps(replace(scenario, start=monday(scenario.start)), shelf)
    reader = _reader(aligned, shelf, reader)
    rows = Rows(reader.draws)
    here = ground(aligned, reader, residents_only)
    if here is None:
        raise NoPopulation(country=reader.place)
    acts = _acts(aligned, here, reader, at_most)
    return _put_together(aligned, here, acts, rows, met)


def _reader(scenario: Scenario, shelf: Shelf, reader: Reader | None) -> Reader:
    from hevesy.places import find_country

    country = find_country(scenario.country, shelf)
    reader = reader or shelf.reader(country.iso3, draws=scenario.draws, seed=scenario.seed)
    stated = stated_facts(replace(scenario, country=country.iso3), shelf)
    for name in stated:  # a reader that was used before has taken the shelf's figure
        reader.used.pop(name, None)
        reader.drawn.pop(name, None)
    reader.stated = {**reader.stated, **stated}
    return reader


def _acts(scenario: Scenario, here: Ground, reader: Reader, at_most: int | None = None) -> Acts:
    found = timeline(scenario, reader)
    people = [
        share_in(row.intervention.regions, here.regions, here.sites.settlement, here.country, reader)
        for row in found.rows
    ]
    shares = np.array([region.share for region in here.regions])
    reached = np.array(people).reshape(len(found.rows), len(here.regions))
    outside = any(more is not None for more in here.foreigners)
    backlog = [round(reader.number("course.backlog_weeks"))] if outside else []
    also = *ageing_weeks(here.sites.centres, found, reader), *backlog, *weeks_of_change(here.tariffs)
    drawn = drawn_dates(scenario, found, reader)
    shocks = struck(
        expected(scenario, reader), found, here.sites.settlement, here.regions, here.country, reader
    )
    levels = [felt(each.each, scenario, reader) for each in shocks]
    weeks = [week for each in levels for week in each.first_weeks]
    in_eras = Levels(found, drawn, also, [each.levels for each in levels], weeks, at_most)
    made = [
        therapy.id for therapy in here.therapies if shocks and is_imported(therapy.id, reader.place, reader)
    ]
    return Acts(found, reader, in_eras, drawn, reached, shares, shocks, frozenset(made))


def _put_together(scenario: Scenario, here: Ground, acts: Acts, rows: Rows, met: Collection[str]) -> Built:
    reader, weeks = acts.reader, weeks_of(scenario)
    course, uses = courses(here, reader, rows), here.uses(rows)
    growth, need_row, backlog_row = here.needs(scenario, weeks, rows)
    backlog_row[[therapy.id in met for therapy in here.therapies]] = ZERO
    own_lane = {therapy.id for therapy in here.therapies if planned(scenario, therapy.id)}
    brought = Brought(here, acts, rows, weeks, own_lane)
    deliveries = brought.made()  # before any act, so that its rows keep their numbers
    routes = PathRows(here, acts, rows)
    followed = {
        therapy.id for therapy, more in zip(here.therapies, here.foreigners, strict=True) if more is not None
    }
    year = (scenario.start + timedelta(days=6)).year  # the Monday may be of the year before
    foreign = taken(reader, year, followed)
    era_of_week, backlog_weeks = (
        eras_of_weeks(acts.first_weeks, weeks),
        round(reader.number("course.backlog_weeks")),
    )
    asked = DosesAsked(
        routes, rows, uses, need_row, backlog_row, backlog_weeks, growth, era_of_week, course["end_row"]
    )
    has = Capacity(routes.has, routes.centres, routes.places, rows, foreign, asked)
    for era in range(len(acts.first_weeks)):  # so that what stays as it was at the start keeps its numbers
        routes.fill(era)
        has.fill(era)
    routes.has.remember()
    usual_row = has.without_shocks()
    by_stratum, outside = routes.by_stratum(), Foreigners(routes)
    if outside.followed:
        need, backlog = (
            np.stack([rows.values(int(row)) for row in each]) for each in (need_row, backlog_row)
        )
        by_stratum = outside.join(by_stratum, Coming(era_of_week, growth, need, backlog, backlog_weeks))
    way = routes.made(by_stratum, outside.names)
    ids = [way.houses[number].ids for number in way.centres]
    deliveries = brought.to_centres(deliveries, ids, asked)
    deliveries = with_shortages(deliveries, scenario, here, asked, len(way.centres), rows)
    traced = TracerRows(scenario, here, acts, rows, weeks, way)
    tracers = traced.made()
    traced.limit(has.arrays["slots_row"])
    sent = _onward(scenario, here, way.centre_ids, len(acts.first_weeks), rows)
    _by_agreement(sent, here, acts, ids, rows)
    model = Model(
        therapies=tuple(therapy.id for therapy in here.therapies),
        strata=way.strata.names,
        imaging_places=tuple(place.id for place in way.places),
        centres=way.centre_ids,
        resources=uses.resources,
        start=scenario.start,
        seed=scenario.seed,
        first_draw=0,
        imaging_key=np.array([place.key for place in way.places], np.int64),
        centre_key=np.array([way.houses[number].key for number in way.centres], np.int64),
        rows=np.zeros((0, 0)),
        era_of_week=era_of_week,
        year_of_week=years_of_weeks(weeks),
        need_row=need_row,
        growth=growth,
        backlog_row=backlog_row,
        backlog_weeks=backlog_weeks,
        rank=_ranks(scenario, here, len(acts.first_weeks)),
        onward=sent[0],
        onward_row=sent[1],
        onward_from_bin=course["late_from_bin"],
        use_first_row=uses.first,
        use_again_row=uses.again,
        deliveries=deliveries,
        tracers=tracers,
        **way.arrays,
        **course,
        **has.arrays,
    )
    model = replace(model, rows=rows.array())
    values = values_of(here, way, acts, model)
    houses = tuple(way.houses[number] for number in way.centres)
    notes = (
        *here.notes,
        *way.notes,
        *brought.notes,
        *traced.notes,
        *remarks(
            here, routes.has, acts, foreign, bool((sent[0] == len(way.centre_ids)).any())
        ),
    )
    residents = len(way.strata.names) - len(outside.names)
    posts = posts_of(routes.has, way.centres, len(acts.first_weeks))
    return Built(
        model, values, reader, acts.timeline, here.regions, way.strata.names, houses, way.houses, notes, residents,
        replace(model, have_row=usual_row), posts, acts, Households(routes, tuple(model.interval.tolist())),
    )  # fmt: skip


def _ranks(scenario: Scenario, here: Ground, eras: int) -> Whole:
    """New patients in the order that the scenario states; those it does not name come after them.

    Among these the urgent come first: patients who without treatment die at a rate from `engine.urgent_from` on do not
    stand in line behind those who can wait for years.
    """
    last = max(scenario.order.values(), default=0) + 1
    urgent_from = here.reader.number("engine.urgent_from")
    rates = [here.reader.number(facts_of(each.id, here.reader)["die_untreated"]) for each in here.therapies]
    ranks = [
        scenario.order.get(therapy.id, last + int(rate < urgent_from))
        for therapy, rate in zip(here.therapies, rates, strict=True)
    ]
    return np.repeat(np.array(ranks, np.int64)[:, None], eras, axis=1)


def _onward(
    scenario: Scenario, here: Ground, centres: Sequence[str], eras: int, rows: Rows
) -> tuple[Whole, Whole]:
    shape = len(centres), len(here.therapies), eras
    to, share = np.full(shape, NOWHERE, np.int64), np.ones(shape, np.int64)
    for each in scenario.onward:
        if each.from_centre not in centres or each.to_centre not in (*centres, "abroad"):
            continue
        start = centres.index(each.from_centre)
        end = len(centres) if each.to_centre == "abroad" else centres.index(each.to_centre)
        for number, therapy in enumerate(here.therapies):
            if not each.therapies or therapy.id in each.therapies:
                to[start, number] = end
                share[start, number] = rows.share(each.share_per_week)
    return to, share


def _by_agreement(
    sent: tuple[Whole, Whole], here: Ground, acts: Acts, centres: Sequence[tuple[str, ...]], rows: Rows
) -> None:
    """Long waiters are sent abroad where an agreement says so and the scenario sends them nowhere else."""
    to, share = sent
    for centre, number, era in np.ndindex(*to.shape):
        part = acts.sends_abroad(era, centres[centre], here.therapies[number].id)
        if part is not None and to[centre, number, era] == NOWHERE:
            to[centre, number, era], share[centre, number, era] = len(centres), rows.share(part)
