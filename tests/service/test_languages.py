"""Six languages: whole catalogues, pages without English left on them, a choice that is kept, marks until reviewed."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from django.test import Client
from django.utils import translation
from tests.service.conftest import MADE, made_in
from tools import translations as tool

import hevesy
import hevesy_service
from hevesy import words
from hevesy.errors import UnknownCountry
from hevesy.words import reviews
from hevesy_service.accounts.links import new_link
from hevesy_service.book.models import Site
from hevesy_service.desk.health import health_of
from hevesy_service.plans.saying import step_said
from hevesy_service.said import MEDICAL, digits, is_reviewed

OTHERS = ("ar", "zh-hans", "fr", "ru", "es")
FOLDERS = tuple(tool.LANGUAGES)
FONTS = Path(hevesy.__file__).parent / "paper" / "fonts"
LOCALE = Path(hevesy_service.__file__).with_name("locale")
HOLE = re.compile(r"%\(\w+\)[sdg]|\{\w*(?:![rs])?\}")
LONG = 4  # words from which a text is surely a sentence, and not a name or a code that stands in any language
OF_TABLES = {
    "act_of_care", "asked_of", "choice", "competency", "course", "criterion", "field", "gate", "indicator",
    "instrument", "privilege", "profile", "role", "therapy", "unit", "why",
}  # fmt: skip
ALIKE = ("modality.", "unit.", "value.", "criterion.tsh", "gate_says.says_no", "audit.p")  # a code, a sign, the word no
CARE = (
    "/sites/irbid/care/", "/sites/irbid/care/begin/", "/sites/irbid/centre/", "/sites/irbid/incidents/",
    "/sites/irbid/gates/lu177_psma617/", "/sites/irbid/gates/lu177_psma617/consent_given/",
)  # fmt: skip
PAGES = (
    "/", "/atlas/?named=jordan", "/atlas/?show=need", "/atlas/JOR/", "/atlas/map/?per=million", "/atlas/disparity/",
    "/atlas/registers/", "/atlas/JOR/history/country.equipment.pet/", "/sites/irbid/figures/",
    "/sites/irbid/figures/country.equipment.pet/", "/sites/irbid/centres/new/", "/sites/irbid/trainings/",
    "/sites/irbid/plans/beside/", "/why/country.population/JOR/", "/health/", "/roles/", "/sites/irbid/",
    "/sites/irbid/book/", "/sites/irbid/plans/", f"/plans/{MADE}/", f"/plans/{MADE}/versions/",
    f"/plans/{MADE}/text/", "/sites/irbid/mission/", "/sites/irbid/briefing/", "/sites/irbid/centre-size/",
    "/sites/irbid/counts/", "/sites/irbid/counts/2025/", "/sites/irbid/questionnaire/", "/sites/irbid/questionnaire/1/",
    "/sites/irbid/questionnaire/5/", "/sites/irbid/questionnaire/9/", "/sites/irbid/questionnaire/hand-in/",
    f"/plans/{MADE}/acts/add_chairs/", f"/jobs/{MADE}/", "/nowhere/",
    "/second-factor/", "/drafts/", "/sites/irbid/lend/", "/sites/irbid/emergency/", "/accounts/2fa/",
)  # fmt: skip
ANOTHER = "01a21911-0000-7000-8000-000000000009"  # a key that nothing of `made_in` has
ALLAUTH = ("/accounts/password/", "/accounts/reauthenticate/")
STRANGER = ("/accounts/login/", "/come-in/none/")


@cache
def used() -> frozenset[tool.Text]:
    return frozenset(tool.texts())


@cache
def translated(folder: str) -> dict[tuple[str, int], str]:
    """What Django reads: English text and plural form to its translation."""
    with translation.override("en"):
        catalog = tool.read(folder)
    found: dict[tuple[str, int], str] = {}
    for message in catalog:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            found |= {(one, number): form for number, form in enumerate(forms)}
    return found


@cache
def same() -> dict[str, set[str]]:
    """Texts that are as in English in some languages, each with its reason."""
    with (LOCALE / "same_as_english.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    return {row["text"]: set(row["languages"].split()) for row in rows}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_of_a_page_is_in_every_catalogue(folder: str) -> None:
    known = {text for text, _number in translated(folder)}
    assert sorted({text.one for text in used()} - known) == []
    assert sorted(known - {text.one for text in used()}) == []
    assert all(form for form in translated(folder).values())
    assert not any(message.fuzzy for message in tool.read(folder) if message.id)


@pytest.mark.parametrize("folder", FOLDERS)
def test_holes_are_kept_and_nothing_else_is_as_in_english(folder: str) -> None:
    for (text, number), said in translated(folder).items():
        counted = (text, 1) in translated(folder)
        kept = set(HOLE.findall(said)) == set(HOLE.findall(text))
        assert kept or (folder == "ar" and counted and number < 3), said  # "one year", "two years": words, no number
        if said.strip() == text.strip():
            assert folder in same().get(text, ()), f"{folder}: {text!r} is as in English"
    for text, folders in same().items():
        if folder in folders:
            assert translated(folder).get((text, 0)) == text, f"{folder}: {text!r} is no longer as in English"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_text_is_written_in_the_letters_of_its_language(folder: str) -> None:
    letters = {"ar": "[\u0600-\u06ff]", "zh_Hans": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]"}.get(folder, "[A-Za-zÀ]")
    foreign = {"ar": "[\u4e00-\u9fff\u0400-\u04ff]", "zh_Hans": "[\u0400-\u06ff]", "ru": "[\u0600-\u06ff\u4e00-\u9fff]"}
    for (text, _number), said in translated(folder).items():
        wordless = HOLE.sub("", said).isupper() or not re.search("[a-z]", HOLE.sub("", text))  # PET; a comma
        assert re.search(letters, said) or wordless, (folder, text)
        assert not re.search(foreign.get(folder, "[\u0400-\u06ff\u4e00-\u9fff]"), said), (folder, said)


def test_the_files_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("en"):
        assert tool.main(["--check"]) == 0, capsys.readouterr().out


def test_the_domain_has_the_same_codes_and_holes_in_every_language() -> None:
    """Names of tables are in English in the table itself; `tests/run/test_languages.py` counts them."""
    english = words.catalogue("en")
    for language in words.LANGUAGES[1:]:
        said = words.catalogue(language)
        own = {code for code in said if code.partition(".")[0] not in {"error", *OF_TABLES}}
        assert own == {code for code in english if code.partition(".")[0] not in OF_TABLES}
        assert set(words.catalogue("ru")) - set(said) == set(), language
        for code, sentence in english.items():
            assert _holes(said[code]) == _holes(sentence), (language, code)
            assert said[code] and (said[code] != sentence or code.startswith(ALIKE)), (language, code)


def test_every_refusal_is_said_in_every_language_with_its_values() -> None:
    from hevesy_service import refusals

    coded = [each for each in vars(refusals).values() if isinstance(each, type) and issubclass(each, refusals.Refusal)]
    for language in words.LANGUAGES[1:]:
        for each in coded:
            if each is not refusals.Refusal:
                said = words.catalogue(language)[f"error.{each.code}"]
                assert _holes(said) == _holes(each.template), (language, each.code)


def _holes(pattern: str) -> set[str]:
    return {name for _text, name, _form, _turn in Formatter().parse(pattern) if name}


def speaking(client: Client, language: str) -> Client:
    """The same client, who has chosen a language by the form of the footer."""
    assert client.post("/language/", {"language": language, "next": "/"}).status_code == 302
    return client


def text_of(page: str) -> str:
    """What a person reads of a page, names of fields and pictures with it; without what is marked as English."""
    page = re.sub(r"<(?!html)(\w+)[^>]*\slang=\"en\"[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    named = re.findall(r"(?:aria-label|placeholder|title)=\"([^\"]*)\"", page)
    return html.unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *named]))


def english_left(page: str) -> list[str]:
    """Texts of the English catalogue, and of the domain's, that stand on a page."""
    said = re.sub(r"\s+", " ", text_of(page))
    known = [text.one for text in used()] + [text.many for text in used()] + list(words.catalogue("en").values())
    parts = (part.replace("%%", "%").strip(" .:;,") for text in known for part in HOLE.split(text))
    return sorted({part for part in parts if len(part.split()) >= LONG and part in said})


@pytest.fixture
def everything(site: Site, signed_in: Callable[..., Client]) -> Client:
    """Somebody who may see all, and a plan with an act and a job."""
    made_in(site)
    client = signed_in("administrator", "planner", "focal_point", "trainer")
    client.post(f"/plans/{MADE}/add/", {"key": ANOTHER, "kind": "add_chairs", "begins": "2027-03-01", "seen": 1,
                                        "centre": "hypothetical:amman"})  # fmt: skip
    return client


def test_the_walk_would_find_english(everything: Client) -> None:
    assert len(english_left(everything.get(f"/plans/{MADE}/").content.decode())) > 20


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_on_a_page(everything: Client, language: str) -> None:
    client = speaking(everything, language)
    for path in PAGES:
        found = client.get(path)
        page = found.content.decode()
        assert found.status_code == (404 if "nowhere" in path else 200), path
        assert re.search(r"<html lang=\"(\S+)\" dir=\"(\w+)\"", page).groups() == (  # type: ignore[union-attr]
            language, "rtl" if language == "ar" else "ltr")  # fmt: skip
        assert english_left(page) == [], (language, path)


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_stranger_sees_is_in_the_language_of_the_browser(db: None, language: str) -> None:
    for path in (*STRANGER, f"/set-up/{new_link()}/"):
        page = Client(headers={"Accept-Language": f"{language},en;q=0.5"}).get(path).content.decode()
        assert f'<html lang="{language}"' in page and english_left(page) == [], path


SAID_BY_ALLAUTH = {
    "ar": "كلمة المرور", "zh-hans": "密码", "fr": "mot de passe", "ru": "пароль", "es": "contraseña",
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_pages_of_signing_in_are_in_the_language(
    site: Site, signed_in: Callable[..., Client], language: str
) -> None:
    client = speaking(signed_in("planner"), language)
    for path in ALLAUTH:
        page = client.get(path).content.decode()
        assert f'<html lang="{language}"' in page and english_left(page) == []
        for english in ("Change Password", "Two-Factor Authentication", "Current Password", "Confirm Access"):
            assert english not in text_of(page), (path, english)
    wrong = {"login": "nobody", "password": "no"}
    said = text_of(Client(headers={"Accept-Language": language}).post("/accounts/login/", wrong).content.decode())
    assert SAID_BY_ALLAUTH[language] in said.lower() and "not correct" not in said


def test_a_refusal_speaks_the_language_of_who_is_refused(site: Site, signed_in: Callable[..., Client]) -> None:
    client = speaking(signed_in("nurse"), "fr")
    said = text_of(client.get("/health/").content.decode())
    assert "l'action suivante : voir l'état de l'installation" in said and "administrateur" in said
    assert "Your roles" not in said


def test_the_choice_is_kept_and_leads_back(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    page = client.get("/atlas/?named=jordan").content.decode()
    assert '<input type="hidden" name="next" value="/atlas/?named=jordan">' in page
    found = client.post("/language/", {"language": "ru", "next": "/atlas/?named=jordan"})
    assert found["location"] == "/atlas/?named=jordan" and "Иордания" in client.get(found["location"]).content.decode()
    assert client.post("/language/", {"language": "ru", "next": "//elsewhere.example/"})["location"] == "/"
    assert client.get("/language/").status_code == 405


def test_after_a_form_that_was_sent_the_choice_leads_to_a_page_that_can_be_opened(everything: Client) -> None:
    page = everything.post(f"/plans/{MADE}/add/", {"key": str(MADE), "kind": "no_such"}).content.decode()
    assert '<input type="hidden" name="next" value="/">' in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234.5"), ("ar", "1,234.5"), ("zh-hans", "1,234.5"), ("fr", "1\u202f234,5"), ("es", "1\u00a0234,5"),
     ("ru", "1\u00a0234,5")],
)  # fmt: skip
def test_numbers_are_written_as_the_plans_document_writes_them(language: str, expected: str) -> None:
    with translation.override(language):
        assert digits("1,234.5").replace("\u00a0", " ") == expected.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_step_of_the_book_is_said_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert step_said("added: Referral training, March 2027") == "ajouté : Formation des prescripteurs, mars 2027"
        assert step_said("moved add_chairs to January 2028") == "add_chairs déplacé à janvier 2028"
        assert step_said("for the board of May") == "for the board of May"
    assert step_said("begun empty") == "begun empty"


def test_an_error_of_the_library_is_said_with_what_was_perhaps_meant() -> None:
    error = UnknownCountry(text="Jordna", nearest=" (did you mean Jordan?)")
    assert words.sentence(error, "ru").startswith("Нет страны или территории с названием «Jordna» (возможно, имелось")


def test_health_is_said_in_the_language(site: Site) -> None:
    with translation.override("zh-hans"):
        assert "账簿" in next(each.name for each in health_of() if site.name in each.name)


@pytest.mark.slow("each sign of two thousand texts is looked up")
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_fonts_of_the_document_have_every_sign_that_the_service_may_put_into_it(folder: str) -> None:
    """Names of plans begin as the service says them, and go into the PDF."""
    with (FONTS / "signs.csv").open(encoding="utf-8", newline="") as file:
        spans = [(int(row["first"], 16), int(row["last"], 16)) for row in csv.DictReader(file)]
    said = "".join([*translated(folder).values(), *words.catalogue(tool.LANGUAGES[folder]).values()])
    lacking = {sign for sign in said if sign.isprintable() and not any(low <= ord(sign) <= high for low, high in spans)}
    assert lacking == set()


def test_pages_bear_a_mark_until_somebody_who_may_has_read_the_language(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("planner")
    assert 'role="note"' not in client.get("/").content.decode()
    page = speaking(client, "es").get("/").content.decode()
    assert "Traducción automática" in page and "a revisar por un clínico; no para pacientes" in page
    assert {row["language"] for row in reviews()} == set(words.LANGUAGES)
    with translation.override("es"):
        assert not is_reviewed(MEDICAL)
