"""Pages of the centre's desk in five languages: no English of a page, of a table or of a value is left on them."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation
from tests.run.playing import LU_PSMA, SHELF, at
from tests.run.test_languages import names
from tests.service.test_care import THERAPY, begun, played
from tests.service.test_languages import OTHERS, english_left, speaking, text_of

from hevesy.errors import NeedsReason
from hevesy.record import find_template
from hevesy.words import sentence
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.care.models import CourseRow, Incident
from hevesy_service.care.recording import Proposal, record
from hevesy_service.refusals import FormWrong

pytestmark = pytest.mark.usefixtures("spring")
CODES = re.compile(
    r"TSH|rhTSH|PSMA(?:-617|-I&T|-11)?|I&T|ALT|AST|ECOG|FDG|PET|TNM|MAA|PSA|MIBG|EDTMP|DOTATATE|PROMISE|miPSMA|RECIP"
    r"|SUVmax|VISION|CTCAE|INES|v5?|Gleason|Krenning|Karnofsky|Child-Pugh|pH|A|[A-Z][a-z]?-\d+m?"  # names and nuclides
    r"|[kMG]?Bq|[mk]?IU|[mµ]?Sv|Gy|[cm]?m|[kmn]?g|m?L|dL|[mnp]mol|min|mmHg|[UVhd]"  # units
)
TYPED = {
    "King's", "Hospital", "Irbid", "Synthetic", "Patient", "Asia", "Amman", "C1", "G1",
    "wet", "floor", "closed", "L-1", "local", "rule", "English", "Français", "Español", "p1", "n1", "f1",
    "o1", "r1", "r2", "Lu-PSMA",
    "mCRPC",
}  # fmt: skip


@pytest.fixture
def seen(site: Site, team: dict[str, User], client: Client) -> tuple[UUID, Client]:
    """A course with a deviation, and somebody who may see and do all that there is at the desk."""
    for role in ("quality_manager", "nurse", "radiation_protection_officer", "medical_physicist"):
        give_role(site, team["p1"], role, "tests", f"more {role}")
    client.force_login(team["p1"], backend="allauth.account.auth_backends.AuthenticationBackend")
    course = begun(site, team["p1"])
    played(course, team, "referral")
    spill = {"spill_place": "wet floor", "spill_mbq": 5.0, "first_actions": "closed"}
    record(course, Proposal("spill", spill, at(0), None, "wet floor"), team["n1"], str(new_id()))
    accepted = {"decision": "accept", "reason_given": "closed"}
    record(course, Proposal("eligibility", accepted, at(0), None, "wet floor"), team["p1"], str(new_id()))
    return course, client


def main_of(page: str) -> str:
    """What stands between the head and the foot of a page."""
    return text_of(page[page.index("<main") : page.index("</main")])


def foreign_words(page: str, language: str) -> list[str]:
    """English that is left: in another script every Latin word that is no code, else the words of tables."""
    said = main_of(page)
    if language in ("fr", "es"):
        english = {words for group in names().values() for words in group.values() if len(words.split()) > 2}
        return sorted(words for words in english if words in said)
    latin = re.findall(r"[A-Za-zÀ-ÿµ][\wÀ-ÿ'&-]*", said, re.ASCII)
    return sorted({word for word in latin if word not in TYPED and not CODES.fullmatch(word)})


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.slow("the first language reads every table and catalogue")
def test_no_english_is_left_on_the_desk(site: Site, seen: tuple[UUID, Client], language: str) -> None:
    course, client = seen[0], speaking(seen[1], language)
    incident = Incident.objects.earliest("opened")
    here = f"/sites/{site.code}"
    paths = [
        f"{here}/care/", f"{here}/care/?act=imaging", f"{here}/care/begin/", f"{here}/centre/", f"{here}/incidents/",
        f"{here}/gates/{THERAPY}/", f"{here}/gates/ra223/", f"{here}/gates/{THERAPY}/tolerance_usual/",
        f"{here}/gates/ra223/criteria_met/", f"/courses/{course}/", f"/incidents/{incident.pk}/",
    ]  # fmt: skip
    for path in paths:
        page = client.get(path).content.decode()
        assert (english_left(page), foreign_words(page, language)) == ([], []), (language, path)


@pytest.mark.deep
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_on_the_form_of_an_act(seen: tuple[UUID, Client], language: str) -> None:
    course, client = seen[0], speaking(seen[1], language)
    CourseRow.objects.filter(pk=course).update(practice=True)
    for act in list(find_template("lu177_dotatate", SHELF).moves)[::2]:
        page = client.get(f"/courses/{course}/{act}/").content.decode()
        assert (english_left(page), foreign_words(page, language)) == ([], []), (language, act)


def test_the_walk_of_the_desk_would_find_english(site: Site, seen: tuple[UUID, Client]) -> None:
    page = speaking(seen[1], "en").get(f"/courses/{seen[0]}/administration/").content.decode()
    assert {"administered", "extravasation", "Administration", "years"} - set(foreign_words(page, "ru")) == {"years"}
    assert "administered activity" not in foreign_words(page, "fr")  # two words may stand in French as well
    assert "residual activity after administration" in foreign_words(page, "fr")


def test_a_course_says_its_values_in_the_language_on_the_clock_of_the_site(
    site: Site, team: dict[str, User], client: Client
) -> None:
    course = begun(site, team["p1"])
    played(course, team, "release")
    client.force_login(team["p1"], backend="allauth.account.auth_backends.AuthenticationBackend")
    said = main_of(speaking(client, "fr").get(f"/courses/{course}/").content.decode())
    for told in (
        "11,2 g/dL", "210 ×10⁹/L", "7370 MBq", "12,1 µSv/h", "prêt à l'emploi", "sans entraîneur ajouté",
        "2027-03-02 13:00 · Synthetic p1, Synthetic n1",
    ):  # fmt: skip
        assert told in re.sub(r"\s+", " ", said).replace(" ,", ","), told
    for raw in ("True", "False", "ready_to_use", "7370.0", "+00:00", "UTC"):
        assert raw not in said, raw


def test_a_list_of_rows_is_a_list_on_the_page(site: Site, team: dict[str, User], client: Client) -> None:
    course = begun(site, team["p1"])
    rows = [{"toxicity_term": "Anaemia", "toxicity_grade": 2.0, "toxicity_since": "2027-03-09"}]
    told = Proposal("toxicity", {"seen_on": "2027-03-10", "toxicities": rows}, at(200), None, "x")
    record(course, told, team["p1"], str(new_id()))
    client.force_login(team["p1"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = speaking(client, "es").get(f"/courses/{course}/").content.decode()
    row = "término CTCAE: <bdi>Anaemia</bdi>; grado CTCAE v5: <bdi>2</bdi>; desde: <bdi>2027-03-09</bdi>"
    assert f"<li>{row}</li>" in page


def test_what_is_wrong_with_a_form_stands_beside_the_field_in_the_language(seen: tuple[UUID, Client]) -> None:
    course, client = seen[0], speaking(seen[1], "zh-hans")
    sent = {"at": "2027-03-02T10:00", "key": str(new_id()), "haemoglobin": "112"}
    found = client.post(f"/courses/{course}/laboratory/", sent)
    page = found.content.decode()
    assert found.status_code == 422
    assert 'id="id_sampled_on_error"><li>未填写。</li>' in page
    assert 'id="id_haemoglobin_error"><li>112 g/dL 不可能；应在 1 与 25 之间：请核对单位。</li>' in page


def test_a_refused_form_names_its_fields_in_the_language(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    with translation.override("ru"), pytest.raises(FormWrong, match="срочность"):
        record(course, Proposal("referral", {"diagnosis": "x", "question": "y"}, at(0)), team["f1"], str(new_id()))


def test_what_needs_a_reason_is_named_in_the_language(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    played(course, team, "referral")
    proposal = Proposal("eligibility", {"decision": "accept", "reason_given": "x"}, at(0))
    with translation.override("es"), pytest.raises(NeedsReason) as caught:
        record(course, proposal, team["p1"], str(new_id()))
    assert sentence(caught.value, "es").startswith(
        "Elegibilidad: no se cumple: los pasos anteriores están hechos, la derivación fue aceptada."
    )


def test_a_deviation_is_asked_for_in_the_language(seen: tuple[UUID, Client]) -> None:
    course, client = seen[0], speaking(seen[1], "ar")
    said = dict(next(step for step in LU_PSMA if step[0] == "imaging")[4])
    sent = {**said, "psma_positive_vision": "yes", "at": "2027-02-05T10:00", "key": str(new_id())}
    found = client.post(f"/courses/{course}/imaging/", sent)
    assert found.status_code == 422 and "يجب قبل ذلك إتمام: الفرز." in main_of(found.content.decode())


def test_the_page_of_a_gate_table_stands_where_nobody_here_signed(site: Site, seen: tuple[UUID, Client]) -> None:
    """Lines of a synthetic centre are signed by no account."""
    found = seen[1].get(f"/sites/{site.code}/gates/{THERAPY}/")
    assert found.status_code == 200 and "local rule" in found.content.decode()
