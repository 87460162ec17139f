"""Staffing of a site and the national view: from the record, from a table, and what limits training where."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.service.conftest import MADE, new_site, new_user

from hevesy.competence import Evidence, What
from hevesy.competence.centres import CentreFigures
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.zone import today_in
from hevesy_service.care.models import CourseRow, EntryRow
from hevesy_service.care.synthetic import open_synthetic
from hevesy_service.competence.events import give
from hevesy_service.competence.training import enrol
from hevesy_service.jobs.models import Job, State
from hevesy_service.learn.supply import figures_of_sites, trainees_of
from hevesy_service.staffing.events import figures_given, give_figures
from hevesy_service.staffing.models import FigureRow

PSMA = "lu177_psma617"
TODAY = today_in("JOR")
BEGIN = TODAY - timedelta(days=100)


def person(site: Site, name: str, role: str) -> User:
    user = new_user(name)
    give_role(site, user, role, "tests", f"{name} {role}")
    return user


def known(site: Site, user: User, what: What, about: str = "", until: date | None = None, level: str = "") -> Event:
    found = Evidence("", what, about, BEGIN, until, level, by="tests")
    return give(site, str(user.pk), found, str(new_id()), "seen")


def certified(site: Site, name: str, role: str, until: date | None = None) -> User:
    user = person(site, name, role)
    known(site, user, What.CERTIFIED, f"default_{role}", until)
    return user


def treated(site: Site, courses: int, cycles: int, practice: bool = False) -> None:
    """Courses that began last month with so many administrations in all."""
    at = timezone.now() - timedelta(days=30)
    rows = [
        CourseRow(pk=new_id(), site=site, patient_id=new_id(), template="t", version=1, therapy=PSMA, practice=practice,
                  place=0, begun=at, changed=at)
        for _ in range(courses)
    ]  # fmt: skip
    CourseRow.objects.bulk_create(rows)
    EntryRow.objects.bulk_create(
        EntryRow(pk=new_id(), course=rows[number % courses], place=number, act="administration", at=at, entered_at=at,
                 by="x", said={}, unmet=[], cycle=1 + number // courses)
        for number in range(cycles)
    )  # fmt: skip


def text(client: Client, path: str, status: int = 200) -> str:
    found = client.get(path)
    assert found.status_code == status, found.content.decode()
    return found.content.decode()


def row(page: str, name: str) -> list[str]:
    """The cells of the first row of a table with this head, as one reads them."""
    plain = [
        [re.sub("<[^>]*>", "", cell.replace("<small>", " ")).strip() for cell in re.findall("<t[hd].*?</t[hd]>", line)]
        for line in page.split("<tr>")
    ]
    return next(cells[1:] for cells in plain if cells and cells[0] == name)


def test_who_is_certified_today_in_training_or_neither(site: Site) -> None:
    certified(site, "valid", "nurse")
    certified(site, "lapsed", "nurse", TODAY - timedelta(days=1))
    known(site, certified(site, "suspended", "nurse"), What.SUSPENDED, "default_nurse")
    person(site, "unknown", "nurse")
    learner = person(site, "learner", "nurse")
    enrol(site, str(learner.pk), "default_nurse", TODAY, [], "trainer", "enrolled")
    treated(site, 3, 7)
    treated(site, 2, 2, practice=True)
    assert trainees_of([site.pk], TODAY) == {(site.pk, str(learner.pk))}
    assert trainees_of([site.pk], TODAY - timedelta(days=1)) == set()
    (found,) = figures_of_sites([site, new_site("amman", "Amman")], TODAY)
    assert found == CentreFigures(
        site.name, {"nurse": 4}, {"nurse": 1}, {"nurse": 1}, {}, {PSMA: 7.0}, {PSMA: 3.0}
    )  # fmt: skip


def test_where_nobody_could_say_who_is_certified_it_is_unknown(site: Site) -> None:
    """No evidence of anybody is kept at one site; engineers have no framework that would certify them."""
    other = new_site("amman", "Amman")
    person(site, "nurse", "nurse")
    certified(other, "valid", "nurse")
    person(other, "engineer", "engineer")
    silent, tells = figures_of_sites([site, other], TODAY)
    assert (silent.people, silent.valid) == ({"nurse": 1}, {})
    assert (tells.people, tells.valid) == ({"nurse": 1, "engineer": 1}, {"nurse": 1})


def test_practice_sites_are_left_out_of_the_country_unless_asked_for(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    practice, client = open_synthetic("practice"), signed_in("planner")
    certified(site, "real", "nurse")
    for name in ("a", "b"):
        certified(practice, name, "nurse")
    page, path = text(client, "/learn/national/?cadre=nurse"), "/learn/national/?cadre=nurse&practice=1"
    assert row(page, "nurse")[:2] == ["1", "1"] and "1 practice site with synthetic people is left out" in page
    assert row(text(client, path), "nurse")[:2] == ["3", "3"] and "Leave them out" in text(client, path)


def test_a_centre_that_keeps_its_book_here_is_not_counted_from_a_table_too(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    certified(site, "own", "nurse")
    given = [CentreFigures(site.name.upper(), {"nurse": 5}, {"nurse": 5}), CentreFigures("Zarqa", {"nurse": 2})]
    give_figures(site, given, "tests", str(new_id()))
    page = text(signed_in("planner"), "/learn/national/?cadre=nurse")
    assert row(page, "nurse")[:2] == ["3", "1"]  # two of Zarqa, of whom nobody says whether they are certified


def test_where_nothing_was_recorded_treatments_are_unknown(site: Site) -> None:
    person(site, "unknown", "nurse")
    (found,) = figures_of_sites([site], TODAY)
    assert (found.cycles, found.courses) == ({}, {})


def test_staffing_takes_the_work_of_the_record_or_what_is_typed(site: Site, signed_in: Callable[..., Client]) -> None:
    client, path = signed_in("coordinator"), f"/sites/{site.code}/staffing/"
    assert "No course is recorded here" in text(client, path)
    treated(site, 10, 60)
    record, typed = text(client, path), text(client, f"{path}?courses-{PSMA}=10")
    assert row(record, "medical physicist") == row(typed, "medical physicist")
    hours, whole, people, here, may_act, missing = row(record, "medical physicist")
    assert here == may_act == "0 0 people" and missing == people  # nobody works here, so everybody is missing
    low, high = (float(each) for each in whole.partition("(")[2].rstrip(")").split("…"))
    assert low < 3857 / (40 * 60 * 44 * 0.85) < high and float(hours) > 30
    assert "Work here" in record and "Missing then" not in record


def test_what_if_more_come_and_somebody_leaves(site: Site, signed_in: Callable[..., Client]) -> None:
    """Somebody holds all that is asked for a therapy; when they leave, one more is missing."""
    physician = certified(site, "p", "physician")
    for what in (What.FIT, What.LICENSED):
        known(site, physician, what)
    for privilege in ("prescribe", "decide_eligibility"):
        known(site, physician, What.SIGNED_OFF, f"{privilege}/{PSMA}")
    treated(site, 10, 60)
    client, path = signed_in("quality_manager"), f"/sites/{site.code}/staffing/"
    *_, here, may_act, missing, then = row(text(client, f"{path}?leaves=physician"), "physician")
    assert (here, may_act) == ("1 1 person", "1 1 person")
    one, other = (float(each.partition(" ")[0]) for each in (missing, then))
    assert other == pytest.approx(one + 1)
    more = row(text(client, f"{path}?more=100"), "physician")
    assert float(more[-1].partition(" ")[0]) == pytest.approx(2 * (one + 1) - 1, abs=0.02)
    assert "nobody can leave" in text(client, f"{path}?leaves=nurse")
    assert text(client, f"{path}?more=-200", 422)
    assert "Nobody may act" in text(client, path)  # of the other roles


TABLE = "centre,what,about,number\nRamtha,people,nurse,3\nRamtha,valid,nurse,2\nRamtha,cycles,ra223,12\n"


def give_table(client: Client, site: Site, content: str, name: str = "centres.csv") -> tuple[int, str]:
    file = SimpleUploadedFile(name, content.encode())
    found = client.post(f"/sites/{site.code}/figures-of-centres/", {"file": file, "key": str(new_id())}, follow=True)
    return found.status_code, found.content.decode()


def test_a_table_of_other_centres_is_kept_and_each_centre_replaced_whole(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("planner")
    status, page = give_table(client, site, TABLE)
    assert status == 200 and "Kept." in page and "Ramtha" in page
    give_table(client, site, "centre,what,about,number\nRamtha,people,nurse,5\nJerash,seats,physician,1\n")
    jerash, ramtha = figures_given("JOR")
    assert (jerash, ramtha) == (CentreFigures("Jerash", seats={"physician": 1}),
                                CentreFigures("Ramtha", people={"nurse": 5}))  # fmt: skip
    rebuilt()
    assert list(differences()) == [] and FigureRow.objects.count() == 2
    assert figures_given("KEN") == []


def test_a_table_may_have_a_name_that_no_disk_can_keep(site: Site, signed_in: Callable[..., Client]) -> None:
    """240 letters are 480 bytes, and a file's name has 255; the sentence about it names it by its own."""
    client, name = signed_in("planner"), "جدول" * 60 + ".csv"
    assert give_table(client, site, TABLE, name)[0] == 200 and FigureRow.objects.count() == 3
    status, page = give_table(client, site, "centre\n", name)
    assert status == 422 and name in page and FigureRow.objects.count() == 3


def test_a_wrong_table_is_one_sentence_and_nothing_is_changed(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("focal_point")
    status, page = give_table(client, site, f"{TABLE}Ramtha,people,nurses,3\n")
    assert status == 422 and "centres.csv, line 5, column about" in page and "did you mean" in page
    assert "/tmp" not in page and not FigureRow.objects.exists()
    assert give_table(client, site, "x" * 1_100_000)[0] == 422


def test_the_national_view_lays_the_country_beside_the_need(site: Site, signed_in: Callable[..., Client]) -> None:
    """Two certified nurses here and two of three elsewhere; ten courses; what limits training, centre by centre."""
    for name in ("one", "two"):
        certified(site, name, "nurse")
    certified(site, "three", "physician")
    treated(site, 10, 60)
    planner = signed_in("planner")
    give_table(planner, site, TABLE)
    page = text(planner, "/learn/national/?country=JOR&cadre=nurse")
    people, valid, needed, missing, training, *_ = row(page, "nurse")
    assert (people, valid, training) == ("5", "4", "0") and needed.startswith("0.")
    assert missing.startswith("-3.")
    ramtha = row(page, "Ramtha")
    assert ramtha == ["12", "–", "0.8", "1", "trainers", "0.8", "–", "–"]  # 2 x 0.4; one, for twenty months
    low, high = (float(each) for each in needed.partition("(")[2].rstrip(")").split("…"))
    assert 0 < low < high < 1  # to a hundredth: to a tenth the lower one would be none
    arabic = planner.get("/learn/national/?cadre=physician", headers={"accept-language": "ar"}).content.decode()
    assert "لوتيشيوم-177 PSMA-617، " in arabic and "أكتينيوم-225 DOTATATE" in arabic
    groups = text(planner, "/learn/national/?cadre=physician")
    assert "PSMA" in groups and "Centres limited by seats" in groups
    assert signed_in("nurse").get("/learn/national/").status_code == 403


def test_the_need_of_a_plan_stands_beside_it_for_who_may_see_the_plan(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    person(site, "one", "nurse")
    planner = signed_in("planner")
    job = Job.objects.create(pk=MADE, site=site, by=User.objects.first(), key="a job", about="plan/x", title="a job",
                             kind="workforce", state=State.DONE)  # fmt: skip
    needed = [{"year": year, "value": 7.5, "low": 5.0, "high": 9.0} for year in (2020, TODAY.year)]
    job.folder.mkdir(parents=True, exist_ok=True)
    said = {"country": "JOR", "scenario": "A scenario", "cadres": [{"cadre": "nurse", "needed": needed}]}
    (job.folder / "workforce.json").write_text(json.dumps(said), "utf-8")
    page = text(planner, "/learn/national/")
    assert "A scenario" in page and "7.5 (5 … 9)" in page
    other = signed_in("planner", at=new_site("amman", "Amman"))
    assert "A scenario" not in text(other, "/learn/national/")


def downloaded(client: Client, what: str, more: str = "") -> list[dict[str, str]]:
    """A table of the national view as CSV, each row by its heads."""
    found = client.get(f"/learn/national/?country=JOR&as={what}{more}")
    assert found.status_code == 200 and found["content-type"] == "text/csv; charset=utf-8"
    name = f"people-and-training-jor-{today_in('JOR'):%Y-%m-%d}-{what}.csv"
    assert found["content-disposition"] == f'attachment; filename="{name}"'
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))


def nation_by_hand(site: Site, planner: Client) -> None:
    """Two certified nurses here and two of three at Ramtha, 60 cycles here, and a centre whose name is a formula."""
    for name in ("one", "two"):
        certified(site, name, "nurse")
    treated(site, 10, 60)
    give_table(planner, site, f"{TABLE}=1+1,trainees,nurse,0\n=1+1,seats,nurse,2\n")


def test_the_national_view_is_taken_along_with_unknown_apart_from_none(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    """Of nurses all but one centre say who is there; nobody said anything of pharmacists."""
    planner = signed_in("planner")
    nation_by_hand(site, planner)
    rows = {row["Code of the role"]: row for row in downloaded(planner, "roles")}
    nurse, pharmacist = rows["nurse"], rows["radiopharmacist"]
    assert (nurse["ISO3"], nurse["Country"], nurse["Day"], nurse["Practice sites"]) == (
        "JOR", "Jordan", today_in("JOR").isoformat(), "left out"
    )  # fmt: skip
    people, valid = "In post, as whole posts", "Certified today, as whole posts"
    assert (nurse[people], nurse[valid], nurse["In training"]) == ("5", "4", "0")
    assert nurse[f"{people}: centres that do not say"] == "1" and nurse["In post, certified or not is unknown"] == "0"
    need = {name: float(nurse[f"Needed for a year's courses{name}"]) for name in ("", ", low", ", high")}
    assert 0 < need[", low"] < need[""] < need[", high"] < 1
    assert float(nurse["Missing"]) == pytest.approx(need[""] - 4)
    assert nurse["Limited by"] in ("trainers", "supervised procedures") and float(nurse["Can be in training at a time"])
    assert (pharmacist[people], pharmacist[valid], pharmacist["In training"], pharmacist["Limited by"]) == (
        "", "", "", "unknown"
    )  # fmt: skip
    assert pharmacist["Can be in training at a time"] == pharmacist["Weeks to replace somebody"] == ""


def test_the_centres_of_the_national_view_and_its_sources_are_taken_along(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    """Ramtha: two who train 0.4 each; 12 cycles, half supervised, 10 for each in 20 months: 1. Nothing of seats."""
    planner = signed_in("planner")
    nation_by_hand(site, planner)
    centres = {row["Centre"]: row for row in downloaded(planner, "centres") if row["Code of the role"] == "nurse"}
    ramtha, formula = centres["Ramtha"], centres["'=1+1"]
    assert [ramtha[name] for name in ("Cycles in a year", "Seats", "Limited by", "In training", "Free")] == [
        "12", "", "trainers", "", ""
    ]  # fmt: skip
    assert float(ramtha["Trainers"]) == pytest.approx(0.8)
    assert float(ramtha["Supervised procedures"]) == pytest.approx(1)
    assert row(text(planner, "/learn/national/?cadre=nurse"), "=1+1")[1] == "2"  # stated, though no cycles are known
    assert (formula["In training"], formula["In post, as whole posts"], formula["Seats"], formula["Trainers"]) == (
        "0", "", "2", ""
    )  # fmt: skip
    assert (ramtha["Figures from"], centres[site.name]["Figures from"]) == (
        "a table that was given", "its own book, kept here"
    )  # fmt: skip
    limits = [row for row in downloaded(planner, "limits") if row["Code of the role"] == "nurse"]
    assert limits[0]["By trainers"] in ("1", "2") and limits[0]["Unknown"] == "1"
    sources = {row["Figure"]: row for row in downloaded(planner, "sources")}
    assert sources["workforce.share_that_trains"]["Source"] and sources["workforce.procedures.nurse"]["Value"]


def test_the_workbook_of_the_national_view_computes_nothing_of_what_was_given(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    planner = signed_in("planner")
    nation_by_hand(site, planner)
    found = planner.get("/learn/national/?country=JOR&as=xlsx")
    assert found["content-disposition"].endswith('.xlsx"')
    book = load_workbook(io.BytesIO(found.content))
    assert book.sheetnames == ["By role", "What limits training", "Centre by centre", "Sources"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"}
    assert kinds == {"s"}
    heads, *rows = book["By role"].iter_rows(values_only=True)
    nurse = next(found for found in (dict(zip(heads, row, strict=True)) for row in rows) if "nurse" in found.values())
    assert (nurse["In post, as whole posts"], nurse["In training"]) == (5, 0)


def test_the_file_of_the_national_view_is_of_who_sees_the_page_and_of_the_same_sites(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    practice, client = open_synthetic("practice"), signed_in("planner")
    assert downloaded(client, "centres") == []
    certified(practice, "a", "nurse")
    people = "In post, as whole posts"
    assert {row[people] for row in downloaded(client, "roles")} == {""}
    counted = {row["Code of the role"]: row for row in downloaded(client, "roles", "&practice=1")}
    assert (counted["nurse"][people], counted["nurse"]["Practice sites"]) == ("1", "counted too")
    for what in ("roles", "xlsx"):
        assert signed_in("nurse").get(f"/learn/national/?country=JOR&as={what}").status_code == 403
    assert "as=xlsx" in text(client, "/learn/national/")
    french = client.get("/learn/national/?country=JOR&as=roles", headers={"accept-language": "fr"}).content.decode()
    assert french.partition("\r\n")[0].count(";") > 20
