"""Asking for something to be computed of a plan: the same from a page and by the API."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from hevesy_service.accounts.models import User
from hevesy_service.atlas.packs import national_pack
from hevesy_service.jobs.kinds import PACK, Kind
from hevesy_service.jobs.queue import Wanted
from hevesy_service.plans.models import Plan

TITLE_LETTERS = 200


def other_plan(plan: Plan, pk: UUID | None) -> Plan | None:
    """Another plan of the same site, to compare with."""
    return None if pk is None else Plan.objects.filter(pk=pk, site=plan.site).first()


def wanted(plan: Plan, other: Plan | None, kind: Kind, options: Sequence[str], by: User, key: str) -> Wanted:
    """A job of the plan as it stands, with what its country has accepted in the atlas."""
    texts = {"plan.toml": plan.text, "other.toml": "" if other is None else other.text}
    inputs = {name: texts[name] for name in kind.inputs}
    inputs |= {f"{PACK}/{name}": text for name, text in national_pack(plan.country).items()}
    title = f"{plan.name} · {plan.version}"[:TITLE_LETTERS]
    return Wanted(kind.id, title, f"plan/{plan.pk}", inputs, options, plan.site, by, key)
