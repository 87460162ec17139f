"""Shares of variance that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from hevesy.facts import Dist, Fact, Kind, State
from hevesy.plan.variance import TOGETHER, shares, shares_by_kind


def fact(name: str, kind: Kind) -> Fact:
    return Fact(
        name,
        "world",
        1.0,
        0.0,
        2.0,
        "",
        "",
        Dist.UNIFORM,
        "",
        State.REPORTED,
        "asm",
        kind,
        "",
        "",
        "",
        "p",
        "t",
        2,
    )


def test_a_sum_of_two_normals_shares_its_variance_four_to_one() -> None:
    rng = np.random.default_rng(5)
    drawn = {
        "a": rng.standard_normal(20_000),
        "b": rng.standard_normal(20_000),
        "idle": rng.standard_normal(20_000),
        "fixed": np.ones(20_000),
    }
    used = {
        "a": fact("a", Kind.VERIFIED),
        "b": fact("b", Kind.ASSUMPTION),
        "idle": fact("idle", Kind.WEAK),
        "fixed": fact("fixed", Kind.WEAK),
    }
    found = shares(2 * drawn["a"] + drawn["b"], drawn, used)
    assert [share.fact.id for share in found] == ["a", "b", "idle"]
    assert [share.share for share in found] == pytest.approx([0.8, 0.2, 0.0], abs=0.03)
    kinds = shares_by_kind(found)
    assert kinds["verified"] == pytest.approx(0.8, abs=0.03) and sum(kinds.values()) == pytest.approx(1.0)


def test_inputs_that_act_only_together_are_said_to() -> None:
    rng = np.random.default_rng(6)
    drawn = {"a": rng.standard_normal(20_000), "b": rng.standard_normal(20_000)}
    used = {"a": fact("a", Kind.VERIFIED), "b": fact("b", Kind.ASSUMPTION)}
    assert shares_by_kind(shares(drawn["a"] * drawn["b"], drawn, used))[TOGETHER] == pytest.approx(
        1.0, abs=0.02
    )


def test_an_answer_that_does_not_vary_has_no_shares() -> None:
    assert shares(np.ones(5), {"a": np.arange(5.0)}, {"a": fact("a", Kind.WEAK)}) == []
