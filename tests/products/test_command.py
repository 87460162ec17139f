"""hevesy products, as a user sees it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from hevesy.cli import main


def test_list_shows_every_therapy_in_three_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["products", "list", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 16
    main(["products", "list", "--csv"])
    assert [row["id"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == [
        row["id"] for row in rows
    ]
    main(["products", "list"])
    assert "psma_mcrpc *" in capsys.readouterr().out


def test_show_says_the_figures_of_a_place_and_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    main(["products", "show", "lu177_psma617", "--place", "income:LIC"])
    out = capsys.readouterr().out
    assert "ARPI (asked by label): 0.05 (0.01 to 0.15) fraction of mCRPC" in out
    assert "7.4 (6.66 to 8.14) GBq" in out
    assert "counted once, by lu177_psma617, with ac225_psma, lu177_psma_it, tb161_psma" in out
    assert out.index("reaches_imaging") < out.index("dose_arrives") < out.index("followed")
    main(["products", "show", "i131_hyperthyroid"])
    assert "by income group" in capsys.readouterr().out


def test_an_unknown_therapy_suggests_one_and_has_its_own_exit_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["products", "show", "lu177_psma671"])
    assert left.value.code == 7
    said = capsys.readouterr()
    assert "did you mean 'lu177_psma617'" in said.err
    assert said.out == ""
