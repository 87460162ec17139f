"""The certification desk: two independent decisions, the certificate, its check elsewhere, what becomes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.learn.test_tutorials import rightly
from tests.service.board_acts import (
    FRAMEWORK,
    applied,
    did,
    fresh,
    granted,
    key,
    may_administer,
    renewed,
    today,
    voted,
)
from tests.service.conftest import MEMBERS, NAME, new_site, new_user

from hevesy.competence import Evidence, What, find_framework
from hevesy.competence.certificate import Revoked, read_certificate, read_list, revoke
from hevesy.competence.contract import Contract
from hevesy.errors import BadCertificate, BadDecision
from hevesy.learn.tutorial import find_tutorial
from hevesy.signing import new_keys
from hevesy_service.accounts.events import give_role, withdraw_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import end_member, name_member, open_board, the_board
from hevesy_service.boards.cases import Said, appeal, apply_for, confirm, decide, retract
from hevesy_service.boards.keys import KEY, read_public
from hevesy_service.boards.models import AmountRow, BoardRow, CaseRow, CaseStepRow, MemberRow, TrustedRow
from hevesy_service.boards.related import logbook_of, supervisors_of
from hevesy_service.boards.trusted import certificate_text, check, list_text, take_list, trust
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.competence.events import give
from hevesy_service.competence.logbook import Claim, answer, enter
from hevesy_service.competence.models import EvidenceRow, ProcedureRow, SupervisorRow
from hevesy_service.competence.training import end_training, enrol
from hevesy_service.desk.waiting import waiting_for
from hevesy_service.learn.certifying import hours_known, lacks_of
from hevesy_service.refusals import (
    AppliedAlready,
    BadKey,
    BoardThere,
    BoardTrusted,
    KeyUsed,
    ListAhead,
    MoreThanTime,
    NoBoard,
    NoBoardKey,
    NotOnBoard,
    OlderList,
    OtherCadre,
    OwnEvidence,
)
from hevesy_service.staffing.contracts import state_contract
from hevesy_service.teaching.attempts import attempt

pytestmark = pytest.mark.usefixtures("own_home")


# --- the key and the board ----------------------------------------------------------------------------------------


def test_the_key_is_made_once_and_read_by_its_owner_alone(site: Site) -> None:
    sent = key()
    assert open_board(site, NAME, "admin", sent) == open_board(site, NAME, "admin", sent)
    file = settings.HOME.folder / KEY
    assert file.stat().st_mode & 0o777 == 0o600 and b"PRIVATE KEY" in file.read_bytes()
    assert "PUBLIC KEY" in the_board().public and "PRIVATE" not in the_board().public
    assert "PRIVATE" not in Event.objects.get(type="board_opened").body
    with pytest.raises(BoardThere, match=NAME):
        open_board(site, "another", "admin", key())
    file.unlink()
    with pytest.raises(NoBoardKey, match=KEY):
        list_text(the_board(), today())


def test_without_a_board_nobody_applies(site: Site, nurse: User) -> None:
    with pytest.raises(NoBoard):
        applied(site, nurse)
    assert Client().get("/certificates/revoked.txt").status_code == 404


# --- two independent decisions ------------------------------------------------------------------------------------


def test_two_members_grant_and_the_privilege_follows_at_once(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    voted(row, board["anna"])
    assert may_administer(site, nurse, today()) == ["no_certificate"]
    voted(row, board["bruno"])
    assert fresh(row).number == f"IRBID-{today().year}-001"
    assert may_administer(site, nurse, today()) == []
    known = EvidenceRow.objects.get(what="certified")
    assert known.by == str(board["bruno"].pk) and known.note == fresh(row).number
    assert known.until is not None and known.until + timedelta(days=1) == today().replace(year=today().year + 5)


def test_a_case_waits_for_members_who_have_not_decided(site: Site, nurse: User, board: dict[str, User]) -> None:
    row, amman = applied(site, nurse), Site.objects.get(code="amman")
    told = {name: [each.words for each in waiting_for(user, [amman])] for name, user in board.items()}
    assert set(map(tuple, told.values())) == {("1 case waits for your decision on a certificate",)}
    voted(row, board["anna"])
    assert waiting_for(board["anna"], [amman]) == [] and len(waiting_for(board["bruno"], [amman])) == 1
    voted(row, board["bruno"])
    assert [waiting_for(user, [amman]) for user in board.values()] == [[], [], [], []]


def test_who_supervised_or_confirmed_does_not_decide(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    give(site, str(nurse.pk), Evidence("", What.FIT, "", today(), by=str(board["anna"].pk)), key())
    confirm(row, "hours", 41, "file 8", str(board["bruno"].pk), today(), key())
    assert supervisors_of(str(nurse.pk)) == {"boss", *(str(board[each].pk) for each in MEMBERS[:2])}
    for name in MEMBERS[:2]:
        with pytest.raises(BadDecision, match="supervised or assessed"):
            voted(row, board[name])
    assert not CaseStepRow.objects.exists()


def test_who_ever_supervised_anywhere_does_not_decide(site: Site, nurse: User, board: dict[str, User]) -> None:
    row, other, person = applied(site, nurse), Site.objects.get(code="amman"), str(nurse.pk)
    for where, names in ((site, ("anna",)), (site, ()), (other, ("bruno",))):  # named anew, and at another site
        enrol(where, person, FRAMEWORK, today(), [str(board[each].pk) for each in names], "boss", key())
    give(other, person, Evidence("", What.FIT, "", today(), by=str(board["carla"].pk)), key())
    for name in ("anna", "bruno", "carla"):
        with pytest.raises(BadDecision, match="supervised or assessed"):
            voted(row, board[name])
    voted(row, board["dario"])
    assert list(differences()) == []
    found = list(SupervisorRow.objects.values_list("site", "person", "supervisor"))
    SupervisorRow.objects.all().delete()  # as an earlier version left it
    filled = import_module("hevesy_service.competence.migrations.0004_supervisors_ever_named")
    filled._named_so_far(apps, None)
    assert list(SupervisorRow.objects.values_list("site", "person", "supervisor")) == found and len(found) == 2


def test_one_member_does_not_decide_twice_nor_of_themselves(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    voted(row, board["anna"])
    with pytest.raises(BadDecision, match="decided already"):
        voted(row, board["anna"])
    name_member(the_board(), nurse, "admin", key())
    with pytest.raises(BadDecision, match="your own case"):
        voted(row, nurse)
    assert CaseStepRow.objects.count() == 1


def test_the_same_form_sent_again_is_the_same_decision(site: Site, nurse: User, board: dict[str, User]) -> None:
    row, sent = applied(site, nurse), key()
    assert voted(row, board["anna"], sent=sent) == voted(row, board["anna"], sent=sent)
    with pytest.raises(KeyUsed):
        voted(row, board["bruno"], sent=sent)


def test_who_decides_on_an_older_view_is_asked_of_the_newest(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = CaseRow.objects.prefetch_related("steps").get(pk=applied(site, nurse).pk)  # as a page has read it
    list(row.steps.all())
    for name in MEMBERS[:2]:
        decide(row, Said("voted", "because", True), str(board[name].pk), today(), key(), "password")
    with pytest.raises(BadDecision, match="It is decided"):
        decide(row, Said("voted", "because", True), str(board["carla"].pk), today(), key(), "password")
    assert fresh(row).number and EvidenceRow.objects.filter(what="certified").count() == 1


def test_only_members_decide_and_only_while_they_are(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    with pytest.raises(NotOnBoard):
        voted(row, new_user("stranger"))
    end_member(MemberRow.objects.get(person=str(board["anna"].pk)), "admin", key())
    with pytest.raises(NotOnBoard):
        voted(row, board["anna"])


def test_what_the_rules_lack_is_not_granted(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse, whole=False)
    with pytest.raises(BadDecision, match="missing"):
        voted(row, board["anna"])
    voted(row, board["anna"], grants=False)
    voted(row, board["bruno"], grants=False)
    assert fresh(row).number == "" and "few_hours" in CaseStepRow.objects.all()[0].lacks
    with pytest.raises(BadDecision, match="It is decided"):
        voted(row, board["carla"])
    with pytest.raises(BadDecision, match="It is decided"):
        confirm(row, "hours", 40, "late", "boss", today(), key())


def test_nobody_confirms_their_own_and_nobody_applies_twice(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    with pytest.raises(OwnEvidence):
        confirm(row, "hours", 400, "mine", str(nurse.pk), today(), key())
    with pytest.raises(AppliedAlready, match="Nurse"):
        applied(site, nurse)
    assert CaseRow.objects.count() == 1


# --- an application that is withdrawn -------------------------------------------------------------------------------


def test_a_candidate_withdraws_what_is_not_decided_and_applies_anew(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row, amman, own = applied(site, nurse), Site.objects.get(code="amman"), str(nurse.pk)
    vote, sent = voted(row, board["anna"], grants=False), key()
    assert len(waiting_for(board["bruno"], [amman])) == 1
    made = retract(fresh(row), "", own, today(), sent)
    assert retract(fresh(row), "", own, today(), sent) == made  # the same form again
    assert [waiting_for(user, [amman]) for user in board.values()] == [[], [], [], []]
    assert (made.type, made.by, '"what":"retracted"' in made.body) == ("certification_step", own, True)
    assert Event.objects.filter(pk=vote.pk).exists() and fresh(row).number == ""
    with pytest.raises(BadDecision, match="The candidate withdrew this application"):
        decide(fresh(row), Said("voted", "because", False), str(board["bruno"].pk), today(), key(), "password")
    with pytest.raises(BadDecision, match="The candidate withdrew this application"):
        confirm(row, "hours", 41, "late", "boss", today(), key())
    again = applied(site, nurse)
    for name in ("anna", "bruno"):  # who decided something of the one that was withdrawn may decide of the new one
        voted(again, board[name])
    assert fresh(again).number == f"IRBID-{today().year}-001" and fresh(row).number == ""
    rebuilt()
    assert list(differences()) == [] and list(fresh(row).steps.values_list("what", flat=True)) == ["voted", "retracted"]


def test_only_the_candidate_withdraws_and_only_until_it_is_decided(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row, own = applied(site, nurse), str(nurse.pk)
    with pytest.raises(BadDecision, match="Only the candidate withdraws an application; ask them"):
        retract(row, "for them", str(board["anna"].pk), today(), key())
    for name in MEMBERS[:2]:
        voted(row, board[name], grants=False)
    with pytest.raises(BadDecision, match="can't be withdrawn any more"):
        retract(row, "too late", own, today(), key())
    appeal(fresh(row), "please look again", own, today(), key())
    with pytest.raises(BadDecision, match="can't be withdrawn any more"):
        retract(row, "too late", own, today(), key())
    assert [each.what for each in fresh(row).steps.all()] == ["voted", "voted", "appealed"]


def test_a_renewal_that_is_withdrawn_leaves_the_certificate_and_may_be_asked_for_again(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row = granted(site, nurse, board)
    again = applied(site, nurse, whole=False, renews=row)
    voted(again, board["carla"], grants=False)
    retract(again, "next year", str(nurse.pk), today(), key())
    assert may_administer(site, nurse, today()) == [] and check(certificate_text(row), today()).stands
    assert renewed(site, nurse, board, row).number.endswith("-002")
    assert list(differences()) == []


# --- for one's own profession, and in one's own time -----------------------------------------------------------------


def applies(site: Site, user: User, framework: str) -> Event:
    return apply_for(site, str(user.pk), find_framework(framework, shelf()), 5, today(), key())


def test_one_applies_for_ones_own_profession(site: Site, nurse: User, board: dict[str, User]) -> None:
    with pytest.raises(OtherCadre, match=r"another profession \(technologist\) than yours \(nurse\)"):
        applies(site, nurse, "default_technologist")
    assert not CaseRow.objects.exists()
    applies(site, nurse, FRAMEWORK)


@pytest.mark.parametrize("known", ["role", "role elsewhere", "contract", "training that has ended"])
def test_who_has_two_professions_applies_for_both(
    known: str, site: Site, nurse: User, board: dict[str, User]
) -> None:
    person, begun = str(nurse.pk), today() - timedelta(days=400)
    if known.startswith("role"):
        give_role(Site.objects.get(code="amman") if "elsewhere" in known else site, nurse, "technologist", "t", key())
    elif known == "contract":
        state_contract(site, Contract(person, "technologist", 50, begun, today()), "admin", key())
    else:
        enrol(site, person, "default_technologist", begun, [], "boss", key())
        end_training(site, person, today() - timedelta(days=1), "boss", key())
    applies(site, nurse, "default_technologist")
    applies(site, nurse, FRAMEWORK)
    with pytest.raises(OtherCadre, match=r"than yours \(technologist, nurse\)"):
        applies(site, nurse, "default_medical_physicist")


def test_a_contract_of_before_is_no_profession_of_today(site: Site, nurse: User, board: dict[str, User]) -> None:
    ended = Contract(str(nurse.pk), "technologist", 50, date(2026, 1, 1), today() - timedelta(days=1))
    state_contract(site, ended, "admin", key())
    with pytest.raises(OtherCadre):
        applies(site, nurse, "default_technologist")


def test_of_whom_no_profession_is_known_none_is_asked(site: Site, board: dict[str, User]) -> None:
    someone, radiologist = new_user("someone"), new_user("radiologist")
    give_role(site, someone, "coordinator", "tests", key())
    applies(site, someone, "default_technologist")
    for role in ("interventional_radiologist", "radiation_protection_officer"):
        give_role(site, radiologist, role, "tests", key())
    applies(site, radiologist, "default_physician")  # a radiologist is one
    with pytest.raises(OtherCadre, match="physician, radiation protection officer"):
        applies(site, radiologist, FRAMEWORK)


def test_who_has_another_role_since_renews_all_the_same(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = granted(site, nurse, board)
    give_role(site, nurse, "radiation_protection_officer", "tests", key())
    withdraw_role(site, nurse, "nurse", "tests", key(), "another post")
    assert applied(site, nurse, whole=False, renews=row).renews == row


def test_no_more_is_confirmed_than_the_time_of_the_training_holds(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row, person = applied(site, nurse, whole=False), str(nurse.pk)
    confirm(row, "months", 400, "file 7", "boss", date(2026, 4, 9), key())  # nobody has said when it began
    enrol(site, person, FRAMEWORK, date(2026, 3, 10), [], "boss", key())
    for kind, amount, most in (("months", 1.01, "1"), ("months", 3, "1"), ("hours", 745, "744")):
        with pytest.raises(MoreThanTime, match=f"from 2026-03-10 to 2026-04-09 has room for no more than {most}, so"):
            confirm(row, kind, amount, "file 7", "boss", date(2026, 4, 9), key())
    with pytest.raises(MoreThanTime, match=r"no more than 1\.3, so"):  # a month, and ten of thirty days
        confirm(row, "months", 1.4, "file 7", "boss", date(2026, 4, 19), key())
    confirm(row, "months", 1, "file 7", "boss", date(2026, 4, 9), key())
    confirm(row, "hours", 744, "file 7", "boss", date(2026, 4, 9), key())  # all of 31 days
    assert [(each.kind, each.amount) for each in AmountRow.objects.all()] == [
        ("months", 400), ("months", 1), ("hours", 744),
    ]  # fmt: skip
    end_training(site, person, date(2026, 4, 9), "boss", key())
    with pytest.raises(MoreThanTime, match="to 2026-04-09 has room for no more than 1, so"):  # it goes on no more
        confirm(row, "months", 2, "file 7", "boss", date(2026, 9, 9), key())
    enrol(Site.objects.get(code="amman"), person, FRAMEWORK, date(2025, 4, 10), [], "boss", key())
    confirm(row, "months", 12, "file 7", "boss", date(2026, 4, 9), key())  # at another site it began before
    enrol(site, person, FRAMEWORK, date(2024, 4, 10), [], "boss", key())  # corrected
    confirm(row, "months", 24, "file 7", "boss", date(2026, 4, 9), key())


# --- what becomes of a certificate --------------------------------------------------------------------------------


def test_suspended_lifted_and_withdrawn_reach_the_privilege(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = granted(site, nurse, board)
    did(row, "suspended", board["anna"])
    assert may_administer(site, nurse, today()) == ["certificate_suspended"]
    with pytest.raises(BadDecision, match="You suspended it"):
        did(row, "lifted", board["anna"])
    did(row, "lifted", board["bruno"])
    assert may_administer(site, nurse, today()) == []
    did(row, "suspended", board["anna"])
    did(row, "withdrawn", board["carla"])
    assert may_administer(site, nurse, today()) == ["no_certificate"]
    appeal(fresh(row), "it was not so", str(nurse.pk), today(), key())
    with pytest.raises(BadDecision, match="two others"):
        voted(row, board["carla"])
    assert set(board) - {"anna", "bruno", "carla"} == {"dario"}
    fifth = new_user("elena")
    name_member(the_board(), fifth, "admin", key())
    voted(row, board["dario"])
    voted(row, fifth)
    assert may_administer(site, nurse, today()) == []
    rebuilt()
    assert list(differences()) == []


def test_an_appeal_against_a_refusal_is_heard_by_two_others(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    voted(row, board["anna"])
    voted(row, board["bruno"], grants=False)
    with pytest.raises(BadDecision, match="Only the candidate"):
        appeal(fresh(row), "for them", str(board["carla"].pk), today(), key())
    appeal(fresh(row), "please look again", str(nurse.pk), today(), key())
    for name in ("carla", "dario"):
        voted(row, board[name])
    assert fresh(row).number and may_administer(site, nurse, today()) == []


def test_a_renewal_asks_for_credits_and_practice_and_follows_the_first(
    site: Site, nurse: User, board: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = granted(site, nurse, board)
    ends = EvidenceRow.objects.get(what="certified").until
    again = applied(site, nurse, whole=False, renews=row)
    assert [each.because for each in lacks_of(again, today())] == ["few_credits", "not_recent"]
    confirm(again, "credits", 100, "file 9", "boss", today(), key())
    monkeypatch.setattr("hevesy_service.learn.certifying._practice", lambda asked, reader: (frozenset(), None))
    for name in MEMBERS[:2]:  # who decided the first may decide of the renewal: nothing of it is under appeal
        voted(again, board[name])
    assert fresh(again).number.endswith("-002")
    assert [each.what for each in fresh(row).steps.all()][-1] == "renewed"
    assert ends is not None and max(EvidenceRow.objects.filter(what="certified").values_list("until", flat=True)) == (
        ends.replace(year=ends.year + 5)
    )
    rebuilt()
    assert list(differences()) == []


def test_what_ends_a_renewed_certificate_ends_those_that_it_renewed(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    one = granted(site, nurse, board)
    three = renewed(site, nurse, board, renewed(site, nurse, board, one))
    numbers, first = [f"IRBID-{today().year}-00{n}" for n in (1, 2, 3)], certificate_text(one)

    def listed() -> dict[str, str]:
        found = read_list(list_text(the_board(), today()), the_board().public.encode()).numbers
        return {number: why for number, (_since, why) in sorted(found.items())}

    assert check(first, today()).stands and listed() == {}
    did(three, "suspended", board["anna"])
    assert may_administer(site, nurse, today()) == ["certificate_suspended"]
    assert listed() == dict.fromkeys(numbers, "suspended") and not check(first, today()).stands
    did(three, "withdrawn", board["bruno"])
    assert may_administer(site, nurse, today()) == ["no_certificate"]
    assert listed() == dict.fromkeys(numbers, "withdrawn") and not check(first, today()).stands
    appeal(fresh(three), "it was not so", str(nurse.pk), today(), key())
    for name in MEMBERS[2:]:
        decide(fresh(three), Said("voted", "because", True), str(board[name].pk), today(), key(), "password")
    assert may_administer(site, nurse, today()) == [] and listed() == {} and check(first, today()).stands
    assert list(differences()) == []


# --- the check ----------------------------------------------------------------------------------------------------


def elsewhere(board: BoardRow, listed: str = "") -> None:
    """As if this were another installation: its own board is gone, and that board is trusted by its key and list."""
    name, public = board.name, board.public
    trust(new_site("zarqa", "Zarqa"), f"{name} elsewhere", public, "admin", key())
    TrustedRow.objects.update(name=name)
    for table in (CaseStepRow, AmountRow, CaseRow, MemberRow, BoardRow):
        table._default_manager.all().delete()
    if listed:
        take_list(TrustedRow.objects.get(), listed, "admin", key())


def test_a_certificate_is_checked_elsewhere_by_key_and_list(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = granted(site, nurse, board)
    text, listed = certificate_text(row), list_text(the_board(), today())
    said = read_certificate(text, the_board().public.encode())
    assert (said.number, said.holder, said.board) == (row.number, "Synthetic nora", NAME)
    assert check(text, today()).stands
    elsewhere(the_board())
    assert [code for code, _values in check(text, today()).problems] == ["no_list"]
    take_list(TrustedRow.objects.get(), listed, "admin", key())
    assert check(text, today()).stands
    assert not check(text, today() + timedelta(days=32)).stands  # the list is older than a month
    assert not check(text, said.until + timedelta(days=1)).stands
    page = Client().post("/certificates/check/", {"text": text[:200] + "\n" + text[200:]}).content.decode()
    assert "It stands today." in page and "Synthetic nora" in page


@pytest.mark.parametrize("what", ["suspended", "withdrawn"])
def test_what_was_taken_back_is_refused_elsewhere(what: str, site: Site, nurse: User, board: dict[str, User]) -> None:
    row = granted(site, nurse, board)
    text = certificate_text(row)
    did(row, "suspended", board["anna"])
    if what == "withdrawn":
        did(row, "withdrawn", board["carla"])
    listed = Client().get("/certificates/revoked.txt").content.decode()
    assert read_list(listed, the_board().public.encode()).numbers == {row.number: (today(), what)}
    assert "nora" not in listed
    elsewhere(the_board(), listed)
    page = Client().post("/certificates/check/", {"text": text}).content.decode()
    assert f"It was taken back on {today()}: {what}." in page and "It stands today" not in page


def test_a_list_of_the_same_day_does_not_replace_the_later_one(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row = granted(site, nurse, board)
    text, before = certificate_text(row), list_text(the_board(), today())
    did(row, "suspended", board["anna"])
    after = list_text(the_board(), today())
    elsewhere(the_board(), after)
    with pytest.raises(OlderList):
        take_list(TrustedRow.objects.get(), before, "admin", key())
    assert not check(text, today()).stands


def test_what_was_lifted_is_on_the_list_no_more(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = granted(site, nurse, board)
    did(row, "suspended", board["anna"])
    did(row, "lifted", board["bruno"])
    assert read_list(list_text(the_board(), today()), the_board().public.encode()).numbers == {}


def test_a_board_is_trusted_by_its_key_and_keeps_its_newest_list(site: Site) -> None:
    private, public = new_keys()
    for wrong in ("", "hello", private.decode()):
        with pytest.raises(BadKey):
            read_public(wrong)
    trust(site, "Other", read_public("\n" + public.decode()), "admin", key())
    with pytest.raises(BoardTrusted, match="Other"):
        trust(site, "Other", public.decode(), "admin", key())
    row = TrustedRow.objects.get()
    now = timezone.now().replace(microsecond=0)

    def of(serial: int, at: datetime | None, on: date | None = None) -> str:
        return revoke(Revoked("Other", on or now.date(), {}, serial, at), private)

    new = of(3, now)
    take_list(row, of(0, None), "admin", key())  # of the earlier format, with its day alone
    take_list(row, new, "admin", key())
    for old in (of(2, now), of(3, now - timedelta(seconds=1)), of(3, now), of(0, None)):  # `row` is as it was before
        with pytest.raises(OlderList, match=r"is no newer than the one here, of .* UTC"):
            take_list(row, old, "admin", key())
    late, much_later = now + timedelta(days=2), date(2099, 1, 1)
    for ahead in (of(4, late), of(0, None, much_later), of(4, now, much_later)):
        with pytest.raises(ListAhead, match="still to come"):
            take_list(row, ahead, "admin", key())
    with pytest.raises(BadCertificate, match="another board"):
        take_list(row, revoke(Revoked("Other", today(), {}), new_keys()[0]), "admin", key())
    with pytest.raises(BadCertificate, match="it names Third"):
        take_list(row, revoke(Revoked("Third", today(), {}), private), "admin", key())
    assert TrustedRow.objects.get().list == new
    TrustedRow.objects.update(list=of(9, late, much_later))  # as an earlier version took it
    take_list(row, of(4, now), "admin", key())
    rebuilt()
    assert list(differences()) == []


def test_who_is_named_in_a_logbook_is_too_close_and_only_what_was_confirmed_counts(site: Site, nurse: User) -> None:
    def done(cycle: int) -> Claim:
        return Claim("administration", "lu177_psma617", "synthetic case", cycle, date(2026, 5, 1), "direct", "bruno")

    enrol(site, str(nurse.pk), FRAMEWORK, date(2026, 1, 1), ["anna", "bruno"], "trainer", key())
    for cycle in (1, 2):
        enter(site, str(nurse.pk), done(cycle), key())
    answer(ProcedureRow.objects.get(cycle=1), True, "bruno", key())
    assert supervisors_of(str(nurse.pk)) == {"anna", "bruno"}
    assert [(each.cycle, each.confirmed_by) for each in logbook_of(site, str(nurse.pk))] == [(1, "bruno")]


def test_hours_of_modules_are_told_to_who_confirms_and_count_by_themselves_for_nothing(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    lesson = find_tutorial("lu177_release", shelf())
    row = applied(site, nurse, whole=False)
    before = lacks_of(row, today())
    attempt(site, str(nurse.pk), lesson, rightly(lesson.questions), today(), key())
    assert hours_known(row, today()) == lesson.hours > 0 and lacks_of(fresh(row), today()) == before
