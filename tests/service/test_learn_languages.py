"""Pages of LEARN in five languages: what they say of checklists, indicators, frameworks and lessons is in them too."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from tests.service.conftest import new_user
from tests.service.test_audits import begun, scored, text
from tests.service.test_languages import OTHERS, english_left, speaking

from hevesy.facts import Said, Shelf
from hevesy.facts.said import texts_of
from hevesy_service.accounts.events import give_role
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.competence.training import enrol
from hevesy_service.jobs.models import Job

In = Callable[..., Client]
LONG = 3  # words from which on a text cannot be the same by chance


@pytest.fixture
def everybody(site: Site, signed_in: In) -> Client:
    """Who may see all of LEARN, at a site where somebody is in training."""
    trainee, senior = new_user("trainee"), new_user("senior")
    give_role(site, trainee, "physician", "tests", "a trainee")
    enrol(site, str(trainee.pk), "us_nrc_390", date(2026, 1, 1), [str(senior.pk)], "tests", str(new_id()))
    return signed_in("auditor", "quality_manager", "trainer", "physician")


def english_of_the_shelf(page: str) -> list[str]:
    """Texts of the shelf that stand on a page in English, also where they are marked as such."""
    said = re.sub(r"\s+", " ", html.unescape(page[page.index("<main") :]))
    known = {text for names in texts_of(Shelf.load().packs[0]).values() for text in names.values()}
    return sorted(text for text in known if len(text.split()) >= LONG and text in said)


def paths(client: Client, site: Site) -> list[str]:
    audit, here = begun(client, site), f"/sites/{site.code}"
    assert scored(client, audit, "quality", {1: "4", 2: "1"}) == 302
    return [
        audit, f"{audit}items/quality/", f"{audit}items/each_therapy/", f"{audit}report/", f"{here}/audits/",
        f"{here}/accreditation/", f"{here}/indicators/", f"{here}/curricula/default_physician/",
        f"{here}/curricula/default_nurse/timetable/", f"{here}/modules/", f"{here}/lessons/", f"{here}/privileges/",
        f"{here}/trainees/", f"{here}/certification/",
    ]  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.slow("the first language reads every table and catalogue")
def test_no_text_of_the_shelf_is_left_in_english(site: Site, everybody: Client, language: str) -> None:
    for path in paths(speaking(everybody, language), site):
        found = everybody.get(path)
        page = found.content.decode()
        assert found.status_code == 200, path
        assert (english_of_the_shelf(page), english_left(page)) == ([], []), (language, path)


def test_the_walk_would_find_english(site: Site, everybody: Client) -> None:
    audit, checklist = paths(speaking(everybody, "en"), site)[:2]
    assert "Radiation protection of patients" in english_of_the_shelf(text(everybody, audit))
    assert len(english_of_the_shelf(text(everybody, checklist))) == 7  # items and profile; its title has two words
    assert '<span lang="en"' not in text(everybody, checklist)


def test_an_arabic_checklist_asks_in_arabic(site: Site, everybody: Client) -> None:
    audit = begun(speaking(everybody, "ar"), site)
    page = text(everybody, f"{audit}items/equipment/")
    assert "<h1>ضبط جودة الأجهزة</h1>" in page
    assert "يُفحص معاير الجرعة كل يوم، وتُفحص خطيته وهندسته ودقته في مواعيدها." in page
    assert "\u2066PET\u2069" in page  # a run of Latin letters stays whole


def test_a_french_report_is_made_of_french_items(site: Site, everybody: Client) -> None:
    audit = begun(speaking(everybody, "fr"), site)
    scored(everybody, audit, "equipment", {2: "4"})
    assert everybody.post(f"{audit}report/make/").status_code == 302
    kept = Job.objects.get().inputs["audit.json"]
    assert "L'activimètre est contrôlé chaque jour" in kept and "The dose calibrator" not in kept


def test_the_definition_of_an_indicator_is_in_the_language(site: Site, everybody: Client) -> None:
    page = html.unescape(text(speaking(everybody, "es"), f"/sites/{site.code}/indicators/"))
    assert "<dd>días del mes en que se extrajo una dosis</dd>" in page
    assert "Un activímetro sin comprobar hace dudosa cada dosis del día." in page


def test_lessons_are_found_by_words_of_the_language(site: Site, everybody: Client) -> None:
    found = text(speaking(everybody, "ru"), f"/sites/{site.code}/lessons/?words=двойня")
    assert "Тест на беременность был назначен" in found and "протёк" not in found


def test_a_referrer_reads_who_a_therapy_is_for_with_the_words_it_was_translated_from(everybody: Client) -> None:
    page = html.unescape(text(speaking(everybody, "fr"), "/referrers/ra223/"))
    assert "<p>cancer de la prostate métastatique résistant à la castration avec métastases osseuses" in page
    assert '<p class="quiet" lang="en" dir="ltr">metastatic castration-resistant prostate cancer with' in page
    english = text(speaking(everybody, "en"), "/referrers/ra223/")
    assert english.count("metastatic castration-resistant prostate cancer with") == 1


@pytest.mark.parametrize(("said", "shown"), [
    (Said("Qualité", "fr"), "Qualité"),
    (Said("Quality & care", "en"), '<span lang="en" dir="ltr">Quality &amp; care</span>'),
    (Said("جودة", "ar"), '<span lang="ar" dir="rtl">جودة</span>'),
    ("Typed <here>", "Typed &lt;here&gt;"),
])  # fmt: skip
def test_a_text_in_another_language_says_so(said: str, shown: str) -> None:
    with translation.override("fr"):
        told = Template("{% load hevesy_desk %}{{ said|told }}").render(Context({"said": said}))
    assert told == shown
