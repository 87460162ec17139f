"""The questionnaire in the browser: drafts, two answers to one figure, handing in, deciding, files out and back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.service.conftest import new_site, new_user

from hevesy.facts import State
from hevesy_service.accounts.models import User
from hevesy_service.atlas.models import Proposal
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.acting import FOR, act_by, in_own_name
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.mission.answers import read
from hevesy_service.mission.counts import give
from hevesy_service.mission.drafts import keep
from hevesy_service.mission.events import decide, hand_in, place_of
from hevesy_service.mission.models import Counted, Draft, Filled, Loaded, Questionnaire
from hevesy_service.mission.packs import laid, run_pack
from hevesy_service.mission.questions import Field, fields, sections, version
from hevesy_service.mission.sheets import written
from hevesy_service.refusals import OwnProposal

Q = "/sites/irbid/questionnaire/"
WAIT = "care.waiting_weeks"
PET = "country.equipment.pet"
REFERRED = "epidemiology.cascade.access.referral_of_eligible"
GIVEN = {"year": "2025", "source": "Count of the ministry, table 3"}


def boxes(**figures: dict[str, str]) -> dict[str, str]:
    """A form as the browser sends it, from what is typed for each figure (points written as two underscores)."""
    sent: dict[str, str] = {}
    for name, typed in figures.items():
        key = name.replace("__", ".")
        sent |= {f"{key}|{part}": text for part, text in {"state": "", **typed}.items()}
    return sent


def number_of(key: str) -> int:
    return next(each.number for each in sections("JOR", shelf()) if key in {field.key for field in each.fields})


def typed(client: Client, key: str, **said: str) -> None:
    """What a person types for one figure, kept by the button."""
    found = client.post(f"{Q}{number_of(key)}/", boxes(**{key.replace(".", "__"): {**GIVEN, **said}}))
    assert found.status_code == 302, found.content.decode()


def hand_over(client: Client, **chosen: str) -> str:
    """The form is handed in as its page stands; where it led."""
    page = client.get(f"{Q}hand-in/").content.decode()
    sent = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("mark", "key")}  # type: ignore[index]
    found = client.post(f"{Q}hand-in/", {**sent, **chosen})
    return found["location"] if found.status_code == 302 else found.content.decode()


def test_every_question_of_the_library_is_asked_under_its_owner(site: Site, signed_in: Callable[..., Client]) -> None:
    found = sections("JOR", shelf())
    assert len(found) == 12 and [each.asked.number for one in found for each in one.questions].count(1) == 1
    assert sorted(each.asked.number for one in found for each in one.questions) == list(range(1, 31))
    asked = fields("JOR", shelf())
    assert {"policy.lu177_psma617.approval", "policy.all.release_rule", "routes.i131_dtc", PET, WAIT} <= set(asked)
    assert asked[PET].national and not asked[WAIT].national
    client = signed_in("planner")
    page = client.get(f"{Q}{number_of(PET)}/").content.decode()
    assert f'name="{PET}|value"' in page and "How many PET scanners are installed" in page


def test_what_is_typed_is_kept_right_or_wrong_with_and_without_a_script(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client, where = signed_in("planner"), f"{Q}{number_of(WAIT)}/"
    found = client.post(where, boxes(care__waiting_weeks={"value": "about six"}), headers={"HX-Request": "true"})
    assert found.status_code == 200 and "Kept at" in found.content.decode() and "<html" not in found.content.decode()
    assert Draft.objects.get().typed == {"value": "about six"}
    page = client.get(where).content.decode()
    assert 'value="about six"' in page and "“about six” cannot be read" in page
    typed(client, WAIT, value="6,5", state="reported")
    assert Draft.objects.get().typed["value"] == "6,5"
    assert "cannot be read" not in client.get(where).content.decode()
    client.post(where, boxes(care__waiting_weeks={}))
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("typed_", "said", "state"),
    [
        ({"value": "6,5", "state": "reported"}, {"value": "6.5"}, "reported"),
        ({"value": "12"}, {"value": "12"}, "reported"),
        ({"value": "", "state": "missing"}, {}, "missing"),
        ({"value": "", "state": "reported_zero"}, {"value": "0"}, "reported_zero"),
        ({"value": "4", "low": "3", "high": "9", "state": "public_only"},
         {"value": "4", "low": "3", "high": "9"}, "public_only"),
    ],
)  # fmt: skip
def test_an_answer_is_read_into_one_of_four_states(
    typed_: dict[str, str], said: dict[str, str], state: str
) -> None:
    found, wrong = read(Field(WAIT, "weeks", ("value", "low", "high"), "week"), {**GIVEN, **typed_})
    assert wrong == [] and found is not None
    assert (found["said"], found["state"], found["year"]) == (said, state, 2025)


@pytest.mark.parametrize(
    ("typed_", "says"),
    [
        ({"value": "", "state": ""}, "Choose what stands behind it"),
        ({"value": "0", "state": ""}, "Choose what stands behind it"),
        ({"value": "3", "state": "missing"}, "Nobody knows it"),
        ({"value": "3", "state": "reported_zero"}, "Reported zero is 0"),
        ({"value": "", "state": "reported"}, "The answer is missing"),
        ({"value": "-2", "state": "reported"}, "cannot be read"),
        ({"value": "3", "low": "4", "high": "9", "state": "reported"}, "in this order"),
        ({"value": "3", "low": "2", "state": "reported"}, "both ends"),
        ({"value": "3", "state": "reported", "year": "2103"}, "Write the year"),
        ({"value": "3", "state": "reported", "source": ""}, "Say where it stands"),
        ({"value": "3", "state": "imputed"}, "Choose what stands behind it"),
    ],
)
def test_an_answer_that_is_not_whole_says_why(typed_: dict[str, str], says: str) -> None:
    found, wrong = read(Field(WAIT, "weeks", ("value", "low", "high"), "week"), {**GIVEN, **typed_})
    assert found is None and says in " ".join(wrong)


def test_handed_in_a_national_figure_is_proposed_and_the_rest_stands_in_the_book(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("focal_point")
    typed(client, PET, value="7", state="reported")
    typed(client, WAIT, value="6", state="reported", note="median of two centres")
    typed(client, REFERRED, value="four of ten", state="reported")
    assert hand_over(client) == Q
    form = Filled.objects.get()
    assert {each["field"] for each in form.answers} == {PET, WAIT}
    assert form.questionnaire_id == version(shelf())[0] and form.questionnaire.asked[0]["id"] == "burden_choice"
    proposal = Proposal.objects.get()
    assert (proposal.fact, proposal.value, proposal.state, proposal.year) == (PET, 7.0, State.REPORTED, 2025)
    assert [each.field for each in Draft.objects.all()] == [REFERRED]
    assert run_pack(site, "JOR") == {}  # nobody else has agreed yet


def test_another_person_accepts_and_from_then_on_plans_rest_on_it(site: Site, signed_in: Callable[..., Client]) -> None:
    focal, approver = signed_in("focal_point", "approver"), signed_in("approver")
    typed(focal, WAIT, value="6", low="4", high="9", state="reported")
    typed(focal, "policy.lu177_psma617.approval", value="named_patient", state="reported")
    hand_over(focal)
    form = Filled.objects.get()
    sent = {"decision": "accept", "reason": "read in the source", "key": str(uuid4()), "seen": place_of(site)}
    own = focal.post(f"{Q}forms/{form.pk}/decide/", sent)
    assert own.status_code == 403 and run_pack(site, "JOR") == {}
    assert approver.post(f"{Q}forms/{form.pk}/decide/", sent).status_code == 302
    files = run_pack(site, "JOR")
    with laid(files) as upon:
        fact = upon.fact(WAIT, "JOR")
        rows = {(row["therapy"], row["item"]): row["value"] for row in upon.table("policy", "JOR")}
    assert (fact.value, fact.low, fact.high, fact.on, fact.confirmed) == (6.0, 4.0, 9.0, "2025", True)
    assert rows["lu177_psma617", "approval"] == "named_patient"
    assert rows["tb161_psma", "approval"] == "named_patient"  # what is shipped of the country stays beside it
    assert run_pack(site, "KEN") == {}
    again = approver.post(f"{Q}forms/{form.pk}/decide/", {**sent, "key": str(uuid4())})
    assert again.status_code == 409 and b"already" in again.content
    page = approver.get(f"{Q}forms/{form.pk}/").content.decode()
    assert "Accepted by" in page and "read in the source" in page


def test_two_answers_to_one_figure_are_both_kept_until_a_person_decides(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    one, two = signed_in("planner"), signed_in("focal_point")
    typed(one, WAIT, value="6", state="reported")
    typed(two, WAIT, value="9", state="reported")
    assert {each.typed["value"] for each in Draft.objects.all()} == {"6", "9"}
    assert "Also typed by" in one.get(f"{Q}{number_of(WAIT)}/").content.decode()
    assert "1 figure was answered in two ways" in one.get(Q).content.decode()
    assert "Nothing was handed in" in hand_over(two) and not Filled.objects.exists()
    chosen = Draft.objects.get(typed__value="6")
    assert hand_over(two, **{f"choose|{WAIT}": str(chosen.pk)}) == Q
    form = Filled.objects.get()
    assert [each["said"] for each in form.answers] == [{"value": "6"}]
    assert [each["said"] for each in form.others] == [{"value": "9"}]
    assert not Draft.objects.exists()


def test_who_did_not_see_the_last_draft_hands_nothing_in(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    typed(client, WAIT, value="6", state="reported")
    found = client.post(f"{Q}hand-in/", {"mark": "older", "key": str(uuid4())})
    assert found.status_code == 409 and not Filled.objects.exists() and Draft.objects.count() == 1


def test_the_same_form_twice_is_one(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    typed(client, WAIT, value="6", state="reported")
    typed(client, REFERRED, value="four of ten", state="reported")
    page = client.get(f"{Q}hand-in/").content.decode()
    sent = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("mark", "key")}  # type: ignore[index]
    assert {client.post(f"{Q}hand-in/", sent).status_code for _time in range(2)} == {302}
    assert Filled.objects.count() == 1 == Event.objects.filter(type="form_handed_in").count()
    page = client.get(f"{Q}hand-in/").content.decode()
    mark = re.search(r'name="mark" value="([^"]*)"', page)[1]  # type: ignore[index]
    found = client.post(f"{Q}hand-in/", {"mark": mark, "key": str(uuid4())})
    assert found.status_code == 422 and b"no answer is ready" in found.content and Filled.objects.count() == 1


def test_what_the_library_would_refuse_in_a_pack_is_said_and_nothing_is_handed_in(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("focal_point")
    typed(client, "routes.i131_dtc", producer="Nobody Ltd", state="reported")
    hand_over(client)
    assert not Filled.objects.exists() and Draft.objects.count() == 1
    typed(client, "routes.i131_dtc", producer="polatom", to_airport="AMM", class7="yes", days="Mon", state="reported")
    assert hand_over(client) == Q and Filled.objects.get().answers[0]["said"]["to_airport"] == "AMM"


def filled_workbook(changes: dict[str, dict[str, str]], content: bytes | None = None) -> bytes:
    """The downloaded workbook with these cells filled in, by key and column."""
    book = load_workbook(io.BytesIO(content or written("JOR", "xlsx", shelf())))
    sheet = book["questions"]
    columns = {"value": 11, "low": 12, "high": 13, "state": 14, "kind": 15, "source": 16, "year": 20}
    for row in range(2, sheet.max_row + 1):
        for name, text in changes.get(sheet.cell(row, 21).value or "", {}).items():
            sheet.cell(row, columns[name]).value = text
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.slow("a workbook of seven sheets is written and read twice")
def test_the_workbook_goes_out_in_arabic_and_comes_back(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    client.post("/language/", {"language": "ar", "next": "/"})
    out = client.get(f"{Q}form.xlsx")
    assert out["content-disposition"] == 'attachment; filename="questionnaire-jor.xlsx"'
    book = load_workbook(io.BytesIO(out.content))
    assert re.search("[\u0600-\u06ff]", book["questions"].cell(1, 2).value)
    client.post("/language/", {"language": "en", "next": "/"})
    content = filled_workbook({
        WAIT: {"value": "6", "state": "reported", "source": "Own count", "year": "2025"},
        PET: {"value": "7", "state": "reported", "source": "Own count", "year": "2025"},
        REFERRED: {"value": "forty", "state": "reported", "source": "Own count", "year": "2025"},
    }, out.content)  # fmt: skip
    found = client.post(f"{Q}load/", {"file": SimpleUploadedFile("filled.xlsx", content)})
    page = client.get(found["location"]).content.decode()
    assert "“forty” cannot be read" in page and "Sheet questions, line" in page and not Draft.objects.exists()
    assert client.post(found["location"], {"act": "apply"})["location"] == Q
    assert {each.field: each.typed["value"] for each in Draft.objects.all()} == {WAIT: "6", PET: "7", REFERRED: "forty"}
    assert not Loaded.objects.exists()
    again = client.get(found["location"])
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("form.docx", b"x", "only the workbook"),
        ("form.xlsx", b"not a zip", "cut short"),
        ("form.xlsx", b"P" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    name: str, content: bytes, says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    found = signed_in("planner").post(f"{Q}load/", {"file": SimpleUploadedFile(name, content)})
    assert found.status_code == 422 and says in found.content.decode() and not Loaded.objects.exists()


def test_a_workbook_of_something_else_is_refused(site: Site, signed_in: Callable[..., Client]) -> None:
    from openpyxl import Workbook

    packed = io.BytesIO()
    Workbook().save(packed)
    found = signed_in("planner").post(f"{Q}load/", {"file": SimpleUploadedFile("a.xlsx", packed.getvalue())})
    assert found.status_code == 422 and "no sheet" in found.content.decode()


ACT = st.tuples(st.sampled_from(["hand", "accept", "refuse", "count"]), st.integers(0, 3), st.integers(1, 90))


@pytest.mark.django_db
@given(st.lists(ACT, max_size=6))
def test_tables_built_anew_from_the_book_are_the_tables(acts: list[tuple[str, int, int]]) -> None:
    """Law: whatever was handed in, decided and counted, a rebuild from the rows equals what stands in the tables."""
    with transaction.atomic():
        site, by, other = new_site("law", "Law"), new_user("law-a"), new_user("law-b")
        for number, act in enumerate(acts):
            _done(site, by, other, number, *act)
        stood = _tables()
        with rebuilt():
            assert _tables() == stood
        transaction.set_rollback(True)


def _done(site: Site, by: User, other: User, number: int, act: str, which: int, value: int) -> None:
    if act == "hand":
        field = (WAIT, PET, REFERRED, "supply.customs.clearance")[which]
        answer = {"field": field, "said": {"value": str(value)}, "state": "reported", "year": 2025, "source": "s",
                  "note": ""}  # fmt: skip
        keep(site, by, {field: {"value": str(value)}})
        hand_in(site, version(shelf()), [answer], [], [PET], by, f"law {number}")
    elif act == "count":
        row = {"centre": "", "therapy": "i131_dtc", "patients": float(value), "state": "reported", "source": "s"}
        give(site, 2020 + which, [row], str(by.pk), f"law {number}", None)
    elif form := Filled.objects.filter(site=site, decision="open").first():
        decide(form, act == "accept", other, f"law {number}", "why not", place_of(site))


def _tables() -> list[list[dict[str, object]]]:
    of = (Questionnaire, Filled, Proposal)
    held = [list(each.objects.order_by("pk").values()) for each in of]
    return [*held, list(Counted.objects.order_by("site", "year").values(
        "site", "country", "year", "version", "rows", "by", "at"))]  # fmt: skip


@pytest.mark.parametrize("who", ["the lender", "somebody for the lender"])
def test_nobody_accepts_what_was_handed_in_for_them_or_by_whose_role_they_act(who: str, site: Site) -> None:
    lender, borrower = new_user("lender"), new_user("borrower")
    answer = {"field": PET, "said": {"value": "1"}, "state": "reported", "year": 2025, "source": "s", "note": ""}
    with in_own_name():
        act_by({FOR: str(lender.pk)} if who == "the lender" else {})
        by = borrower if who == "the lender" else lender
        keep(site, by, {PET: {"value": "1"}})
        event = hand_in(site, version(shelf()), [answer], [], [PET], by, "handed in")
    form = Filled.objects.get(pk=event.pk)
    with in_own_name(), pytest.raises(OwnProposal):
        act_by({FOR: str(lender.pk)} if who != "the lender" else {})
        decide(form, True, borrower if who != "the lender" else lender, "decided", "r", place_of(site))
