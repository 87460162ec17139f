"""What the record holds is said in six languages: fields, acts, gates, courses, choices, roles, values, problems."""

from __future__ import annotations

import csv
import re
from datetime import timedelta, timezone
from pathlib import Path
from string import Formatter

import pytest
from tests.run.playing import LU_PSMA, SHELF, situation, unmet

from hevesy.competence import competencies, privileges
from hevesy.products import therapies
from hevesy.quality.indicator import indicators
from hevesy.record import Field, acts, fields, filled, form, templates
from hevesy.record.field import BadValue, value_of
from hevesy.run.gate import gates
from hevesy.run.saying import (
    act_called,
    choices_said,
    field_called,
    number_said,
    problem_said,
    profile_called,
    role_of,
    rows_said,
    said,
    therapy_called,
    unit_said,
    value_said,
)
from hevesy.words import LANGUAGES, catalogue

OTHERS = LANGUAGES[1:]
AMMAN = timezone(timedelta(hours=3))
LETTERS = {"ar": "[\u0600-\u06ff]", "zh": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]"}
PROBLEMS = (
    "missing", "not_a_number", "not_digits", "cannot_be", "not_yes_or_no", "not_a_choice", "not_a_day",
    "not_a_moment", "no_zone",
)  # fmt: skip


def names() -> dict[str, dict[str, str]]:
    """Everything in the tables of the record that a person reads, with its English."""
    known, roles = fields(SHELF), set[str]()
    for act in acts(SHELF).values():
        roles |= {*act.roles, *act.second}
    for gate in gates(SHELF):
        roles |= {*gate.override, *gate.signed_by}
    choices = {choice for field in known.values() if field.kind == "choice" for choice in field.choices}
    alone = {each.therapies[0] for each in templates(SHELF).values() if len(each.therapies) == 1}
    criteria = SHELF.table("criteria")
    return {
        "field": {name: field.words for name, field in known.items()},
        "act_of_care": {name: act.words for name, act in acts(SHELF).items()},
        "competency": {name: each.words for name, each in competencies(SHELF).items()},
        "indicator": {name: each.words for name, each in indicators(SHELF).items()},
        "privilege": {name: each.words for name, each in privileges(SHELF).items()},
        "gate": {gate.name: gate.words for gate in gates(SHELF)},
        "course": {name: each.words for name, each in templates(SHELF).items()},
        "therapy": {each.id: therapy_called(each.id, SHELF) for each in therapies(SHELF) if each.id not in alone},
        "choice": {each: each.replace("_", " ") for each in choices},
        "role": {each: each.replace("_", " ") for each in roles},
        "criterion": {row["group"]: row["group"].replace("_", " ") for row in criteria},
    }


def same() -> set[tuple[str, str]]:
    """Words that are as in English in a language, each with its reason."""
    with Path(__file__).with_name("same_as_english.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    return {(row["code"], language) for row in rows for language in row["languages"].split()}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("group", sorted(names()))
def test_everything_of_a_table_has_words(group: str, language: str) -> None:
    held = {code for code in catalogue(language) if code.startswith(f"{group}.")}
    assert held == {f"{group}.{name}" for name in names()[group]}
    for name, english in names()[group].items():
        code = f"{group}.{name}"
        words = catalogue(language)[code]
        assert words.strip() == words != ""
        assert ((words == english) is ((code, language) in same())), (code, language, words)
        if language in LETTERS and (code, language) not in same():
            assert re.search(LETTERS[language], words), (code, words)


def test_every_unit_of_a_field_is_written_as_on_paper() -> None:
    units = {field.unit for field in fields(SHELF).values() if field.unit}
    worded = {"year", "month", "week", "day", "score", "pattern", "grade", "points", "local currency"}
    for language in OTHERS:
        assert {unit for unit in worded if f"unit.{unit}" not in catalogue(language)} == set()
        assert not any(re.search(r"u[SG]v|cm2|m2|1e9", unit_said(unit, language)) for unit in units)
    assert {unit for unit in units if re.search(r"[a-z]{5}", unit_said(unit, "ru"))} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_its_holes_in_every_language(language: str) -> None:
    wanted = [code for code in catalogue("en") if code.startswith(("gate_says.", "field_says."))]
    assert {f"field_says.{code}" for code in PROBLEMS} <= set(wanted)
    for code in wanted:
        sentence = catalogue(language)[code]
        assert _holes(sentence) == _holes(catalogue("en")[code]), code
        assert ((sentence == catalogue("en")[code]) is ((code, language) in same())), code


def _holes(pattern: str) -> set[str]:
    return {name for _text, name, _form, _turn in Formatter().parse(pattern) if name}


def test_values_are_said_with_their_units_and_without_digits_that_say_nothing() -> None:
    known = fields(SHELF)

    def told(name: str, value: object, language: str = "en") -> str:
        return value_said(known[name], value, SHELF, language, AMMAN)

    assert told("administered_mbq", 7370.0) == "7370 MBq"
    assert told("haemoglobin", 11.2, "fr") == "11,2 g/dL"
    assert told("platelets", 210.0, "ru") == "210 ×10⁹/L"
    assert told("wipe_bq_cm2", 0.1) == "0.1 Bq/cm²"
    assert told("birth_year", 1950.0) == "1950" and told("gleason_primary", 4.0, "es") == "4"
    assert told("agreed", True, "ru") == "да" and told("agreed", False, "zh") == "否"
    assert told("urgency", "urgent", "ar") == "عاجل" and told("product_status", "ready_to_use") == "ready to use"
    assert told("lost_reason", "waits_too_long", "fr") == catalogue("fr")["reason.waits_too_long"]
    assert told("planned_at", "2027-03-02T10:00:00+00:00") == "2027-03-02 13:00"
    assert told("imaged_on", "2027-02-05") == "2027-02-05" and told("finding", "7.0 mm", "fr") == "7.0 mm"


def test_rows_are_said_row_by_row() -> None:
    household = fields(SHELF)["household"]
    rows = [{"member": "child", "member_age": 4.0, "shares_bed": False}, {"member": "wife", "member_pregnant": True}]
    assert rows_said(household, rows, SHELF, "es") == [
        [("persona, como hijo o madre, sin nombre", "child"), ("edad", "4"), ("comparte la cama", "no")],
        [("persona, como hijo o madre, sin nombre", "wife"), ("embarazada", "sí")],
    ]
    assert value_said(fields(SHELF)["organ_doses"], [{"organ": "kidney", "organ_dose_gy": 3.25}], SHELF, "fr") == (
        "organe: kidney, dose absorbée: 3,25 Gy"
    )


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(37000.0, 10, "37000"), (0.000123, 10, "0.000123"), (-3.5, 10, "-3.5"), (0.0, 10, "0"), (-0.0, 4, "0"),
     (20.2702, 4, "20.27"), (99999.6, 4, "100000"), (1e12, 10, "1000000000000"), (float("inf"), 10, "∞")],
)  # fmt: skip
def test_a_number_has_no_exponent(value: float, digits: int, expected: str) -> None:
    assert number_said(value, "en", digits) == expected


def test_what_is_wrong_with_a_field_is_said_in_the_language() -> None:
    raw = {"haemoglobin": "112", "platelets": "many"}
    _said, problems = filled(form("laboratory", SHELF), raw)
    found = {each.field: each for each in problems}
    assert found["haemoglobin"].problem == "112 g/dL cannot be; it lies between 1 and 25: look at the unit"
    assert problem_said(found["haemoglobin"], "fr") == (
        "112 g/dL est impossible ; la valeur est entre 1 et 25 : vérifiez l'unité."
    )
    assert problem_said(found["sampled_on"], "zh") == "未填写。"
    assert problem_said(found["platelets"], "es") == "«many» no es un número; escríbalo en ×10⁹/L."
    _said, [wrong] = filled(form("referral", SHELF), {**dict(LU_PSMA[0][4]), "sex": "x"})
    assert problem_said(wrong, "ru") == "«x» нет среди вариантов: женский, мужской, другой."


def test_each_problem_has_its_code() -> None:
    def code(field: Field, text: object) -> str:
        with pytest.raises(BadValue) as caught:
            value_of(field, text)
        wrong = caught.value
        assert set(wrong.values) == _holes(catalogue("en")[f"field_says.{wrong.code}"]), wrong.code
        return wrong.code

    assert code(Field("x", "x", "number", "g", 0, 1), "a") == "not_a_number"
    assert code(Field("x", "x", "number", "", 0, 1), "a") == "not_digits"
    assert code(Field("x", "x", "number", "g", 0, 1), "nan") == "cannot_be"
    assert code(Field("x", "x", "flag"), "perhaps") == "not_yes_or_no"
    assert code(Field("x", "x", "choice", choices=("a", "b")), "c") == "not_a_choice"
    assert code(Field("x", "x", "date"), "yesterday") == "not_a_day"
    assert code(Field("x", "x", "moment"), "noon") == "not_a_moment"
    assert code(Field("x", "x", "moment"), "2027-03-02T14:00") == "no_zone"


def test_answers_of_gates_name_what_they_found_in_the_language() -> None:
    found = unmet(situation("eligibility", change={"triage.decision": "more_needed"}))
    assert said(found["accepted"], SHELF, "fr") == "décision : la réponse est complément nécessaire."
    found = unmet(situation("prescription", change={"laboratory.platelets": None}))
    assert said(found["criteria_met"], SHELF, "ru") == "VISION: ещё надо узнать: тромбоциты."
    found = unmet(situation("administration", change={"administration.administered_mbq": 8900.0}))
    assert said(found["administered_as_prescribed"], SHELF, "es") == (
        "actividad administrada: 8900 frente a 7400, desviación del 20,27 %; se permite el 10 %."
    )
    found = unmet(situation("prescription", skip=("board",)))
    assert said(found["in_order"], SHELF, "ar") == "يجب قبل ذلك إتمام: قرار اللجنة."
    found = unmet(situation("product_release", change={"receipt.carrier": "carrier_added"}))
    assert said(found["carrier_as_ordered"], SHELF, "zh") == "加载体 与 无载体 不一致。"


def test_a_limit_for_release_is_named_with_its_unit() -> None:
    found = unmet(situation("release", change={"release.dose_rate_1m_usv_h": 99.0}))
    assert said(found["rate_below_rule"], SHELF, "fr") == (
        "débit de dose à 1 m : 98,9 ; la limite de sortie est 30 µSv/h."
    )


def test_moments_of_an_answer_are_on_the_clock_of_the_site() -> None:
    found = unmet(situation("administration", change={"receipt.expires_at": "2027-03-02T08:30:00+00:00"}))
    assert said(found["not_expired"], SHELF, "en", AMMAN) == "It ended at 2027-03-02 11:30."


def test_every_answer_of_a_disturbed_course_can_be_said_in_every_language() -> None:
    """Whatever is left out of a course: each gate's reason is a sentence without a table's English in it."""
    groups = ("field", "act_of_care", "gate")
    worded = {words for group in groups for words in names()[group].values() if len(words) > 9}
    because = set[str]()
    for act, *_rest in LU_PSMA[3:]:
        for skipped in ((), ("consent",), ("receipt",), ("laboratory", "prescription")):
            for answer in unmet(situation(act, skip=tuple(each for each in skipped if each != act))).values():
                because.add(answer.because)
                for language in OTHERS:
                    sentence = said(answer, SHELF, language)
                    assert not any(words in sentence for words in worded), sentence
                    assert "_" not in sentence, sentence
    assert because >= {"steps_missing", "not_said"}


def test_names_that_no_language_has_stay_as_they_are() -> None:
    assert field_called("river_depth", SHELF, "ru") == "river depth" == act_called("river_depth", SHELF, "ar")
    assert role_of("river_pilot", "fr") == "river pilot" and profile_called("VISION", "zh") == "VISION"
    assert field_called("household.member_age", SHELF, "fr") == "âge"


def test_a_therapy_goes_by_its_course_where_that_has_no_other() -> None:
    assert therapy_called("ra223", SHELF, "ru") == "Радий-223" == catalogue("ru")["course.ra223"]
    assert therapy_called("lu177_psma617", SHELF) == "Lu-177 PSMA-617"
    assert therapy_called("sr89", SHELF, "es") == "Cloruro de estroncio-89"


def test_a_loss_offers_the_reasons_for_which_people_are_lost() -> None:
    offered = dict(choices_said(fields(SHELF)["lost_reason"], "fr"))
    assert offered["cannot_travel_again"] == catalogue("fr")["reason.cannot_travel_again"] and len(offered) == 31
    assert dict(choices_said(fields(SHELF)["sex"], "zh")) == {"female": "女", "male": "男", "other": "其他"}
