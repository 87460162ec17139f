"""A country's rules and their state: approval, guideline, who pays, licensing steps, release of patients."""

from hevesy.policy.release import Limit, ReleaseRule, release_rule
from hevesy.policy.state import APPROVALS, PAID, LicensingStep, PolicyState, Ruling, policy_state

__all__ = [
    "APPROVALS",
    "PAID",
    "LicensingStep",
    "Limit",
    "PolicyState",
    "ReleaseRule",
    "Ruling",
    "policy_state",
    "release_rule",
]
