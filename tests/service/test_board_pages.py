"""The pages of certification: an application on its way, what the board keeps there, and the check of a certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.service.board_acts import (
    FRAMEWORK,
    applied,
    did,
    fresh,
    granted,
    key,
    may_administer,
    renewed,
    text_of,
    today,
    voted,
)
from tests.service.conftest import NAME, client_of, new_site, new_user, signature

from hevesy.competence import Evidence, What, find_framework, frameworks
from hevesy.competence.certificate import Revoked, revoke
from hevesy.signing import new_keys
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import name_member, the_board
from hevesy_service.boards.cases import appeal
from hevesy_service.boards.keys import read_public
from hevesy_service.boards.models import AmountRow, BoardRow, CaseRow, MemberRow, TrustedRow
from hevesy_service.boards.trusted import certificate_text, trust
from hevesy_service.book.chain import Break
from hevesy_service.book.models import Event, Site
from hevesy_service.book.verify import verify
from hevesy_service.book.withheld import withheld
from hevesy_service.competence.events import give
from hevesy_service.competence.models import EvidenceRow
from hevesy_service.competence.training import enrol
from hevesy_service.refusals import OfTheBoard

pytestmark = pytest.mark.usefixtures("own_home")


def breaks_of(site: Site) -> list[Break]:
    """What is wrong with a site's chain."""
    return next(broken for each, _rows, broken in verify() if each == site)


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


def test_an_application_is_withdrawn_on_its_page_and_every_page_says_so(
    site: Site, nurse: User, board: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    row, candidate, home = applied(site, nurse), client_of(nurse), f"/sites/{site.code}/"
    case, before = f"{home}certification/{row.pk}/", f"/sites/amman/board/{row.pk}/"
    vote, sent = voted(row, board["anna"], grants=False), {"what": "retract", "said": "a new post", "key": key()}
    colleague, trainer = signed_in("nurse"), signed_in("trainer")
    assert "Withdraw the application</button>" in text_of(candidate, case)
    assert "Withdraw the application" not in text_of(trainer, case)
    assert colleague.post(case, sent).status_code == 404 and trainer.post(case, sent).status_code == 403
    member = signed_in("physician")
    name_member(the_board(), User.objects.get(memberships__role="physician"), "admin", key())
    refused = member.post(case, sent)
    assert refused.status_code == 422 and b"Only the candidate withdraws an application" in refused.content
    assert [candidate.post(case, sent).status_code for _again in (1, 2)] == [302, 302]
    page, on = text_of(candidate, case), f"{today():%Y-%m-%d}"
    assert f"application withdrawn</strong> · <time>{on}</time>" in page and "a new post" in page
    assert "Withdraw the application" not in page and "What the rules ask" not in page
    assert "Confirm something" not in text_of(trainer, case)
    listed = text_of(candidate, f"{home}certification/")
    assert f"application withdrawn<small><time>{on}</time></small>" in listed
    assert f'<option value="{FRAMEWORK}">' in listed  # one may apply anew
    bruno = client_of(board["bruno"])
    told = text_of(bruno, "/sites/amman/board/")
    assert "Nothing waits for a decision." in told
    assert f'{before}"' in told.partition("Applications that were withdrawn</h2>")[2]
    page = text_of(bruno, before)
    assert "One of two members had decided; it decides nothing" in page and "because" not in page
    assert "Decide</button>" not in page and f"application withdrawn</strong> · <time>{on}</time>" in page
    assert vote.pk in withheld([vote]) and "because" in text_of(client_of(board["anna"]), before)
    late = candidate.post(case, {**sent, "key": key()})
    assert late.status_code == 422 and b"The candidate withdrew this application" in late.content


def test_no_reason_is_asked_of_who_withdraws_and_a_decision_is_not_withdrawn(
    site: Site, nurse: User, board: dict[str, User]
) -> None:
    row, candidate = applied(site, nurse), client_of(nurse)
    case, sent = f"/sites/{site.code}/certification/{row.pk}/", {"what": "retract", "said": ""}
    assert candidate.post(case, {**sent, "key": key()}).status_code == 302
    decided = granted(site, nurse, board)
    late = candidate.post(f"/sites/{site.code}/certification/{decided.pk}/", {**sent, "key": key()})
    assert late.status_code == 422 and b"the application can&#x27;t be withdrawn any more" in late.content


def test_what_does_not_fit_is_said_beside_its_field(
    site: Site, nurse: User, board: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    home, candidate, trainer = f"/sites/{site.code}/certification/", client_of(nurse), signed_in("trainer")
    refused = candidate.post(home, {"framework": "default_technologist", "key": key()})
    assert refused.status_code == 422 and b"(technologist) than yours (nurse), so nothing" in refused.content
    case = candidate.post(home, {"framework": FRAMEWORK, "key": key()})["location"]
    enrol(site, str(nurse.pk), FRAMEWORK, today(), [], "boss", key())
    sent = {"what": "confirm", "kind": "hours", "note": "file"}
    refused = trainer.post(case, {**sent, "amount": "25", "key": key()})
    assert refused.status_code == 422 and b"has room for no more than 24, so nothing" in refused.content
    assert trainer.post(case, {**sent, "amount": "24", "key": key()}).status_code == 302
    assert [each.amount for each in AmountRow.objects.all()] == [24]


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
