"""A service that runs, was set up in a browser, and holds one of everything that its pages show."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from tests.browser.examining import examined
from tests.browser.protecting import protect
from tests.browser.reader import Reader
from tests.service.test_serving import free_port, said_when_ready, started

FIRST = {
    "site": "King Hussein", "country": "JOR", "full_name": "Synthetic Person", "username": "first",
    "password": "a long pass phrase",
}  # fmt: skip
SITE = "/sites/king-hussein/"
LANGUAGES = ("en", "ar")
JOBS = {"simulate": "2", "placement": "2", "document": "2", "country": "16"}  # with how many draws


@dataclass
class Installation:
    """Where it is and keeps its data; cookies of its people; what fills the addresses of pages; faults found early."""

    where: str
    home: Path
    folder: Path
    people: dict[str, Path] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)  # by the name of the part of an address
    own: dict[str, dict[str, str]] = field(default_factory=dict)  # the same, for the address of one name
    early: dict[str, list[str]] = field(default_factory=dict)  # faults of pages that are gone now
    pageless: set[str] = field(default_factory=set)  # addresses that were found to show none, in whatever language

    def reader(self, chromium: Any, who: str, language: str = "en", **more: Any) -> Reader:
        """A tab of a person who signed in earlier ('' is a stranger), in a language."""
        reader = Reader(chromium, self.people.get(who), language, base_url=self.where, **more)
        reader.context.add_cookies([{"name": "django_language", "value": language, "url": self.where}])
        return reader

    def keep(self, reader: Reader, who: str) -> None:
        """Remember somebody's cookies."""
        self.people[who] = self.folder / f"{who}.json"
        state = {"cookies": reader.context.cookies(), "origins": []}  # not when the page was last touched
        self.people[who].write_text(json.dumps(state), "utf-8")


@contextmanager
def installed(chromium: Any, home: Path) -> Iterator[Installation]:
    """Start the service, set it up, use it; stop it at the end."""
    port = free_port()
    with started(home, port) as running:
        link = re.search(r"/set-up/\S+/", said_when_ready(running))
        assert link is not None
        found = Installation(f"http://localhost:{port}", home, home.parent / f"{home.name}-people")
        found.folder.mkdir()
        _set_up(chromium, found, link[0])
        first = found.reader(chromium, "first")
        approver = _people(chromium, found, first)
        _figures(found, first, approver)
        _centres(found, first, approver)
        _files(found, first)
        _validation(found, first)
        _training_and_token(found, first)
        _questions_and_counts(found, first)
        _course(chromium, found, first)
        protect(chromium, found, first)
        _plan(found, first)  # last: its jobs take a processor
        for each in (first, approver):
            each.close()
        yield found
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0


def _set_up(chromium: Any, found: Installation, link: str) -> None:
    """The page that works once is looked at, sent back once with an error, and sent."""
    for language in LANGUAGES:
        stranger = found.reader(chromium, "", language)
        stranger.visit(link)
        found.early[f"{language} set_up"] = examined(stranger, "set_up")
        stranger.send("main form", **{**FIRST, "password": "short"})
        found.early[f"{language} set_up, refused"] = examined(stranger, "set_up-refused")
        if language == LANGUAGES[-1]:
            stranger.send("main form", password=FIRST["password"])
            put_off(stranger)
            assert stranger.page.url == f"{found.where}/"
            found.keep(stranger, "first")
        stranger.close()
    found.filled |= {"code": "king-hussein", "iso3": "JOR", "place": "JOR", "town": "Irbid", "mark": "older"}
    found.own["set_up"] = {"token": link.split("/")[2]}


def _people(chromium: Any, found: Installation, first: Reader) -> Reader:
    """The first person takes further roles; an approver and somebody without a second step come in by their links."""
    for role in ("focal_point", "approver"):
        first.visit(SITE)
        first.send("form.tall", username="first", role=role)
    links = {}
    for name, role in (("approver", "approver"), ("waits", "nurse")):
        links[name] = let_in(found, first, name, role)
    found.own["come_in"] = {"token": links["waits"].split("/")[-2]}
    approver = found.reader(chromium, "")
    approver.visit(links["approver"])
    approver.send("form.tall", password=FIRST["password"])
    put_off(approver)
    found.keep(approver, "approver")
    return approver


def put_off(reader: Reader) -> None:
    """Who came in is asked for a second factor, and puts it off."""
    assert reader.page.url.endswith("/second-factor/")
    reader.press("#later button")


def let_in(found: Installation, first: Reader, username: str, role: str) -> str:
    """Give somebody new a role; the link by which they come in."""
    first.visit(SITE)
    first.send("form.tall", username=username, full_name=f"Synthetic {username.capitalize()}", role=role)
    return str(first.text(".card code"))


def _figures(found: Installation, first: Reader, approver: Reader) -> None:
    """One figure is accepted, another waits."""
    for fact in ("country.equipment.spect", "country.equipment.pet"):
        first.visit(f"{SITE}figures/{fact}/")
        first.send("form.tall", value="4", source="Synthetic count", reason="new count")
        first.visit(f"{SITE}figures/")
        proposal = first.page.locator("a[href*='/proposals/']").first.get_attribute("href")
        if fact == "country.equipment.spect":
            approver.visit(proposal)
            approver.send("form.tall", reason="read in the source", password=FIRST["password"])
    found.filled |= {"fact": fact}
    found.own["decide"] = {"proposal": proposal.split("/")[-2]}


def _centres(found: Installation, first: Reader, approver: Reader) -> None:
    """One centre is accepted, another waits."""
    for name in ("Synthetic Hospital", "Synthetic Clinic"):
        first.visit(f"{SITE}centres/new/")
        first.send("form.tall", name=name, town="Irbid", pet="1", source="Synthetic list", reason="new")
        first.visit(f"{SITE}figures/")
        proposal = first.page.locator("a[href*='/centre-proposals/']").first.get_attribute("href")
        if name == "Synthetic Hospital":
            approver.visit(proposal)
            approver.send("form.tall", reason="read in the source", password=FIRST["password"])
    first.visit("/atlas/JOR/")
    found.filled["centre"] = last_part(first, "a[href*='/JOR/centres/']")
    found.own["decide_centre"] = {"proposal": proposal.split("/")[-2]}


def _files(found: Installation, first: Reader) -> None:
    """What was accepted is taken out as a pack and as a spreadsheet, and brought back; a row of the latter is wrong."""
    pack = _taken_out(found, first, f"{SITE}figures/pack.zip")
    found.filled["arrival"] = _brought(first, f"{SITE}figures/", "form[action$='/bring/']", pack)
    sheet = _taken_out(found, first, f"{SITE}figures/figures.csv")
    sheet.write_bytes(_filled_in(sheet.read_bytes()))
    found.filled["sheet"] = _brought(first, f"{SITE}figures/", "form[action$='/sheet/']", sheet)


def _taken_out(found: Installation, reader: Reader, address: str) -> Path:
    file = found.folder / address.split("/")[-1]
    file.write_bytes(reader.context.request.get(address).body())
    return file


def _brought(reader: Reader, page: str, form: str, file: Path) -> str:
    """Bring a file to a page; the last part of the address of what was made of it."""
    reader.visit(page)
    reader.page.set_input_files(f"{form} >> [type=file]", file)
    reader.press(f"{form} >> button")
    return str(reader.page.url).split("/")[-2]


def _filled_in(table: bytes) -> bytes:
    """A table of figures with another number for one figure, and with a word where a number belongs."""
    lines = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    value = lines[0].index("Number")
    rows = {row[0]: row for row in lines}
    rows["country.equipment.spect"][value] = "7"
    rows["country.equipment.pet"][value] = "many"
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def _training_and_token(found: Installation, first: Reader) -> None:
    first.visit(f"{SITE}trainings/")
    first.send("form.tall", title="Synthetic course", provider="Synthetic school", year="2025",
               source="Synthetic list", kind="course", cadre="nurse")
    found.own["training"] = {"number": last_part(first, "main a[href*='/trainings/']")}
    first.visit("/tokens/")
    first.send("form.tall", name="Synthetic dashboard")
    first.visit("/tokens/")
    found.own["revoke_token"] = {"pk": first.page.get_attribute("form.small >> nth=0", "action").split("/")[-3]}


def _questions_and_counts(found: Installation, first: Reader) -> None:
    """A form is handed in, another answer is typed, a workbook waits; counts of a year stand, a table of them waits."""
    asked = f"{SITE}questionnaire/"
    _answer(first, f"{asked}1/", 0, "Synthetic count")
    first.visit(f"{asked}hand-in/")
    first.press("main form button")
    _answer(first, f"{asked}5/", 0, "Synthetic count")
    _answer(first, f"{asked}5/", 1, "")
    first.visit(asked)
    found.own["filled"] = {"pk": last_part(first, "a[href*='/forms/']")}
    book = _taken_out(found, first, f"{asked}form.xlsx")
    _answered(book)
    found.own["loaded_answers"] = {"pk": _brought(first, asked, "form[action$='/load/']", book)}
    year = f"{SITE}counts/2025/"
    first.visit(year)
    first.send("form[action$='/give/']", therapy="lu177_psma617", courses="40", source="Synthetic count")
    table = found.folder / "counts.csv"
    table.write_text("therapy,courses,source\ni131_dtc,12,Synthetic list\ni131_dtc,-1,Synthetic list\n", "utf-8")
    found.own["loaded_counts"] = {"pk": _brought(first, year, "form[action$='/load/']", table)}
    found.filled |= {"year": "2025", "kind": "xlsx"}


def _answer(reader: Reader, section: str, at: int, source: str) -> None:
    """Answer one question of a section with a number."""
    reader.visit(section)
    figure = reader.page.locator("fieldset.figure:has([name$='|value'])").nth(at)
    for part, text in (("value", "3"), ("year", "2025"), ("source", source)):
        figure.locator(f"[name$='|{part}']").fill(text)
    figure.locator("[name$='|state']").select_option("reported")
    reader.press("#section button:not(.second)")


def _answered(book: Path) -> None:
    """Fill in two lines of the workbook of questions: one rightly, one with a word where a number belongs."""
    sheets = load_workbook(book)
    titles = [cell.value for cell in sheets["questions"][1]]
    now = titles.index("Now")
    numbers = [row for row in sheets["questions"].iter_rows(min_row=2) if isinstance(row[now].value, float)]
    for row, value in zip(numbers[:2], (2, "many"), strict=True):
        for title, said in (("Corrected value", value), ("State now", "reported"), ("Document", "Synthetic list"),
                            ("Year it holds for", 2025)):  # fmt: skip
            row[titles.index(title)].value = said
    sheets.save(book)


def _reaction(found: Installation, carer: Reader, course: str) -> None:
    """A grave toxicity, and the report of it."""
    carer.visit(f"{course}toxicity/")
    said = {"seen_on": "2026-11-26", "toxicities-0-toxicity_term": "Anemia", "toxicities-0-toxicity_grade": "4"}
    carer.send("main form.tall", **said, reason="Synthetic")
    carer.visit(f"{course}reactions/")
    own = course.removeprefix(found.where)
    link = carer.page.locator(f"main a[href^='{own}reactions/']").first.get_attribute("href")
    assert link is not None
    found.own["write_reaction"] = dict(zip(("pk", "entry", "row"), (link.split("/")[each] for each in (2, 4, 5)),
                                           strict=True))  # fmt: skip
    found.own["reactions"] = {"pk": link.split("/")[2]}
    carer.visit(link)
    carer.send("main form.tall")
    found.own["safety_report"] = {"pk": carer.page.url.split("/")[-2]}


def _waits_for(carer: Reader, first: Reader, course: str, found: Installation) -> None:
    """Checks of the day by somebody else, typed in from paper, which wait for the physician as their second person."""
    first.visit(SITE)
    first.send("form.tall", username="first", role="nurse")
    carer.visit(f"{course}day_checks/")
    for choice in carer.page.locator("main form.tall select:not([name=done_by]):not([name=second])").all():
        choice.select_option(index=1)
    names = {"done_by": "Synthetic Person", "second": "Synthetic Carer"}
    for name, who in names.items():
        carer.page.locator(f"main [name={name}]").select_option(label=who)
    carer.send("main form.tall", weight_kg="78", reason="Synthetic")
    assert carer.page.url == course, carer.text("main")
    carer.visit(f"{SITE}second/")
    path = carer.page.locator("main a.button").get_attribute("href")
    assert path is not None
    found.own["countersign"] = {"pk": path.split("/")[2], "entry": path.split("/")[-2]}


def _course(chromium: Any, found: Installation, first: Reader) -> None:
    """A physician who guards radiation too begins a course, refers the patient, and does something out of order."""
    link = let_in(found, first, "carer", "physician")
    for role in ("radiation_protection_officer", "radiopharmacist", "quality_manager", "referrer", "trainer"):
        first.visit(SITE)
        first.send("form.tall", username="carer", role=role)
    carer = found.reader(chromium, "")
    carer.visit(link)
    carer.send("form.tall", password=FIRST["password"])
    put_off(carer)
    for form, said in (
        ("instrument", {"name": "C1", "until": "2099-01-01"}),
        ("licence", {"nuclide": "Lu-177", "most": "100 GBq", "until": "2099-01-01", "number": "Synthetic 1"}),
    ):
        carer.visit(f"{SITE}centre/")
        carer.send(f"form[action$='/{form}/']", **said)
    carer.visit(f"{SITE}checks/one/")
    carer.send("form.tall", check="area_rate", subject="corridor", reading="0.4", state="good", note="Synthetic")
    carer.visit(f"{SITE}care/begin/")
    carer.send("form.tall", full_name="Synthetic Patient", birth_date="1960-01-01", therapy="lu177_psma617")
    course = carer.page.url
    referral = {"diagnosis": "Synthetic", "question": "Synthetic", "birth_year": "1960"}
    now, later = "2026-11-26T09:00", "2099-01-01T09:00"
    receipt = {
        "vial": "V1", "lot": "L1", "calibration_at": now, "expires_at": later, "expected_mbq": "7700",
        "measured_mbq": "7650", "measured_at": now, "calibrator": "C1", "wipe_bq_cm2": "0.1",
    }  # fmt: skip
    dispensing = {"syringe": "S1", "vial": "V1", "measured_mbq": "7430", "measured_at": now, "calibrator": "C1"}
    administration = {
        "activity_before_mbq": "7405", "activity_before_at": now, "activity_after_mbq": "35", "activity_after_at": now,
        "administered_mbq": "7370", "calibrator": "C1", "started_at": now, "ended_at": now,
    }  # fmt: skip
    release = {
        "dose_rate_1m_usv_h": "12.1", "background_usv_h": "0.1", "survey_meter": "G1", "rate_at": now,
        "journey_hours": "1", "password": FIRST["password"], "household-0-member": "child",
        "household-0-member_age": "4",
        "household-0-member_pregnant": "no", "household-0-shares_bed": "no", "household-0-is_carer": "no",
    }  # fmt: skip
    for act, said in (
        ("referral", referral), ("next_step", {"why": "Out of order"}), ("receipt", receipt),
        ("dispensing", dispensing), ("administration", administration), ("release", release),
    ):  # fmt: skip
        carer.visit(f"{course}{act}/")
        # yes, or whatever stands first
        asked = "main form.tall select:not([name=done_by], [name=second], [name^=household])"
        for choice in carer.page.locator(asked).all():
            choice.select_option(index=1)
        carer.send("main form.tall", **said, reason="Synthetic")
        assert carer.page.url == course, carer.text("main")
    _reaction(found, carer, course)
    _waits_for(carer, first, course, found)
    _certification(first, carer, found)
    carer.visit(f"{SITE}stock/")
    vial = carer.page.locator("a[href^='/vials/']").first.get_attribute("href")
    assert vial is not None
    found.own |= {name: {"pk": vial.split("/")[2]} for name in ("vial", "vial_label")}
    carer.visit(f"{SITE}refer/")
    for choice in carer.page.locator("main form.tall select").all():
        choice.select_option(index=1)
    carer.send("form.tall", full_name="Synthetic Other", birth_date="1961-01-01", **referral)
    found.own["my_referral"] = {"pk": carer.page.url.split("/")[-2]}
    carer.visit(f"{SITE}incidents/")
    found.own |= {name: {"pk": course.split("/")[-2]}
                  for name in ("course", "course_act", "syringe_label", "course_leaflets")}  # fmt: skip
    home = {"pk": course.split("/")[-2]}
    found.own["reallocate"] = {**home, "taker": home["pk"]}
    found.own |= {"going_home": home, "going_home_pdf": home, "going_home_paper": {**home, "paper": "card"},
                  "going_home_file": {**home, "job": home["pk"], "name": "card.pdf"}}  # fmt: skip
    found.own["incident"] = {"pk": last_part(carer, "main tbody a")}
    _known(found, carer)
    _trained(found, first, carer)
    found.filled |= {"act": "triage", "therapy": "lu177_psma617", "gate": "consent_given"}
    found.keep(carer, "carer")
    carer.close()


def _known(found: Installation, carer: Reader) -> None:
    """A certificate of a colleague is written down."""
    carer.visit(f"{SITE}privileges/")
    href = str(carer.page.get_attribute("main tbody tr:has-text('Waits') a", "href"))
    colleague = href.partition("?")[0].split("/")[-2]
    carer.visit(f"{SITE}privileges/{colleague}/certified/")
    carer.send("form.tall", about="default_nurse", on="2026-01-01", until="2030-12-31", note="Synthetic board")
    found.own |= {"person": {"person": colleague}, "evidence": {"person": colleague, "what": "certified"}}
    carer.visit(f"{SITE}audits/")
    carer.send("form.tall", team="Synthetic team")
    audit = {"pk": carer.page.url.split("/")[-2]}
    carer.visit(f"/audits/{audit['pk']}/items/strategy/")
    carer.send("form:has(table)", **{"strategy_1-score": "4", "strategy_2-score": "1"})
    found.own |= dict.fromkeys(("audit", "audit_report", "audit_report_make"), audit)
    found.own |= {"checklist": {**audit, "part": "strategy"}}
    found.own |= {"audit_report_file": {**audit, "job": audit["pk"], "name": "audit.pdf"}}
    found.own |= {"audit_evidence": {**audit, "sha256": "0" * 64, "name": "plan.pdf"}}
    carer.visit(f"{SITE}actions/")
    carer.send("form.tall", about="strategy_2", priority="major", finding="There is no plan.")
    found.own["action"] = {"pk": carer.page.url.split("/")[-2]}
    carer.visit(f"{SITE}leaflets/write/?draft=lu177_psma617_en")
    carer.press("form.tall >> button >> nth=0")
    text = {"pk": carer.page.url.split("/")[-2]}
    found.own |= {"leaflet": text, "leaflet_pdf": text}
    found.own["leaflet_file"] = {**text, "job": text["pk"], "name": "leaflet.pdf"}
    found.filled["draft"] = "consent_en"
    carer.visit(f"{SITE}outreach/")
    carer.send("form.tall", place="Irbid", audience="Synthetic families", topic="What radiation is")
    carer.visit(f"{SITE}lessons/write/")
    carer.send("form.tall", title="One tray, one patient", happened="Two vials lay on a tray.", why="There was one.",
               changed="A second tray.", step="preparation", kind="wrong_product")  # fmt: skip


def _trained(found: Installation, first: Reader, carer: Reader) -> None:
    """The first person, who is a nurse too, is in training with the carer; a procedure from elsewhere waits."""
    carer.visit(f"{SITE}trainees/")
    carer.page.locator("main [name=person]").select_option(label="Synthetic Person")
    carer.page.get_by_label("Synthetic Carer").check()
    carer.send("main form.tall", framework="default_physician", since="2026-01-01")
    carer.page.check("[name=all_the_same]")  # a nurse by a physician's framework
    carer.press("main form.tall button")
    href = str(carer.page.get_attribute("main thead a[href*='/logbook/']", "href"))
    trainee = {"person": href.split("/")[-2]}
    found.own |= dict.fromkeys(("logbook_of", "enrolment"), trainee) | {"assess": {**trainee, "kind": "dops"}}
    first.visit(f"{SITE}logbook/elsewhere/")
    first.send("main form.tall", place="Synthetic Hospital", case="P 1", witness="Synthetic Witness")
    found.own["procedure"] = {"pk": last_part(first, "main a[href*='/procedures/']")}
    carer.visit(f"{SITE}logbook/{trainee['person']}/dops/")
    carer.send("main form.tall", feedback="Synthetic")


def _certification(first: Reader, carer: Reader, found: Installation) -> None:
    """A board with a member, an application before it, and a board of another installation."""
    boards = f"{SITE}boards/"
    first.visit(boards)
    first.send("form:has([value=open])", **{"open-name": "Synthetic board"})
    first.page.locator("main [name=member-person]").select_option(label="Synthetic Carer")
    first.press("form:has([value=member]) button")
    key = first.context.request.get("/certificates/board.pub").text()
    first.send("form:has([value=trust])", **{"trust-name": "Synthetic others", "trust-text": key})
    first.visit(f"{SITE}certification/")
    first.send("main form.tall", framework="default_nurse")
    case = {"pk": first.page.url.split("/")[-2]}
    found.own |= dict.fromkeys(("certification_case", "board_case", "certificate"), case)
    carer.visit(f"{SITE}certification/{case['pk']}/")
    carer.send("form:has([value=confirm])", kind="hours", amount="8", note="Synthetic file")
    _offered(found, carer)


def _offered(found: Installation, carer: Reader) -> None:
    """A training is offered, and seats of it are asked for."""
    carer.visit(f"{SITE}offers/")
    said = {"title": "Synthetic course", "seats": "4", "first": "2099-01-04", "last": "2099-01-15", "cost": "none"}
    carer.send("form.tall", **said, tongue="English", contact="Synthetic office")
    found.own["offer"] = {"offer": carer.page.url.split("/")[-2]}
    carer.send("form.tall", seats="2", note="Synthetic nurses")
    found.filled |= {"tutorial": "lu177_release", "curriculum": "default_nurse"}


def _validation(found: Installation, first: Reader) -> None:
    """The checks of the software are run once, and wait for a signature."""
    first.visit(f"{SITE}validation/")
    first.press("form[action$='/run/'] button")
    first.context.set_default_timeout(60_000)  # seconds on an idle machine; the compiled engine is loaded for it
    first.page.wait_for_selector("#runs li a")
    first.context.set_default_timeout(10_000)
    run = {"pk": last_part(first, "#runs li a")}
    found.own |= dict.fromkeys(("validation_one", "validation_sign", "validation_paper"), run)
    found.filled["module"] = "decay"


def _plan(found: Installation, first: Reader) -> None:
    """A plan of a year, and the jobs whose pages are looked at; they run while other pages are walked."""
    first.visit(f"{SITE}plans/")
    first.send("form.tall", country="Kenya", begin="package")
    plan = first.page.url
    found.filled |= {"pk": plan.split("/")[-2], "number": "1"}
    found.filled["name"] = last_part(first, "tbody th a")
    first.page.click("summary:has-text('Name, span')")
    first.send("form[action$='/frame/']", years="2", draws="2")
    first.visit(f"{plan}comments/")
    first.send("main form.tall", text="Is the second year not too early?")
    first.visit(f"{plan}comments/")
    found.filled["comment"] = last_part(first, "main form.small", "action")
    for kind, draws in JOBS.items():
        first.visit(plan)
        first.send(f"form:has([value={kind}])", draws=draws)
        found.own[f"job {kind}"] = {"pk": first.page.url.split("/")[-2]}


def last_part(reader: Reader, link: str, where: str = "href") -> str:
    """The last part of the address to which the first of these links, or forms, leads."""
    return str(reader.page.get_attribute(f"{link} >> nth=0", where)).split("/")[-2]


def until_done(reader: Reader, job: str) -> None:
    """Look at a job again, as its page itself would, until there is a page to open."""
    for _ in range(240):
        reader.visit(job, reader.page.viewport_size["width"])
        if reader.page.locator("main a.button").count():
            return
        if reader.page.locator("form[action$='/again/']").count():
            break
        time.sleep(0.25)
    raise AssertionError(reader.text("main"))
