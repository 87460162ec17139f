"""What a member of the board decides is signed: by the password and a code, over what was decided and why."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.test import Client
from tests.service.board_acts import applied, did, fresh, granted, key, text_of, today
from tests.service.conftest import PASSWORD, client_of, signature

from hevesy_service.accounts.models import Signature, User
from hevesy_service.accounts.signature import fits
from hevesy_service.boards.cases import about_step, appeal
from hevesy_service.boards.models import CaseRow, CaseStepRow
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Event, Site

Members = dict[str, User]


def path_of(row: CaseRow) -> str:
    return f"/sites/amman/board/{row.pk}/"


def sent(what: str, **more: str) -> dict[str, str]:
    return {"what": what, "said": "I read it", "key": key(), **({"grants": "yes"} if what == "voted" else {}), **more}


def signs(client: Client, row: CaseRow, what: str) -> Client:
    found = client.post(path_of(row), sent(what, **signature(client)))
    assert found.status_code == 302, found.content.decode()
    return client


def test_the_text_that_a_member_signs_by_hand(site: Site, nurse: User, board: Members) -> None:
    """SHA-256 over who, by which rules, what, when and why, as one JSON object with its words in order."""
    row = applied(site, nurse)
    signs(client_of(board["anna"]), row, "voted")
    by_hand = (
        f'{{"appeal":"","case":"{row.pk}","framework":"default_nurse","grants":true,"lacks":[],'
        f'"meaning":"certification_step","on":"{today()}","person":"{nurse.pk}","said":"I read it",'
        f'"version":"{row.version}","what":"voted"}}'
    )
    kept = Signature.objects.get()
    assert kept.digest == hashlib.sha256(by_hand.encode()).hexdigest()
    assert (kept.by, kept.how, kept.about) == (str(board["anna"].pk), "password_and_code", about_step(kept.pk))
    assert json.loads(Event.objects.get(pk=kept.pk).body)["signature"] == {"how": kept.how, "sha256": kept.digest}


@pytest.mark.parametrize(
    "wrong", [{"password": "not this one"}, {"code": "000000"}, {"code": ""}, {"password": ""}, {"credential": "{}"}]
)
@pytest.mark.parametrize("what", ["voted", "suspended"])
def test_who_does_not_prove_it_decides_nothing_and_keeps_what_they_wrote(
    what: str, wrong: dict[str, str], site: Site, nurse: User, board: Members
) -> None:
    row = applied(site, nurse) if what == "voted" else granted(site, nurse, board)
    steps, client = CaseStepRow.objects.count(), client_of(board["anna"])
    found = client.post(path_of(row), sent(what, **{**signature(client), **wrong}))
    page = found.content.decode()
    assert found.status_code == 422 and "nothing was done" in page and "I read it" in page and PASSWORD not in page
    assert CaseStepRow.objects.count() == steps


def test_five_wrong_ones_lock_the_name(site: Site, nurse: User, board: Members) -> None:
    row, client = applied(site, nurse), client_of(board["anna"])
    found = [client.post(path_of(row), sent("voted", password="no", code="1")).status_code for _ in range(5)]
    assert found == [422, 422, 422, 422, 429]
    assert client.post(path_of(row), sent("voted", **signature(client))).status_code == 429
    assert not CaseStepRow.objects.exists()


def test_what_stands_against_it_is_said_before_a_code_is_used(
    site: Site, nurse: User, board: Members
) -> None:
    row, client = applied(site, nurse, whole=False), client_of(board["anna"])
    given = signature(client)
    refused = client.post(path_of(row), sent("voted", **given))
    assert refused.status_code == 422 and b"missing" in refused.content
    assert client.post(path_of(row), {**sent("voted", **given), "grants": "no"}).status_code == 302


def test_the_same_form_again_is_the_same_decision_though_its_code_is_used(
    site: Site, nurse: User, board: Members
) -> None:
    row, client = applied(site, nurse), client_of(board["anna"])
    form = sent("voted", **signature(client))
    assert [client.post(path_of(row), form).status_code for _again in (1, 2)] == [302, 302]
    assert CaseStepRow.objects.count() == Signature.objects.count() == 1


def test_every_kind_of_decision_is_signed_and_an_appeal_is_not(
    site: Site, nurse: User, board: Members
) -> None:
    row, clients = granted(site, nurse, board), {name: client_of(user) for name, user in board.items()}
    for name, what in (("anna", "suspended"), ("bruno", "lifted"), ("bruno", "suspended"), ("anna", "withdrawn")):
        signs(clients[name], row, what)
    appeal(fresh(row), "it was not so", str(nurse.pk), today(), key())
    page = text_of(clients["carla"], path_of(row))
    assert "I heard this appeal" in page and "am not close to the candidate" not in page
    for name in ("carla", "dario"):
        signs(clients[name], row, "voted")
    steps = list(CaseStepRow.objects.order_by("place"))
    signed = set(Signature.objects.values_list("about", flat=True))
    assert [each.what for each in steps if about_step(each.pk) not in signed] == ["appealed"]
    assert len(steps) == 9 and all(fits(each) for each in Signature.objects.all())
    assert list(differences()) == []


def test_two_forms_of_a_page_have_fields_of_their_own(site: Site, nurse: User, board: Members) -> None:
    row = granted(site, nurse, board)
    did(row, "suspended", board["anna"])
    page = text_of(client_of(board["bruno"]), path_of(row))
    for what in ("lifted", "withdrawn"):
        for name in ("said", "password", "code"):
            assert page.count(f'id="id_{what}_{name}"') == page.count(f'for="id_{what}_{name}"') == 1


def test_what_was_changed_behind_the_book_voids_the_signature_visibly(
    site: Site, nurse: User, board: Members
) -> None:
    row = applied(site, nurse)
    client = signs(client_of(board["anna"]), row, "voted")
    assert "Signed by Synthetic anna" in text_of(client, path_of(row))
    CaseStepRow.objects.update(said="I did not read it")
    assert not fits(Signature.objects.get())
    assert "void, for what is there is not what was signed" in text_of(client, path_of(row))


def test_a_decision_of_before_signatures_says_so(site: Site, nurse: User, board: Members) -> None:
    row = granted(site, nurse, board)
    Signature.objects.all().delete()
    page = text_of(client_of(board["anna"]), path_of(row))
    assert page.count("Not signed: recorded before signatures were asked for.") == 2
