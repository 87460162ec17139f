"""Whom a centre is open to, in words, and how many come from other countries, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.results.toy_results import counted, result, shelf

from hevesy.capacity.admission import Door
from hevesy.plan.open_to import open_to_said
from hevesy.plan.results.abroad import from_abroad
from hevesy.plan.results.answers import answers
from hevesy.plan.results.page import page_of


@pytest.mark.parametrize(
    ("door", "expected"),
    [
        (Door("x"), "every payer, as far as anybody has said"),
        (Door("x", "public", takes_refugees=True), "every payer; refugees"),
        (
            Door("x", "private", takes_foreigners=True),
            "private insurance and who pays alone, as is usual where the sector is private (assumed); foreigners",
        ),
        (Door("x", "military", ("rms", "moh"), False), "members of rms, moh and who pays alone; no refugees"),
    ],
)
def test_whom_a_centre_takes_in_words(door: Door, expected: str) -> None:
    assert open_to_said(door, shelf()) == expected


def test_foreigners_are_the_share_of_their_strata_in_all_who_come() -> None:
    """Half of the people of the first therapy are in the second stratum: call them foreigners."""
    model, outcome = counted(6.0)
    share = model.rows[model.share_row[0, 1, 0]]
    found = from_abroad(model, 1)
    assert found[:, 0] == pytest.approx(outcome.in_country["entered"][:, 0] * share)
    assert not from_abroad(model, 2).any()


def test_page_and_answers_count_foreigners_apart() -> None:
    run = result()
    run = replace(run, built=type(run.built)(**{**vars(run.built), "residents": 1}))
    said = answers(run, shelf())
    assert said["therapies"][0]["from_abroad"][-1]["year"] == 2027
    page = page_of(said, {}, False)
    rows = [row for therapy in page["therapies"] for row in therapy["rows"]]
    assert any(row[0].startswith("Of those considered, from other countries") for row in rows)
    assert all(row["from_abroad"] is None for row in answers(result(), shelf())["therapies"])
    assert page["centres"]["rows"][0][0] == "Amman" and "every payer" in page["centres"]["rows"][0][7]
    assert np.isfinite(found := said["therapies"][0]["from_abroad"][0]["value"]) and found > 0
