"""Frameworks and histories as files: what is read, and one sentence for each thing that is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.competence.people import SHELF

from hevesy.cli import hevesy
from hevesy.competence import What, competencies, find_framework, frameworks, in_force, read_framework
from hevesy.competence.framework import CADRES
from hevesy.competence.histories import read_histories
from hevesy.errors import BadCell, BadEvidence, BadFramework, UnknownFramework
from hevesy.facts import Shelf

PACK = """id = "board"
title = "A board's own"
version = "1"
licence = "CC0-1.0"
restricted = false
"""
OWN = Path(str(SHELF.packs[0].folder)) / "frameworks" / "default_nurse.toml"


def changed(tmp_path: Path, old: str, new: str, name: str = "default_nurse") -> Path:
    text = OWN.read_text("utf-8")
    assert old in text
    file = tmp_path / f"{name}.toml"
    file.write_text(text.replace(old, new), "utf-8")
    return file


def test_every_cadre_has_a_default_and_none_claims_to_be_official() -> None:
    found = frameworks(SHELF).values()
    assert {each.cadre for each in found} == set(CADRES)
    assert {each.origin for each in found} == {"default", "published"}  # no table of a board is shipped
    physician = find_framework("default_physician", SHELF)
    reader = SHELF.reader("world")
    assert {each.name: reader.number(each.least) for each in physician.procedures}["lu177_psma"] == 10
    fact = reader.find("competence.least.lu177_psma")
    assert fact is not None and (fact.low, fact.high, fact.kind) == (3, 20, "assumption")
    with pytest.raises(UnknownFramework, match="did you mean 'default_nurse'"):
        find_framework("default_nurses", SHELF)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('clinical = "supervised"', 'clinical = "sees"', "key 'levels.clinical': 'sees' is not one of the choices"),
        ('clinical = "supervised"', 'clinic = "supervised"', "a domain nor a competency; did you mean 'clinical'"),
        ('track = "practising"', 'track = "evening"', "key 'track'"),
        ('"competence.cadre.hours.nurse"', '"competence.hours"', "'competence.hours' is no fact on the shelf"),
        ('source = "asm"', 'source = "asn"', "'asn' is no source on the shelf"),
        ('id = "default_nurse"', 'id = "nurse"', "is not the name of the file"),
        ('version = "1"', 'version = "1"\ncolour = "red"', "key 'colour': there is no such key"),
        ("[levels]", "[levels", "this is not TOML"),
    ],
)  # fmt: skip
def test_a_framework_that_is_wrong_names_file_and_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = changed(tmp_path, old, new)
    with pytest.raises(BadFramework) as error:
        read_framework(file, SHELF)
    assert str(error.value).startswith(f"{file}, key ") and says in str(error.value)


def test_a_competency_that_is_learnt_before_itself_is_refused(tmp_path: Path) -> None:
    pack = tmp_path / "board"
    pack.mkdir()
    (pack / "pack.toml").write_text(PACK, "utf-8")
    rows = ["competency,words,domain,after,shown_by,source",
            *(f"{name},does {name},clinical,{after},dops,asm" for name, after in ("ac", "ba", "cb"))]  # fmt: skip
    (pack / "competencies.csv").write_text("\n".join(rows), "utf-8")
    shelf = Shelf.load(packs=[pack], today=date(2027, 1, 1))
    with pytest.raises(BadFramework, match=r"key 'a': it is learnt before itself \(a → c → b → a\); take"):
        competencies(shelf)
    (pack / "competencies.csv").write_text("\n".join([*rows[:1], "a,does a,clinical,b,dops,asm"]), "utf-8")
    with pytest.raises(BadFramework, match="'b' comes before it and is not in the table"):
        competencies(Shelf.load(packs=[pack], today=date(2027, 1, 1)))


HEAD = "person,id,what,about,on,until,level,case,by\n"
GOOD = HEAD + (
    "N1,c,certified,default_nurse,2026-01-01,2030-12-31,,,board\n"
    "N1,,signed_off,administer/lu177_psma617,2027-01-01,2030-12-31,,,head nurse\n"
    "N1,,fit,,2026-01-01,2030-12-31,,,\nN1,,licensed,,2026-01-01,2030-12-31,,,\n"
    "N2,,certified,default_nurse,2026-01-01,2027-03-31,,,\n"
)  # fmt: skip


def test_histories_are_read_by_person(tmp_path: Path) -> None:
    file = tmp_path / "team.csv"
    file.write_text(GOOD, "utf-8")
    found = read_histories(file, SHELF)
    assert list(found) == ["N1", "N2"] and [each.id for each in found["N1"]] == ["c", "line 3", "line 4", "line 5"]
    first = found["N1"][0]
    assert (first.what, first.until, first.by) == (What.CERTIFIED, date(2030, 12, 31), "board")


@pytest.mark.parametrize(("signed", "disputed"), [("", ""), ("s1", "d1"), ("", "a"), ("z", "")])
def test_of_one_day_the_lower_row_came_later(tmp_path: Path, signed: str, disputed: str) -> None:
    """Signed off in line 9 and disputed in line 10 of the same day, whatever their ids are: the dispute ends it."""
    file, day = tmp_path / "team.csv", "2027-01-01,,,,"
    fit = "".join(f"N1,,fit,,{day}\n" for _line in range(7))
    rows = f"N1,{signed},signed_off,administer/ra223,{day}\nN1,{disputed},disputed,{signed or 'line 9'},{day}\n"
    file.write_text(HEAD + fit + rows, "utf-8")
    counts = in_force(read_histories(file, SHELF)["N1"], date(2027, 1, 2))
    assert What.SIGNED_OFF not in {each.what for each in counts}


@pytest.mark.parametrize(
    ("line", "error", "says"),
    [
        ("N3,,certifed,default_nurse,2026-01-01,,,,", BadCell, "did you mean 'certified'"),
        ("N3,,certified,default_nurs,2026-01-01,,,,", BadEvidence, "line 7, column about: 'default_nurs' is nothing"),
        ("N3,,shown,administers,2026-01-01,,,,", BadEvidence, "column level: it is not said how well"),
        ("N3,,performed,administration/ra223,2026-01-01,,,,", BadEvidence, "column case: it is not said in which case"),
        ("N3,,fit,,2026-01-01,2025-01-01,,,", BadEvidence, "column until: it ends before it begins"),
        ("N3,c,fit,,2026-01-01,,,,", BadEvidence, "column id: 'c' stands in the table already"),
        ("N3,,lifted,x,2026-01-01,,,,", BadEvidence, "column about: 'x' is nothing that lifted speaks of"),
        ("N3,,fit,,1 May,,,,", BadCell, "column"),
    ],
)  # fmt: skip
def test_a_history_that_is_wrong_names_line_and_column(
    tmp_path: Path, line: str, error: type[Exception], says: str
) -> None:
    file = tmp_path / "team.csv"
    file.write_text(f"{GOOD}{line}\n", "utf-8")
    with pytest.raises(error) as found:
        read_histories(file, SHELF)
    assert says.partition("column")[0] in str(found.value) and (says == "column" or says in str(found.value))


def test_the_command_says_who_may_and_why_not(tmp_path: Path) -> None:
    file = tmp_path / "team.csv"
    file.write_text(GOOD, "utf-8")
    asked = ["learn", "may", str(file), "--therapy", "lu177_psma617", "--on", "2027-06-01", "--csv"]
    said = CliRunner().invoke(hevesy, asked)
    rows = said.output.splitlines()
    assert said.exit_code == 0 and "N1,yes,administer the dose," in rows
    (other,) = [row for row in rows if row.startswith("N2,no,administer")]
    assert "The certificate ended on 2027-03-31. This centre has not signed it off." in other
    assert CliRunner().invoke(hevesy, [*asked, "--person", "N9"]).exit_code == 2
    later = CliRunner().invoke(hevesy, [*asked, "--on", str(date(2030, 12, 31) + timedelta(days=1))])
    assert "N1,yes" not in later.output


def test_the_commands_show_frameworks_and_what_is_lacking() -> None:
    listed = CliRunner().invoke(hevesy, ["learn", "frameworks"])
    assert listed.exit_code == 0 and "us_nrc_390" in listed.output and "default" in listed.output
    shown = CliRunner().invoke(hevesy, ["learn", "frameworks", "default_physician"])
    assert "10 by cycle, direct supervision" in shown.output and "assumption" in shown.output
    lacks = CliRunner().invoke(hevesy, ["learn", "crosswalk", "us_nrc_390", "default_physician"])
    assert lacks.exit_code == 0 and "takes consent that is informed and free" in lacks.output
    nothing = CliRunner().invoke(hevesy, ["learn", "crosswalk", "default_nurse", "default_nurse"])
    assert nothing.output == "Nothing is lacking.\n"


def test_the_commands_say_it_in_a_language() -> None:
    def said(*asked: str) -> str:
        return CliRunner().invoke(hevesy, ["learn", *asked, "--language", "fr"]).output

    assert "Infirmier" in said("frameworks")
    shown = said("frameworks", "default_physician")
    assert "10 par cycle, supervision directe" in shown
    assert "Administration du traitement: DOTATATE au lutétium 177" in shown
    assert "supervised" not in shown and "réalise sous supervision" in shown
    assert "Microsphères à l'yttrium 90, Microsphères à l'holmium 166" in shown and "DOTATATE à l'actinium 225" in shown
    lacks = said("crosswalk", "us_nrc_390", "default_physician")
    assert "microsphères à l'yttrium 90" in lacks and "mois de formation" in lacks and "réalise" in lacks
    assert said("crosswalk", "default_nurse", "default_nurse") == "Il ne manque rien.\n"
