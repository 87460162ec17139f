"""The competent persons of one cadre in a country: losses, recruitment, training, month by month, in expectation.

A post that falls vacant is recruited for; either somebody competent is on the market, or somebody waits for a seat and
is trained. Every post is held by a competent person or is in one of these stages, so persons and vacancies always make
up the posts. Stages have a mean time and no memory. Figures have shape (D,) or, where they change, (Y, D).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hevesy.capacity.minutes import CADRES, ENGINEER
from hevesy.facts.spread import Floats

STAFF = (*CADRES, ENGINEER)
MONTHS = 12
WEEKS_PER_YEAR = 52.0
WEEKS_PER_MONTH = WEEKS_PER_YEAR / MONTHS
LONGEST = 520.0  # weeks: who waits ten years for a seat is not replaced
TRAINERS, PROCEDURES, STATED = "trainers", "supervised procedures", "stated number"
LIMITS = (TRAINERS, PROCEDURES, STATED)


@dataclass(frozen=True)
class Figures:
    """What a year's flows rest on: rates in a year by reason, weeks and months, shares, and what seats depend on.

    `procedures` are those that a trainee needs in the country; `stated` is how many a country says that it trains in a
    year, inf where it has not said so.
    """

    leaving: Mapping[str, Floats]  # by reason, (Y, D)
    recruit_weeks: Floats  # (Y, D), as all that follow
    training_months: Floats
    on_the_market: Floats
    trains: Floats  # trainees at a time for each competent person
    supervised: Floats  # share of the cycles given that a trainee may do
    procedures: Floats
    stated: Floats

    @property
    def whole(self) -> Floats:
        """The rate at which persons leave, whatever the reason."""
        return np.asarray(np.sum(list(self.leaving.values()), axis=0))


@dataclass
class Flows:
    """What became of a cadre by year (Y, D); stocks at the end of each year, flows over it.

    `seats` are trainees at a time; `limit` (Y, D) the place in LIMITS of what is fewest; `months` is how long training
    lasts, `weeks` the time from a vacancy to the next competent person.
    """

    posts: Floats
    competent: Floats
    recruiting: Floats
    waiting: Floats
    in_training: Floats
    intake: Floats
    qualified: Floats
    hired: Floats
    left: dict[str, Floats]
    seats: Floats
    limit: Floats
    months: Floats
    weeks: Floats


@dataclass
class _State:
    """Posts by what they are at: held, recruited for, waiting for a seat, in training; each (D,)."""

    held: Floats
    recruiting: Floats
    waiting: Floats
    training: Floats
    seen: dict[str, Floats] = field(default_factory=dict)  # sums over the months of the year

    def add(self, name: str, amount: Floats) -> None:
        self.seen[name] = self.seen.get(name, 0.0) + amount


def flows(posts: Floats, figures: Figures, given: Floats) -> Flows:
    """Follow a cadre over the years of `given`, cycles that the service delivers in a year (Y, D); `posts` (Y,)."""
    years = len(given)
    state = _start(float(posts[0]), figures, given[0])
    rows = []
    for year in range(years):
        if year:
            _posts_change(state, float(posts[year - 1]), float(posts[year]))
        rows.append(_year(state, figures, given[year], year, float(posts[year])))
    left = {reason: np.stack([row[reason] for row in rows]) for reason in figures.leaving}
    names = [name for name in Flows.__dataclass_fields__ if name != "left"]
    return Flows(**{name: np.stack([row[name] for row in rows]) for name in names}, left=left)


def replaced_after(recruit: Floats, seat: Floats, training: Floats, on_the_market: Floats) -> Floats:
    """Mean weeks from a vacancy to the next competent person; the wait for a seat and training only where nobody is.

    >>> replaced_after(13.0, 26.0, 52.0, 0.5)
    52.0
    """
    return recruit + (1.0 - on_the_market) * (seat + training)


def seats_of(competent: Floats, figures: Figures, given: Floats, year: int) -> tuple[Floats, ...]:
    """Trainees at a time that each of LIMITS allows."""
    return competent * figures.trains[year], *_seats_whoever_trains(figures, given, year)


def _seats_whoever_trains(figures: Figures, given: Floats, year: int) -> tuple[Floats, ...]:
    """Seats that procedures, and the number that a country states, allow.

    A trainee who needs 20 procedures in 12 months takes 20 a year; a service with 100 of which half may be done under
    supervision has 2.5 such seats.
    """
    years_each = months_of_training(figures, given, year) / MONTHS
    offered, asked = given * figures.supervised[year], figures.procedures[year]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        by_procedures = np.where(asked > 0.0, offered * years_each / asked, np.inf)
    return by_procedures, figures.stated[year] * years_each


def months_of_training(figures: Figures, given: Floats, year: int) -> Floats:
    """How long training lasts: as planned, or as long as the whole service needs to give one trainee his procedures."""
    offered, asked = given * figures.supervised[year], figures.procedures[year]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        alone = np.where(asked > 0.0, MONTHS * asked / offered, 0.0)
    return np.asarray(np.clip(alone, figures.training_months[year], LONGEST / WEEKS_PER_MONTH))


@dataclass(frozen=True)
class _OfYear:
    """What is the same in all months of a year: the rate of leaving, and shares that leave or finish in a month."""

    whole: Floats
    lost: Floats
    recruited: Floats
    qualified: Floats
    training_months: Floats
    seats: tuple[Floats, ...]  # that procedures, and the stated number, allow


def _of_year(figures: Figures, given: Floats, year: int) -> _OfYear:
    whole, months = figures.whole[year], months_of_training(figures, given, year)
    return _OfYear(
        whole,
        -np.expm1(-whole / MONTHS),
        _done(figures.recruit_weeks[year] / WEEKS_PER_MONTH),
        _done(months),
        months,
        _seats_whoever_trains(figures, given, year),
    )


def _start(posts: float, figures: Figures, given: Floats) -> _State:
    """As a service stands that trains without waiting: what leaves in a year is replaced in the same time."""
    rate = figures.whole[0]
    recruit = figures.recruit_weeks[0] / WEEKS_PER_YEAR
    training = (1.0 - figures.on_the_market[0]) * months_of_training(figures, given, 0) / MONTHS
    held = posts / (1.0 + rate * (recruit + training))
    return _State(held, held * rate * recruit, np.zeros_like(given), held * rate * training)


def _posts_change(state: _State, before: float, now: float) -> None:
    """Posts that come bring somebody competent, trained for them; posts that go take their share of everybody."""
    if now >= before:
        state.held = state.held + (now - before)
        return
    share = now / before
    for name in ("held", "recruiting", "waiting", "training"):
        setattr(state, name, getattr(state, name) * share)


def _year(state: _State, figures: Figures, given: Floats, year: int, posts: float) -> dict[str, Floats]:
    state.seen = {}
    of = _of_year(figures, given, year)
    for _ in range(MONTHS):
        _month(state, figures, year, of)
    seen, limits = state.seen, np.stack(seats_of(state.held, figures, given, year))
    weeks = replaced_after(
        figures.recruit_weeks[year],
        _weeks_for_a_seat(seen["waited"], seen["intake"]),
        of.training_months * WEEKS_PER_MONTH,
        figures.on_the_market[year],
    )
    return {
        "posts": np.full_like(given, posts),
        "competent": state.held,
        "recruiting": state.recruiting,
        "waiting": state.waiting,
        "in_training": state.training,
        "intake": seen["intake"],
        "qualified": seen["qualified"],
        "hired": seen["hired"],
        **{reason: seen[reason] for reason in figures.leaving},
        "seats": limits.min(axis=0),
        "limit": limits.argmin(axis=0).astype(float),
        "months": of.training_months,
        "weeks": weeks,
    }


def _weeks_for_a_seat(waited: Floats, intake: Floats) -> Floats:
    """Little's law: the mean number who wait (here its sum over the months) over those who get a seat in a month."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        weeks = WEEKS_PER_MONTH * waited / intake
    return np.minimum(np.where(waited > 0.0, weeks, 0.0), LONGEST)


def _month(state: _State, figures: Figures, year: int, of: _OfYear) -> None:
    """Everything of a month starts from who was there when it began, but for the seats."""
    lost = state.held * of.lost
    recruited = state.recruiting * of.recruited
    qualified = state.training * of.qualified
    hired = recruited * figures.on_the_market[year]
    asking = state.waiting + recruited - hired
    seats = np.minimum.reduce([state.held * figures.trains[year], *of.seats])
    intake = np.minimum(asking, np.maximum(seats - (state.training - qualified), 0.0))
    state.held = state.held - lost + hired + qualified
    state.recruiting = state.recruiting - recruited + lost
    state.waiting = asking - intake
    state.training = state.training - qualified + intake
    for name, amount in (("intake", intake), ("qualified", qualified), ("hired", hired), ("waited", state.waiting)):
        state.add(name, amount)
    for reason, rates in figures.leaving.items():
        state.add(reason, np.divide(lost * rates[year], of.whole, out=np.zeros_like(lost), where=of.whole > 0.0))


def _done(months: Floats) -> Floats:
    """The share of a stage that is finished in a month, so that it lasts so many on average, and one at least."""
    return np.asarray(1.0 / np.maximum(months, 1.0))
