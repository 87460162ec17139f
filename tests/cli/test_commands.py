"""The command line as a user meets it: right input, wrong input, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hevesy.cli import GROUPS, main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one command."""
    status = 0
    try:
        main(list(arguments))
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_help_names_every_group_and_ends_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0 and all(f"\n  {group}" in out for group in GROUPS)
    assert "hevesy plan country JOR --out report/" in out


@pytest.mark.slow(reason="a whole country: ten years twice")
def test_a_plan_as_json_is_nothing_but_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "plan", "country", "FJI", "--json", "--draws", "16", "--on", "2026-11-21")
    plan = json.loads(out)
    assert (status, err) == (0, "") and plan["country"]["iso3"] == "FJI"
    assert plan["fives"]["scenario"]["draws"] == plan["workforce"]["draws"] == 16


@pytest.mark.slow(reason="a whole country report: ten years twice, charts and pages")
def test_the_first_page_opens_with_how_little_is_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "plan", "country", "KEN", "--draws", "16", "--no-chapters")
    assert out.splitlines()[0].startswith("Kenya (KEN), LMIC, ")
    assert out.splitlines()[1] == "0 of 30 key inputs confirmed  -  DRAFT, NOT FOR DECISION"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("plan", "country", "Jordn"), 5, "did you mean Jordan?"),
        (("plan", "country", "JOR", "--pack", "no/such"), 3, "no/such: there is no such folder"),
        (("plan", "country", "JOR", "--pack", "README.md"), 3, "this is a file, and a pack is a folder"),
        (("plan", "country", "JOR", "--pack", "docs"), 3, "this is not a pack (no pack.toml inside)"),
        (
            ("facts", "why", "burden.choice", "--place", "JRO"),
            4,
            "'JRO' is not a place: did you mean JOR (Jordan)?",
        ),
        (("facts", "show", "burden.choice", "--place", "Jordn"), 4, "for Jordan write JOR"),
        (("facts", "list", "burden", "--place", "JOR/khcc"), 4, "there is no centre 'khcc'"),
        (("plan", "country", "JOR", "--burden", "who"), 2, "is not one of"),
        (("plan", "countri", "JOR"), 2, "No such command 'countri'"),
        (("facts", "why", "burden.choise"), 4, "did you mean 'burden.choice'?"),
        (("facts", "list", "zzz"), 1, "No fact begins with 'zzz'"),
        (("physics", "decay", "Lu-171", "1GBq", "--after", "1h"), None, "Lu-177"),
        (("physics", "decay", "Lu-177", "7.4", "--after", "1h"), 2, "is not an activity"),
        (
            ("supply", "journey", "lu177_psma617", "--to", "Ammann", "--inject", "2027-03-02 10:00"),
            None,
            "Amman",
        ),
    ],
)
def test_wrong_input_gets_one_sentence_and_no_traceback(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int | None, said: str
) -> None:
    found, out, err = run(capsys, *arguments)
    assert found == status or (status is None and found > 0)
    assert said in err and "Traceback" not in err and out == ""


def test_a_wrong_pack_names_its_cell_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pack, out = tmp_path / "mine", tmp_path / "report"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "mine"\n')
    (pack / "equipment.csv").write_text("iso3,centre,modality,count\nJOR,one,pett,2\n")
    status, _, err = run(capsys, "plan", "country", "JOR", "--pack", str(pack), "--out", str(out))
    assert status == 3 and "equipment.csv, line 2, field 'modality'" in err and "did you mean 'pet'" in err
    assert not out.exists()


def test_why_shows_the_whole_chain(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "facts", "why", "epidemiology.prostate.cascade.receive_ARPI", "--place", "JOR")
    assert "scenario > JOR > income:LMIC > region:EMR > world" in out
    assert " * income:LMIC          0.15" in out


def test_lists_come_as_csv_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "facts", "list", "therapies.ra223.posology", "--csv")
    lines = out.splitlines()
    assert lines[0] == "fact,value,place,kind,on,pack"
    assert "therapies.ra223.posology.interval,4 (4 to 4) week,world,unverified,,open" in lines


def test_a_place_that_cannot_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file stands here")
    status, _, err = run(capsys, "plan", "template", "JOR", "--out", str(tmp_path / "taken" / "pack"))
    assert status == 8 and "The file system refused" in err and "Traceback" not in err
