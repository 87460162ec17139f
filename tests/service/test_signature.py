"""Electronic signatures: by proving again who one is; they can be checked, and say when they no longer hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.service.atlas_acts import PET, proposed, said
from tests.service.conftest import MADE, PASSWORD, code_now, made_in, new_site, signature

from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import Signature, User
from hevesy_service.accounts.signature import fits
from hevesy_service.atlas.models import Figure, Proposal
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.desk.health import health_of
from hevesy_service.plans.models import Plan, Version

HERE = f"/plans/{MADE}/"


def answer(**more: str) -> dict[str, str]:
    return {"decision": "accept", "reason": "I read table 3", "seen": "1", "key": str(uuid4()), **more}


@pytest.fixture
def approver(site: Site, signed_in: Callable[..., Client]) -> Client:
    return signed_in("approver")


def path_of(proposal: Proposal) -> str:
    return f"/sites/irbid/proposals/{proposal.pk}/"


def test_the_text_that_is_signed_by_hand(site: Site, approver: Client) -> None:
    """SHA-256 over what was shown, as one JSON object with its words in order."""
    proposal = proposed(site)
    assert approver.post(path_of(proposal), answer(**signature(approver))).status_code == 302
    by_hand = (
        f'{{"fact":"{PET}","iso3":"JOR","link":"","meaning":"figure_accepted","proposal":"{proposal.pk}",'
        '"reason":"I read table 3","source":"Annual count of the ministry, table 3","state":"reported","value":12.0,'
        '"year":2025}'
    )
    kept = Signature.objects.get()
    assert kept.digest == hashlib.sha256(by_hand.encode()).hexdigest()
    body = json.loads(Event.objects.get(pk=kept.pk).body)
    assert body["signature"] == {"how": "password_and_code", "sha256": kept.digest}
    assert (kept.meaning, kept.how, kept.overtaken) == ("figure_accepted", "password_and_code", None)


@pytest.mark.parametrize(
    "wrong",
    [{"password": "not this one"}, {"code": "000000"}, {"code": ""}, {"password": ""}, {"credential": "[]"},
     {"credential": "{}"}, {"credential": '{"id": "x", "response": {}}'}],
)  # fmt: skip
def test_who_does_not_prove_it_signs_nothing_and_keeps_what_they_wrote(
    wrong: dict[str, str], site: Site, approver: Client
) -> None:
    found = approver.post(path_of(proposed(site)), answer(**{**signature(approver), **wrong}))
    page = found.content.decode()
    assert found.status_code == 422 and "nothing was done" in page and "I read table 3" in page
    assert PASSWORD not in page and not Figure.objects.exists() and not Signature.objects.exists()


def test_five_that_are_wrong_lock_the_name(site: Site, approver: Client) -> None:
    path = path_of(proposed(site))
    found = [approver.post(path, answer(password="no", code="1")).status_code for _ in range(5)]
    assert found == [422, 422, 422, 422, 429]
    assert approver.post(path, answer(**signature(approver))).status_code == 429
    assert not Figure.objects.exists()


def test_the_first_of_a_series_takes_both_the_next_the_password_and_a_lock_begins_anew(
    site: Site, approver: Client
) -> None:
    facts = [f"country.equipment.{name}" for name in ("pet", "spect", "linac")]
    first, second, third = (proposed(site, said(fact=fact)) for fact in facts)
    page = approver.get(path_of(first)).content.decode()
    assert 'name="code"' in page and 'name="password"' in page
    code = code_now()
    assert approver.post(path_of(first), answer(password=PASSWORD, code=code)).status_code == 302
    assert 'name="code"' not in approver.get(path_of(second)).content.decode()
    assert approver.post(path_of(second), answer(password=PASSWORD)).status_code == 302
    approver.post("/lock/")
    approver.post("/unlock/", {"password": PASSWORD})
    assert approver.post(path_of(third), answer(password=PASSWORD)).status_code == 422
    used = approver.post(path_of(third), answer(password=PASSWORD, code=code))
    assert used.status_code == 422 and b"the code was used before" in used.content
    assert approver.post(path_of(third), answer(password=PASSWORD, code=code_now(1))).status_code == 302
    assert list(Signature.objects.values_list("how", flat=True)) == [
        "password_and_code", "password", "password_and_code",
    ]  # fmt: skip


def test_the_same_form_again_is_the_same_act_though_its_code_is_used(site: Site, approver: Client) -> None:
    path, sent = path_of(proposed(site)), answer(**signature(approver))
    assert [approver.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert Signature.objects.count() == 1


def test_the_key_of_a_signature_signs_nothing_else(site: Site, signed_in: Callable[..., Client]) -> None:
    """Else who finds an open page signs at another site of its person, by a key that was proven once."""
    other = new_site("amman", "Amman")
    both = signed_in("approver")
    give_role(other, User.objects.get(username="user-0"), "approver", "tests", "two sites")
    sent, second = answer(**signature(both)), proposed(site, said(fact="country.equipment.spect"))
    assert both.post(path_of(proposed(site)), sent).status_code == 302
    unproven = {**sent, "password": "", "code": ""}
    assert both.post(f"/sites/amman/proposals/{second.pk}/", unproven).status_code == 422
    assert both.post(path_of(second), unproven).status_code == 409
    assert Signature.objects.count() == 1


def test_a_newer_figure_overtakes_the_signature_and_a_refusal_does_not(site: Site, approver: Client) -> None:
    approver.post(path_of(proposed(site)), answer(**signature(approver)))
    refused, newer = proposed(site, said(13)), None
    approver.post(path_of(refused), answer(decision="refuse", seen="3", **signature(approver)))
    first = Signature.objects.get(meaning="figure_accepted")
    assert first.overtaken is None
    newer = proposed(site, said(14))
    approver.post(path_of(newer), answer(seen="5", **signature(approver)))
    first.refresh_from_db()
    assert first.overtaken is not None and Signature.objects.get(about=str(newer.pk)).overtaken is None
    page = approver.get(f"/atlas/JOR/history/{PET}/").content.decode()
    assert page.count("Signed by Synthetic user-0") == 3 and page.count("no longer covers what holds") == 1


def test_what_was_changed_behind_the_book_voids_the_signature_visibly(site: Site, approver: Client) -> None:
    approver.post(path_of(proposed(site)), answer(**signature(approver)))
    kept = Signature.objects.get()
    assert fits(kept)
    Proposal.objects.update(value=99)
    assert not fits(kept)
    assert b"void, for what is there is not what was signed" in approver.get(f"/atlas/JOR/history/{PET}/").content
    (row,) = [each for each in health_of() if each.name == "Signatures"]
    assert (row.state, row.stands) == ("bad", "1, of which 1 do not fit what was signed")


def test_a_baseline_is_signed_and_a_later_change_is_not_covered(site: Site, signed_in: Callable[..., Client]) -> None:
    made_in(site)
    planner = signed_in("planner")
    asked = {"reason": "for the board", "seen": "1", "key": str(uuid4())}
    unsigned = planner.post(f"{HERE}freeze/", asked)
    assert unsigned.status_code == 422 and b'value="for the board"' in unsigned.content
    assert Version.objects.count() == 1
    assert planner.post(f"{HERE}freeze/", {**asked, **signature(planner)}).status_code == 302
    text = Plan.objects.get().text
    shown = {"meaning": "plan_frozen", "number": 1, "plan": str(MADE), "reason": "for the board", "text": text}
    by_hand = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    kept = Signature.objects.get()
    assert (kept.about, kept.digest) == (f"{MADE}/1", hashlib.sha256(by_hand.encode()).hexdigest())
    assert "Signed by Synthetic user-2" in planner.get(HERE).content.decode()
    change = {"name": "Other", "start": "2027-01-01", "years": "10", "draws": "64", "seen": "2", "key": str(uuid4())}
    assert planner.post(f"{HERE}frame/", change).status_code == 302
    for path in (HERE, f"{HERE}versions/"):
        assert "no longer covers what holds" in planner.get(path).content.decode()
    kept.refresh_from_db()
    assert fits(kept) and kept.overtaken is not None


def test_signatures_built_anew_from_the_book_are_the_signatures(site: Site, approver: Client) -> None:
    for place, value in ((1, 12), (3, 13)):
        approver.post(path_of(proposed(site, said(value))), answer(seen=str(place), **signature(approver)))
    stood = list(Signature.objects.values())
    assert len(stood) == 2
    with rebuilt():
        assert list(Signature.objects.values()) == stood
