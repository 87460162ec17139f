"""Radiopharmaceuticals, their imaging partners, their paths, and who may have them."""

from hevesy.products.barriers import Barrier, Indicator, barriers
from hevesy.products.criteria import (
    Answer,
    Check,
    Criterion,
    GroupAnswer,
    Item,
    Verdict,
    criteria,
    evaluate,
    items,
)
from hevesy.products.dose import activity_per_cycle
from hevesy.products.reading import find_therapy, group_members, read_therapy, therapies
from hevesy.products.therapy import (
    CLINICAL,
    FIVE_A,
    RULES,
    STAGES,
    EarlierLine,
    NeedModel,
    Posology,
    Stage,
    Therapy,
)
from hevesy.products.tracers import Tracer, find_tracer, tracers

__all__ = [
    "CLINICAL",
    "FIVE_A",
    "RULES",
    "STAGES",
    "Answer",
    "Barrier",
    "Check",
    "Criterion",
    "EarlierLine",
    "GroupAnswer",
    "Indicator",
    "Item",
    "NeedModel",
    "Posology",
    "Stage",
    "Therapy",
    "Tracer",
    "Verdict",
    "activity_per_cycle",
    "barriers",
    "criteria",
    "evaluate",
    "find_therapy",
    "find_tracer",
    "group_members",
    "items",
    "read_therapy",
    "therapies",
    "tracers",
]
