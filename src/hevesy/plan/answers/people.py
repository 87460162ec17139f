"""Sections that count people: the need of each group, each therapy's cascade, and the five A's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hevesy.plan.answers.interval import few, interval, mean
from hevesy.plan.answers.own import reported
from hevesy.plan.cascade import Loss
from hevesy.plan.country import Course, Picture
from hevesy.products.therapy import FIVE_A, STAGES
from hevesy.words import say, say_reason


def needs(picture: Picture) -> list[dict[str, Any]]:
    """Persons, courses and cycles per year for each group of patients, by its first-choice therapy."""
    return [_need(course, picture) for course in picture.first_choices()]


def _need(course: Course, picture: Picture) -> dict[str, Any]:
    therapy, wanted = course.therapy, course.need
    cycles = course.courses * picture.reader.value(therapy.posology.cycles_given)
    members = [
        other.therapy.id for other in picture.courses if other.therapy.need_group == therapy.need_group
    ]
    return {
        "need_group": therapy.need_group,
        "name": "; ".join(model.patients for model in therapy.needs),
        "therapies": members,
        "first_choice": therapy.id,
        "shares_patients_with": list(therapy.shares_patients_with),
        "true": interval(wanted.true),
        "detected": interval(wanted.detected),
        "backlog": None if wanted.backlog is None else interval(wanted.backlog),
        "backlog_note": wanted.backlog_note or None,
        "courses": interval(course.courses),
        "cycles": interval(cycles),
        "by_year": [
            {"year": year, **interval(course.courses * ratio)} for year, ratio in wanted.growth.items()
        ],
        "facts": [name for model in therapy.needs for name in model.all_facts],
    }


def cascades(picture: Picture) -> list[dict[str, Any]]:
    """Every therapy's cascade, the first choices first."""
    ordered = sorted(picture.courses, key=lambda course: not course.therapy.first_choice)
    return [{**_cascade(course), "reported": reported(course.therapy.id, picture)} for course in ordered]


def _cascade(course: Course) -> dict[str, Any]:
    therapy, walked = course.therapy, course.cascade
    start, started, completed = interval(walked.start), interval(walked.given[0]), interval(walked.completed)
    return {
        "therapy": therapy.id,
        "name": therapy.name,
        "need_group": therapy.need_group,
        "first_choice": therapy.first_choice,
        "start": start["value"],
        "start_low": start["low"],
        "start_high": start["high"],
        "stages": list(_stages(course)),
        "cycles": [
            {"cycle": number, "given": mean(given)} for number, given in enumerate(walked.given, start=1)
        ],
        "started": started["value"],
        "started_low": started["low"],
        "started_high": started["high"],
        "completed": completed["value"],
        "completed_low": completed["low"],
        "completed_high": completed["high"],
        "conservation_error": walked.conservation_error(),
    }


def _stages(course: Course) -> Iterator[dict[str, Any]]:
    walked = course.cascade
    by_stage: dict[str, list[Loss]] = {}
    for loss in walked.losses:
        by_stage.setdefault(loss.stage, []).append(loss)
    for stage in sorted(walked.remaining, key=STAGES.index):
        losses = sorted(by_stage.get(stage, []), key=lambda loss: -mean(loss.people))
        left = interval(walked.remaining[stage])
        yield {
            "id": stage,
            "label": say(f"stage.{stage}"),
            "a": losses[0].a if losses else None,
            "domain": losses[0].domain if losses else None,
            "remaining": left["value"],
            "remaining_low": left["low"],
            "remaining_high": left["high"],
            "lost": sum(mean(loss.people) for loss in losses),
            "reasons": [
                {
                    "reason": say_reason(loss.reason),
                    "a": loss.a,
                    "domain": loss.domain,
                    "lost": mean(loss.people),
                }
                for loss in losses
            ],
        }


def five_a(picture: Picture) -> list[dict[str, Any]]:
    """How many people each A loses, over first choices that share no patients, and which reason loses most."""
    losses = [
        (course, loss) for course in picture.apart() for loss in course.cascade.losses if loss.a in FIVE_A
    ]
    nobody = np.zeros(picture.reader.draws)
    whole = sum((loss.people for _, loss in losses), start=nobody)
    return [
        _one_a(name, [(course, loss) for course, loss in losses if loss.a == name], mean(whole), nobody)
        for name in FIVE_A
    ]


def _one_a(name: str, losses: list[tuple[Course, Loss]], whole: float, nobody: Any) -> dict[str, Any]:
    lost = interval(sum((loss.people for _, loss in losses), start=nobody))
    by_reason: dict[str, float] = {}
    for _, loss in losses:
        by_reason[loss.reason] = by_reason.get(loss.reason, 0.0) + mean(loss.people)
    ranked = sorted(by_reason.items(), key=lambda item: -item[1])
    return {
        "a": name,
        "lost": lost["value"],
        "lost_low": lost["low"],
        "lost_high": lost["high"],
        "share": (lost["value"] or 0.0) / whole if whole else None,
        "gap_text": f"Largest loss: {say_reason(ranked[0][0]).lower()}." if ranked else None,
        "indicators": [f"{say_reason(reason)}: {few(people)} people a year" for reason, people in ranked[:3]],
    }
