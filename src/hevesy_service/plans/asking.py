"""Asking for something to be computed of a plan: the same from a page and by the API."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from hevesy_service.accounts.models import User
from hevesy_service.jobs.kinds import Kind
from hevesy_service.jobs.queue import Wanted
from hevesy_service.mission.calibrating import options_for, pack_inputs
from hevesy_service.plans.models import Plan

TITLE_LETTERS = 200


def other_plan(plan: Plan, pk: UUID | None) -> Plan | None:
    """Another plan of the same site, to compare with."""
    return None if pk is None else Plan.objects.filter(pk=pk, site=plan.site).first()


def wanted(
    plan: Plan, other: Plan | None, kind: Kind, options: Sequence[str], by: User, key: str, uncalibrated: bool = False
) -> Wanted:
    """A job of the plan as it stands, with what its country and site have accepted, calibrated where it can be."""
    texts = {"plan.toml": plan.text, "other.toml": "" if other is None else other.text}
    inputs = {name: texts[name] for name in kind.inputs}
    pack = pack_inputs(plan.site, plan.country)
    inputs |= pack
    if not uncalibrated:
        options = [*options, *options_for(kind, plan.site, plan.country, [texts[name] for name in kind.inputs], pack)]
    title = f"{plan.name} · {plan.version}"[:TITLE_LETTERS]
    return Wanted(kind.id, title, f"plan/{plan.pk}", inputs, options, plan.site, by, key)
