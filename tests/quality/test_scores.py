"""Laws of scores, and audits as tables: what is read, and one sentence for each thing that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import SHELF

from hevesy.cli import hevesy
from hevesy.errors import BadCell, BadProfile, BadScore, UnknownAuditProfile
from hevesy.products import therapies
from hevesy.quality import (
    Answer,
    Audit,
    answer,
    find_profile,
    levels,
    next_unanswered,
    profiles,
    read_profile,
    whole,
)
from hevesy.quality.audit_file import read_audit

DEFAULT = find_profile("default", SHELF)
ITEMS = list(DEFAULT.items())
ON = date(2027, 3, 1)
THERAPIES = [each.id for each in therapies(SHELF)]
FILE = SHELF.packs[0].folder / "audits" / "default.toml"
PUBLISHED = "quality.quanum.level_of_conformance"
answers = st.dictionaries(
    st.sampled_from([*ITEMS, "each_therapy_1@ra223", "each_therapy_1@i131_dtc"]),
    st.builds(Answer, st.none() | st.integers(0, 4)),
)


@pytest.mark.law
@given(answers)
def test_a_level_lies_within_nought_and_a_hundred_and_every_item_is_somewhere(given: dict[str, Answer]) -> None:
    audit = Audit("default", "1", "self", ON, given)
    found = [*levels(audit, DEFAULT).values(), whole(audit, DEFAULT)]
    for each in found:
        assert (each.mean_level is None) == (each.share_conformant is None) == (each.scored == 0)
        assert all(value is None or 0 <= value <= 100 for value in (each.mean_level, each.share_conformant))
    total = found[-1]
    assert total.scored + total.not_applicable == len(given)
    of_therapies = {name.partition("@")[2] for name in given} - {""}
    each_of = {item.id for part in DEFAULT.checklists if part.repeats == "therapy" for item in part.items}
    asked = [(item, f"{item}@{each}") for item in ITEMS for each in ((of_therapies if item in each_of else 0) or {""})]
    assert total.unknown == sum(not {*both} & set(given) for both in asked)


def test_what_is_unknown_is_counted_for_each_therapy_that_was_looked_at() -> None:
    """Of two therapies one item was scored of the first and two of the second."""
    names = ("each_therapy_1@ra223", "each_therapy_1@i131_dtc", "each_therapy_2@i131_dtc")
    scored = {name: Answer(4) for name in names}
    items = next(len(part.items) for part in DEFAULT.checklists if part.id == "each_therapy")
    found = levels(Audit("default", "1", "self", ON, scored), DEFAULT)["each_therapy"]
    assert (found.scored, found.unknown) == (3, 2 * items - 3)
    assert levels(Audit("default", "1", "self", ON, {}), DEFAULT)["each_therapy"].unknown == items


def after(answered: list[str], part: str = "", therapy: str = "", *treated: str) -> tuple[str, str] | None:
    """The next checklist by its id, and the therapy."""
    audit = Audit("default", "1", "self", ON, {name: Answer(4) for name in answered})
    found = next_unanswered(audit, DEFAULT, part, therapy, treated)
    return None if found is None else (found[0].id, found[1])


def items_of(part: str, therapy: str = "") -> list[str]:
    found = next(each for each in DEFAULT.checklists if each.id == part)
    return [f"{item.id}@{therapy}" if therapy else item.id for item in found.items]


def test_one_goes_on_with_the_next_checklist_that_lacks_an_answer() -> None:
    """The first three in their order; after the last follows the first, and one that is complete is passed over."""
    first, second, third, *_, last = (each.id for each in DEFAULT.checklists)
    assert after([]) == (first, "") and after([], first) == (second, "") and after([], last) == (first, "")
    assert after(items_of(second), first) == (third, "")
    assert after(items_of(second)[1:], first) == (second, "")
    assert after([], "no such part") == (first, "")


def test_where_it_repeats_one_goes_on_with_the_next_therapy() -> None:
    """Of Ra-223 all is answered and Lu-177 PSMA is given too: that is next, and then the checklist that follows."""
    order = [each.id for each in DEFAULT.checklists]
    follows = order[order.index("each_therapy") + 1]
    done, treated = items_of("each_therapy", "ra223"), ("ra223", "lu177_psma617")
    assert after(done, "therapy", "", *treated) == ("each_therapy", "lu177_psma617")
    assert after([], "each_therapy", "lu177_psma617", *treated) == ("each_therapy", "ra223")
    assert after([], "each_therapy", "ra223", *treated) == (follows, "")
    assert after(items_of("each_therapy"), "therapy", "", *treated) == (follows, "")  # answered for each at once


def test_where_all_but_this_one_is_answered_none_is_next() -> None:
    every = [item for each in DEFAULT.checklists for item in items_of(each.id)]
    assert after(every) is None and after(every[1:], DEFAULT.checklists[0].id) is None
    assert after(every[1:]) == (DEFAULT.checklists[0].id, "")


@pytest.mark.law
@given(answers, st.sampled_from(ITEMS))
def test_a_better_score_never_lowers_a_level(given: dict[str, Answer], item: str) -> None:
    before, after = ({**given, item: Answer(score)} for score in (1, 3))
    worse, better = (whole(Audit("default", "1", "self", ON, each), DEFAULT) for each in (before, after))
    assert worse.mean_level is not None and better.mean_level is not None
    assert worse.share_conformant is not None and better.share_conformant is not None
    assert worse.mean_level < better.mean_level and worse.share_conformant < better.share_conformant


def test_the_shipped_profile_covers_the_parts_of_a_service_and_claims_nothing() -> None:
    assert [each.origin for each in profiles(SHELF).values()] == ["default"]
    assert len(DEFAULT.checklists) == 16 and len(DEFAULT.items()) == 91
    assert {item.record for item in DEFAULT.items().values()} - {""} == {
        "consent_rate", "qc_on_time", "activity_within_tolerance", "release_measured", "waits"}  # fmt: skip
    with pytest.raises(UnknownAuditProfile, match="did you mean 'default'"):
        find_profile("defaults", SHELF)


@pytest.mark.parametrize(
    ("score", "reason", "says"),
    [
        ("5", "", "'5' is no score, so nothing was kept; write 0 to 4, or NA with a reason."),
        ("-1", "", "'-1' is no score"), ("2.5", "", "'2.5' is no score"), ("good", "", "'good' is no score"),
        ("NA", " ", "it is not said why it is not applicable, so nothing was kept; write the reason."),
    ],
)  # fmt: skip
def test_a_score_that_cannot_be_is_one_sentence(score: str, reason: str, says: str) -> None:
    with pytest.raises(BadScore) as error:
        answer(DEFAULT, "strategy_1", score, reason)
    assert str(error.value).startswith("Item strategy_1: ") and says in str(error.value)


def test_an_item_that_there_is_not_and_a_priority_that_there_is_not() -> None:
    with pytest.raises(BadScore, match="the profile has no such item"):
        answer(DEFAULT, "strategy_99", "3")
    with pytest.raises(BadScore, match="'urgent' is no priority"):
        answer(DEFAULT, "strategy_1", "1", priority="urgent")
    assert [answer(DEFAULT, item, "1").priority for item in ("strategy_1", "people_1")] == ["minor", "critical"]
    assert answer(DEFAULT, "each_therapy_1@ra223", " na ", "not given here").score is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "strategy_2"', 'id = "strategy_1"', "the item 'strategy_1' stands in it twice"),
        ('priority = "minor"', 'priority = "small"', "'small' is not one of the choices"),
        ('record = "waits"', 'record = "wait"', "did you mean 'waits'"),
        ('source = "asm"', 'source = "asn"', "'asn' is no source on the shelf"),
        ('repeats = "therapy"', 'repeats = "day"', "'day' is not one of the choices"),
        ('origin =', f'benchmark = "{PUBLISHED}"\norigin =', "an official edition says nothing of another"),
        ('origin = "default"', 'benchmark = "no"\norigin = "official"', "'no' is no fact with a range"),
    ],
)  # fmt: skip
def test_a_profile_that_is_wrong_names_file_and_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = tmp_path / "default.toml"
    file.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(BadProfile) as error:
        read_profile(file, SHELF)
    assert str(error.value).startswith(f"{file}, key ") and says in str(error.value)


def test_what_was_published_of_an_official_edition_is_told_of_that_one_alone(tmp_path: Path) -> None:
    file = tmp_path / "default.toml"
    official = f'benchmark = "{PUBLISHED}"\norigin = "official"'
    file.write_text(FILE.read_text("utf-8").replace('origin = "default"', official), "utf-8")
    found = read_profile(file, SHELF).benchmark
    assert found is not None and (found.mean, found.lowest, found.highest) == (73.9, 56.6, 87.9)  # Dondi 2017
    assert found.what.startswith("42 missions in 39 centres") and "QUANUM part 2" in found.source
    assert DEFAULT.benchmark is None


HEAD = "item,therapy,score,reason,comment,evidence,priority,by\n"


def table(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "scores.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    return file


def test_an_audit_is_read_and_what_has_no_score_is_unknown(tmp_path: Path) -> None:
    rows = ("strategy_1,,3,,,policy.pdf; minutes.pdf,,A", "strategy_2,,,,,,,", "each_therapy_1,ra223,NA,not given,,,,")
    file = table(tmp_path, *rows)
    found = read_audit(file, DEFAULT, "self", ON, THERAPIES)
    assert found.answers["strategy_1"] == Answer(3, "", "", ("policy.pdf", "minutes.pdf"), "minor", "A")
    assert list(found.answers) == ["strategy_1", "each_therapy_1@ra223"]
    assert whole(found, DEFAULT).unknown == 91 - 2


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("strategy_1,,5,,,,,", "line 2, field 'score': '5' is no score; write 0 to 4, or NA with a reason"),
        ("strategy_1,,NA,,,,,", "line 2, field 'score': it is not said why it is not applicable"),
        ("stategy_1,,3,,,,,", "line 2, field 'score': the profile has no such item"),
        ("each_therapy_1,ra224,3,,,,,", "line 2, field 'therapy': there is no therapy 'ra224'; did you mean 'ra223'?"),
        ("strategy_1,,3,,,,,\nstrategy_1,,2,,,,,", "line 3, field 'item': strategy_1 stands in the table already"),
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_names_line_and_column(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(BadCell) as error:
        read_audit(table(tmp_path, row), DEFAULT, "self", ON, THERAPIES)
    assert says in str(error.value)


def test_the_commands_make_a_table_to_fill_in_and_score_it(tmp_path: Path) -> None:
    made = CliRunner().invoke(hevesy, ["learn", "audits", "default", "--csv"])
    rows = made.output.splitlines()
    assert made.exit_code == 0 and rows[0] == HEAD.strip() and len(rows) == 92
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    filled = made.output.replace("strategy_1,,,", "strategy_1,,4,").replace("strategy_2,,,", "strategy_2,,2,")
    ours.write_text(filled, "utf-8")
    theirs.write_text(ours.read_text("utf-8").replace("strategy_2,,2,", "strategy_2,,3,"), "utf-8")
    scored = CliRunner().invoke(hevesy, ["learn", "audit", str(ours), "--csv"])
    assert scored.exit_code == 0 and "Strategies and policies,75.0,50.0,2,0,4" in scored.output.splitlines()
    assert "all items,75.0,50.0,2,0,89" in scored.output.splitlines()
    apart = CliRunner().invoke(hevesy, ["learn", "audit", str(ours), "--beside", str(theirs), "--csv"])
    assert apart.output.splitlines()[1].startswith("strategy_2,2,3,")
    same = CliRunner().invoke(hevesy, ["learn", "audit", str(ours), "--beside", str(ours)])
    assert same.output == "Nothing was scored otherwise.\n"
