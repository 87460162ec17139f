"""Centres of a country: proposed, accepted, in the tables that plans read, out and in by a sealed file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.service.atlas_acts import person
from tests.service.conftest import new_site, signature

from hevesy.places import centres
from hevesy.plan.answers.places import counted
from hevesy.plan.country import picture
from hevesy_service.atlas.centres import MACHINES, CentreSaid, propose_centre
from hevesy_service.atlas.events import decide, place_of
from hevesy_service.atlas.models import CentreProposal, HeldCentre
from hevesy_service.atlas.packs import pack_of, shelf_now
from hevesy_service.atlas.signed import apply, arrived, centre_differences, sealed
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.refusals import OtherCountry, OwnProposal, StreamMoved

NONE_COUNTED: dict[str, int | None] = dict.fromkeys(MACHINES)
SAID = CentreSaid(
    "kings-hospital", "King's Hospital", "Irbid", "public", ["spect", "therapy"], ["i131_dtc"],
    {**NONE_COUNTED, "spect": 2, "pet": 0}, True, 2025, "Synthetic register, page 4", "https://example.org/register",
)  # fmt: skip
FORM = {
    "name": "King's Hospital", "town": "irbid", "sector": "public", "services": ["spect", "therapy"],
    "therapies": ["i131_dtc"], "practises": "on", "spect": "2", "pet": "0", "year": "2025", "source": "Register",
    "reason": "opened",
}  # fmt: skip


def proposed(site: Site, said: CentreSaid = SAID) -> CentreProposal:
    event = propose_centre(site, said, person("focal"), str(uuid4()), "opened")
    return CentreProposal.objects.get(pk=event.pk)


def decided(site: Site, proposal: CentreProposal, accepts: bool = True, by: str = "approver") -> None:
    decide(site, proposal, accepts, person(by), str(uuid4()), "read", place_of(proposal.stream), "password")


def accepted(site: Site, said: CentreSaid = SAID) -> None:
    decided(site, proposed(site, said))


def test_an_accepted_centre_is_one_that_a_plan_finds(site: Site) -> None:
    proposal = proposed(site)
    assert centres("JOR", shelf_now()) == []
    with pytest.raises(OwnProposal):
        decided(site, proposal, by="focal")
    decided(site, proposal)
    (found,) = centres("JOR", shelf_now())
    assert (found.id, found.name, found.town) == ("kings-hospital", "King's Hospital", "Irbid")
    assert found.therapies == ("i131_dtc",)
    assert (found.has("spect"), found.has("pet"), found.has("cyclotron")) == (True, False, None)
    jordan = picture("JOR", shelf_now(), date(2026, 11, 26), draws=16)
    assert (counted("spect", jordan), counted("pet", jordan), counted("cyclotron", jordan)) == (2, 0, None)


def test_a_centre_that_has_closed_leaves_the_tables_and_stays_in_the_book(site: Site) -> None:
    accepted(site)
    accepted(site, replace(SAID, practises=False, year=2026))
    assert centres("JOR", shelf_now()) == [] and "centres.csv" not in pack_of("JOR")
    assert Event.objects.filter(stream="centre/JOR/kings-hospital").count() == 4


def test_what_was_refused_or_written_in_between_changes_nothing(site: Site) -> None:
    first = proposed(site)
    seen = place_of(first.stream)
    decided(site, proposed(site, replace(SAID, name="Other")), accepts=False)
    assert not HeldCentre.objects.exists()
    with pytest.raises(StreamMoved):
        decide(site, first, True, person("approver"), "key", "read", seen, "password")


def test_a_site_without_a_country_names_no_centre(db: None) -> None:
    site = new_site("office", "Office")
    site.country = ""
    with pytest.raises(OtherCountry):
        proposed(site)


@pytest.mark.parametrize(
    "wrong",
    [
        {"centre": "../x"}, {"centre": "x" * 41}, {"name": ""}, {"sector": "unknown"}, {"services": ["surgery"]},
        {"equipment": {"mri": 1}}, {"equipment": {"pet": -1}}, {"year": 12}, {"link": "javascript:alert(1)"},
    ],
)  # fmt: skip
def test_what_no_form_could_send_is_no_centre(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no centre is as"):
        replace(SAID, **wrong)


def test_centres_go_out_and_come_in_unchanged(site: Site) -> None:
    accepted(site)
    packed = sealed(site)
    ((said, holds, differs),) = centre_differences(arrived(packed, site, person("focal")))
    assert said == SAID and holds is not None and differs == ()
    accepted(site, replace(SAID, equipment={**NONE_COUNTED, "spect": 3}))
    arrival = arrived(packed, site, person("focal"))
    ((_, _, differs),) = centre_differences(arrival)
    assert [(each.part, each.old, each.new) for each in differs] == [("spect", "3", "2"), ("pet", "", "0")]
    assert apply(arrival, person("focal")) == 1
    waits = CentreProposal.objects.get(decision="open")
    assert waits.said["equipment"]["spect"] == 2
    decided(site, waits)
    assert centre_differences(arrived(packed, site, person("focal")))[0][2] == ()


@pytest.mark.slow("a hundred books, each with its chain")
@pytest.mark.django_db
@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.sampled_from("arw")), max_size=3))
def test_tables_built_anew_from_the_book_are_the_tables(acts: list[tuple[str, bool, str]]) -> None:
    """Law: whatever was proposed, accepted, refused or left waiting, a rebuild equals what stands in the tables."""
    with transaction.atomic():
        site = new_site("law", "Law")
        for name, practises, act in acts:
            proposal = proposed(site, replace(SAID, centre=name, practises=practises))
            if act != "w":
                decided(site, proposal, act == "a")
        stood = tables()
        with rebuilt():
            assert tables() == stood
        transaction.set_rollback(True)


def tables() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    held = HeldCentre.objects.values("iso3", "centre", "said", "proposal", "site", "row", "since")
    return list(CentreProposal.objects.order_by("pk").values()), list(held)


# --- pages ------------------------------------------------------------------------------------------------------


def test_a_centre_goes_from_the_form_to_the_atlas(site: Site, signed_in: Callable[..., Client]) -> None:
    focal, approver = signed_in("focal_point"), signed_in("approver")
    assert focal.post("/sites/irbid/centres/new/", {**FORM, "key": str(uuid4())})["location"] == "/sites/irbid/figures/"
    proposal = CentreProposal.objects.get()
    assert (proposal.centre, proposal.said["town"]) == ("kings-hospital", "Irbid")
    page = approver.get(f"/sites/irbid/centre-proposals/{proposal.pk}/").content.decode()
    assert "<ins>spect, therapy</ins>" in page and "<ins>I-131 for thyroid cancer</ins>" in page
    answer = {"decision": "accept", "reason": "read", "seen": "1", "key": str(uuid4()), **signature(approver)}
    assert approver.post(f"/sites/irbid/centre-proposals/{proposal.pk}/", answer).status_code == 302
    assert "/atlas/JOR/centres/kings-hospital/" in focal.get("/atlas/JOR/").content.decode()
    shown = focal.get("/atlas/JOR/centres/kings-hospital/").content.decode()
    assert '<th scope="row">spect</th><td>2</td>' in shown and '<th scope="row">pet</th><td>0</td>' in shown
    assert "cyclotron" not in shown
    town = focal.get("/atlas/JOR/towns/Irbid/").content.decode()
    assert "King&#x27;s Hospital, Irbid: 0 km" in town
    again = focal.get("/sites/irbid/centres/kings-hospital/").content.decode()
    assert 'name="spect" value="2"' in again
    twice = focal.post("/sites/irbid/centres/new/", {**FORM, "key": str(uuid4())})
    assert twice["location"] == "/sites/irbid/centres/kings-hospital/" and CentreProposal.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"town": "Irbit"}, "Irbid"), ({"spect": "-1"}, "greater than or equal to 0"),
     ({"therapies": "magic"}, "valid choice"),
     ({"year": "1200"}, "A year from 1950"), ({"name": ""}, "This field is required")],
)  # fmt: skip
def test_a_form_that_is_wrong_says_where(
    wrong: dict[str, str], says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    found = signed_in("focal_point").post("/sites/irbid/centres/new/", {**FORM, "key": str(uuid4()), **wrong})
    assert found.status_code == 422 and says in found.content.decode()
    assert not CentreProposal.objects.exists()


@pytest.mark.parametrize("name", ["مستشفى الملك", "New", "---"])
def test_a_name_without_our_letters_still_gets_an_identifier(
    name: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    key = str(uuid4())
    signed_in("focal_point").post("/sites/irbid/centres/new/", {**FORM, "name": name, "key": key})
    assert CentreProposal.objects.get().centre == f"centre-{key[:8]}"


@pytest.mark.parametrize("path", ["/atlas/JOR/towns/Nowhere/", "/atlas/ATL/towns/Irbid/"])
def test_a_town_that_is_not_there_is_said(path: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in("planner").get(path).status_code == 404
