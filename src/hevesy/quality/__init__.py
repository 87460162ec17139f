"""How good a service is: checklists, audits scored by them, what follows from a finding."""

from hevesy.quality.action import Action, Step, follow, is_overdue
from hevesy.quality.audit import Answer, Audit, answer
from hevesy.quality.checklist import (
    CONFORMANT,
    MOST,
    Checklist,
    Item,
    Profile,
    find_profile,
    profiles,
    read_profile,
)
from hevesy.quality.escalation import Rung, escalated_to, rungs
from hevesy.quality.score import Level, difference, levels, whole

__all__ = [
    "CONFORMANT",
    "MOST",
    "Action",
    "Answer",
    "Audit",
    "Checklist",
    "Item",
    "Level",
    "Profile",
    "Rung",
    "Step",
    "answer",
    "difference",
    "escalated_to",
    "find_profile",
    "follow",
    "is_overdue",
    "levels",
    "profiles",
    "read_profile",
    "rungs",
    "whole",
]
