"""Who is considered, accepts and starts: by what others pay, fifth of means and sex, and how fairly that is spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.facts.spread import spread
from hevesy.plan.pay import QUINTILES
from hevesy.plan.results.groups import by_year
from hevesy.plan.results.measures import shares_of
from hevesy.plan.simulation.build.households import Households
from hevesy.plan.simulation.model import Floats, Whole
from hevesy.plan.simulation.simulate import Result

ACCEPTS = "accepts"  # the stage of fear and belief, work, language and steps
FIFTHS = len(QUINTILES)


@dataclass(frozen=True)
class People:
    """Persons of one therapy by year, whether somebody pays the cycles, fifth of means and sex, (Y, 2, 5, X, D).

    People of other countries are left out. `willing` are those of the considered who would pass the gates of
    acceptance alone.
    """

    considered: Floats
    willing: Floats
    started: Floats


def people_of(result: Result, homes: Households, h: int) -> People:
    """The people of one therapy; the kernel's starts of each year are shared out as people pass the gates in it."""
    model = result.model
    sexes = len(homes.paths.strata.sexes)
    of = group_of(homes, len(model.strata), result.built.residents)
    accepts = [number for number, reason in enumerate(model.gates[h]) if reason.stage == ACCEPTS]

    def here(by_group: Floats) -> Floats:
        return by_group[:, : 2 * FIFTHS * sexes].reshape(model.years, 2, FIFTHS, sexes, model.draws)

    arrived = by_year(model, h, of, None)
    return People(
        here(by_year(model, h, of)), here(by_year(model, h, of, accepts)), here(_started(result, h, arrived))
    )


def group_of(homes: Households, strata: int, residents: int) -> Whole:
    """The group of each stratum: payer (who pay alone first), fifth and sex; last the people of other countries."""
    parts, _, fifths, sexes = homes.paths.strata.shape
    covered = np.array([payer.covered for payer in homes.paths.strata.payers], np.int64)
    found = np.full(strata, 2 * fifths * sexes, np.int64)
    fifth, sex = np.arange(fifths)[:, None], np.arange(sexes)
    of = (covered[:, None, None] * fifths + fifth) * sexes + sex
    found[:residents] = np.broadcast_to(of, (parts, *of.shape)).reshape(-1)
    return found


def _started(result: Result, h: int, arrived: Floats) -> Floats:
    """Who starts by year and group, (Y, groups, D), as many as the kernel counted."""
    whole = result.outcome.at_centres["started"][:, :, h].sum(axis=1)
    here = arrived.sum(axis=1)
    ever = np.broadcast_to(arrived.sum(axis=0), arrived.shape)
    some = np.where(here[:, None] > 0.0, arrived, ever)
    shares = shares_of(some, np.broadcast_to(some.sum(axis=1, keepdims=True), some.shape))
    return np.asarray(shares * whole[:, None])


def who_starts_said(result: Result, found: list[People], sexes: tuple[str, ...], shelf: Shelf) -> dict[str, Any]:
    """By therapy, sex and fifth of means: considered, willing, started; and two measures of fairness."""
    from hevesy.products import find_therapy

    return {
        "therapies": [
            {"therapy": name, "name": find_therapy(name, shelf).name, **_said(found[h], sexes)}
            for h, name in enumerate(result.model.therapies)
        ],
        "total": {
            "women_to_men": spread(women_to_men(found, sexes)),
            "concentration_index": spread(concentration_of(found)),
        },
    }


def _said(of: People, sexes: tuple[str, ...]) -> dict[str, Any]:
    by_sex = [(sex, (slice(None), slice(None), slice(None), x)) for x, sex in enumerate(sexes)]
    by_fifth = [(f, (slice(None), slice(None), f - 1)) for f in QUINTILES]
    return {
        "sexes": [{"sex": sex, **_group(of, at)} for sex, at in by_sex if of.considered[at].any()],
        "fifths": [{"fifth": fifth, **_group(of, at)} for fifth, at in by_fifth],
        "women_to_men": spread(women_to_men([of], sexes)),
        "concentration_index": spread(concentration_of([of])),
    }


def _group(of: People, at: Any) -> dict[str, Any]:
    considered, willing, started = (
        each[at].reshape(-1, each.shape[-1]).sum(axis=0) for each in (of.considered, of.willing, of.started)
    )
    return {
        "considered": spread(considered),
        "willing_share": spread(known_share(willing, considered)),
        "started": spread(started),
        "started_share": spread(known_share(started, considered)),
    }


def women_to_men(found: list[People], sexes: tuple[str, ...]) -> Floats:
    """Women who start over as many as start if both sexes of each therapy started alike, beside the same of men (D)."""
    draws = found[0].considered.shape[-1]
    if "female" not in sexes or "male" not in sexes:
        return np.full(draws, np.nan)
    started, expected = np.zeros((len(sexes), draws)), np.zeros((len(sexes), draws))
    for each in found:
        need, starts = each.considered.sum(axis=(0, 1, 2)), each.started.sum(axis=(0, 1, 2))
        if (need.max(axis=1) > 0.0).all():  # an illness of both
            started += starts
            expected += need * shares_of(starts.sum(axis=0), need.sum(axis=0))
    women, men = (
        known_share(started[sexes.index(sex)], expected[sexes.index(sex)]) for sex in ("female", "male")
    )
    return known_share(women, men)


def concentration_of(found: list[People]) -> Floats:
    """The concentration index of starting, over fifths of means (D): above 0 where the richer start more often.

    With y the share of a fifth that starts and rank (fifth - 1/2) / 5: twice the mean of rank x y over the mean of y,
    less one.
    """
    started = sum(each.started.sum(axis=(0, 1, 3)) for each in found)
    considered = sum(each.considered.sum(axis=(0, 1, 3)) for each in found)
    share = known_share(np.asarray(started), np.asarray(considered))
    rank = (np.array(QUINTILES)[:, None] - 0.5) / FIFTHS
    return known_share(2.0 * (rank * share).mean(axis=0), share.mean(axis=0)) - 1.0


def known_share(part: Floats, whole: Floats) -> Floats:
    """Part of whole by draw; not known in a draw in which there is nobody."""
    whole = np.broadcast_to(whole, part.shape)
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0.0))
