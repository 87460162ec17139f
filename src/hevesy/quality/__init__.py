"""How good a service is: checklists, audits scored by them, what follows from a finding."""

from hevesy.quality.action import Action, ActionState, Step, follow, is_overdue
from hevesy.quality.audit import Answer, Attached, Audit, answer
from hevesy.quality.checklist import (
    CONFORMANT,
    MOST,
    Benchmark,
    Checklist,
    Item,
    Profile,
    find_profile,
    profile_in,
    profiles,
    read_profile,
)
from hevesy.quality.escalation import Rung, escalated_to, rungs
from hevesy.quality.lesson import Lesson, lesson_in, lessons, searched
from hevesy.quality.lesson_pack import LessonPack, packed, read_pack
from hevesy.quality.near_miss import Batch, batches
from hevesy.quality.practice_change import Change, practice_change
from hevesy.quality.score import Level, difference, levels, next_unanswered, whole

__all__ = [
    "CONFORMANT",
    "MOST",
    "Action",
    "ActionState",
    "Answer",
    "Attached",
    "Audit",
    "Batch",
    "Benchmark",
    "Change",
    "Checklist",
    "Item",
    "Lesson",
    "LessonPack",
    "Level",
    "Profile",
    "Rung",
    "Step",
    "answer",
    "batches",
    "difference",
    "escalated_to",
    "find_profile",
    "follow",
    "is_overdue",
    "lesson_in",
    "lessons",
    "levels",
    "next_unanswered",
    "packed",
    "practice_change",
    "profile_in",
    "profiles",
    "read_pack",
    "read_profile",
    "rungs",
    "searched",
    "whole",
]
