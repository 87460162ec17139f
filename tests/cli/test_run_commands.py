"""`hevesy run` as a physicist meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from hevesy.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = 0
    try:
        main(["run", *map(str, arguments), "--without-restricted"])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


ASKED = ("release", "--therapy", "lu177_psma617", "--given", "7.4GBq", "--country", "JOR", "--on", "2027-03-02")
GO, UNKNOWN = "May go home by the rule of the country:", "Unknown, so not yet:"
HOUSEHOLD = ("--household", "child:4", "--household", "partner:62:bed")


@pytest.mark.slow(reason="reads the whole shelf first")
def test_a_household_is_told_until_when(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, *ASKED, *HOUSEHOLD, "--rate", "12.1uSv/h", "--sex", "male")
    assert status == 0
    assert said.startswith("PRACTICE: ") and "May go home by the rule of the country:" in said
    assert "dose_rate_1m: 12, limit 30 uSv/h at 1 m (unverified)" in said
    rows = {line.split()[0]: line for line in said.splitlines() if line.startswith(("child", "partner", "public"))}
    assert "7 d, until 2027-03-09" in rows["child"] and rows["child"].endswith("published")
    assert rows["partner"].count("3 d, until 2027-03-05") == 2 and rows["partner"].endswith("computed")
    assert "  partner: sleeps in another bed, 2 m away or in another room, until 2027-03-05." in said


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (("--rate", "31uSv/h"), "May not go home yet:"),
        (("--rate", "12uSv/h", "--country", "KEN"), f"{UNKNOWN} no release rule for Lu-177 is stated for KEN."),
        (("--rate", "19uSv/h", "--country", "JPN"), UNKNOWN),
        (("--rate", "19uSv/h", "--country", "JPN", "--first-rate", "30uSv/h"), GO),
    ],
)  # fmt: skip
def test_unknown_is_not_leave_to_go(arguments: tuple[str, ...], first: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, *ASKED, *arguments)
    assert status == 0 and said.splitlines()[2] == first


def test_an_earlier_cycle_leaves_less(capsys: pytest.CaptureFixture[str]) -> None:
    asked = (*ASKED, *HOUSEHOLD, "--rate", "12.1uSv/h")
    _, alone, _ = run(capsys, *asked)
    _, second, _ = run(capsys, *asked, "--earlier", "2027-01-19:12.1uSv/h")
    rows = [next(row for row in said.splitlines() if row.startswith("child ")) for said in (alone, second)]
    assert [row.split()[2] for row in rows] == ["1.00", "0.72"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--rate", "12"), "'12' is not a dose rate: write a number and nSv/h, uSv/h, mSv/h or Sv/h, as in 12.1uSv/h"),
        (("--rate", "12uSv/h", "--household", "child"), "write NAME:AGE and then bed, carer or pregnant"),
        (("--rate", "12uSv/h", "--household", "child:130"), "'child:130' is no person"),
        (("--rate", "12uSv/h", "--household", "wife:30:bad"), "'wife:30:bad' is no person"),
        (("--rate", "12uSv/h", "--earlier", "january:3uSv/h"), "write its day and dose rate"),
        (("--rate", "12uSv/h", "--metres", "0.01"), "is not in the range x>=0.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, remarks = run(capsys, *ASKED, *arguments)
    assert status != 0 and said == "" and sentence in remarks


def test_the_papers_lie_in_the_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "papers"
    status, _, remarks = run(capsys, *ASKED, *HOUSEHOLD, "--rate", "12.1uSv/h", "--out", out, "--language", "ar")
    assert status == 0 and f"wrote {out / 'card.pdf'}" in remarks and len(list(out.iterdir())) == 10
    assert 'dir="rtl"' in (out / "instructions.html").read_text("utf-8")


def test_courses_and_their_acts(capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = run(capsys, "courses", "--json")
    assert "lu177_psma" in {row["course"] for row in json.loads(said)}
    _, said, _ = run(capsys, "courses", "lu177_psma617", "--json")
    acts = {row["act"]: row for row in json.loads(said)}
    assert acts["release"]["needs"] == "administration" and acts["day_checks"]["with"]
    status, _, remarks = run(capsys, "courses", "lu177_psmaa")
    assert status == 4 and "did you mean lu177_psma?" in remarks


def test_the_gate_table_proposes_figures_and_says_who_signs(capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = run(capsys, "gates", "lu177_psma617", "--country", "JOR", "--csv")
    gates = {row["gate"]: row for row in csv.DictReader(io.StringIO(said))}
    rule = gates["rate_below_rule"]
    assert (rule["proposed"], rule["source"]) == ("dose_rate_1m 30 uSv/h at 1 m", "mem (unverified)")
    assert rule["signs"] == "radiation_protection_officer" and rule["may override"] == "nobody"
    assert gates["in_order"]["signs"] == "nobody"
    _, said, _ = run(capsys, "gates", "lu177_psma617", "--csv")
    unknown = {row["gate"]: row for row in csv.DictReader(io.StringIO(said))}
    assert unknown["rate_below_rule"]["proposed"] == "no rule is stated"
