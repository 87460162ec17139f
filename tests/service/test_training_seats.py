"""Training seats of the installation's own sites: stated in the book, and what limits training in the national view."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.service.conftest import new_site
from tests.service.test_staffing import TODAY, certified, row, text, treated

from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.learn.supply import figures_of_sites
from hevesy_service.staffing.models import TrainingSeatsRow
from hevesy_service.staffing.seats import seats_at, state_seats

PAGE = "/sites/irbid/training-seats/"


def said(**seats: str) -> dict[str, str]:
    return {**seats, "key": str(new_id())}


def test_seats_are_stated_and_what_is_empty_is_not(site: Site, signed_in: Callable[..., Client]) -> None:
    trainer, nurse = signed_in("trainer"), signed_in("nurse")
    assert row(text(nurse, PAGE), "nurse") == ["not stated", "0"]
    assert trainer.post(PAGE, said(nurse="2", physician="0")).status_code == 302
    page = text(nurse, PAGE)
    assert (row(page, "nurse"), row(page, "physician"), row(page, "engineer")) == (
        ["2", "0"], ["0", "0"], ["not stated", "0"]
    )  # fmt: skip
    assert "State the seats" not in page and "State the seats" in text(trainer, PAGE)
    assert trainer.post(PAGE, said(nurse="1")).status_code == 302  # all of it anew: of physicians nothing is stated now
    assert seats_at([site.pk]) == {site.pk: {"nurse": 1.0}}
    rebuilt()
    assert differences() == [] and TrainingSeatsRow.objects.get().seats == 1


@pytest.mark.parametrize("wrong", [{"nurse": "-1"}, {"nurse": "2.5"}, {"nurse": "10001"}, {"nurse": "1", "key": ""}])
def test_a_wrong_number_changes_nothing(wrong: dict[str, str], site: Site, signed_in: Callable[..., Client]) -> None:
    assert signed_in("focal_point").post(PAGE, {**said(), **wrong}).status_code == 422
    assert not Event.objects.filter(type="training_seats_stated").exists()


def test_only_who_keeps_offers_states_them(site: Site, signed_in: Callable[..., Client]) -> None:
    assert signed_in("nurse").post(PAGE, said(nurse="2")).status_code == 403
    assert signed_in("trainer", at=new_site("amman", "Amman")).post(PAGE, said(nurse="2")).status_code == 403
    assert not TrainingSeatsRow.objects.exists()


def test_the_form_sent_twice_states_them_once(site: Site) -> None:
    key = str(new_id())
    assert state_seats(site, {"nurse": 2}, "t1", key).pk == state_seats(site, {"nurse": 2}, "t1", key).pk


def test_figures_of_sites_have_them_also_where_nobody_works_yet(site: Site) -> None:
    amman = new_site("amman", "Amman")
    state_seats(amman, {"nurse": 3}, "t1", str(new_id()))
    certified(site, "one", "nurse")
    here, there = figures_of_sites([site, amman], TODAY)
    assert (here.seats, there.seats) == ({}, {"nurse": 3.0})
    assert (there.people, there.trainees) == ({}, {"nurse": 0})  # a site of ours says who is in training: nobody


def test_the_bottleneck_of_the_national_view_is_the_seats(site: Site, signed_in: Callable[..., Client]) -> None:
    """Five certified nurses train 0.4 each, two at a time; with one seat stated it is one, and with none zero."""
    for number in range(5):
        certified(site, f"nurse {number}", "nurse")
    treated(site, 100, 600)
    planner = signed_in("planner")

    def limits() -> tuple[list[str], list[str]]:
        page = text(planner, "/learn/national/?country=JOR&cadre=nurse")
        return row(page, "nurse")[-3:-1], row(page, site.name.replace("'", "&#x27;"))

    country, centre = limits()
    assert centre == ["600", "–", "2", centre[3], "trainers", "2", "0", "2"] and country[1] == "trainers"
    state_seats(site, {"nurse": 1}, "t1", str(new_id()))
    country, centre = limits()
    assert centre == ["600", "1", "2", centre[3], "seats", "1", "0", "1"]
    assert country == ["1 (0.99 … 1)", "seats"]  # 5 × the 5 % of the triangle 0.1, 0.4, 0.8, 1.01, is 0.99 of 128 draws
    state_seats(site, {"nurse": 0}, "t1", str(new_id()))
    country, centre = limits()
    assert centre == ["600", "0", "2", centre[3], "seats", "0", "0", "0"] and country == ["0 (0 … 0)", "seats"]
