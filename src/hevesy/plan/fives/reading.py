"""What a planner should read out of the five A's, in sentences made from the figures."""

from __future__ import annotations

from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.fives.splitting import ranked
from hevesy.plan.report.page_paths import people
from hevesy.plan.report.said import a_said

NEAR_ZERO = 0.1  # of those whom lifting all five would serve, served now: below it shares alone mislead
FAR_APART = 3.0  # times: a share beside what lifting that A alone would gain
SURE = 0.8  # of the draws

EXAMPLE = (
    "Where hardly anybody is served, shares alone mislead. Take a country without any centre, where each of the other "
    "four A's lets one half pass: availability gets 39 % of the gap, yet lifting availability alone closes 6 % of it, "
    "because of those who would then find a centre fifteen in sixteen are still lost to the other four."
)
THREE = (
    "Three figures belong together. The share says how much of the unmet need each A is worth on average over all "
    "orders in which the five could be lifted: it divides the blame. “Only this one” says what a plan that "
    "does nothing else would gain. “All but this one” says what is lost if everything else is done and this is left."
)


def sentences(split: dict[str, Any], ranks_only: bool) -> list[str]:
    """The reading of one split; with `ranks_only` no percentage is taken from it."""
    found = [_unmet(split), _order(split, ranks_only)]
    if split["explained"]["mean"] > 0.0:
        found += [_first_step(split, ranks_only), _left_out(split, ranks_only), _pair(split, ranks_only)]
    found += _fewer(split)
    near_zero = split["served"]["value"] is not None and is_near_zero(split)
    first = ranked(split)[0]
    if near_zero or first["shapley"]["mean"] > FAR_APART * max(0.0, first["alone"]["mean"]):
        found.append(_misleads(split))
    return found


def crowded(split: dict[str, Any]) -> list[str]:
    """What must be said where lifting everything as far as attainable lets fewer begin in some of the draws."""
    if split["explained"]["low"] is None or split["explained"]["low"] >= 0.0:
        return []
    return [
        "Lifted only as far as is attainable, the five A's would in some of the draws let fewer people begin than now: "
        "more come for long courses, what the centres have grows less, and those in treatment are served first. "
        "There, shares of what is explained mean little: capacity has to grow before anything else is lifted."
    ]


def is_near_zero(split: dict[str, Any]) -> bool:
    """Whether so few are served that shares by Shapley alone mislead."""
    could = split["served"]["value"] + split["explained"]["value"]
    return bool(split["served"]["value"] < NEAR_ZERO * could)


def _unmet(split: dict[str, Any]) -> str:
    return (
        f"Of {people(split['entered'])} persons who come to need a therapy, {people(split['unmet'])} do not begin it. "
        f"{people(split['residual'])} of these no A of access explains: they are not eligible, or the disease was "
        "faster."
    )


def _order(split: dict[str, Any], ranks_only: bool) -> str:
    rows = ranked(split)
    named = ", ".join(_a(row) for row in rows)
    sure = rows[0]["ranks"]["shapley"][0]
    shares = "" if ranks_only else f" ({share_said(rows[0]['shapley']['share']['mean'])} of the unmet need)"
    return (
        f"By share of the unmet need they stand in this order: {named}. {_a(rows[0]).capitalize()}{shares} comes "
        f"first in {share_said(sure)} of the draws."
    )


def _first_step(split: dict[str, Any], ranks_only: bool) -> str:
    row = ranked(split, "alone")[0]
    sure = row["ranks"]["alone"][0]
    gain = "" if ranks_only else f", {share_said(row['alone']['share']['mean'])} of the unmet need"
    return (
        f"If only one A can be lifted, {_a(row)} gains most in {share_said(sure)} of the draws{gain}"
        f"{'.' if sure >= SURE else '; that is not certain enough to plan on.'}"
    )


def _left_out(split: dict[str, Any], ranks_only: bool) -> str:
    row = ranked(split, "without")[0]
    sure = row["ranks"]["without"][0]
    loss = "" if ranks_only else f", at {share_said(row['without']['share']['mean'])} of the unmet need"
    return (
        f"A plan that lifts four of them and forgets one loses most by forgetting {_a(row)} "
        f"({share_said(sure)} of the draws{loss})."
    )


def _pair(split: dict[str, Any], ranks_only: bool) -> str:
    pair = split["best_pair"]
    one, other = (a_said(a).lower() for a in pair["a"])
    gain = "" if ranks_only else f" and would close {share_said(pair['share']['mean'])} of it"
    return (
        f"The best two to lift together are {one} and {other}: best in {share_said(pair['share_of_draws'])} of the "
        f"draws{gain}."
    )


def _fewer(split: dict[str, Any]) -> list[str]:
    """A's that let fewer begin when they are lifted alone."""
    fewer = [_a(row) for row in split["a"] if row["alone"]["high"] is not None and row["alone"]["high"] < 0.0]
    if not fewer:
        return []
    return [
        f"Lifting only {' or '.join(fewer)} would let fewer people begin: those in treatment then take more of "
        "their cycles, and the chairs, doses and staff are what is scarce. By completed courses it may still gain "
        "(see below)."
    ]


def _misleads(split: dict[str, Any]) -> str:
    first, alone = ranked(split)[0], ranked(split, "alone")[0]
    here = (
        "So few are served here that shares alone mislead"
        if is_near_zero(split)
        else f"The share of {_a(first)} is far larger than what lifting it alone would gain"
    )
    one, other = (a_said(a).lower() for a in split["best_pair"]["a"])
    return (
        f"{here}: read what only one A gains ({_a(alone)} first) and the best pair ({one} and {other}) before the "
        "shares. A large share says that nothing works without this A, not that it works alone."
    )


def _a(row: dict[str, Any]) -> str:
    return a_said(row["a"]).lower()
