"""Baselines with who signed them, and whether the plan was changed since."""

from __future__ import annotations

from collections.abc import Iterable

from hevesy_service.accounts.signing import Signed, signed_about
from hevesy_service.plans.events import about_baseline
from hevesy_service.plans.models import Plan, Version


def signatures_of(plan: Plan, versions: Iterable[Version]) -> dict[int | None, Signed]:
    """The signature of each baseline, by its number."""
    numbers = [each.frozen for each in versions if each.frozen is not None]
    found = signed_about(about_baseline(plan.pk, number) for number in numbers)
    return {number: found[about] for number in numbers if (about := about_baseline(plan.pk, number)) in found}


def last_baseline(plan: Plan) -> tuple[int, Signed] | None:
    """The number of the last baseline and its signature; none where nothing was frozen and signed."""
    last = plan.versions.exclude(frozen=None).first()
    if last is None or last.frozen is None:
        return None
    found = signatures_of(plan, [last]).get(last.frozen)
    return None if found is None else (last.frozen, found)
