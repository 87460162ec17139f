"""A country's picture as plain values, section by section: what plan.json holds and every document is made from."""

from hevesy.plan.answers.whole import SCHEMA, plan_of

__all__ = ["SCHEMA", "plan_of"]
