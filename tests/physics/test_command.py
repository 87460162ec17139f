"""hevesy physics: results on stdout, remarks on stderr, one clear sentence for bad input."""

from __future__ import annotations

import csv
import io
import json

import pytest

from hevesy.cli import main


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["physics", *arguments])
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, int]:
    with pytest.raises(SystemExit) as stopped:
        main(["physics", *arguments])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert isinstance(stopped.value.code, int)
    return shown.err, stopped.value.code


def test_decay_says_what_is_left_and_how_the_half_life_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "decay", "Lu-177", "7.4GBq", "--after", "96h")
    assert "4.876 GBq" in text
    assert "Half-life of Lu-177: 6.647 d (secondary: Python package radioactivedecay 0.6.1" in text


@pytest.mark.parametrize("back", [("--before", "96h"), ("--after", "-96h"), ("--before", "4d")])
def test_decay_looks_back(capsys: pytest.CaptureFixture[str], back: tuple[str, str]) -> None:
    (row,) = json.loads(said(capsys, "decay", "177Lu", "7,4 GBq", *back, "--json"))
    assert row["becomes_bq"] == pytest.approx(11.23e9, abs=0.005e9)
    assert row["half_life"] == "6.647 d"
    assert row["half_life_source"].startswith("Python package radioactivedecay")


def test_chain_lists_every_member(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(said(capsys, "chain", "Mo-99", "2Bq", "--after", "20h", "--csv"))))
    assert [row["nuclide"] for row in rows] == ["Mo-99", "Tc-99m", "Tc-99", "Ru-99"]
    assert float(rows[1]["activity_bq"]) == pytest.approx(1.3719829376710406, rel=1e-9)


def test_generator_says_yield_life_and_the_makers_limit(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "generator", "Ge-68/Ga-68", "1.85GBq", "--elute-every", "4h")
    assert "Yield 0.65 (0.55 to 0.75) share of the Ga-68 present, unverified" in text
    assert "250 elutions is reached after 42 days" in text


def test_generator_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    """Mo-99 at 1 GBq, all Tc-99m taken after 24 h: 0.689355 GBq."""
    found = said(
        capsys,
        "generator",
        "Mo-99/Tc-99m",
        "1GBq",
        "--elute-every",
        "24h",
        "--for",
        "1d",
        "--yield",
        "1",
        "--json",
    )
    (row,) = json.loads(found)
    assert row["eluted_bq"] == pytest.approx(0.689355e9, rel=1e-6)


@pytest.mark.parametrize(
    "arguments, sentence, status",
    [
        (("decay", "Lu-178", "1GBq", "--after", "1h"), "did you mean Lu-177?", 5),
        (("decay", "Hf-177", "1GBq", "--after", "1h"), "is stable", 5),
        (("decay", "Lu-177", "7.4", "--after", "1h"), "is not an activity", 2),
        (("decay", "Lu-177", "-7.4GBq", "--after", "1h"), "is not an activity", 2),
        (("decay", "Lu-177", "7.4GBq", "--after", "soon"), "is not a length of time", 2),
        (("decay", "Lu-177", "7.4GBq"), "Give either --after or --before", 2),
        (("decay", "Po-213", "1MBq", "--before", "1d"), "24 h is too many half-lives", 5),
        (("chain", "Ac-225", "1MBq", "--after", "-1d"), "can't be followed backwards", 5),
        (("generator", "cow", "1GBq", "--elute-every", "4h"), "Known: Ge-68/Ga-68", 5),
        (("generator", "Ge-68", "1GBq", "--elute-every", "0h"), "above zero", 5),
        (("generator", "Ge-68", "1GBq", "--elute-every", "1s"), "elutions", 5),
        (("generator", "Ge-68", "1GBq", "--elute-every", "2d", "--for", "1d"), "longer --for", 5),
        (("generator", "Ge-68", "1GBq", "--elute-every", "4h", "--yield", "65"), "not a share", 5),
        (("nuclides", "Xx"), "No nuclide begins with", 1),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str, status: int
) -> None:
    text, code = refused(capsys, *arguments)
    assert sentence in text
    assert code == status
    assert "Traceback" not in text


def test_nuclides_are_listed_with_their_daughters(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "nuclides", "lu", "--json"))
    assert [row["nuclide"] for row in rows] == ["Lu-177", "Lu-177m"]
    assert "Lu-177 0.217 (IT)" in rows[1]["decays_to"]
