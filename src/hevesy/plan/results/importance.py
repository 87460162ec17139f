"""Which figures an answer rests on, which kind of truth they are, and whether that must be said first."""

from __future__ import annotations

from typing import Any

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
    return [_of(name, whole[name], result) for name in ANSWERS]


def _of(name: str, drawn: Floats, result: Result) -> dict[str, Any]:
    reader = result.built.reader
    scores = {fact: score for fact, score in reader.scores.items() if fact in reader.used}
    found = shares(drawn, scores, reader.used)
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
