"""Which figures an answer rests on, which kind of truth they are, and whether that must be said first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hevesy.plan.answers.evidence import label
from hevesy.plan.results.measures import headlines
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.variance import TOGETHER, Share, shares, shares_by_kind

ANSWERS = ("completed", "died_waiting", "qalys", "costs")
MOST = 15
UNREAD = ("assumption", "unverified")  # kinds that nobody has measured or read


def importance_said(result: Result) -> list[dict[str, Any]]:
    """For each of the main answers its largest facts and the shares of its variance by kind of fact."""
    whole = headlines(result.model, result.built.values, result.outcome)
    reader = result.built.reader
    scores = {fact: score for fact, score in reader.scores.items() if fact in reader.used}
    found = {name: speaking(whole[name], scores) for name in ANSWERS}
    return [_of(name, shares(whole[name], found[name], reader.used)) for name in ANSWERS]


def speaking(answer: Floats, scores: Mapping[str, Floats]) -> dict[str, Floats]:
    """The facts whose rank correlation with the answer is larger than chance would make that of one of them.

    A country has hundreds of facts and a run a few hundred draws: the small shares that chance gives to each would
    together be most of the variance. n times a squared correlation of unrelated ranks is chi-squared with one
    degree of freedom; the bound is what one of so many exceeds.
    """
    from scipy import special

    names = [name for name, score in scores.items() if float(np.ptp(score)) > 0]
    if not names or float(np.ptp(answer)) == 0:
        return {}
    ranks = _ranks(np.stack([scores[name] for name in names]))
    squared = (ranks @ _ranks(answer[None])[0]) ** 2
    bound = float(special.chdtri(1, 1 / len(names))) / len(answer)
    return {name: scores[name] for name, share in zip(names, squared, strict=True) if share > bound}


def _ranks(rows: Floats) -> Floats:
    """The ranks of each row, centred and of length one, so that products are correlations."""
    ranks = np.argsort(np.argsort(rows, axis=1, kind="stable"), axis=1).astype(float)
    ranks -= ranks.mean(axis=1, keepdims=True)
    return np.asarray(ranks / np.linalg.norm(ranks, axis=1, keepdims=True))


def _of(name: str, found: list[Share]) -> dict[str, Any]:
    kinds = shares_by_kind(found)
    return {
        "answer": name,
        "facts": [_row(share) for share in found[:MOST] if share.share > 0],
        "kinds": [{"kind": kind, "share": share} for kind, share in kinds.items()],
        "assumed_share": sum(kinds.get(kind, 0.0) for kind in UNREAD) if found else None,
        "left_over": kinds.get(TOGETHER) if found else None,
    }


def _row(share: Share) -> dict[str, Any]:
    fact = share.fact
    return {
        "fact": fact.id,
        "label": label(fact),
        "share": share.share,
        "kind": str(fact.kind),
        "confirmed": fact.confirmed,
    }


def rests_mostly_on_assumptions(importance: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of which assumptions and figures nobody has read carry most of the variance that facts explain."""
    return [row for row in importance if row["assumed_share"] and row["assumed_share"] > _explained(row) / 2]


def _explained(row: dict[str, Any]) -> float:
    return 1.0 - float(row["left_over"] or 0.0)
