"""The planner's desk: a plan is begun, changed step by step, undone, frozen; every version is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from tests.service.conftest import MADE, made_in, signature, write_run

from hevesy.plan.scenario.reading import scenario_from
from hevesy_service.accounts.models import User
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.jobs.models import Job, State
from hevesy_service.plans.models import Plan, Version


def sent(client: Client, path: str, **said: object) -> tuple[int, str]:
    """Status and page of a form that was sent with a new key."""
    found = client.post(path, {"key": str(uuid4()), **said})
    return found.status_code, found.content.decode()


@pytest.fixture
def planner(site: Site, signed_in: Callable[..., Client]) -> Client:
    made_in(site)
    return signed_in("planner")


HERE = f"/plans/{MADE}/"


def test_a_plan_begins_with_a_package_for_the_country(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    assert "There is no plan yet" in client.get("/sites/irbid/plans/").content.decode()
    key = str(uuid4())
    for _ in range(2):  # sent twice, begun once
        found = client.post("/sites/irbid/plans/new/", {"country": "Kenya", "begin": "package", "key": key})
        assert found.status_code == 302
    plan = Plan.objects.get()
    assert (plan.country, plan.version, found["location"]) == ("KEN", 1, f"/plans/{plan.pk}/")
    assert len(scenario_from(plan.text).interventions) >= 10
    page = client.get(found["location"]).content.decode()
    assert "Open a centre" in page and "<svg" in page
    assert sent(client, "/sites/irbid/plans/new/", country="Kenjya", begin="empty")[0] == 422


def test_acts_are_added_moved_and_removed(planner: Client) -> None:
    assert "Nothing is done in this plan" in planner.get(HERE).content.decode()
    assert sent(planner, f"{HERE}add/", kind="referral_training", begins="2027-03-01", seen=1)[0] == 302
    assert sent(planner, f"{HERE}move/", act="referral_training", begins="2028-01-01", seen=2)[0] == 302
    (act,) = scenario_from(Plan.objects.get().text).interventions
    assert (act.kind, act.begins) == ("referral_training", date(2028, 1, 1))
    assert sent(planner, f"{HERE}remove/", act="referral_training", seen=3)[0] == 302
    assert scenario_from(Plan.objects.get().text).interventions == ()
    said = list(Version.objects.order_by("number").values_list("what", flat=True))
    assert said == [
        "begun empty", "added: Referral training, March 2027", "moved referral_training to January 2028",
        "removed referral_training",
    ]  # fmt: skip


def test_an_act_has_a_page_for_what_it_adds_and_who_answers(planner: Client) -> None:
    sent(planner, f"{HERE}add/", kind="add_chairs", begins="2027-03-01", centre="hypothetical:amman", seen=1)
    page = planner.get(f"{HERE}acts/add_chairs/").content.decode()
    assert "Chair" in page and "2 where nothing is written" in page
    status, page = sent(planner, f"{HERE}acts/add_chairs/", adds_chair="41", seen=2)
    assert status == 422 and "less than or equal to 40" in page
    said = {"adds_chair": "6", "owner": "Director", "funder": "", "note": "two rooms"}
    assert sent(planner, f"{HERE}acts/add_chairs/", seen=2, **said)[0] == 302
    (act,) = scenario_from(Plan.objects.get().text).interventions
    assert (dict(act.adds), act.owner, act.note) == ({"chair": 6.0}, "Director", "two rooms")
    assert planner.get(f"{HERE}acts/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("path", "said", "why"),
    [
        ("add/", {"kind": "referral_training", "begins": "1990-01-01"}, "begins"),
        ("add/", {"kind": "no_such", "begins": "2027-03-01"}, "choose a kind from the list"),
        ("add/", {"kind": "add_chairs", "begins": "2027-03-01", "centre": "nowhere"}, "nowhere"),
        ("add/", {"kind": "referral_training", "begins": "soon"}, "choose a kind and a day"),
        ("move/", {"act": "nothing", "begins": "2027-03-01"}, "there is no act nothing"),
        ("frame/", {"name": "x", "start": "2027-01-01", "years": "99", "draws": "64"}, "Years"),
        ("freeze/", {"reason": ""}, "say for whom, or why"),
        ("compute/", {"kind": "fly"}, "choose what to compute"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_changes(
    path: str, said: dict[str, str], why: str, planner: Client
) -> None:
    status, page = sent(planner, HERE + path, seen=1, **said)
    assert status == 422 and why in page
    assert Plan.objects.get().version == 1 and "Traceback" not in page


def test_who_did_not_see_the_last_version_writes_over_nothing(planner: Client) -> None:
    sent(planner, f"{HERE}add/", kind="referral_training", begins="2027-03-01", seen=1)
    status, page = sent(planner, f"{HERE}add/", kind="patient_education", begins="2027-03-01", seen=1)
    assert status == 409 and "Somebody else changed this" in page
    assert Plan.objects.get().version == 2


def test_undo_is_a_new_version_and_a_baseline_has_a_number(planner: Client) -> None:
    sent(planner, f"{HERE}add/", kind="referral_training", begins="2027-03-01", seen=1)
    assert sent(planner, f"{HERE}versions/1/back/", seen=2)[0] == 302
    plan = Plan.objects.get()
    assert plan.version == 3 and plan.text == Version.objects.get(number=1).text
    assert sent(planner, f"{HERE}freeze/", reason="for the board", seen=3, **signature(planner))[0] == 302
    assert Version.objects.get(number=4).frozen == 1
    assert "for the board" in planner.get(f"{HERE}versions/").content.decode()


def test_the_plan_as_text_is_checked_before_it_is_kept(planner: Client) -> None:
    text = Plan.objects.get().text
    status, page = sent(planner, f"{HERE}text/", text=text.replace("years = 10", "years = 99"), seen=1)
    assert status == 422 and "years" in page
    assert sent(planner, f"{HERE}text/", text=text.replace("years = 10", "years = 7"), seen=1)[0] == 302
    assert scenario_from(Plan.objects.get().text).years == 7
    assert planner.get(f"{HERE}download/").content.decode() == Plan.objects.get().text


def stand() -> tuple[list[object], list[object]]:
    """Both tables, without the numbers that the database gives."""
    return list(Plan.objects.values()), list(Version.objects.values("number", "text", "what", "frozen", "at"))


def test_plans_built_anew_from_the_book_are_the_plans(planner: Client) -> None:
    sent(planner, f"{HERE}add/", kind="referral_training", begins="2027-03-01", seen=1)
    sent(planner, f"{HERE}freeze/", reason="x", seen=2, **signature(planner))
    kept = stand()
    with rebuilt():
        assert stand() == kept
    assert Event.objects.filter(stream=f"plan/{MADE}").count() == 3


def run_of(site: Site, number: int, value: float) -> Job:
    """A run that is done, of a plan of its own, with two years and one headline."""
    user = User.objects.get(username="who made it")
    job = Job.objects.create(
        site=site, by=user, key=f"run {number}", about=f"plan/{number}", title=f"run {number}", kind="simulate",
        state=State.DONE,
    )  # fmt: skip
    write_run(job, value)
    return job


def test_runs_stand_side_by_side_on_one_scale(site: Site, planner: Client) -> None:
    Job.objects.all().delete()
    assert "press Run; then come back" in planner.get("/sites/irbid/plans/beside/").content.decode()
    jobs = [run_of(site, number, 1000.0 * number) for number in (1, 2, 3, 4, 5)]
    asked = {"job": [str(each.pk) for each in jobs[:2]]}
    page = planner.get("/sites/irbid/plans/beside/", asked).content.decode()
    assert page.count("<polygon") == 2 and "1,000" in page and "2,000" in page and "Exploratory" in page
    # the second run's high, 4,000, is the top: its line stands at half the height, that of the first at three quarters
    assert 'points="44.0,75.0 320.0,75.0"' in page and 'points="44.0,112.5 320.0,112.5"' in page
    many = planner.get("/sites/irbid/plans/beside/", {"job": [str(each.pk) for each in jobs]}).content.decode()
    assert "No more than 4 are shown" in many and many.count("<polygon") == 4
