"""A country's rules and their state: approval, guideline, who pays, licensing steps, release of patients."""

from hevesy.policy.leaving import Leaving, LimitAnswer, ReleaseVerdict, asked_of, enough, may_leave
from hevesy.policy.release import Limit, ReleaseRule, release_rule
from hevesy.policy.state import APPROVALS, PAID, LicensingStep, PolicyState, Ruling, policy_state

__all__ = [
    "APPROVALS",
    "PAID",
    "Leaving",
    "LicensingStep",
    "Limit",
    "LimitAnswer",
    "PolicyState",
    "ReleaseRule",
    "ReleaseVerdict",
    "Ruling",
    "asked_of",
    "enough",
    "may_leave",
    "policy_state",
    "release_rule",
]
