"""The command as people type it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from hevesy.cli.supply import supply
from hevesy.errors import (
    BadHour,
    HevesyError,
    NobodySells,
    NothingToShip,
    OutOfRange,
    UnknownTown,
    UnknownZone,
)

PLAIN = "--without-restricted"  # quicker; no journey needs them
ASK = ["journey", "lu177_psma617", "--to", "Amman", "--inject", "2027-03-02 10:00", PLAIN]


def test_the_example_runs_and_says_the_essentials() -> None:
    said = CliRunner().invoke(supply, ASK, catch_exceptions=False)
    assert said.exit_code == 0
    for word in ("hypothetical", "customs", "UN2915", "Type A", "Asia/Amman", "02 Mar 07:00", "Other ways"):
        assert word in said.output
    assert "confirmed by" not in said.output


def test_json_and_csv_are_for_machines() -> None:
    found = json.loads(CliRunner().invoke(supply, [*ASK, "--json"], catch_exceptions=False).stdout)
    assert found[0]["order"]["prescribed_bq"] == 7.4e9
    assert {each["verdict"] for each in found} <= {"possible", "tight", "doubtful", "impossible"}
    lines = CliRunner().invoke(supply, [*ASK, "--csv"], catch_exceptions=False).stdout.splitlines()
    assert lines[0].startswith("producer,country,form") and len(lines) == len(found) + 1


def test_options_narrow_the_answer() -> None:
    narrowed = [*ASK, "--producer", "polatom", "--activity", "6GBq", "--zone", "UTC+2", "--json"]
    (found,) = json.loads(CliRunner().invoke(supply, narrowed, catch_exceptions=False).stdout)
    assert found["producer"] == "polatom" and found["order"]["prescribed_bq"] == 6e9
    assert found["injection"] == "2027-03-02T08:00:00+00:00"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["--to", "Ammann"], UnknownTown),
        (["--zone", "Mars/Olympus"], UnknownZone),
        (["--inject", "2027-03-02"], BadHour),
        (["--activity", "0GBq"], NothingToShip),
        (["--delay", "9w", "--form", "generator"], NobodySells),
    ],
)
def test_what_nobody_knows_is_one_sentence(words: list[str], error: type[HevesyError]) -> None:
    with pytest.raises(error):
        CliRunner().invoke(supply, [*ASK, *words], catch_exceptions=False)


def test_a_delay_beyond_counting_is_one_sentence() -> None:
    far = ["journey", "f18_fdg", "--to", "Amman", "--inject", "2027-03-02 10:00", PLAIN, "--delay", "99w"]
    with pytest.raises(OutOfRange, match="too many half-lives of F-18"):
        CliRunner().invoke(supply, far, catch_exceptions=False)


def test_a_capital_that_is_counted_with_its_neighbour_is_found() -> None:
    manila = [*ASK[:3], "Manila", *ASK[4:], "--producer", "aaa_ivrea"]
    said = CliRunner().invoke(supply, manila, catch_exceptions=False)
    assert said.exit_code == 0 and "to Manila (PHL)" in said.output and "Asia/Manila" in said.output


@pytest.mark.parametrize(
    ("producer", "sentences"),
    [
        (
            "aaa_ivrea",
            [
                "7.4 GBq Lu-177 at the planned hour of administration; calibration time is the manufacturer's",
                "Shelf life 120 h from the end of manufacture: until",
                "QC and release",
            ],
        ),
        (
            "isotopia",
            [
                "calibrated for",
                "Shelf life 168 h from the end of manufacture: until",
                "once labelled it may be injected until Wed 03 Mar 2027 10:00",  # 24 h
                "route hypothetical, seller not confirmed",
                "road across the border",
            ],
        ),
    ],
)
def test_the_order_says_whose_calibration_and_the_shelf_life_since_when(
    producer: str, sentences: list[str]
) -> None:
    said = CliRunner().invoke(supply, [*ASK, "--producer", producer], catch_exceptions=False).output
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_json_names_no_calibration_hour_that_is_the_makers() -> None:
    ask = [*ASK, "--producer", "aaa_ivrea", "--json"]
    (found,) = json.loads(CliRunner().invoke(supply, ask, catch_exceptions=False).stdout)
    order = found["order"]
    assert order["calibrated_at"] is None and order["calibrated_by"] == "maker"
    assert order["activity_at"] == "2027-03-02T07:00:00+00:00" == found["injection"]
    assert found["seller_confirmed"] is False
