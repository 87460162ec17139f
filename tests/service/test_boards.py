"""The certification desk: two independent decisions, the certificate, its check elsewhere, what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.learn.test_tutorials import rightly
from tests.service.conftest import SECRET, client_of, new_site, new_user, signature

from hevesy.competence import Evidence, Recent, What, find_framework, frameworks
from hevesy.competence.certificate import Revoked, read_certificate, read_list, revoke
from hevesy.errors import BadCertificate, BadDecision
from hevesy.learn.tutorial import find_tutorial
from hevesy.signing import new_keys
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import end_member, name_member, open_board, the_board
from hevesy_service.boards.cases import Said, appeal, apply_for, confirm, decide
from hevesy_service.boards.keys import KEY, read_public
from hevesy_service.boards.models import AmountRow, BoardRow, CaseRow, CaseStepRow, MemberRow, TrustedRow
from hevesy_service.boards.related import logbook_of, supervisors_of
from hevesy_service.boards.trusted import certificate_text, check, list_text, take_list, trust
from hevesy_service.book.chain import Break
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import verify
from hevesy_service.care.standings import standing_for
from hevesy_service.competence.events import give
from hevesy_service.competence.logbook import Claim, answer, enter
from hevesy_service.competence.models import EvidenceRow, ProcedureRow, SupervisorRow
from hevesy_service.competence.training import enrol
from hevesy_service.desk.waiting import waiting_for
from hevesy_service.home import Home
from hevesy_service.learn.certifying import hours_known, lacks_of
from hevesy_service.refusals import (
    AppliedAlready,
    BadKey,
    BoardThere,
    BoardTrusted,
    KeyUsed,
    ListAhead,
    NoBoard,
    NoBoardKey,
    NotOnBoard,
    OfTheBoard,
    OlderList,
    OwnEvidence,
)
from hevesy_service.teaching.attempts import attempt

FRAMEWORK, NAME = "default_nurse", "Synthetic board"
MEMBERS = ("anna", "bruno", "carla", "dario")


def key() -> str:
    return str(uuid4())


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a home of its own for the key."""
    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))


@pytest.fixture
def nurse(site: Site) -> User:
    found = new_user("nora")
    TOTP.activate(found, SECRET)
    give_role(site, found, "nurse", "tests", "nurse nora")
    return found


@pytest.fixture
def board(site: Site) -> dict[str, User]:
    """A board with four members, who work at another site."""
    elsewhere = new_site("amman", "Amman")
    open_board(site, NAME, "admin", key())
    found = {}
    for name in MEMBERS:
        found[name] = new_user(name)
        TOTP.activate(found[name], SECRET)
        give_role(elsewhere, found[name], "trainer", "tests", f"trainer {name}")
        name_member(the_board(), found[name], "admin", key())
    return found


def applied(site: Site, nurse: User, whole: bool = True, **more: object) -> CaseRow:
    """A nurse has applied; somebody of the site confirmed all that is asked."""
    asked = find_framework(FRAMEWORK, shelf())
    made = apply_for(site, str(nurse.pk), asked, 5, today(), key(), **more)  # type: ignore[arg-type]
    row = CaseRow.objects.get(pk=made.pk)
    if whole:
        for name, level in asked.levels.items():
            shown = Evidence("", What.SHOWN, name, today(), level=level, by="boss")
            give(site, str(nurse.pk), shown, key(), "seen")
        for kind, amount in (("months", 3), ("hours", 40), ("credits", 100)):
            confirm(row, kind, amount, "file 7", "boss", key())
    return fresh(row)


def today() -> date:
    """The day at both sites."""
    return timezone.now().astimezone(ZoneInfo("Asia/Amman")).date()


def fresh(row: CaseRow) -> CaseRow:
    return CaseRow.objects.get(pk=row.pk)


def voted(row: CaseRow, by: User, grants: bool = True, sent: str = "") -> Event:
    lacks = tuple(each.because for each in lacks_of(fresh(row), today()))
    told = Said("voted", "because", grants)
    return decide(fresh(row), told, str(by.pk), today(), sent or key(), "password", lacks)


def did(row: CaseRow, what: str, by: User) -> Event:
    return decide(fresh(row), Said(what, "because"), str(by.pk), today(), key(), "password")


def granted(site: Site, nurse: User, board: dict[str, User]) -> CaseRow:
    row = applied(site, nurse)
    for name in MEMBERS[:2]:
        voted(row, board[name])
    return fresh(row)


def breaks_of(site: Site) -> list[Break]:
    """What is wrong with a site's chain."""
    return next(broken for each, _rows, broken in verify() if each == site)


def may_administer(site: Site, nurse: User, on: date) -> list[str]:
    """Why a nurse may not, as far as a certificate says it."""
    found = standing_for(site, str(nurse.pk), "administration", "ra223", on, Recent(0), shelf())
    assert found is not None
    return [each.because for each in found.reasons if "certificate" in each.because]


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
    confirm(row, "hours", 41, "file 8", str(board["bruno"].pk), key())
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
        confirm(row, "hours", 40, "late", "boss", key())


def test_nobody_confirms_their_own_and_nobody_applies_twice(site: Site, nurse: User, board: dict[str, User]) -> None:
    row = applied(site, nurse)
    with pytest.raises(OwnEvidence):
        confirm(row, "hours", 400, "mine", str(nurse.pk), key())
    with pytest.raises(AppliedAlready, match="Nurse"):
        applied(site, nurse)
    assert CaseRow.objects.count() == 1


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
    confirm(again, "credits", 100, "file 9", "boss", key())
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


def renewed(site: Site, nurse: User, board: dict[str, User], row: CaseRow) -> CaseRow:
    """The certificate is renewed by two; nothing of it is said to be missing."""
    again = applied(site, nurse, whole=False, renews=row)
    for name in MEMBERS[:2]:
        decide(again, Said("voted", "because", True), str(board[name].pk), today(), key(), "password")
    return fresh(again)


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


def test_what_the_board_made_known_is_undone_by_the_board_alone(
    site: Site, nurse: User, board: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    row, keeper, path = granted(site, nurse, board), signed_in("trainer"), f"/sites/irbid/privileges/{nurse.pk}/"

    def written(what: str, about: str) -> int:
        made = str(EvidenceRow.objects.filter(what=about).latest("written").pk)
        assert made not in text_of(keeper, f"{path}{what}/")
        sent = {"about": made, "on": today().isoformat(), "note": "a letter", "key": key()}
        assert keeper.post(f"{path}{what}/", sent).status_code == 422  # it is none of the choices
        with pytest.raises(OfTheBoard, match="only the board speaks against it"):
            give(site, str(nurse.pk), Evidence("", What(what), made, today(), by="trainer"), key())
        return EvidenceRow.objects.filter(what=what, by="trainer").count()

    assert written("disputed", "certified") == 0
    did(row, "suspended", board["anna"])
    assert written("lifted", "suspended") == 0 and may_administer(site, nurse, today()) == ["certificate_suspended"]
    did(row, "withdrawn", board["bruno"])
    assert written("lifted", "disputed") == 0 and may_administer(site, nurse, today()) == ["no_certificate"]
    own = give(site, str(nurse.pk), Evidence("", What.SUSPENDED, "*", today(), by="trainer"), key())
    lift = {"about": str(own.pk), "on": today().isoformat(), "note": "a letter", "key": key()}
    assert keeper.post(f"{path}lifted/", lift).status_code == 302  # what the site wrote it lifts as before


def test_a_certificate_that_is_written_down_ends_where_its_framework_says_so(
    site: Site, nurse: User, signed_in: Callable[..., Client]
) -> None:
    keeper, path = signed_in("trainer"), f"/sites/irbid/privileges/{nurse.pk}/certified/"
    sent = {"about": FRAMEWORK, "on": today().isoformat(), "note": "a file", "key": key()}
    endless = keeper.post(path, sent)
    assert endless.status_code == 422 and b"write its last day" in endless.content
    assert keeper.post(path, {**sent, "until": f"{today().year + 5}-01-01"}).status_code == 302
    unlimited = next(each.id for each in frameworks(shelf()).values() if not each.valid_years)
    assert keeper.post(path, {**sent, "about": unlimited, "key": key()}).status_code == 302


def test_a_longer_chain_of_renewals_asks_the_database_no_more(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row, anna = granted(site, nurse, board), client_of(board["anna"])
    candidate, nobody = client_of(nurse), Client()

    def asked(row: CaseRow) -> list[int]:
        case, found = f"/sites/irbid/certification/{row.pk}/", []
        pages = ((nobody, "/certificates/check/"), (anna, "/sites/amman/board/"), (candidate, case),
                 (candidate, "/sites/irbid/certification/"), (candidate, f"{case}certificate/"))  # fmt: skip
        for client, path in pages:
            with CaptureQueriesContext(connection) as asking:
                text_of(client, path)
            found.append(len(asking))
        return found

    second = renewed(site, nurse, board, row)
    few = [asked(second) for _twice in range(2)][1]  # what is read once has been read then
    assert asked(renewed(site, nurse, board, second)) == few


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


def test_one_altered_bit_and_nothing_is_believed(site: Site, nurse: User, board: dict[str, User]) -> None:
    text = certificate_text(granted(site, nurse, board))
    kind, body, signature = text.split(".")
    for at in (0, len(body) // 2):
        altered = f"{kind}.{body[:at]}{'A' if body[at] != 'A' else 'B'}{body[at + 1:]}.{signature}"
        page = Client().post("/certificates/check/", {"text": altered}).content.decode()
        assert "It was altered" in page and "nora" not in page
    file = SimpleUploadedFile("code.txt", text.encode(), "text/plain")
    assert "It stands today." in Client().post("/certificates/check/", {"file": file}).content.decode()


def test_what_is_no_certificate_gets_one_sentence(site: Site, board: dict[str, User]) -> None:
    def said(**sent: object) -> tuple[int, str]:
        found = Client().post("/certificates/check/", sent)
        return found.status_code, found.content.decode()

    assert "does not begin with HVC1" in said(text="hello")[1]
    status, page = said(text="")
    assert status == 422 and "Paste the text" in page
    picture = SimpleUploadedFile("code.png", b"\x89PNG\xff", "image/png")
    status, page = said(file=picture)
    assert status == 422 and "not a picture of it" in page
    MemberRow.objects.all().delete()
    BoardRow.objects.all().delete()
    assert "No board is trusted here yet" in said(text="HVC1.a.b")[1]


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


# --- the pages ----------------------------------------------------------------------------------------------------


def text_of(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, found.content.decode()
    return found.content.decode()


def test_the_way_of_an_application_through_its_pages(
    site: Site, nurse: User, signed_in: Callable[..., Client]
) -> None:
    admin, trainer, candidate = signed_in("administrator"), signed_in("trainer"), client_of(nurse)
    home = f"/sites/{site.code}/"
    assert "an administrator opens one" in text_of(candidate, f"{home}certification/")
    admin.post(f"{home}boards/", {"what": "open", "open-name": NAME, "open-key": key()})
    sits = [signed_in("physician") for _ in range(2)]
    for user in User.objects.filter(memberships__role="physician"):
        page = admin.post(f"{home}boards/", {"what": "member", "member-person": str(user.pk), "member-key": key()})
        assert page.status_code == 302, page.content.decode()
    sent = {"framework": FRAMEWORK, "key": key()}
    case = candidate.post(f"{home}certification/", sent)["location"]
    page = text_of(candidate, case)
    assert "Hours of training confirmed: 0 of 40." in page and "Confirm something" not in page
    for kind, amount in (("months", "3"), ("hours", "40")):
        done = trainer.post(case, {"what": "confirm", "kind": kind, "amount": amount, "note": "file", "key": key()})
        assert done.status_code == 302
    trainers = str(User.objects.get(memberships__role="trainer").pk)
    for name, level in find_framework(FRAMEWORK, shelf()).levels.items():
        give(site, str(nurse.pk), Evidence("", What.SHOWN, name, today(), level=level, by=trainers), key())
    assert "Nothing is missing" in text_of(candidate, case)
    before = case.replace("/certification/", "/board/")
    assert trainer.get(before).status_code == 404  # no member
    vote = {"what": "voted", "grants": "yes", "said": "the first saw it", "key": key()}
    assert sits[0].post(before, {**vote, **signature(sits[0])}).status_code == 302
    assert "the first saw it" in text_of(sits[0], before)
    page = text_of(sits[1], before)
    assert "One of two members has decided" in page and "the first saw it" not in page
    assert "the first saw it" not in text_of(candidate, case)
    assert sits[0].post(before, {**vote, **signature(sits[0]), "key": key()}).status_code == 422
    second = {**vote, **signature(sits[1]), "said": "the second too", "key": key()}
    assert sits[1].post(before, second).status_code == 302
    page = text_of(candidate, case)
    assert "the first saw it" in page and "the second too" in page and ">valid<" in page
    paper = text_of(candidate, f"{case}certificate/")
    assert "<svg" in paper and "HVC1." in paper and "IRBID-" in paper and "default of this software" in paper
    assert text_of(sits[0], f"{home}board/").count("IRBID-") == 1
    colleague = signed_in("nurse")
    assert colleague.get(case).status_code == 404
    assert "IRBID-" in text_of(colleague, f"{home}certification/")


def test_a_vote_that_waits_for_the_second_is_not_read_in_the_book(
    site: Site, nurse: User, board: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    row, reader, path = applied(site, nurse), signed_in("quality_manager"), f"/sites/{site.code}/book/"

    def shown(vote: Event) -> list[str]:
        """What the page says of a vote: its row, found by its place in the chain."""
        line = text_of(reader, path).partition(f'<td class="number">{vote.site_seq}</td>')[2].partition("</tr>")[0]
        words = ("&quot;grants&quot;:false", "because", "once both members have decided")
        return [each for each in words if each in line]

    first = voted(row, board["anna"], grants=False)
    assert shown(first) == ["once both members have decided"] and '"grants":false' in first.body
    second = voted(row, board["bruno"], grants=False)
    assert shown(first) == shown(second) == ["&quot;grants&quot;:false", "because"]
    appeal(fresh(row), "please look again", str(nurse.pk), today(), key())
    third = voted(row, board["carla"], grants=False)
    assert shown(third) == ["once both members have decided"] and "because" in shown(first)
    assert breaks_of(site) == []


def test_suspension_appeal_and_renewal_through_their_pages(
    site: Site, nurse: User, board: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = granted(site, nurse, board)
    case, before = f"/sites/irbid/certification/{row.pk}/", f"/sites/amman/board/{row.pk}/"
    anna, candidate = client_of(board["anna"]), client_of(nurse)
    assert "Suspend</h2>" in text_of(anna, before)
    sent = {"what": "suspended", "said": "a letter", "key": key(), **signature(anna)}
    assert anna.post(before, sent).status_code == 302
    assert "This certificate does not stand" in text_of(candidate, f"{case}certificate/")
    lifting = anna.post(before, {"what": "lifted", "said": "no", "key": key()})
    assert lifting.status_code == 422 and b"You suspended it" in lifting.content
    assert candidate.post(case, {"what": "appeal", "said": "not so", "key": key()}).status_code == 302
    assert "decided something of this case before" in text_of(anna, before)
    for name in ("carla", "dario"):
        vote = {"what": "voted", "grants": "yes", "said": "heard", "key": key()}
        member = client_of(board[name])
        assert member.post(before, {**vote, **signature(member)}).status_code == 302
    assert "Renew</h2>" in text_of(candidate, case)
    renewal = candidate.post(case, {"what": "renew", "key": key()})["location"]
    assert "Credits of continuing education confirmed: 0 of 100." in text_of(candidate, renewal)
    assert "Renew</h2>" not in text_of(candidate, case)
    again = candidate.post(case, {"what": "renew", "key": key()})
    assert again.status_code == 409 and b"can be renewed now" in again.content
    nothing = candidate.post(case, {"what": "appeal", "said": "once more", "key": key()})
    assert nothing.status_code == 422 and b"nothing to appeal" in nothing.content
    assert candidate.post(case, {"what": "confirm", "kind": "hours", "key": key()}).status_code == 403
    later = timezone.now() + timedelta(days=365 * 5 - 30)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert ">ends soon<" in text_of(client_of(nurse), case)


def test_keys_and_lists_of_other_boards_are_entered_on_a_page(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    admin, (private, public) = signed_in("administrator"), new_keys()
    path, sent = f"/sites/{site.code}/boards/", {"what": "trust", "trust-name": "Other", "trust-key": key()}
    wrong = admin.post(path, {**sent, "trust-text": "hello"})
    assert wrong.status_code == 422 and b"not the public key of a board" in wrong.content
    file = SimpleUploadedFile("board.pub", public)
    assert admin.post(path, {**sent, "trust-file": file}).status_code == 302
    assert "No list yet" in text_of(admin, path)
    what = f"list-{TrustedRow.objects.get().pk}"
    listed = {"what": what, f"{what}-key": key(), f"{what}-text": "HVR1.a.b"}
    wrong = admin.post(path, listed)
    assert wrong.status_code == 422 and b"It was altered" in wrong.content
    listed[f"{what}-text"] = revoke(Revoked("Other", today(), {}), private)
    assert admin.post(path, listed).status_code == 302
    assert f"{today():%Y-%m-%d}" in text_of(admin, path)
    assert signed_in("trainer").get(path).status_code == 403


def test_the_board_is_kept_by_administrators_of_its_own_site(
    site: Site, board: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    tiny, own = signed_in("administrator", at=new_site("tiny", "Tiny clinic")), signed_in("administrator")
    public, member = new_keys()[1].decode(), MemberRow.objects.first()
    assert member is not None
    trust(site, "Other", read_public(public), "admin", key())
    listing = f"list-{TrustedRow.objects.get().pk}"
    person = str(new_user("friend").pk)
    give_role(Site.objects.get(code="tiny"), User.objects.get(pk=person), "nurse", "tests", "nurse friend")
    for what, more in (
        ("member", {"person": person}), (f"end-{member.pk}", {}), ("trust", {"name": "Third", "text": public}),
        (listing, {"text": "HVR1.a.b"}), ("anything", {}),
    ):  # fmt: skip
        sent = {"what": what, f"{what}-key": key(), **{f"{what}-{name}": value for name, value in more.items()}}
        refused = tiny.post("/sites/tiny/boards/", sent)
        assert refused.status_code == 403 and b"The board is kept at King&#x27;s Hospital Irbid" in refused.content
    assert MemberRow.objects.filter(ended=None).count() == 4 and TrustedRow.objects.count() == 1
    page = text_of(tiny, "/sites/tiny/boards/")
    assert "It is kept at King&#x27;s Hospital Irbid" in page and 'name="what"' not in page
    assert "End the membership" not in page and "Other</bdi>" in page
    page = text_of(own, "/sites/irbid/boards/")
    assert "It is kept at" not in page and page.count("End the membership</button>") == 4
    sent = {"what": f"end-{member.pk}", f"end-{member.pk}-key": key()}
    assert own.post("/sites/irbid/boards/", sent).status_code == 302
    assert MemberRow.objects.filter(ended=None).count() == 3


def test_a_board_that_is_trusted_is_kept_where_it_was_entered(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    (private, public), tiny = new_keys(), new_site("tiny", "Tiny clinic")
    trust(tiny, "Other", read_public(public.decode()), "admin", key())
    what = f"list-{TrustedRow.objects.get().pk}"
    sent = {"what": what, f"{what}-key": key(), f"{what}-text": revoke(Revoked("Other", today(), {}), private)}
    refused = signed_in("administrator").post("/sites/irbid/boards/", sent)
    assert refused.status_code == 403 and b"The board is kept at Tiny clinic" in refused.content
    assert signed_in("administrator", at=tiny).post("/sites/tiny/boards/", sent).status_code == 302


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
