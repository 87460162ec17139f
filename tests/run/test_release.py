"""The release of a course: what the form says, the rule at the gate, the year's cycles, what is said, the papers."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import LU_PSMA, SHELF, entry, situation, unmet

from hevesy import words
from hevesy.facts import Reader, Shelf
from hevesy.products import Answer
from hevesy.quantities import Activity
from hevesy.record import Course, find_template
from hevesy.run.release import leaves as papers_of
from hevesy.run.release.course import releases, verdict_of
from hevesy.run.release.form import Member, ReleaseForm, form_of
from hevesy.run.release.instructions import card_until, hygiene_days, instructions
from hevesy.run.release.leaves import kept_together, leaves, may_print_for_patients
from hevesy.run.release.papers import html_of, write_papers
from hevesy.run.release.plan import may_go_home, plan_release
from hevesy.run.release.sheets import most_after, sheets
from hevesy.run.signed import GateTable
from hevesy.words import LANGUAGES

NOW = datetime(2027, 3, 2, 16, tzinfo=UTC)
FORM = ReleaseForm(
    "lu177_psma617", Activity.gbq(7.4), NOW - timedelta(hours=6), 12.1, 0.1, NOW,
    household=(Member("Rami", 4), Member("Huda", 62, shares_bed=True)), sex="male", own_toilet=True,
    incontinent=False, dialysis=False,
)  # fmt: skip
JORDAN = SHELF.reader("JOR")


@pytest.fixture(scope="module")
def signed_reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A national pack in which a named person has signed the rule and every constraint."""
    folder = tmp_path_factory.mktemp("jordan")
    (folder / "pack.toml").write_text('name = "jordan"\n')
    limits = "radiation_safety.limits.dose_limit."
    rows = [
        ("policy.release.dose_rate_1m", 20, "uSv/h at 1 m"),
        (f"{limits}child_household_constraint", 0.5, "mSv per treatment episode"),
        (f"{limits}constraint_example_family", 1, "mSv per cycle"),
        (f"{limits}public_constraint_from_patient", 0.3, "mSv per year or episode"),
    ]
    lines = [f"{name},JOR,{value},{unit},own,verified,Dr Example,2027-01-01" for name, value, unit in rows]
    (folder / "facts.csv").write_text(
        "fact,place,value,unit,source,kind,confirmed_by,confirmed_on\n" + "\n".join(lines) + "\n"
    )
    (folder / "sources.csv").write_text("key,citation,locator,licence\nown,National rule,on file,\n")
    return Shelf.load([folder], restricted=False).reader("JOR")


# --- the form -----------------------------------------------------------------------------------------------


def test_what_is_retained_is_the_ratio_of_two_rates() -> None:
    # 30.1 right after, 12.1 now, 0.1 background: 12/30 of 7.4 GBq
    by_ratio = replace(FORM, first_rate_usv_h=30.1).retained
    assert by_ratio is not None and by_ratio.in_gbq == pytest.approx(7.4 * 0.4)
    assert FORM.retained is None  # nobody measured: the shelf's excretion is no measurement
    assert replace(FORM, first_rate_usv_h=30.1, measured=Activity.gbq(2)).retained == Activity.gbq(2)
    assert replace(FORM, first_rate_usv_h=6.0).retained == Activity.gbq(7.4)  # never more than was given


def test_a_course_fills_the_form() -> None:
    now = situation("release", change={
        "release.household": [{"member": "Rami", "member_age": 4.0, "member_pregnant": False, "shares_bed": False,
                               "is_carer": False}],
        "release.rate_metres": 2.0, "release.first_rate_usv_h": 30.1,
    })  # fmt: skip
    form = form_of("lu177_psma617", now.value)
    assert form is not None
    assert (form.given.in_mbq, form.hours_since, form.metres) == (7370.0, 5.5, 2.0)
    assert form.household == (Member("Rami", 4.0),) and form.sex == "male"
    assert form_of("lu177_psma617", lambda place: None) is None


# --- the rule at the gate -----------------------------------------------------------------------------------


def test_the_gate_measures_at_the_distance_of_the_meter() -> None:
    # 8.1 at 2 m is 32 at 1 m, above the 30 that were signed; 7.5 is 29.6
    assert set(unmet(situation("release", change={
        "release.dose_rate_1m_usv_h": 8.1, "release.rate_metres": 2.0}))) == {"rate_below_rule"}  # fmt: skip
    assert unmet(situation("release", change={
        "release.dose_rate_1m_usv_h": 7.5, "release.rate_metres": 2.0})) == {}  # fmt: skip


def test_without_a_signature_the_gate_does_not_know() -> None:
    now = situation("release")
    found = unmet(replace(now, table=GateTable("lu177_psma617")))["rate_below_rule"]
    assert (found.answer, found.because) == (Answer.UNKNOWN, "not_signed")
    practice = replace(now, course=replace(now.course, practice=True), table=GateTable("lu177_psma617"))
    assert "rate_below_rule" not in unmet(practice)
    kenya = replace(practice, reader=SHELF.reader("KEN"))
    assert unmet(kenya)["rate_below_rule"].because == "no_release_rule"


def test_a_line_signed_without_a_figure_asks_what_the_national_pack_has_signed(signed_reader: Reader) -> None:
    now = situation("release")
    bare = replace(now.table.lines["rate_below_rule"], high=None)
    asked = replace(now, table=now.table.with_line(bare))
    assert unmet(asked)["rate_below_rule"].because == "no_release_rule"  # the shelf's figure is signed by nobody
    national = replace(asked, reader=signed_reader)
    assert unmet(national) == {}
    above = replace(national, said={**national.said, "dose_rate_1m_usv_h": 20.2})
    assert unmet(above)["rate_below_rule"].values["limit"] == 20
    assert verdict_of(national, None).signed_by == ("Dr Example",)


# --- the year's cycles --------------------------------------------------------------------------------------


def test_the_second_cycle_counts_the_first() -> None:
    household = {"release.household": [{"member": "Rami", "member_age": 4.0, "member_pregnant": False,
                                        "shares_bed": False, "is_carer": False}]}  # fmt: skip
    told = [entry(step, household) for step in LU_PSMA]
    later = timedelta(days=42)
    again = [
        replace(one, id=f"{one.id}-2", at=one.at + later, said={
            **one.said, **{name: (datetime.fromisoformat(one.said[name]) + later).isoformat()
                           for name in ("started_at", "ended_at", "rate_at") if name in one.said}})
        for one in told if one.act in ("administration", "release")
    ]  # fmt: skip
    course, template = Course("c", "lu177_psma", 1, "lu177_psma617"), find_template("lu177_psma", SHELF)
    first, second = releases(course, [*told, *again], template, JORDAN)
    assert second.form.on == first.form.on + later
    assert first.person["Rami"].earlier_msv == 0.0
    assert second.person["Rami"].earlier_msv == pytest.approx(first.person["Rami"].dose_msv)
    assert second.person["Rami"].in_year_msv == pytest.approx(2 * first.person["Rami"].dose_msv, rel=1e-6)
    wrong = replace(entry(LU_PSMA[16], {**household, "release.dose_rate_1m_usv_h": 24.1}), id="x", corrects="e-release")
    corrected = releases(course, [*told[:-1], wrong], template, JORDAN)
    assert [each.source.rate_usv_h for each in corrected] == [24.0]


def test_what_is_over_a_year_ago_counts_no_more() -> None:
    def before(days: int) -> float:
        back = timedelta(days=days)
        past = plan_release(replace(FORM, given_at=FORM.given_at - back, rate_at=FORM.rate_at - back), JORDAN)
        return plan_release(FORM, JORDAN, (past,)).person["Rami"].earlier_msv

    assert before(365) > 0.0 and before(366) == 0.0


@given(st.floats(0.2, 200.0), st.floats(0.0, 72.0), st.integers(1, 6))
def test_who_keeps_the_plan_stays_under_the_constraint(rate: float, hours: float, to_come: int) -> None:
    form = replace(FORM, rate_usv_h=rate + 0.1, given_at=NOW - timedelta(hours=hours), works_with_others=True)
    found = plan_release(form, JORDAN, (), to_come)
    for each in found.persons:
        assert each.impossible or each.dose_msv <= each.allowed_msv * (1 + 1e-9)
        assert each.allowed_msv <= each.neighbour.constraint_msv


# --- what is said -------------------------------------------------------------------------------------------


def codes(form: ReleaseForm, reader: Reader = JORDAN) -> dict[tuple[str, str], date | None]:
    return {(each.person, each.code): each.until for each in instructions(plan_release(form, reader))}


def test_the_usual_household_is_told() -> None:
    assert codes(FORM) == {
        ("", "own_car"): None,
        ("", "drink"): None,
        ("", "toilet"): date(2027, 3, 5),  # three days
        ("", "father_no_child"): date(2027, 6, 8),  # 14 weeks
        ("", "carry_card"): date(2027, 5, 25),  # 12 weeks
        ("Rami", "person_child"): date(2027, 3, 9),  # seven days
        ("Rami", "person_night"): date(2027, 3, 9),
        ("Huda", "person_day"): date(2027, 3, 5),
        ("Huda", "person_night"): date(2027, 3, 5),
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"own_toilet": False}, "shared_toilet"),
        ({"own_toilet": None}, "shared_toilet"),  # what nobody said is taken for the worse
        ({"incontinent": True}, "incontinent"),
        ({"incontinent": None}, "if_incontinent"),
        ({"dialysis": True}, "dialysis"),
        ({"dialysis": None}, "if_dialysis"),
        ({"breastfeeds": True}, "breastfeeding"),
        ({"works_with_others": True}, "may_work"),
        ({"works_with_others": True, "rate_usv_h": 36.1}, "off_work"),
        ({"sex": "female"}, "not_pregnant"),
        ({"journey_public": True, "journey_hours": 1.0}, "public_transport"),
        ({"journey_public": True, "journey_hours": 8.0}, "public_transport_too_long"),
        ({"therapy": "ra223", "sex": "male"}, "father_no_child_ask"),
    ],
)
def test_each_habit_has_its_sentence(change: dict[str, Any], code: str) -> None:
    usual = {each for _, each in codes(FORM)}
    assert code not in usual and code in {each for _, each in codes(replace(FORM, **change))}


def test_how_long_beside_one_person_on_the_way() -> None:
    # 12 uSv/h at 1 m; at 0.5 m with 0.6 m of body atan(0.6) / 0.5 / atan(0.3) = 3.71 times: 44.5; 300 uSv in 6.7 h
    found = plan_release(FORM, JORDAN)
    assert found.travel_hours == pytest.approx(300 / (12 * 3.71), rel=1e-3)


def test_who_cannot_keep_far_enough_lives_elsewhere() -> None:
    hot = replace(
        FORM, therapy="i131_dtc", rate_usv_h=60.1, given_at=NOW - timedelta(hours=48),
        household=(Member("Lina", 1), Member("Aya", 30, True)),
    )  # fmt: skip
    found = plan_release(hot, JORDAN)
    said = codes(hot)
    assert found.person["Lina"].elsewhere and ("Lina", "person_elsewhere") in said
    assert said["Lina", "person_elsewhere"] == found.until(found.person["Lina"].elsewhere or 0)
    assert not may_go_home(found)  # 60 uSv/h, and 30 is the limit


def test_care_for_urine_without_a_published_figure_lasts_until_a_thousandth_is_left() -> None:
    # Tb-161 with physical decay alone: ten half-lives of 6.95 days
    found = plan_release(replace(FORM, therapy="tb161_psma"), JORDAN)
    assert hygiene_days(found) == math.ceil(10 * 6.95) and card_until(found) == date(2027, 5, 11)


# --- surgery, readmission, death ----------------------------------------------------------------------------


def test_after_death_by_nuclide_and_days() -> None:
    # 3.7 GBq of I-131 two days ago: 3.113 GBq left by decay; 400 MBq after 2.96 half-lives, 23.8 days: on the 24th
    iodine = plan_release(
        replace(FORM, therapy="i131_dtc", given=Activity.gbq(3.7), given_at=NOW - timedelta(hours=48)), JORDAN
    )
    assert most_after(iodine, 0).in_gbq == pytest.approx(3.113, abs=0.002)
    death = {line.code: line.values for line in sheets(iodine)[2].lines}
    assert death["burial"]["on"] == date(2027, 3, 26).isoformat() and death["burial"]["limit"] == "400 MBq"
    assert "autopsy_unknown" not in death
    lutetium = {line.code for line in sheets(plan_release(FORM, JORDAN))[2].lines}
    assert {"autopsy_unknown", "burial_unknown", "cremation_unknown"} <= lutetium  # unknown is not allowed


def test_the_table_of_a_sheet_by_hand() -> None:
    days = {day.days: day for day in sheets(plan_release(FORM, JORDAN))[0].days}
    # 7.4 GBq six hours and a week ago: 7.4 x 2^-(7.25 / 6.644) = 3.474; at 0.5 m 3.71 x 12 = 44.5 uSv/h, 1 mSv in 22 h
    assert days[7].most.in_gbq == pytest.approx(3.474, abs=0.002)
    assert days[0].rate_bedside_usv_h == pytest.approx(44.5, abs=0.1)
    assert days[0].hours_to_limit == pytest.approx(22.5, abs=0.1)


# --- papers -------------------------------------------------------------------------------------------------


def test_in_practice_every_paper_says_so_and_a_signed_pack_says_who(signed_reader: Reader) -> None:
    practice, signed = plan_release(FORM, JORDAN), plan_release(FORM, signed_reader)
    assert practice.practice and not signed.practice
    assert all(words.say("release.practice") in leaf.marks for leaf in leaves(practice))
    assert not any(words.say("release.practice") in leaf.marks for leaf in leaves(signed))
    assert leaves(signed)[0].lines[-1] == "Rule signed by Dr Example"
    assert signed.person["Rami"].allowed_msv == 0.5  # the national figure


def test_no_language_may_be_printed_until_a_clinician_has_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(may_print_for_patients(language) for language in LANGUAGES)
    found = plan_release(FORM, JORDAN)
    assert words.say("release.translated", "fr") in leaves(found, "fr")[0].marks
    row = {"language": "fr", "part": "medical", "reviewed_by": "Dr Exemple", "on": "2027-01-01"}
    monkeypatch.setattr(words, "reviews", lambda: (row, {**row, "language": "es", "reviewed_by": ""}))
    assert [language for language in LANGUAGES if may_print_for_patients(language)] == ["fr"]
    assert words.say("release.translated", "fr") not in leaves(found, "fr")[0].marks


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_can_be_said_in_every_language(language: str) -> None:
    everything = replace(
        FORM, own_toilet=None, incontinent=True, dialysis=True, breastfeeds=True, works_with_others=True,
        journey_public=True, journey_hours=9.0, sex="female", can_be_pregnant=True,
        household=(*FORM.household, Member("Sami", 40, carer=True)),
    )  # fmt: skip
    for leaf in leaves(plan_release(everything, JORDAN), language):
        page = html_of(leaf)
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
        assert "{" not in "".join((leaf.title, *leaf.lines)) and "http" not in page and "<script" not in page
        assert page.count('class="mark"') == 2


def test_what_patients_read_has_the_same_values_in_every_language() -> None:
    def holes(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    english = {code: said for code, said in words.catalogue("en").items() if code.startswith("release.")}
    assert len(english) >= 60
    values = {code: holes(each) for code, each in english.items()}
    for language in LANGUAGES[1:]:
        said = {code: each for code, each in words.catalogue(language).items() if code.startswith("release.")}
        assert {code: holes(each) for code, each in said.items()} == values, language
        assert all(said[code] != english[code] for code in english), language


def test_a_date_stays_a_date_in_arabic() -> None:
    assert kept_together("حتى 2027-03-05: 7.4 GBq.") == "حتى \u20662027-03-05\u2069: \u20667.4 GBq\u2069."


def test_the_papers_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plan_release(FORM, JORDAN)

    def broken(leaf: papers_of.Leaf, release: object) -> bytes:
        raise OSError("no paper")

    monkeypatch.setattr("hevesy.run.release.papers.pdf_of", broken)
    with pytest.raises(OSError, match="no paper"):
        write_papers(found, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_each_paper_is_a_page_and_a_pdf_in_each_script(language: str, tmp_path: Path) -> None:
    files = write_papers(plan_release(FORM, JORDAN), tmp_path, language)
    names = ("instructions", "card", "surgery", "readmission", "death")
    assert [path.name for path in files] == [f"{name}.{kind}" for name in names for kind in ("html", "pdf")]
    assert all(path.read_bytes().startswith(b"%PDF") for path in files if path.suffix == ".pdf")
    assert not list(tmp_path.glob("*.part"))
