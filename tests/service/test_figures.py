"""National figures: proposed by one person, decided on by another, told by the book, and used by a plan."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.service.atlas_acts import PET, accepted, decided, person, proposed, said
from tests.service.conftest import new_site, signature

from hevesy.places import find_country, national_count
from hevesy_service.accounts.models import User
from hevesy_service.atlas.events import decide, propose
from hevesy_service.atlas.history import history_of
from hevesy_service.atlas.models import Figure, Proposal
from hevesy_service.atlas.packs import pack_of, shelf_now
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import verify
from hevesy_service.refusals import AlreadyDecided, KeyUsed, OtherCountry, OwnProposal, StreamMoved

KEYS = st.sampled_from(["pet", "spect"])
FORM = {"state": "reported", "value": "12", "year": "2025", "source": "Annual count", "reason": "new count"}


def form(**more: str) -> dict[str, str]:
    return {**FORM, "key": str(uuid4()), **more}


@pytest.mark.parametrize(
    ("value", "state"), [(None, "reported"), (0, "reported"), (3, "missing"), (0, "missing"), (2, "reported_zero"),
                         (None, "reported_zero"), (None, "public_only"), (1, "imputed")],
)  # fmt: skip
def test_states_are_never_mixed(value: float | None, state: str) -> None:
    with pytest.raises(ValueError, match="does not fit the state"):
        said(value, state)


def test_a_figure_holds_only_once_another_person_has_accepted_it(site: Site) -> None:
    proposal = proposed(site)
    assert not Figure.objects.exists() and shelf_now() is shelf()
    with pytest.raises(OwnProposal):
        decided(site, proposal, by="focal")
    decided(site, proposal)
    holds = Figure.objects.get()
    assert (holds.iso3, holds.fact, holds.value, holds.state, holds.year) == ("JOR", PET, 12, "reported", 2025)
    held = national_count("equipment", "pet", find_country("JOR", shelf_now()), shelf_now())
    assert held is not None and (held.value, held.on, held.kind.value) == (12, "2025", "verified")
    assert shelf_now().source(held.source).citation == "Annual count of the ministry, table 3"
    assert [rows[2] for rows in verify()] == [[]]


def test_what_was_refused_changes_nothing_and_is_not_decided_on_again(site: Site) -> None:
    accepted(site)
    other = decided(site, proposed(site, said(40)), accepts=False)
    assert Figure.objects.get().value == 12
    with pytest.raises(AlreadyDecided, match="was refused already"):
        decided(site, other)


def test_who_did_not_see_the_newest_proposal_is_told(site: Site) -> None:
    first = proposed(site)
    seen = first.place
    proposed(site, said(13))
    with pytest.raises(StreamMoved):
        decide(site, first, True, person("approver"), "key", "read", seen, "password")
    assert not Figure.objects.exists()


def test_the_same_key_is_the_same_act(site: Site) -> None:
    focal, approver = person("focal"), person("approver")
    first = propose(site, said(), focal, "one", "new count")
    assert propose(site, said(), focal, "one", "new count").pk == first.pk
    with pytest.raises(KeyUsed):
        propose(site, said(13), focal, "one", "new count")
    proposal = Proposal.objects.get()
    twice = (proposal, Proposal.objects.get())
    rows = {decide(site, each, True, approver, "two", "read", 1, "password").pk for each in twice}
    assert len(rows) == 1 and Event.objects.filter(type="figure_accepted").count() == 1


def test_a_site_writes_only_of_its_own_country(site: Site) -> None:
    proposal = proposed(site)
    kenya = new_site("nairobi", "Nairobi")
    Site.objects.filter(pk=kenya.pk).update(country="KEN")
    kenya.refresh_from_db()
    with pytest.raises(OtherCountry):
        decided(kenya, proposal)
    kenya.country = ""
    with pytest.raises(OtherCountry):
        proposed(kenya)


def test_two_sites_of_a_country_share_one_story(site: Site) -> None:
    decided(new_site("amman", "Amman"), proposed(site))
    assert [each.proposal.decision for each in history_of("JOR", PET)] == ["accepted"]
    assert [rows[2] for rows in verify()] == [[], []]


def test_the_history_says_who_when_why_and_what_changed(site: Site) -> None:
    accepted(site, said(12))
    accepted(site, said(14, year=2026))
    proposed(site, said(None, "missing", year=2026))
    waits, second, first = history_of("JOR", PET)
    assert [(each.part, each.old, each.new) for each in second.changes] == [
        ("value", "12", "14"), ("year", "2025", "2026"),
    ]  # fmt: skip
    assert [(each.part, each.old, each.new) for each in waits.changes] == [
        ("value", "14", ""), ("state", "reported", "missing"),
    ]  # fmt: skip
    assert ("value", "", "12") in [(each.part, each.old, each.new) for each in first.changes]
    assert (first.by, first.decided_by, waits.decided_by) == ("Synthetic focal", "Synthetic approver", "")


def test_no_name_of_a_person_stands_in_the_book_or_in_the_pack(site: Site) -> None:
    accepted(site)
    said_there = "".join(Event.objects.values_list("body", flat=True)) + "".join(pack_of("JOR").values())
    assert "Synthetic" not in said_there and "row 3 of the book of irbid" in said_there


def test_cadres_stand_in_the_packs_table_of_staff_too(site: Site) -> None:
    accepted(site, said(7, fact="country.staff.physicist"))
    accepted(site, said(0, "reported_zero", fact="country.staff.engineer"))
    rows = list(csv.DictReader(io.StringIO(pack_of("JOR")["staff.csv"])))
    assert [(row["cadre"], row["count"], row["state"], row["centre"]) for row in rows] == [
        ("engineer", "0", "reported_zero", ""), ("physicist", "7", "reported", ""),
    ]  # fmt: skip
    assert shelf_now().table("staff", "JOR")[1]["count"] == "7"


def tables() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Every proposal and figure; the number that a table gives a figure is nobody's business."""
    held = Figure.objects.order_by("fact").values("fact", "value", "state", "year", "proposal", "site", "row", "since")
    return list(Proposal.objects.order_by("pk").values()), list(held)


@pytest.mark.slow("a hundred books, each with its chain")
@pytest.mark.django_db
@given(st.lists(st.tuples(KEYS, st.sampled_from([None, 0, 5]), st.sampled_from("arw")), max_size=3))
def test_tables_built_anew_from_the_book_are_the_tables(acts: list[tuple[str, int | None, str]]) -> None:
    """Law: whatever was proposed, accepted, refused or left waiting, a rebuild equals what stands in the tables."""
    states = {None: "missing", 0: "reported_zero", 5: "reported"}
    with transaction.atomic():
        site = new_site("law", "Law")
        for key, value, act in acts:
            proposal = proposed(site, said(value, states[value], f"country.equipment.{key}"))
            if act != "w":
                decided(site, proposal, act == "a")
        stood = tables()
        with rebuilt():
            assert tables() == stood
        transaction.set_rollback(True)


# --- pages ------------------------------------------------------------------------------------------------------


def test_a_figure_goes_from_the_form_to_the_atlas(site: Site, signed_in: Callable[..., Client]) -> None:
    focal, approver = signed_in("focal_point"), signed_in("approver")
    assert focal.post(f"/sites/irbid/figures/{PET}/", form())["location"] == "/sites/irbid/figures/"
    proposal = Proposal.objects.get()
    page = approver.get(f"/sites/irbid/proposals/{proposal.pk}/").content.decode()
    assert "<ins>12</ins>" in page and "Annual count" in page
    answer = {"decision": "accept", "reason": "read", "seen": "1", "key": str(uuid4()), **signature(approver)}
    assert approver.post(f"/sites/irbid/proposals/{proposal.pk}/", answer).status_code == 302
    assert f'<a href="/why/{PET}/JOR/">12</a>' in focal.get("/atlas/JOR/").content.decode()
    people = shelf().fact("country.population", "JOR").value
    assert people is not None
    row = focal.get("/atlas/", {"named": "JOR"}).content.decode()
    assert f'<a href="/why/{PET}/JOR/">{12 / people * 1e6:.2f}</a>' in row
    assert "Annual count" in focal.get(f"/why/{PET}/JOR/").content.decode()
    assert "<ins>12</ins>" in focal.get(f"/atlas/JOR/history/{PET}/").content.decode()


def test_who_proposed_cannot_accept_on_the_page_either(site: Site, signed_in: Callable[..., Client]) -> None:
    both = signed_in("focal_point", "approver")
    both.post(f"/sites/irbid/figures/{PET}/", form())
    path = f"/sites/irbid/proposals/{Proposal.objects.get().pk}/"
    assert b"another approver decides" in both.get(path).content
    found = both.post(path, {"decision": "accept", "reason": "r", "seen": "1", "key": str(uuid4()), **signature(both)})
    assert found.status_code == 403 and not Figure.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": "missing"}, "Nobody knows it, so there is no number"),
        ({"value": ""}, "choose “missing” where nobody knows it"),
        ({"value": "0"}, "choose “reported zero”"),
        ({"state": "reported_zero"}, "Reported zero is 0"),
        ({"value": "2.5"}, "A whole number"),
        ({"value": "-1"}, "greater than or equal to 0"),
        ({"value": "nan"}, "Enter a number"),
        ({"year": "2999"}, "A year from 1950"),
        ({"source": ""}, "This field is required"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_a_form_that_is_wrong_says_where_and_keeps_what_was_typed(
    wrong: dict[str, str], says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    found = signed_in("focal_point").post(f"/sites/irbid/figures/{PET}/", form(reason="typed before", **wrong))
    page = found.content.decode()
    assert found.status_code == 422 and says in page and "typed before" in page
    assert not Proposal.objects.exists()


def test_half_a_post_is_a_number_of_persons(site: Site, signed_in: Callable[..., Client]) -> None:
    found = signed_in("focal_point").post("/sites/irbid/figures/country.staff.physicist/", form(value="2.5"))
    assert found.status_code == 302 and Proposal.objects.get().value == 2.5


def test_a_figure_that_does_not_exist_leads_back(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    assert client.get("/sites/irbid/figures/country.population/").status_code == 302
    assert client.get("/atlas/JOR/history/country.population/").status_code == 404
    assert User.objects.count() == 1
